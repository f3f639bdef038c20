//! The log pane as a whole.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::model::{LogSource, Stream};

use super::find::{NextOnly, Only, Search};
use super::line::{LogLine, SourceKey};
use super::scroll::Scroll;
use super::sequence::Sequence;
use super::source::PaneSource;
use super::times::Times;

/// What is kept of each source, whichever is met first.
///
/// While the reader stands still a source may keep twice as much: what comes does not at once take
/// away what is being read, or was read back from before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLimits {
    /// Lines.
    pub lines: usize,
    /// Bytes, as they were on the node.
    pub bytes: usize,
}

impl LogLimits {
    /// What is kept while the reader stands still.
    #[must_use]
    pub fn doubled(self) -> Self {
        Self {
            lines: self.lines.saturating_mul(2),
            bytes: self.bytes.saturating_mul(2),
        }
    }
}

/// Whether colours that processes put into their logs are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// They are.
    #[default]
    Shown,
    /// They are taken off.
    Plain,
}

impl Colours {
    /// The other way.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Shown => Self::Plain,
            Self::Plain => Self::Shown,
        }
    }
}

/// How lines are shown that hold JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Json {
    /// As they came, in one line.
    #[default]
    AsItCame,
    /// Over several rows, one for each member.
    Spread,
}

impl Json {
    /// The other way.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::AsItCame => Self::Spread,
            Self::Spread => Self::AsItCame,
        }
    }
}

/// The log pane.
#[derive(Clone, Debug)]
pub struct LogPane {
    /// What it follows, in the order of the letters.
    pub sources: Vec<PaneSource>,
    /// The lines that no switch hides.
    pub base: Sequence,
    /// Which of them are shown; all without it.
    pub only: Option<Only>,
    /// What will take its place when it is ready.
    pub next_only: Option<NextOnly>,
    /// Lines shown before and after each that the filter lets pass.
    pub context: usize,
    /// What is searched for.
    pub search: Option<Search>,
    /// The line that was gone to last, by a search or from error to error.
    pub current: Option<Arc<LogLine>>,
    /// Which time stands before lines, and orders them.
    pub times: Times,
    /// Where the reader stands.
    pub scroll: Scroll,
    /// Lines on screen that were let go of while the reader stands still.
    pub held: Vec<Arc<LogLine>>,
    /// Whether long lines wrap.
    pub wraps: bool,
    /// Columns scrolled sideways.
    pub shift: usize,
    /// Whether colours are shown.
    pub colours: Colours,
    /// How JSON is shown.
    pub json: Json,
    /// Streams that are hidden.
    pub hidden: Vec<Stream>,
    /// The one source that is shown alone.
    pub solo: Option<SourceKey>,
    /// Whether it has the whole screen.
    pub zoomed: bool,
    /// Share of the screen it has beside the table, in percent.
    pub share: u16,
    /// Whether the keys go to it.
    pub focused: bool,
    /// What is kept of each source.
    pub limits: LogLimits,
    /// The zone of times in lines that name none.
    pub zone: TimeZone,
    /// The number the next line will have.
    pub next_number: i64,
    /// The number the next line read back will have.
    pub next_older: i64,
    /// The key the next source will have.
    pub next_key: u16,
    /// How often lines were looked through: the newest is the one that counts.
    pub generation: u64,
}

impl LogPane {
    /// An empty pane in focus, without a source.
    #[must_use]
    pub fn new(limits: LogLimits, zone: TimeZone) -> Self {
        Self {
            sources: Vec::new(),
            base: Sequence::default(),
            only: None,
            next_only: None,
            context: 0,
            search: None,
            current: None,
            times: Times::default(),
            scroll: Scroll::Follow,
            held: Vec::new(),
            wraps: false,
            shift: 0,
            colours: Colours::default(),
            json: Json::default(),
            hidden: Vec::new(),
            solo: None,
            zoomed: false,
            share: 55,
            focused: true,
            limits,
            zone,
            next_number: 0,
            next_older: -1,
            next_key: 0,
            generation: 0,
        }
    }

    /// The lines shown, in order.
    #[must_use]
    pub fn shown(&self) -> &Sequence {
        self.only.as_ref().map_or(&self.base, |only| &only.passed)
    }

    /// What was typed to choose the lines that are shown, or will be as soon as that is known.
    #[must_use]
    pub fn filter_text(&self) -> Option<&str> {
        let next = self.next_only.as_ref().map(|next| &next.text);
        let text = next.or(self.only.as_ref().map(|only| &only.text));
        text.map(String::as_str)
    }

    /// Which of how many hits was gone to, counted from 1: `match 3 of 41`.
    #[must_use]
    pub fn hit_number(&self) -> Option<(usize, usize)> {
        let hits = &self.search.as_ref()?.hits;
        let current = self.current.as_ref().filter(|line| hits.holds(line))?;
        Some((hits.place(current) + 1, hits.len()))
    }

    /// The number of a new looking-through, which makes all before it void.
    pub fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }

    /// A source by what its lines know it by.
    #[must_use]
    pub fn source(&self, key: SourceKey) -> Option<&PaneSource> {
        self.sources.iter().find(|source| source.key == key)
    }

    /// The place of a source by whose log it is.
    #[must_use]
    pub fn position(&self, wanted: &LogSource) -> Option<usize> {
        self.sources
            .iter()
            .position(|source| source.source == *wanted)
    }

    /// Whether lines of a source and stream are shown, as far as switches go.
    #[must_use]
    pub fn shows(&self, source: SourceKey, stream: Stream) -> bool {
        let source = self.source(source);
        source.is_some_and(|source| self.shows_source(source)) && !self.hidden.contains(&stream)
    }

    /// Whether a source is shown, as far as switches go.
    #[must_use]
    pub fn shows_source(&self, source: &PaneSource) -> bool {
        match self.solo {
            Some(alone) => alone == source.key,
            None => !source.hidden,
        }
    }

    /// The outputs that are shown: the place of each one's source, and which it is.
    #[must_use]
    pub fn outputs_shown(&self) -> Vec<(usize, Stream)> {
        let sources = self.sources.iter().enumerate();
        let all =
            sources.flat_map(|(at, source)| source.tails.keys().map(move |stream| (at, *stream)));
        all.filter(|(at, stream)| self.shows(self.sources[*at].key, *stream))
            .collect()
    }

    /// Begins of lines that have no end yet, of what is shown; none where a filter decides, as
    /// nobody knows yet whether they pass.
    pub fn torn(&self) -> impl Iterator<Item = (&PaneSource, Stream, &[u8])> {
        let all = self.sources.iter().flat_map(|source| {
            source
                .tails
                .iter()
                .map(move |(stream, tail)| (source, *stream, tail.partial()))
        });
        all.filter(|(source, stream, partial)| {
            !partial.is_empty() && self.only.is_none() && self.shows(source.key, *stream)
        })
    }

    /// Whether a line is kept in the ring of its source.
    #[must_use]
    pub fn keeps(&self, line: &LogLine) -> bool {
        self.source(line.source)
            .is_some_and(|source| source.keeps(line.number))
    }
}
