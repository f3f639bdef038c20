//! The text of a log line as spans: its own looks, and over them what a search found.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Painted, display_width};

/// A part of a line and how it looks.
pub struct Piece<'a> {
    /// The letters.
    pub text: &'a str,
    /// How they look.
    pub style: Style,
}

/// The part of a line that lies in a range of bytes, in pieces that look alike. What was found is
/// shown as such, whatever its process wanted.
pub fn pieces<'a>(
    line: &'a Painted,
    range: &Range<usize>,
    paint: impl Fn(crate::model::Ink) -> Style,
    (found, shown): (&[Range<usize>], Style),
) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    for (text, ink) in line.runs() {
        let end = begin + text.len();
        let part = begin.max(range.start)..end.min(range.end);
        if part.start < part.end {
            let style = paint(ink);
            split(line.text.as_str(), part, found, |text, is_found| {
                let style = if is_found { shown } else { style };
                pieces.push(Piece { text, style });
            });
        }
        begin = end;
    }
    pieces
}

/// A text that looks alike all over, but for what was found in it.
pub fn plain<'a>(
    text: &'a str,
    style: Style,
    (found, shown): (&[Range<usize>], Style),
) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    split(text, 0..text.len(), found, |text, is_found| {
        let style = if is_found { shown } else { style };
        pieces.push(Piece { text, style });
    });
    pieces
}

/// Takes a part of a text apart where something found begins or ends.
fn split<'a>(
    text: &'a str,
    part: Range<usize>,
    found: &[Range<usize>],
    mut each: impl FnMut(&'a str, bool),
) {
    let mut at = part.start;
    let mut tell = |range: Range<usize>, is_found| {
        if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
            each(text, is_found);
        }
    };
    for hit in found {
        let (begin, end) = (hit.start.max(at), hit.end.min(part.end));
        if begin < end {
            tell(at..begin, false);
            tell(begin..end, true);
            at = end;
        }
    }
    tell(at..part.end, false);
}

/// The columns of a line that are shown.
#[derive(Clone, Copy)]
pub struct Columns {
    /// Columns to the left of the first that is shown.
    pub skipped: usize,
    /// How many are shown.
    pub room: usize,
}

/// Spans of the pieces of a line, as far as they lie in these columns; `more` stands at the end of
/// what goes on to the right.
pub fn spans(pieces: &[Piece<'_>], columns: Columns, more: &str) -> Vec<Span<'static>> {
    let Columns { skipped, room } = columns;
    let is_cut = exceed(pieces, skipped + room);
    let tail = if is_cut {
        display_width(more).min(room)
    } else {
        0
    };
    let shown = skipped..skipped + room - tail;
    let mut spans = Vec::new();
    let mut column = 0;
    for piece in pieces {
        let (kept, next) = part(piece.text, column, &shown);
        if !kept.is_empty() {
            spans.push(Span::styled(kept, piece.style));
        }
        column = next;
        if column >= shown.end {
            break;
        }
    }
    if is_cut {
        spans.push(Span::raw(more.to_owned()));
    }
    spans
}

/// Whether pieces take more than so many columns. A line may be long: no more of it is measured
/// than needed.
fn exceed(pieces: &[Piece<'_>], columns: usize) -> bool {
    let mut taken = 0;
    for piece in pieces {
        if piece.text.is_ascii() {
            taken += piece.text.len();
        } else {
            for grapheme in piece.text.graphemes(true) {
                taken += display_width(grapheme);
                if taken > columns {
                    return true;
                }
            }
        }
        if taken > columns {
            return true;
        }
    }
    false
}

/// The part of a text that begins in a column which lies in those shown, and the column behind it.
fn part(text: &str, column: usize, shown: &Range<usize>) -> (String, usize) {
    if text.is_ascii() {
        let begin = shown.start.saturating_sub(column).min(text.len());
        let end = shown.end.saturating_sub(column).clamp(begin, text.len());
        return (text[begin..end].to_owned(), column + text.len());
    }
    let mut kept = String::new();
    let mut column = column;
    for grapheme in text.graphemes(true) {
        let next = column + display_width(grapheme);
        if column >= shown.start && next <= shown.end {
            kept.push_str(grapheme);
        } else if column < shown.start && next > shown.start {
            // Half of a wide letter: a blank keeps the rest in its column.
            kept.push_str(&" ".repeat(next.min(shown.end) - shown.start));
        }
        column = next;
        if column >= shown.end {
            break;
        }
    }
    (kept, column)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    fn line(raw: &str, range: Range<usize>, found: &[Range<usize>]) -> String {
        let painted = Painted::log_line(raw.as_bytes());
        let paint = |ink: crate::model::Ink| match ink.letters {
            Some(_) => Style::new().fg(Color::Red),
            None => Style::new(),
        };
        let pieces = pieces(&painted, &range, paint, (found, Style::new().reversed()));
        let letter = |style: Style| match (style.fg, style.add_modifier.is_empty()) {
            (_, false) => '!',
            (Some(_), true) => 'r',
            (None, true) => '-',
        };
        let words = pieces
            .iter()
            .map(|piece| format!("{}[{}]", letter(piece.style), piece.text));
        words.collect::<Vec<_>>().concat()
    }

    #[test]
    fn what_was_found_lies_over_what_was_painted() {
        let raw = "ab\x1b[31mcdef\x1b[0mgh";
        assert_eq!(line(raw, 0..8, &[]), "-[ab]r[cdef]-[gh]");
        assert_eq!(line(raw, 0..8, &[1..3, 7..8]), "-[a]![b]![c]r[def]-[g]![h]");
        assert_eq!(line(raw, 3..7, &[1..4, 5..6]), "![d]r[e]![f]-[g]");
    }

    fn cut(text: &str, skipped: usize, columns: usize) -> String {
        let piece = [Piece {
            text,
            style: Style::new(),
        }];
        let columns = Columns {
            skipped,
            room: columns,
        };
        let spans = spans(&piece, columns, ">");
        spans
            .into_iter()
            .map(|span| span.content.into_owned())
            .collect()
    }

    #[test]
    fn it_is_cut_by_columns() {
        assert_eq!(cut("abcdef", 0, 6), "abcdef");
        assert_eq!(cut("abcdef", 0, 5), "abcd>");
        assert_eq!(cut("abcdef", 2, 4), "cdef");
        assert_eq!(cut("abcdef", 9, 4), "");
        assert_eq!(cut("队列队列", 1, 4), " 列>");
        assert_eq!(cut("队列", 0, 3), "队>");
    }

    proptest::proptest! {
        #[test]
        fn it_never_takes_more_than_its_room(
            text in "[a-z é队]{0,40}", skipped in 0usize..20, columns in 1usize..30,
        ) {
            let cut = cut(&text, skipped, columns);
            proptest::prop_assert!(display_width(&cut) <= columns);
            let is_whole = display_width(&text) <= skipped + columns;
            proptest::prop_assert_eq!(is_whole, !cut.ends_with('>'));
        }
    }
}
