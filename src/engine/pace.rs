//! How often and how hard the engine may ask.

use std::time::Duration;

use super::runner;
use crate::rpc::Limits;

/// How often and how hard the engine may ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// From the end of one good poll of a node to the next, if the node is quick.
    pub interval: Duration,
    /// How long a connection may take to open.
    pub connect: Duration,
    /// How long a reading call may take in all.
    pub answer: Duration,
    /// A node spends at most one part in so many of its time on us.
    pub share: u32,
    /// The rest after a first failure; it doubles with every further one.
    pub first_rest: Duration,
    /// The longest rest between two tries of a node that gives no good answer.
    pub back_off_cap: Duration,
    /// After so long an answer is read though it repeats the last one: the clock of the node may have
    /// been set, and what it says of how long a process is up grows old.
    pub unread: Duration,
    /// Polls that may begin side by side.
    pub fan_out: usize,
    /// How long an operation of a run waits for what.
    pub runs: runner::Limits,
}

impl Default for Pace {
    /// The limits of `FAULTS` 2.
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(2),
            connect: Duration::from_secs(3),
            answer: Duration::from_secs(10),
            share: 20,
            first_rest: Duration::from_secs(1),
            back_off_cap: Duration::from_mins(1),
            unread: Duration::from_mins(1),
            fan_out: 64,
            runs: runner::Limits::default(),
        }
    }
}

impl Pace {
    /// The same as the wire wants it.
    pub(super) fn limits(&self) -> Limits {
        let usual = Limits::default();
        Limits {
            lookup: usual.lookup.min(self.connect),
            connect: self.connect,
            call: self.answer,
            ..usual
        }
    }
}
