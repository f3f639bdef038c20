//! Rows as one fact a line: what a screen reader reads best.

use crate::model::Column;

use super::layout::Line;

/// A paragraph for each row; what says nothing is left out.
pub fn plain(columns: &[Column], lines: &[Line]) -> Vec<String> {
    let mut printed = Vec::new();
    for line in lines {
        if !printed.is_empty() {
            printed.push(String::new());
        }
        let facts = columns.iter().zip(&line.cells);
        let telling = facts.filter(|(_, cell)| !matches!(cell.text.as_str(), "" | "-"));
        printed.extend(telling.map(|(column, cell)| format!("{}: {}", column.name(), cell.text)));
    }
    printed
}
