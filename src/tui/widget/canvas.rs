//! What is drawn on: a buffer whose edge nothing crosses, and what the frame showed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use unicode_width::UnicodeWidthChar;

use crate::tui::seen::Seen;

/// What is drawn on.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// Where the terminal's cursor goes; none hides it.
    pub cursor: Option<Position>,
    /// What the frame showed so far.
    pub seen: Seen,
}

impl<'a> Canvas<'a> {
    /// A canvas over a buffer.
    pub fn new(buffer: &'a mut Buffer) -> Self {
        let area = buffer.area;
        let seen = Seen {
            size: (area.width, area.height),
            ..Seen::default()
        };
        Self {
            buffer,
            cursor: None,
            seen,
        }
    }

    /// All of it.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Writes a line into a row of an area, row 0 on top; what does not fit is cut off.
    pub fn line(&mut self, area: Rect, row: usize, line: &Line<'_>) {
        if let Some(spot) = self.row(area, row) {
            self.buffer.set_line(spot.x, spot.y, line, spot.width);
            self.spread(spot);
        }
    }

    /// Draws what may be taller than its area: so many rows, of which so many are scrolled off.
    pub fn scrolled(
        &mut self,
        area: Rect,
        (rows, off): (u16, u16),
        draw: impl FnOnce(Rect, &mut Canvas<'_>),
    ) {
        if rows <= area.height {
            return draw(area, self);
        }
        let whole = Rect {
            height: rows,
            ..area
        };
        let mut buffer = Buffer::empty(whole);
        let mut tall = Canvas {
            buffer: &mut buffer,
            cursor: None,
            seen: self.seen,
        };
        draw(whole, &mut tall);
        self.seen = tall.seen;
        for at in area.intersection(self.buffer.area).positions() {
            let below = Position::new(at.x, at.y.saturating_add(off));
            if let Some(cell) = buffer.cell(below) {
                self.buffer[at] = cell.clone();
            }
        }
    }

    /// Gives a row of an area a style, over what is written there.
    pub fn tint(&mut self, area: Rect, row: usize, style: Style) {
        if let Some(spot) = self.row(area, row) {
            self.buffer.set_style(spot, style);
        }
    }

    /// Empties an area: nothing below it shows.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
            }
        }
        // A wide letter that begins left of the area would cover its first column.
        for row in area.rows() {
            self.cut_wide_letter(row);
        }
    }

    /// Draws a widget of ratatui.
    pub fn widget(&mut self, area: Rect, widget: impl ratatui::widgets::Widget) {
        let area = area.intersection(self.buffer.area);
        if !area.is_empty() {
            widget.render(area, self.buffer);
        }
    }

    /// Gives every letter that has a width a cell of its own, as terminals do with flags and with
    /// the clusters of Thai or Hindi. In one cell together, all but the first would stay on screen
    /// when the next frame has something else there: ratatui takes the cells behind for covered.
    fn spread(&mut self, row: Rect) {
        for place in row.columns() {
            let at = Position::new(place.x, place.y);
            let letters = letters(self.buffer[at].symbol());
            let style = self.buffer[at].style();
            let mut x = at.x;
            for letter in letters.iter().filter(|_| letters.len() > 1) {
                if x < row.right() {
                    let cell = &mut self.buffer[(x, at.y)];
                    cell.set_symbol(letter).set_style(style);
                }
                let width = crate::model::display_width(letter);
                x = x.saturating_add(u16::try_from(width).unwrap_or(u16::MAX));
            }
        }
    }

    fn cut_wide_letter(&mut self, row: Rect) {
        let before = row.x.checked_sub(1).map(|x| Position::new(x, row.y));
        if let Some(cell) = before.and_then(|at| self.buffer.cell_mut(at))
            && crate::model::display_width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }

    fn row(&self, area: Rect, row: usize) -> Option<Rect> {
        let row = u16::try_from(row).ok().filter(|row| *row < area.height)?;
        let spot = Rect::new(area.x, area.y.checked_add(row)?, area.width, 1);
        let spot = spot.intersection(self.buffer.area);
        (!spot.is_empty()).then_some(spot)
    }
}

/// The letters of a cell, each with the marks that have no width of their own.
fn letters(symbol: &str) -> Vec<String> {
    let mut letters: Vec<String> = Vec::new();
    for letter in symbol.chars() {
        match letters.last_mut() {
            Some(last) if letter.width() == Some(0) => last.push(letter),
            _ => letters.push(letter.into()),
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Cell;

    use super::*;

    #[test]
    fn every_letter_with_a_width_has_a_cell() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        let mut canvas = Canvas::new(&mut buffer);
        let line = Line::raw("a\u{1f1e9}\u{1f1ea}\u{e01}\u{e33}\u{6f22}e\u{301}b");
        canvas.line(canvas.area(), 0, &line);
        let cells: Vec<_> = buffer.content.iter().map(Cell::symbol).collect();
        let whole = "a \u{1f1e9} \u{1f1ea} \u{e01} \u{e33} \u{6f22} _ e\u{301} b _ _ _";
        let whole = whole.replace('_', "\t");
        let whole: Vec<_> = whole
            .split(' ')
            .map(|cell| cell.replace('\t', " "))
            .collect();
        assert_eq!(cells, whole);
    }
}
