//! Rows of a list in a dialog: one line each, and more where their words need them.

use ratatui::text::{Line, Span};

use crate::tui::widget::{line_width, wrap};

/// With fewer columns beside a row's begin, its words go below it.
const BESIDE: usize = 30;
/// Columns that words below a row are set in.
const INDENT: usize = 6;

/// A row: what is in columns, and the words after it.
pub struct Row {
    /// What is in columns.
    pub begin: Vec<Span<'static>>,
    /// What is said of it, each on its own.
    pub words: Vec<Span<'static>>,
}

impl Row {
    /// In one line where that fits; else the words go on below, set in.
    pub fn lines(self, width: usize) -> Vec<Line<'static>> {
        let begin = Line::from(self.begin);
        let taken = line_width(&begin);
        let words = self.words.into_iter().filter(|span| span.width() > 0);
        let words: Vec<Span<'static>> = words.collect();
        if taken + words.iter().map(|span| span.width() + 2).sum::<usize>() <= width {
            let apart = words
                .into_iter()
                .flat_map(|span| [Span::raw("  "), span])
                .collect::<Vec<_>>();
            return vec![begin.into_iter().chain(apart).collect()];
        }
        let beside = taken + 2 + BESIDE <= width;
        let indent = if beside { taken + 2 } else { INDENT };
        let below = words.iter().flat_map(|span| {
            let pieces = wrap(&span.content, width.saturating_sub(indent)).into_iter();
            pieces.map(|piece| Span::styled(piece, span.style))
        });
        let mut lines: Vec<Line<'static>> = below
            .map(|piece| Line::from(vec![Span::raw(" ".repeat(indent)), piece]))
            .collect();
        match lines.first_mut().filter(|_| beside) {
            Some(first) => {
                first.spans[0] = Span::raw("  ");
                first.spans.splice(0..0, begin.spans);
            }
            None => lines.insert(0, begin),
        }
        lines
    }
}

/// Which line of a list is which line of which row, by how many lines each row takes.
pub fn spread(
    rows: impl IntoIterator<Item = usize>,
    height: impl Fn(usize) -> usize,
) -> Vec<(usize, usize)> {
    let lines = |row| (0..height(row)).map(move |line| (row, line));
    rows.into_iter().flat_map(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(begin: &'static str, words: &[&'static str], width: usize) -> Vec<String> {
        let row = Row {
            begin: vec![Span::raw(begin)],
            words: words.iter().map(|word| Span::raw(*word)).collect(),
        };
        let lines = row.lines(width);
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_fits_is_one_line() {
        assert_eq!(shown("name", &["a", "", "b"], 10), ["name  a  b"]);
        assert_eq!(shown("name", &[], 3), ["name"]);
    }

    #[test]
    fn words_wrap_beside_what_is_in_columns() {
        let words = ["one two three four five six seven", "eight"];
        let lines = [
            "name  one two three four five six",
            "      seven",
            "      eight",
        ];
        assert_eq!(shown("name", &words, 36), lines);
    }

    #[test]
    fn without_room_beside_they_go_below() {
        let lines = ["a-long-name", "      one", "      two"];
        assert_eq!(shown("a-long-name", &["one two"], 12), lines);
    }

    #[test]
    fn every_line_is_known_by_its_row() {
        assert_eq!(spread([2, 0], |row| row), [(2, 0), (2, 1)]);
    }
}
