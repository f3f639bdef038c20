//! What is searched for, and what is shown of all lines.

use std::sync::Arc;

use crate::model::Needle;

use super::line::LogLine;
use super::sequence::Sequence;
use super::sift::Around;

/// What is searched for among the lines shown: all of them stay.
#[derive(Clone, Debug)]
pub struct Search {
    /// As typed.
    pub text: String,
    /// As understood.
    pub needle: Needle,
    /// The lines in which it is found, among those shown.
    pub hits: Sequence,
    /// While lines that were there before it are looked through: which looking-through that is.
    pub under_way: Option<u64>,
    /// Whether the nearest hit is to be gone to as soon as all are known.
    pub seeks: bool,
}

/// Which of all lines are shown.
#[derive(Clone, Debug)]
pub struct Only {
    /// As typed.
    pub text: String,
    /// As understood.
    pub needle: Needle,
    /// The lines that are shown: those that match, those around them, and marks.
    pub passed: Sequence,
    /// What it takes to go on with lines that come.
    pub around: Around,
}

/// What will be shown, once all lines that were there before it have been looked through.
#[derive(Clone, Debug)]
pub struct NextOnly {
    /// As typed.
    pub text: String,
    /// As understood.
    pub needle: Needle,
    /// Which looking-through it waits for.
    pub generation: u64,
    /// What was found so far.
    pub passed: Vec<Arc<LogLine>>,
    /// Lines that came since, for when it is done.
    pub waiting: Vec<Arc<LogLine>>,
}
