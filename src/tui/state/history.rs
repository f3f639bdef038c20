//! What changed in the fleet since the console was started.

use std::collections::VecDeque;

use crate::model::Transition;
use crate::plan::RunId;

/// Changes that are kept.
const KEPT: usize = 1000;

/// One change, with the batch of ours that caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLine {
    /// What changed.
    pub transition: Transition,
    /// Our batch that was acting on it then.
    pub run: Option<RunId>,
}

/// The newest changes, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    lines: VecDeque<ChangeLine>,
}

impl History {
    /// Notes a change.
    pub fn push(&mut self, line: ChangeLine) {
        self.lines.push_front(line);
        self.lines.truncate(KEPT);
    }

    /// All of them, newest first.
    pub fn lines(&self) -> impl Iterator<Item = &ChangeLine> {
        self.lines.iter()
    }
}
