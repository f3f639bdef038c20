//! What is drawn on: a buffer whose edge nothing crosses, and what the frame showed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

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
