//! Rows as a table for people.

use console::truncate_str;

use crate::model::{Align, display_width, shorten_middle};

use super::layout::{Columns, GAP, Line, Place, Text, fit, has_sign, text};
use super::screen::Screen;

/// The title and the rows, each cell as wide as its column.
pub fn table(columns: &Columns, lines: &[Line], screen: &Screen) -> Vec<String> {
    let places = fit(columns, lines, screen.width);
    let head = places.iter().map(|place| {
        let title = place.column.title();
        pad(place, &screen.palette.paint("title", title), title)
    });
    let blank = if has_sign(&places) { "  " } else { "" };
    let mut printed = vec![joined(blank, head)];
    for line in lines {
        let sign = if has_sign(&places) {
            format!("{} ", line.glyph)
        } else {
            String::new()
        };
        let cells = places.iter().map(|place| cell(place, line, screen));
        printed.push(joined(&sign, cells));
    }
    printed
}

fn joined(sign: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    let line = format!("{sign}{}", cells.join(&" ".repeat(GAP)));
    line.trim_end().to_owned()
}

fn cell(place: &Place, line: &Line, screen: &Screen) -> String {
    let cell = &line.cells[place.at];
    let text = match text(place.column) {
        Some(Text::Sentence) => truncate_str(cell.text.as_str(), place.width, screen.ellipsis),
        Some(Text::Name) | None => shorten_middle(cell.text.as_str(), place.width, screen.ellipsis),
    };
    // The colour is put on the text alone, so that it does not count as width.
    let painted = cell.health.map_or_else(
        || text.to_string(),
        |health| screen.palette.health(health, &text),
    );
    pad(place, &painted, &text)
}

/// Fills a painted text up to the width of its column; `seen` is the text without the paint.
fn pad(place: &Place, text: &str, seen: &str) -> String {
    let blanks = " ".repeat(place.width.saturating_sub(display_width(seen)));
    match place.column.align() {
        Align::Left => format!("{text}{blanks}"),
        Align::Right => format!("{blanks}{text}"),
    }
}
