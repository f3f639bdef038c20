//! What stands before the text of each row: time, source and stream.

use ratatui::text::Span;

use crate::model::{LogSource, display_width, shorten_middle, spell_clock};
use crate::tui::state::{LogLine, LogPane, PaneSource, SourceKey, Times};
use crate::tui::theme::Role;
use crate::tui::view::scene::Scene;
use crate::tui::widget::pad;

/// From this width on several sources are named, not only lettered.
const NAMED: u16 = 100;
/// Columns of a name, at most.
const NAME: usize = 24;
/// Columns of a time of day.
const CLOCK: usize = 8;

/// What stands before the text, and how wide it is.
pub struct Gutter<'a> {
    scene: Scene<'a>,
    pane: &'a LogPane,
    /// Columns of the names; none where sources have none.
    name: Option<usize>,
}

impl<'a> Gutter<'a> {
    /// The gutter of a pane of this width.
    pub fn new(scene: Scene<'a>, pane: &'a LogPane, width: u16) -> Self {
        let names = pane
            .sources
            .iter()
            .map(|source| display_width(&name(&source.source)));
        let is_named = is_merged(pane) && width >= NAMED;
        Self {
            scene,
            pane,
            name: is_named.then(|| names.max().unwrap_or(0).min(NAME)),
        }
    }

    /// Its columns.
    pub fn width(&self) -> usize {
        let time = if self.pane.times == Times::Hidden {
            0
        } else {
            CLOCK + 1
        };
        let letter = if is_merged(self.pane) { 2 } else { 0 };
        let name = self.name.map_or(0, |name| name + 1);
        time + letter + name + 2
    }

    /// Before the first row of a line.
    pub fn first(&self, line: &LogLine) -> Vec<Span<'static>> {
        let mut spans = Vec::new();
        if let Some(time) = self.time(line) {
            spans.push(
                self.scene
                    .span(Role::Hint, format!("{} ", pad(&time, CLOCK))),
            );
        }
        spans.extend(self.source(line.source));
        let is_current = self
            .pane
            .current
            .as_ref()
            .is_some_and(|at| at.number == line.number);
        let role = if is_current {
            Role::Cursor
        } else {
            stream_role(line.stream)
        };
        let down = self.scene.look.glyphs.down();
        spans.push(
            self.scene
                .span(role, format!("{}{down}", line.stream.letter())),
        );
        spans
    }

    /// Before a line that has no end yet.
    pub fn torn(&self, source: &PaneSource, stream: crate::model::Stream) -> Vec<Span<'static>> {
        let mut spans = Vec::new();
        if self.pane.times != Times::Hidden {
            spans.push(Span::raw(" ".repeat(CLOCK + 1)));
        }
        spans.extend(self.source(source.key));
        let down = self.scene.look.glyphs.down();
        spans.push(
            self.scene
                .span(stream_role(stream), format!("{}{down}", stream.letter())),
        );
        spans
    }

    /// Before the other rows of a line.
    pub fn next(&self, line: &LogLine) -> Vec<Span<'static>> {
        let blanks = " ".repeat(self.width() - 1);
        let down = self.scene.look.glyphs.down();
        vec![
            self.scene
                .span(stream_role(line.stream), format!("{blanks}{down}")),
        ]
    }

    /// The time of a line; blank where it has none of its own.
    fn time(&self, line: &LogLine) -> Option<String> {
        match self.pane.times {
            Times::Hidden => None,
            Times::Arrival => Some(spell_clock(line.at)),
            Times::Parsed if line.record != line.number => Some(String::new()),
            Times::Parsed => Some(line.time.map(spell_clock).unwrap_or_default()),
        }
    }

    fn source(&self, key: SourceKey) -> Option<Span<'static>> {
        let source = self.pane.source(key).filter(|_| is_merged(self.pane))?;
        let text = match self.name {
            None => format!("{} ", source.letter),
            Some(room) => {
                let ellipsis = self.scene.look.glyphs.ellipsis();
                let name = name(&source.source);
                let name = shorten_middle(&name, room, ellipsis);
                format!("{} {} ", source.letter, pad(&name, room))
            }
        };
        Some(self.scene.title(text))
    }
}

/// The role of a stream's letter.
pub fn stream_role(stream: crate::model::Stream) -> Role {
    match stream {
        crate::model::Stream::Stdout | crate::model::Stream::Main => Role::Stdout,
        crate::model::Stream::Stderr => Role::Stderr,
    }
}

/// A source in few words: its node, and its process without the group.
pub fn name(source: &LogSource) -> String {
    match source {
        LogSource::Process(id) => format!("{} {}", id.node, id.name.clean()),
        LogSource::Main(node) => format!("{node} supervisord"),
    }
}

/// Whether there are several sources to be told apart.
pub fn is_merged(pane: &LogPane) -> bool {
    pane.sources.len() > 1
}
