//! A line of text being typed, scrolled sideways so that its cursor is in view.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Clean, display_width};

/// A line of text being typed.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// What was typed.
    pub text: &'a str,
    /// Columns before the cursor; none while the keys go elsewhere.
    pub cursor: Option<usize>,
    /// Columns it may take.
    pub width: usize,
    /// How the place of the cursor is drawn.
    pub style: Style,
}

/// The field as it is drawn, and the column of its cursor.
#[must_use]
pub fn field(field: &Field<'_>) -> (Line<'static>, usize) {
    let clean = Clean::text(field.text);
    let cursor = field.cursor.unwrap_or(0).min(display_width(clean.as_str()));
    let skipped = (cursor + 1).saturating_sub(field.width);
    let (mut before, mut under, mut after) = (String::new(), String::new(), String::new());
    let mut column = 0;
    for grapheme in clean.as_str().graphemes(true) {
        let place = match column {
            _ if column < skipped => None,
            _ if column < cursor || field.cursor.is_none() => Some(&mut before),
            _ if under.is_empty() => Some(&mut under),
            _ => Some(&mut after),
        };
        if let Some(place) = place {
            place.push_str(grapheme);
        }
        column += display_width(grapheme);
    }
    let mut spans = vec![Span::raw(before)];
    if field.cursor.is_some() {
        // At the end there is no letter to stand on.
        let (under, style) = if under.is_empty() {
            ("_".to_owned(), Style::new())
        } else {
            (under, field.style)
        };
        spans.push(Span::styled(under, style));
        spans.push(Span::raw(after));
    }
    (Line::from(spans), cursor - skipped.min(cursor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_in_view() {
        let shown = |text, cursor, width| {
            let style = Style::new();
            let (line, column) = field(&Field {
                text,
                cursor,
                width,
                style,
            });
            (line.to_string(), column)
        };
        assert_eq!(shown("abc", Some(3), 10), ("abc_".to_owned(), 3));
        assert_eq!(shown("abcdef", Some(6), 4), ("def_".to_owned(), 3));
        assert_eq!(shown("abc", Some(0), 10), ("abc".to_owned(), 0));
        assert_eq!(shown("abc", None, 10), ("abc".to_owned(), 0));
    }
}
