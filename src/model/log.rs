//! Output of a process as it reaches us: pieces of a stream, and marks where something is missing.

use jiff::Timestamp;

use super::id::{NodeId, ProcessId};
use super::link::LinkError;
use super::text::Untrusted;

/// Which output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
    /// supervisord's own log.
    Main,
}

impl Stream {
    /// The letter that stands for it at the start of a line.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Stdout => 'o',
            Self::Stderr => 'e',
            Self::Main => 's',
        }
    }
}

/// What a log pane follows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LogSource {
    /// Both outputs of a process.
    Process(ProcessId),
    /// supervisord's own log.
    Main(NodeId),
}

impl LogSource {
    /// The node it lies on.
    #[must_use]
    pub fn node(&self) -> &NodeId {
        match self {
            Self::Process(id) => &id.node,
            Self::Main(node) => node,
        }
    }
}

/// Something that happened to the log itself, shown as a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogGap {
    /// Earlier output exists on the node and was not fetched: bytes of it.
    Earlier(u64),
    /// The log grew faster than it was read: bytes left out.
    Skipped(u64),
    /// The file became shorter: rotated, cleared or truncated. How much was lost is unknown.
    Rotated,
    /// There is no log: never started, redirected, or none configured.
    NoLog,
    /// The node does not answer; following goes on when it does.
    Interrupted(LinkError),
    /// The node answers again.
    Resumed,
    /// The process was restarted: pid before and now.
    Restarted(Option<u32>, Option<u32>),
}

/// A piece of a log, in the order it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogPiece {
    /// Bytes, cut anywhere: inside a line, inside a character.
    Bytes(Untrusted),
    /// A mark.
    Gap(LogGap),
}

/// What a follower tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogChunk {
    /// Whose log.
    pub source: LogSource,
    /// Which output.
    pub stream: Stream,
    /// When it reached us.
    pub at: Timestamp,
    /// What came.
    pub piece: LogPiece,
}
