//! Pieces of dialogs: boxes, sentences, named facts, buttons.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::theme::Role;
use crate::tui::view::scene::Scene;
use crate::tui::widget::{Body, Place, Popup, pad, wrap};

/// Columns of a box where there are so many.
pub const WIDTH: u16 = 86;

/// A box in the middle, as wide as most are.
pub fn popup<'a>(title: Span<'a>, body: Body<'a>) -> Popup<'a> {
    Popup {
        title: Line::from(title),
        foot: Line::default(),
        width: WIDTH,
        place: Place::Middle,
        body,
        scroll: 0,
    }
}

/// Columns for text in a box of that width on a screen.
pub fn text_width(width: u16, area: Rect) -> usize {
    usize::from(width.min(area.width)).saturating_sub(4)
}

/// A sentence, wrapped to a box.
pub fn sentence(text: &str, width: usize) -> Vec<Line<'static>> {
    wrap(text, width).into_iter().map(Line::raw).collect()
}

/// A named fact whose value is wrapped below itself.
pub fn fact(scene: Scene<'_>, name: &str, value: &str, width: usize) -> Vec<Line<'static>> {
    const NAME: usize = 12;
    let wrapped = wrap(value, width.saturating_sub(NAME + 2)).into_iter();
    wrapped
        .enumerate()
        .map(|(at, line)| {
            let name = if at == 0 { name } else { "" };
            Line::from(vec![
                scene.span(Role::Hint, format!("  {}", pad(name, NAME))),
                Span::raw(line),
            ])
        })
        .collect()
}

/// Buttons, as far apart as there is room; in several lines where one is too short.
pub fn buttons(
    width: usize,
    parts: impl IntoIterator<Item = Vec<Span<'static>>>,
) -> Vec<Line<'static>> {
    const MARGIN: usize = 3;
    let parts: Vec<Vec<Span<'static>>> = parts.into_iter().collect();
    let all: usize = parts.iter().flatten().map(Span::width).sum();
    let gaps = parts.len().saturating_sub(1);
    let gap = if MARGIN + all + 5 * gaps <= width {
        5
    } else {
        3
    };
    flow(parts, (MARGIN, gap), width)
}

/// Parts one after the other, with a margin before each line and a gap between any two.
pub fn flow(
    parts: impl IntoIterator<Item = Vec<Span<'static>>>,
    (margin, gap): (usize, usize),
    width: usize,
) -> Vec<Line<'static>> {
    let begin = || vec![Span::raw(" ".repeat(margin))];
    let mut lines = Vec::new();
    let mut line = begin();
    let mut used = margin;
    for part in parts {
        let taken: usize = part.iter().map(Span::width).sum();
        if used > margin && used + gap + taken > width {
            lines.push(std::mem::replace(&mut line, begin()));
            used = margin;
        } else if used > margin {
            line.push(Span::raw(" ".repeat(gap)));
            used += gap;
        }
        used += taken;
        line.extend(part);
    }
    lines.push(line);
    lines.into_iter().map(Line::from).collect()
}

/// A blank line, and the buttons below it.
pub fn button_rows(
    width: usize,
    parts: impl IntoIterator<Item = Vec<Span<'static>>>,
) -> Vec<Line<'static>> {
    std::iter::once(Line::default())
        .chain(buttons(width, parts))
        .collect()
}
