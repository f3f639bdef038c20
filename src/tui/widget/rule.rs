//! A line across the screen with a title in it: what separates panes.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::glyphs::Glyphs;
use super::text::{clip_line, line_width};

/// A line across with a title on the left and words on the right.
#[derive(Clone, Debug, Default)]
pub struct Rule<'a> {
    title: Line<'a>,
    words: Line<'a>,
}

impl<'a> Rule<'a> {
    /// A rule with a title; an empty one is a plain line.
    #[must_use]
    pub fn new(title: impl Into<Line<'a>>) -> Self {
        Self {
            title: title.into(),
            words: Line::default(),
        }
    }

    /// The same with words on the right, which go first where room is short.
    #[must_use]
    pub fn words(self, words: impl Into<Line<'a>>) -> Self {
        Self {
            words: words.into(),
            ..self
        }
    }

    /// The line as it is drawn.
    #[must_use]
    pub fn line(self, width: u16, glyphs: Glyphs, style: Style) -> Line<'a> {
        let width = usize::from(width);
        let stroke = |count: usize| Span::styled(glyphs.across().to_string().repeat(count), style);
        let titled = line_width(&self.title) > 0;
        let title = clip_line(self.title, width.saturating_sub(4), glyphs.ellipsis());
        let mut spans = Vec::new();
        let mut used = 0;
        if titled {
            spans.extend([stroke(1), Span::raw(" ")]);
            used += line_width(&title) + 3;
            spans.extend(title.spans);
            spans.push(Span::raw(" "));
        }
        let words = line_width(&self.words);
        let room = width.saturating_sub(used);
        if words > 0 && words + 4 <= room {
            spans.push(stroke(room - words - 3));
            spans.push(Span::raw(" "));
            spans.extend(self.words.spans);
            spans.extend([Span::raw(" "), stroke(1)]);
        } else {
            spans.push(stroke(room));
        }
        Line::from(spans)
    }
}
