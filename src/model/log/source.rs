//! Which log: whose, and which of its outputs.

use crate::model::id::{NodeId, ProcessId};

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

    /// What it is called in a sentence.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Stdout => "stdout",
            Self::Stderr => "stderr",
            Self::Main => "the log",
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
