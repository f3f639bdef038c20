//! The rows of a log that are on screen.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::model::{Level, Painted, Stream, display_width};
use crate::tui::depth::Depth;
use crate::tui::state::{Colours, LogLine, LogPane, LogRow, LogText, Room, RowText, Scroll};
use crate::tui::theme::Role;
use crate::tui::view::scene::Scene;

use super::gutter::{Gutter, is_merged, stream_role};
use super::ink;
use super::text::{Columns, Piece, pieces, plain, spans};

/// What stands where a line goes on to the right.
const MORE: &str = ">";

/// What is drawn of a pane.
pub struct Rows<'a> {
    /// How everything looks.
    pub scene: Scene<'a>,
    /// The pane.
    pub pane: &'a LogPane,
    /// What stands before the text.
    pub gutter: Gutter<'a>,
    /// The room for the text.
    pub room: Room,
}

impl Rows<'_> {
    /// What is on screen, top to bottom.
    pub fn on_screen(&self) -> Vec<Line<'static>> {
        let from = self.pane.window(self.room);
        let lines = self.pane.on_screen(self.room);
        let rows = lines.flat_map(|line| self.line(line));
        let mut rows: Vec<_> = rows.skip(from.row).collect();
        if self.pane.scroll == Scroll::Follow {
            rows.extend(self.torn());
            rows.drain(..rows.len().saturating_sub(self.room.rows));
        }
        rows.truncate(self.room.rows);
        rows
    }

    fn line(&self, line: &LogLine) -> Vec<Line<'static>> {
        let rows = self.pane.rows(line, self.room);
        match &line.text {
            LogText::Output(text) => {
                let found = self.found(text.text.as_str());
                let rows = rows.iter().enumerate();
                rows.map(|(at, row)| self.output(line, (text, &found), (at, row)))
                    .collect()
            }
            LogText::Mark(_) => self.mark(line, &rows),
        }
    }

    /// Where the search finds something in a text.
    fn found(&self, text: &str) -> Vec<Range<usize>> {
        let search = self.pane.search.iter();
        search
            .flat_map(|search| search.needle.find_iter(text))
            .collect()
    }

    fn output(
        &self,
        line: &LogLine,
        (text, found): (&Painted, &[Range<usize>]),
        (at, row): (usize, &LogRow),
    ) -> Line<'static> {
        let mut all = if at == 0 {
            self.gutter.first(line)
        } else {
            self.gutter.next(line)
        };
        all.push(Span::raw(" ".repeat(row.indent)));
        let base = self.base(line);
        let shown = self.scene.style(Role::Match);
        let parts = match &row.text {
            RowText::Part(range) => {
                pieces(text, range, |ink| self.painted(ink, base), (found, shown))
            }
            RowText::Own(own) => {
                let found = self.found(own.as_str());
                plain(own.as_str(), base, (&found, shown))
            }
        };
        let columns = Columns {
            skipped: self.shift(),
            room: self.room.columns.saturating_sub(row.indent),
        };
        all.extend(spans(&parts, columns, MORE));
        Line::from(all)
    }

    /// How far the text is scrolled sideways.
    fn shift(&self) -> usize {
        if self.pane.wraps { 0 } else { self.pane.shift }
    }

    /// How a line looks where its process asked for nothing: by how grave it says it is.
    fn base(&self, line: &LogLine) -> Style {
        let role = match line.level {
            Some(Level::Error | Level::Fatal) => Role::LineError,
            Some(Level::Warn) => Role::LineWarning,
            Some(Level::Trace | Level::Debug | Level::Info) | None => stream_role(line.stream),
        };
        self.scene.style(role)
    }

    fn painted(&self, ink: crate::model::Ink, base: Style) -> Style {
        match self.pane.colours {
            Colours::Plain => base,
            Colours::Shown if ink == crate::model::Ink::default() => base,
            Colours::Shown => {
                let own = ink::style(ink, self.scene.look.depth);
                // Emphasis alone leaves the colour that the line has.
                if own.fg.is_none() && self.scene.look.depth != Depth::None {
                    base.patch(own)
                } else {
                    own
                }
            }
        }
    }

    /// What happened to a log, across the whole width.
    fn mark(&self, line: &LogLine, rows: &[LogRow]) -> Vec<Line<'static>> {
        let style = self.scene.style(Role::LogMark);
        let whole = self.pane.words(line);
        let row = |(at, row): (usize, &LogRow)| {
            let words = match &row.text {
                RowText::Part(range) => &whole[range.clone()],
                RowText::Own(own) => own.as_str(),
            };
            let mut text = format!("{}{words}", " ".repeat(row.indent));
            if let (0, Some(letter)) = (at, self.letter(line)) {
                text = text.replacen("-- ", &format!("-- {letter} "), 1);
            }
            if at + 1 == rows.len() {
                let left = self.room.width.saturating_sub(display_width(&text));
                text.push_str(&"-".repeat(left));
            }
            Line::styled(text, style)
        };
        rows.iter().enumerate().map(row).collect()
    }

    fn letter(&self, line: &LogLine) -> Option<char> {
        let source = self.pane.source(line.source);
        source
            .filter(|_| is_merged(self.pane))
            .map(|source| source.letter)
    }

    /// What has no end yet stands below all lines: as much of its end as has room.
    fn torn(&self) -> Vec<Line<'static>> {
        let row = |(source, stream, bytes): (_, Stream, &[u8])| {
            let text = Painted::log_line(bytes).text;
            let style = self.scene.style(stream_role(stream));
            let piece = [Piece {
                text: text.as_str(),
                style,
            }];
            let mut all = self.gutter.torn(source, stream);
            let over = display_width(text.as_str()).saturating_sub(self.room.columns);
            let columns = Columns {
                skipped: if self.pane.wraps { over } else { self.shift() },
                room: self.room.columns,
            };
            all.extend(spans(&piece, columns, MORE));
            Line::from(all)
        };
        self.pane.torn().map(row).collect()
    }
}
