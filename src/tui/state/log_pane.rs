//! The log pane: lines of one source, bounded, and where the reader stands in them.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;

use crate::model::{Clean, LogGap, LogSource, Stream};

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogText {
    /// Output.
    Output(Stream, Clean),
    /// Something that happened to the log.
    Mark(Stream, LogGap),
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Its number since the pane was opened: stays when old lines are dropped.
    pub number: u64,
    /// When it reached us.
    pub at: Timestamp,
    /// What it says.
    pub text: LogText,
    /// How many bytes it was on the node.
    pub bytes: usize,
}

impl LogLine {
    /// The stream it came on.
    #[must_use]
    pub fn stream(&self) -> Stream {
        match &self.text {
            LogText::Output(stream, _) | LogText::Mark(stream, _) => *stream,
        }
    }
}

/// Where the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scroll {
    /// At the newest line, and staying there.
    Follow,
    /// At this line, by number; lines that came since.
    Paused {
        /// The first line on screen.
        top: u64,
        /// Lines that came since.
        unseen: u64,
    },
}

/// The log pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPane {
    /// What it follows.
    pub source: LogSource,
    /// The lines kept, oldest first.
    pub lines: VecDeque<LogLine>,
    /// The begin of a line that has no end yet, per stream.
    pub partial: BTreeMap<Stream, Vec<u8>>,
    /// Bytes in the lines kept.
    pub bytes: usize,
    /// The number the next line will have.
    pub next_number: u64,
    /// Where the reader stands.
    pub scroll: Scroll,
    /// Whether long lines wrap.
    pub wraps: bool,
    /// Columns scrolled sideways.
    pub shift: usize,
    /// Streams that are hidden.
    pub hidden: Vec<Stream>,
    /// Whether it has the whole screen.
    pub zoomed: bool,
    /// Share of the screen it has beside the table, in percent.
    pub share: u16,
    /// Whether the keys go to it.
    pub focused: bool,
    /// Bytes that came in the last seconds, for the rate.
    pub recent: VecDeque<(Timestamp, usize)>,
}

impl LogPane {
    /// An empty pane in focus.
    #[must_use]
    pub fn new(source: LogSource) -> Self {
        Self {
            source,
            lines: VecDeque::new(),
            partial: BTreeMap::new(),
            bytes: 0,
            next_number: 0,
            scroll: Scroll::Follow,
            wraps: false,
            shift: 0,
            hidden: Vec::new(),
            zoomed: false,
            share: 55,
            focused: true,
            recent: VecDeque::new(),
        }
    }

    /// Whether a line is shown.
    #[must_use]
    pub fn shows(&self, line: &LogLine) -> bool {
        !self.hidden.contains(&line.stream())
    }
}
