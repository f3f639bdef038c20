//! A compiled batch: frozen targets, their order and the limits. What is confirmed is what runs.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use crate::model::{Action, Process, ProcessState, SkipReason, Subject};

/// The number of a run in this session, from 1: what people call "batch #43".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(pub u64);

impl fmt::Display for RunId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}

/// The place of an operation in its schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub usize);

/// What a process looked like when it was chosen (`FAULTS` 3.3): if it differs at its turn, it is
/// another process than the one that was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Pid of supervisord.
    pub supervisor: Option<u32>,
    /// State of the process.
    pub state: ProcessState,
    /// Pid of the process.
    pub pid: Option<u32>,
    /// When it was started.
    pub started: Option<Timestamp>,
}

impl Token {
    /// The token of a process as last read.
    #[must_use]
    pub fn of(process: &Process, supervisor: Option<u32>) -> Self {
        Self {
            supervisor,
            state: process.state,
            pid: process.pid,
            started: process.started,
        }
    }

    /// Whether the process is still the one that was chosen.
    ///
    /// A process that was starting or in a crash loop changes state and pid all the time: as long
    /// as it is up, it is the same.
    ///
    /// # Errors
    ///
    /// Returns why it is not to be acted on.
    pub fn check(&self, now: &Process) -> Result<(), SkipReason> {
        let flapping = matches!(self.state, ProcessState::Starting | ProcessState::Backoff);
        if flapping && now.state.is_up() {
            return Ok(());
        }
        if self.state != now.state {
            return Err(SkipReason::Changed {
                from: self.state,
                to: now.state,
            });
        }
        if self.pid != now.pid || (self.pid.is_some() && self.started != now.started) {
            return Err(SkipReason::Replaced);
        }
        Ok(())
    }
}

/// One action on one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its place.
    pub id: OperationId,
    /// On what.
    pub subject: Subject,
    /// What.
    pub action: Action,
    /// What a process looked like when it was chosen; none for groups and nodes.
    pub token: Option<Token>,
}

/// How many at once, and in which rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// All nodes side by side, at most so many operations at once.
    Parallel {
        /// Operations under way at once, at least 1.
        at_once: usize,
    },
    /// So many at a time; the next begins when one has reached its goal, after a pause.
    Rolling {
        /// Operations under way at once, at least 1.
        at_once: usize,
        /// Rest between the end of one and the begin of the next.
        delay: Duration,
    },
}

impl Mode {
    /// Operations under way at once.
    #[must_use]
    pub fn at_once(self) -> usize {
        match self {
            Self::Parallel { at_once } | Self::Rolling { at_once, .. } => at_once.max(1),
        }
    }

    /// Rest between the end of one and the begin of the next.
    #[must_use]
    pub fn delay(self) -> Duration {
        match self {
            Self::Parallel { .. } => Duration::ZERO,
            Self::Rolling { delay, .. } => delay,
        }
    }
}

impl Default for Mode {
    fn default() -> Self {
        Self::Parallel { at_once: 64 }
    }
}

/// A compiled batch, ready to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The action, the same for all.
    pub action: Action,
    /// The frozen targets, in order.
    pub operations: Vec<Operation>,
    /// What was chosen and is left out, and why.
    pub excluded: Vec<(Subject, SkipReason)>,
    /// What was chosen and is already as wanted.
    pub unneeded: Vec<(Subject, ProcessState)>,
    /// How many at once.
    pub mode: Mode,
    /// Failures after which nothing new begins; none for no limit.
    pub stop_after: Option<usize>,
}

impl Schedule {
    /// The same batch for only some of its operations, renumbered.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Operation) -> bool) -> Self {
        let kept = self
            .operations
            .iter()
            .filter(|operation| keep(operation))
            .cloned();
        let operations = kept
            .enumerate()
            .map(|(index, operation)| Operation {
                id: OperationId(index),
                ..operation
            })
            .collect();
        Self {
            operations,
            excluded: Vec::new(),
            unneeded: Vec::new(),
            ..self.clone()
        }
    }
}
