//! A piece of a log, with its place in the file it came from.

use jiff::Timestamp;

use super::gap::{LogGap, NoOlder};
use super::source::{LogSource, Stream};
use crate::model::text::Untrusted;

/// Where bytes lie in the log they came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogPlace {
    /// Which file, as far as the follower can tell: counts the rotations, clearings and
    /// truncations it saw. Offsets of one file mean nothing in another.
    pub file: u32,
    /// Bytes before them in that file.
    pub offset: u64,
    /// The size of that file when they were read, in bytes.
    pub size: u64,
}

impl LogPlace {
    /// Another place in the same file.
    #[must_use]
    pub fn at(self, offset: u64) -> Self {
        Self { offset, ..self }
    }
}

/// A piece of a log, in the order it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogPiece {
    /// Bytes, cut anywhere: inside a line, inside a character. An offset above zero in the first
    /// ones told means that earlier output exists and was not fetched.
    Bytes(LogPlace, Untrusted),
    /// A mark.
    Gap(LogGap),
    /// What lies before the place that was asked about, oldest first: bytes and marks from this
    /// place on, up to where the oldest bytes told so far begin. It begins with a whole line unless
    /// the line is longer than what was read.
    Older(LogPlace, Vec<LogPiece>),
    /// Nothing older can be had.
    NoOlder(NoOlder),
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
