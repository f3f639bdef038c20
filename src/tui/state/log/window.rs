//! The part of the lines that is on screen.

use std::sync::Arc;

use super::line::LogLine;
use super::pane::LogPane;
use super::scroll::Scroll;
use super::sequence::Sequence;

/// Rows and columns that lines have on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Rows.
    pub rows: usize,
    /// Columns for the text itself.
    pub columns: usize,
    /// Columns with what stands before the text: marks have all of them.
    pub width: usize,
}

/// Where the screen begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// The place of the first line in [`LogPane::shown`].
    pub first: usize,
    /// Rows of it above the screen.
    pub row: usize,
}

impl LogPane {
    /// Where the screen begins.
    #[must_use]
    pub fn window(&self, room: Room) -> Window {
        match &self.scroll {
            Scroll::Follow => self.newest(room),
            Scroll::Paused {
                top, instead, row, ..
            } => {
                let top = instead.as_ref().unwrap_or(top);
                let first = self.shown().place(top);
                match self.shown().at(first) {
                    Some(line) if line.number == top.number => Window { first, row: *row },
                    Some(_) => Window { first, row: 0 },
                    // Behind the last line there is nothing to see.
                    None => self.newest_whole(room),
                }
            }
        }
    }

    /// Other lines are shown than before: the line that the reader chose is looked for anew.
    pub fn unsettle(&mut self) {
        if let Scroll::Paused { instead, .. } = &mut self.scroll {
            *instead = None;
        }
    }

    /// Sees to it that the line on top of the screen is one that is shown, so that lines that come
    /// do not move it: the one the reader chose, or the first one after it.
    pub fn settle(&mut self, room: Room) {
        let Scroll::Paused { top, instead, .. } = &self.scroll else {
            return;
        };
        let shown = self.shown();
        let settled = if let Some(line) = instead.as_ref().filter(|line| shown.holds(line)) {
            Some(Arc::clone(line))
        } else if shown.holds(top) {
            None
        } else {
            let first = match shown.place(top) {
                end if end == shown.len() => self.newest_whole(room).first,
                place => place,
            };
            shown.at(first).cloned()
        };
        if let Scroll::Paused { instead, row, .. } = &mut self.scroll {
            if settled.is_some() && *instead != settled {
                *row = 0;
            }
            *instead = settled;
        }
    }

    /// The lines that are on screen, wholly or in part, the first on top.
    pub fn on_screen(&self, room: Room) -> impl Iterator<Item = &Arc<LogLine>> {
        let window = self.window(room);
        let mut above = 0;
        self.shown().from(window.first).take_while(move |line| {
            let is_on = above < room.rows + window.row;
            above += if is_on { self.height(line, room) } else { 0 };
            is_on
        })
    }

    /// Whether a line is on screen, wholly or in part.
    #[must_use]
    pub fn shows_on_screen(&self, line: &LogLine, room: Room) -> bool {
        self.on_screen(room).any(|on| on.number == line.number)
    }

    /// Between which places of some of the lines the reader is: at the line that was gone to last
    /// while it is on screen, else above the screen, and below everything for whoever follows.
    #[must_use]
    pub fn reference(&self, lines: &Sequence, room: Room) -> (usize, usize) {
        let current = self.current.as_ref();
        if let Some(line) = current.filter(|line| self.shows_on_screen(line, room)) {
            let place = lines.place(line);
            return (place, place + usize::from(lines.holds(line)));
        }
        let top = self.on_screen(room).next();
        let top = top.map_or(0, |top| lines.place(top));
        match self.scroll {
            Scroll::Follow => (lines.len(), top),
            Scroll::Paused { .. } => (top, top),
        }
    }

    /// Where the screen begins if the last row is the newest, lines without end included.
    #[must_use]
    pub fn newest(&self, room: Room) -> Window {
        let torn = self.torn().count();
        let rows = room.rows.saturating_sub(torn);
        self.newest_whole(Room { rows, ..room })
    }

    /// Where the screen begins if its last row is the last of the newest whole line.
    #[must_use]
    pub fn newest_whole(&self, room: Room) -> Window {
        let end = Window {
            first: self.shown().len(),
            row: 0,
        };
        self.up(end, room.rows, room)
    }

    /// So many rows further up, as far as there are any.
    #[must_use]
    pub fn up(&self, from: Window, rows: usize, room: Room) -> Window {
        let mut left = rows;
        let mut to = from;
        loop {
            if to.row >= left {
                return Window {
                    row: to.row - left,
                    ..to
                };
            }
            left -= to.row;
            to.row = 0;
            let Some(line) = to.first.checked_sub(1).and_then(|at| self.shown().at(at)) else {
                return to;
            };
            to.first -= 1;
            to.row = self.height(line, room);
        }
    }

    /// So many rows further down, as far as there are any.
    #[must_use]
    pub fn down(&self, from: Window, rows: usize, room: Room) -> Window {
        let mut left = rows + from.row;
        let mut to = Window { row: 0, ..from };
        while let Some(line) = self.shown().at(to.first) {
            let height = self.height(line, room);
            if left < height {
                to.row = left;
                return to;
            }
            left -= height;
            to.first += 1;
        }
        to
    }
}
