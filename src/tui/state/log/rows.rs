//! The rows that a line takes on screen.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Clean, first_columns, pretty_json, spell_clock};

use super::line::{LogLine, LogText};
use super::pane::{Json, LogPane};
use super::window::Room;

/// Columns that rows are set in after the first row of a wrapped line.
const INDENT: usize = 2;

/// What stands in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowText {
    /// This part of the line's own text, in bytes.
    Part(Range<usize>),
    /// Words about the line, or its text written in another way.
    Own(Clean),
}

/// One row of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// What stands in it.
    pub text: RowText,
    /// Blanks before it.
    pub indent: usize,
}

impl LogPane {
    /// The rows of a line in this room; at least one. Without wrapping a row may be longer than
    /// that. A mark is told in full, over the whole width.
    #[must_use]
    pub fn rows(&self, line: &LogLine, room: Room) -> Vec<LogRow> {
        let text = match &line.text {
            LogText::Mark(_) => {
                // Of several sources the letter stands in it.
                let letter = if self.sources.len() > 1 { 2 } else { 0 };
                let width = room.width.saturating_sub(letter);
                return own(&self.words(line), width, first_words).collect();
            }
            LogText::Output(text) => text.text.as_str(),
        };
        let columns = if self.wraps { room.columns } else { usize::MAX };
        match self.spread(text) {
            Some(lines) => lines
                .iter()
                .flat_map(|line| own(line.as_str(), columns, first_row))
                .collect(),
            None => parts(text, columns, first_row).collect(),
        }
    }

    /// How many rows a line takes in this room.
    #[must_use]
    pub fn height(&self, line: &LogLine, room: Room) -> usize {
        let is_one = !self.wraps && self.json == Json::AsItCame && !line.is_mark();
        if is_one {
            return 1;
        }
        self.rows(line, room).len()
    }

    /// The lines of the JSON in a text, if that is to be spread and there is any.
    fn spread(&self, text: &str) -> Option<Vec<Clean>> {
        match self.json {
            Json::AsItCame => None,
            Json::Spread => pretty_json(text),
        }
    }

    /// What a mark says: `-- stdout was rotated or cleared, nothing is missing, 12:04:18 --`;
    /// of any other line its text.
    #[must_use]
    pub fn words(&self, line: &LogLine) -> String {
        match &line.text {
            LogText::Output(text) => text.text.as_str().to_owned(),
            LogText::Mark(mark) => {
                let words = self
                    .source(line.source)
                    .map(|source| mark.sentence(&source.source, line.stream));
                let words = words.unwrap_or_default();
                format!("-- {words}, {} --", spell_clock(line.at))
            }
        }
    }
}

/// How many bytes of a text stand in a row of so many columns.
type Cut = fn(&str, usize) -> usize;

/// A text that is not the line's own, in rows of so many columns.
fn own(text: &str, columns: usize, cut: Cut) -> impl Iterator<Item = LogRow> {
    parts(text, columns, cut).map(|row| match row.text {
        RowText::Part(range) => LogRow {
            text: RowText::Own(Clean::text(&text[range])),
            ..row
        },
        RowText::Own(_) => row,
    })
}

/// A text in rows of so many columns.
fn parts(text: &str, columns: usize, cut: Cut) -> impl Iterator<Item = LogRow> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let begin = next?;
        let indent = if begin == 0 { 0 } else { INDENT };
        let end = begin + cut(&text[begin..], columns.saturating_sub(indent));
        next = (end < text.len()).then_some(end);
        Some(LogRow {
            text: RowText::Part(begin..end),
            indent,
        })
    })
}

/// How many bytes of a text fit into a row if no word is cut that fits into one.
fn first_words(text: &str, columns: usize) -> usize {
    let length = first_row(text, columns);
    if length == text.len() {
        return length;
    }
    text[..length].rfind(' ').map_or(length, |blank| blank + 1)
}

/// How many bytes of a text fit into a row.
fn first_row(text: &str, columns: usize) -> usize {
    // No letter takes less than a byte, so a short text needs no measuring.
    if text.len() <= columns {
        return text.len();
    }
    match first_columns(text, columns.max(1)).len() {
        // One letter wider than the room: it goes alone, and is cut where it is drawn.
        0 => text.graphemes(true).next().map_or(0, str::len),
        length => length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn rows_hold_the_text_and_fit(text in "[a-z é队]{0,60}", columns in 4usize..20) {
            let cuts: [Cut; 2] = [first_row, first_words];
            for cut in cuts {
                let mut joined = String::new();
                for row in parts(&text, columns, cut) {
                    let RowText::Part(range) = row.text else { unreachable!() };
                    let part = &text[range];
                    let width = crate::model::display_width(part);
                    proptest::prop_assert!(width + row.indent <= columns);
                    joined.push_str(part);
                }
                proptest::prop_assert_eq!(&joined, &text);
            }
        }
    }
    #[test]
    fn a_word_is_cut_only_where_it_fits_into_no_row() {
        let rows = parts("-- it was cut, 12:04:18 --", 12, first_words);
        let texts: Vec<_> = rows.map(|row| row.text).collect();
        let of = RowText::Part;
        assert_eq!(texts, [of(0..10), of(10..15), of(15..24), of(24..26)]);
        let rows = parts("abcdefgh ij", 5, first_words);
        let texts: Vec<_> = rows.map(|row| row.text).collect();
        assert_eq!(texts, [of(0..5), of(5..8), of(8..11)]);
    }
}
