//! Cutting, padding and wrapping text by the columns it takes on a terminal.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::display_width;

/// The columns that a line takes.
#[must_use]
pub fn line_width(line: &Line<'_>) -> usize {
    line.spans
        .iter()
        .map(|span| display_width(&span.content))
        .sum()
}

/// The begin of a text that fits into so many columns, with an ellipsis if something was cut.
#[must_use]
pub fn clip(text: &str, width: usize, ellipsis: &str) -> String {
    // No letter takes less than a byte, so a short text needs no measuring.
    if text.len() <= width || display_width(text) <= width {
        return text.to_owned();
    }
    let Some(room) = width.checked_sub(display_width(ellipsis)) else {
        return String::new();
    };
    let mut cut = begin(text, room).to_owned();
    cut.push_str(ellipsis);
    cut
}

/// A line cut to so many columns, with an ellipsis if something was cut.
#[must_use]
pub fn clip_line<'a>(line: Line<'a>, width: usize, ellipsis: &str) -> Line<'a> {
    if line_width(&line) <= width {
        return line;
    }
    let mut left = width;
    let mut spans: Vec<Span<'a>> = Vec::new();
    for span in line.spans {
        let taken = display_width(&span.content);
        if taken < left {
            left -= taken;
            spans.push(span);
        } else {
            let room = left.saturating_sub(display_width(ellipsis));
            let mut text = begin(&span.content, room).to_owned();
            text.push_str(if left > 0 { ellipsis } else { "" });
            spans.push(Span::styled(text, span.style));
            break;
        }
    }
    Line::from(spans)
}

/// A line in which every part has a style over its own.
#[must_use]
pub fn restyled(line: Line<'_>, style: Style) -> Line<'_> {
    line.into_iter()
        .map(|span| span.patch_style(style))
        .collect()
}

/// A text with blanks after it, so that it takes so many columns at least.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(display_width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// A text in lines of so many columns, broken at blanks where there are any.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        if used > 0 && used + display_width(word.trim_end()) > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        for piece in pieces(word, width) {
            if used > 0 && used + display_width(piece.trim_end()) > width {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0;
            }
            used += display_width(piece);
            line.push_str(piece);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// A text in lines of exactly so many columns, words or not: what a terminal does.
#[must_use]
pub fn wrap_chars(text: &str, width: usize) -> Vec<&str> {
    if text.is_empty() {
        return vec![""];
    }
    pieces(text, width.max(1)).collect()
}

/// Cuts a text into pieces of at most so many columns.
fn pieces(text: &str, width: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut head = begin(rest, width);
        if head.is_empty() {
            // One letter wider than the room: it goes alone, and the canvas cuts it.
            head = rest.graphemes(true).next().unwrap_or(rest);
        }
        rest = &rest[head.len()..];
        Some(head)
    })
}

/// As much of the begin as fits into so many columns.
fn begin(text: &str, width: usize) -> &str {
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += display_width(grapheme);
        if taken > width {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_columns_not_by_letters() {
        assert_eq!(clip("short", 5, "…"), "short");
        assert_eq!(clip("longer", 5, "…"), "long…");
        assert_eq!(clip("队列处理", 5, "~"), "队列~");
        assert_eq!(clip("ab", 0, "…"), "");
    }

    #[test]
    fn words_wrap_whole_where_they_fit() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), [""]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_wider_than_its_room(text in "[a-z é队]{0,60}", width in 2usize..20) {
            for line in wrap(&text, width) {
                proptest::prop_assert!(display_width(&line) <= width);
            }
            let joined: String = wrap_chars(&text, width).concat();
            proptest::prop_assert_eq!(&joined, &text);
            proptest::prop_assert!(display_width(&clip(&text, width, "…")) <= width);
        }
    }
}
