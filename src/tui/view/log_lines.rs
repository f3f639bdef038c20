//! The lines of a log that are on screen, and their words for what happened to it.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Clean, LogGap, LogSource, Stream, display_width, spell_clock};
use crate::tui::state::{LogLine, LogPane, LogText, Scroll};
use crate::tui::theme::Role;
use crate::tui::widget::{clip, wrap_chars};

use super::scene::Scene;
use super::words::size;

/// Columns that wrapped lines are set in.
const INDENT: usize = 2;

/// What is on screen, top to bottom; at most so many rows of so many columns for text.
pub fn window(scene: Scene<'_>, pane: &LogPane, rows: usize, columns: usize) -> Vec<Line<'static>> {
    let view = View {
        scene,
        pane,
        columns,
    };
    match pane.scroll {
        Scroll::Follow => view.newest(rows),
        Scroll::Paused { top, .. } => view.from(top, rows),
    }
}

struct View<'a> {
    scene: Scene<'a>,
    pane: &'a LogPane,
    columns: usize,
}

impl View<'_> {
    /// The last lines, and below them what has no end yet.
    fn newest(&self, rows: usize) -> Vec<Line<'static>> {
        // Filled from the end, each line's rows in reverse.
        let mut up: Vec<Line<'static>> = Vec::new();
        for (stream, bytes) in self.pane.partial.iter().rev() {
            if !bytes.is_empty() && !self.pane.hidden.contains(stream) {
                let text = Clean::log_line(bytes);
                up.extend(self.output(*stream, text.as_str()).into_iter().rev());
            }
        }
        let shown = self
            .pane
            .lines
            .iter()
            .rev()
            .filter(|line| self.pane.shows(line));
        for line in shown {
            if up.len() >= rows {
                break;
            }
            up.extend(self.line(line).into_iter().rev());
        }
        up.truncate(rows);
        up.reverse();
        up
    }

    /// From a line on; if it was dropped meanwhile, from the oldest that is kept.
    fn from(&self, top: u64, rows: usize) -> Vec<Line<'static>> {
        let oldest = self.pane.lines.front().map_or(0, |line| line.number);
        let skipped = usize::try_from(top.saturating_sub(oldest)).unwrap_or(usize::MAX);
        let begin = skipped.min(self.pane.lines.len());
        let mut down = Vec::new();
        let lines = self.pane.lines.range(begin..);
        for line in lines.filter(|line| self.pane.shows(line)) {
            if down.len() >= rows {
                break;
            }
            down.extend(self.line(line));
        }
        down.truncate(rows);
        down
    }

    fn line(&self, line: &LogLine) -> Vec<Line<'static>> {
        match &line.text {
            LogText::Output(stream, text) => self.output(*stream, text.as_str()),
            LogText::Mark(stream, gap) => {
                let words = gap_words(&self.pane.source, *stream, gap);
                let text = format!("-- {words}, {} --", spell_clock(line.at));
                let width = self.columns + 2;
                let style = self.scene.style(Role::LogMark);
                let pieces = wrap_chars(&text, width).into_iter();
                pieces
                    .map(|piece| Line::styled(piece.to_owned(), style))
                    .collect()
            }
        }
    }

    fn output(&self, stream: Stream, text: &str) -> Vec<Line<'static>> {
        let style = self.scene.style(match stream {
            Stream::Stdout | Stream::Main => Role::Stdout,
            Stream::Stderr => Role::Stderr,
        });
        let down = self.scene.look.glyphs.down();
        let prefix = format!("{}{down}", stream.letter());
        if !self.pane.wraps {
            let shown = clip(after(text, self.pane.shift), self.columns, ">");
            return vec![joined(prefix, shown, style)];
        }
        let mut pieces = wrap_chars(text, self.columns).into_iter();
        let first = pieces.next().unwrap_or_default();
        let rest = &text[first.len()..];
        let mut lines = vec![joined(prefix, first.to_owned(), style)];
        if !rest.is_empty() {
            let narrow = self.columns.saturating_sub(INDENT);
            let more = wrap_chars(rest, narrow).into_iter();
            let blanks = " ".repeat(INDENT);
            lines.extend(
                more.map(|piece| joined(format!(" {down}"), format!("{blanks}{piece}"), style)),
            );
        }
        lines
    }
}

fn joined(prefix: String, text: String, style: Style) -> Line<'static> {
    Line::from(vec![Span::styled(prefix, style), Span::styled(text, style)])
}

/// A text without its first columns.
fn after(text: &str, columns: usize) -> &str {
    let mut skipped = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if skipped >= columns {
            return &text[at..];
        }
        skipped += display_width(grapheme);
    }
    if skipped >= columns && columns == 0 {
        text
    } else {
        ""
    }
}

/// What happened to a log, in words.
fn gap_words(source: &LogSource, stream: Stream, gap: &LogGap) -> String {
    let name = match stream {
        Stream::Stdout => "stdout",
        Stream::Stderr => "stderr",
        Stream::Main => "the log",
    };
    let pid = |pid: &Option<u32>| pid.map_or("none".to_owned(), |pid| pid.to_string());
    match gap {
        LogGap::Earlier(bytes) => {
            format!("{} of {name} before this were not fetched", size(*bytes))
        }
        LogGap::Skipped(bytes) => {
            format!(
                "{} of {name} skipped: it grew faster than it was read",
                size(*bytes)
            )
        }
        LogGap::Rotated => format!("{name} was rotated or cleared"),
        LogGap::NoLog => {
            format!("there is no {name} log: never started, redirected, or none configured")
        }
        LogGap::Interrupted(error) => {
            let error = Clean::text(&error.to_string());
            format!(
                "{} does not answer: {error}; it goes on when it does",
                source.node()
            )
        }
        LogGap::Resumed => format!("{} answers again", source.node()),
        LogGap::Restarted(before, now) => {
            format!("restarted: pid {} -> {}", pid(before), pid(now))
        }
    }
}
