//! How one operation ended.

use std::fmt;
use std::time::Duration;

use super::link::LinkError;
use super::process::ProcessState;
use super::text::Untrusted;

/// supervisord said no: an XML-RPC fault (`PROTOCOL` 2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its number.
    pub code: i64,
    /// Its text.
    pub text: Untrusted,
}

impl Fault {
    /// No such name.
    pub const BAD_NAME: i64 = 10;
    /// Shutting down or restarting.
    pub const SHUTDOWN_STATE: i64 = 6;
    /// No such method.
    pub const UNKNOWN_METHOD: i64 = 1;
    /// No such signal.
    pub const BAD_SIGNAL: i64 = 11;
    /// Command or log file not found.
    pub const NO_FILE: i64 = 20;
    /// Command cannot be run.
    pub const NOT_EXECUTABLE: i64 = 21;
    /// RUNNING, STARTING or BACKOFF already.
    pub const ALREADY_STARTED: i64 = 60;
    /// Not up, or STOPPING.
    pub const NOT_RUNNING: i64 = 70;
    /// The group is active already.
    pub const ALREADY_ADDED: i64 = 90;
    /// Something in the group still runs.
    pub const STILL_RUNNING: i64 = 91;
    /// In results of many: done.
    pub const SUCCESS: i64 = 80;
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "fault {}: {}", self.code, self.text.clean())
    }
}

/// Why nothing was sent for a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// It is no longer what was confirmed: state or pid changed in between.
    Changed {
        /// The state that was confirmed.
        from: ProcessState,
        /// The state at its turn.
        to: ProcessState,
    },
    /// Same state, but another pid or start time: somebody else restarted it.
    Replaced,
    /// It was down at its turn, and a restart leaves that alone.
    WasDown(ProcessState),
    /// The node no longer lists it.
    Gone,
    /// Its node gives no data.
    NoData,
    /// It is in a state that nobody knows, so nobody knows what an action would do.
    StateUnknown,
    /// Emptying this log would destroy a device (`FAULTS` M17).
    UnsafeLog(Untrusted),
    /// Its node names no log file, so there is nothing to empty.
    Unlogged,
    /// The environment, or the whole console, is read-only.
    ReadOnly,
}

impl fmt::Display for SkipReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { from, to } => {
                write!(
                    formatter,
                    "was {} when chosen, {} at its turn, left alone",
                    from.word(),
                    to.word()
                )
            }
            Self::Replaced => {
                formatter.write_str("restarted by somebody else meanwhile, left alone")
            }
            Self::WasDown(state) => {
                write!(formatter, "was {} at its turn, left alone", state.word())
            }
            Self::Gone => formatter.write_str("the node no longer lists it"),
            Self::NoData => formatter.write_str("its node gives no data"),
            Self::StateUnknown => formatter.write_str("its state is unknown, left alone"),
            Self::UnsafeLog(path) => {
                write!(
                    formatter,
                    "its log {} may be no regular file, so it is not emptied",
                    path.clean()
                )
            }
            Self::Unlogged => formatter.write_str("it has no log file, nothing to empty"),
            Self::ReadOnly => formatter.write_str("read-only, nothing was sent"),
        }
    }
}

/// What was reached, as a read showed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// State at the end.
    pub state: Option<ProcessState>,
    /// Pid before and after, where there was one.
    pub pids: (Option<u32>, Option<u32>),
    /// From the first call to the process being down.
    pub down_after: Option<Duration>,
    /// From the start call to RUNNING.
    pub up_after: Option<Duration>,
}

/// How one operation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A read confirmed the goal.
    Done(Reached),
    /// The goal was reached before; nothing was sent.
    Unneeded(ProcessState),
    /// Surely not executed: no way to the node, or refused before it began.
    Unreached(LinkError),
    /// supervisord said no, and a read agrees.
    Refused(Fault),
    /// It was done, and the process did not come to the goal.
    Failed {
        /// Where it ended.
        state: ProcessState,
        /// supervisord's reason, or ours.
        reason: Untrusted,
    },
    /// Sent, no answer, and no read has settled it: state unknown.
    Lost {
        /// How the answer was lost.
        error: LinkError,
    },
    /// Sent and answered, but the goal was not seen by the deadline; still under way on the node.
    Overdue {
        /// The state last read.
        state: ProcessState,
        /// How long we watched.
        waited: Duration,
    },
    /// Nothing was sent.
    Skipped(SkipReason),
    /// Nothing was sent: the run was cancelled, or stopped after failures.
    Cancelled,
}

/// The few classes that are counted and coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutcomeClass {
    /// Confirmed, or not needed.
    Ok,
    /// Confirmed not reached, or surely not executed.
    Failed,
    /// Unknown.
    Lost,
    /// Left alone.
    Skipped,
    /// Never begun.
    Cancelled,
}

impl OutcomeClass {
    /// The word for it on a screen and in a report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed => "FAILED",
            Self::Lost => "LOST",
            Self::Skipped => "skipped",
            Self::Cancelled => "dropped",
        }
    }
}

impl Outcome {
    /// The class it counts in.
    #[must_use]
    pub fn class(&self) -> OutcomeClass {
        match self {
            Self::Done(_) | Self::Unneeded(_) => OutcomeClass::Ok,
            Self::Unreached(_) | Self::Refused(_) | Self::Failed { .. } => OutcomeClass::Failed,
            Self::Lost { .. } | Self::Overdue { .. } => OutcomeClass::Lost,
            Self::Skipped(_) => OutcomeClass::Skipped,
            Self::Cancelled => OutcomeClass::Cancelled,
        }
    }

    /// Whether it counts against the failure limit (`FAULTS` 3.9: unknown does too).
    #[must_use]
    pub fn counts_as_failure(&self) -> bool {
        matches!(self.class(), OutcomeClass::Failed | OutcomeClass::Lost)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(reached) => write!(formatter, "{reached}"),
            Self::Unneeded(state) => write!(formatter, "already {}", state.word()),
            Self::Unreached(error) => write!(formatter, "nothing was done: {error}"),
            Self::Refused(fault) => write!(formatter, "{fault}"),
            Self::Failed { state, reason } if reason.is_empty() => {
                formatter.write_str(state.word())
            }
            Self::Failed { state, reason } => {
                write!(formatter, "{}: {}", state.word(), reason.clean())
            }
            Self::Lost { error } => write!(formatter, "sent, then {error}"),
            Self::Overdue { state, waited } => {
                write!(
                    formatter,
                    "still {} after {:.1}s",
                    state.word(),
                    waited.as_secs_f32()
                )
            }
            Self::Skipped(reason) => write!(formatter, "{reason}"),
            Self::Cancelled => formatter.write_str("dropped before it was sent"),
        }
    }
}

impl fmt::Display for Reached {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.state.map_or("done", ProcessState::word))?;
        match self.up_after.or(self.down_after) {
            Some(took) => write!(formatter, " after {:.1}s", took.as_secs_f32()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_counts_as_a_failure_and_is_retried() {
        let lost = Outcome::Lost {
            error: LinkError::Cut { bytes: 10 },
        };
        let overdue = Outcome::Overdue {
            state: ProcessState::Stopping,
            waited: Duration::from_secs(20),
        };
        for outcome in [lost, overdue] {
            assert_eq!(outcome.class(), OutcomeClass::Lost);
            assert!(outcome.counts_as_failure());
        }
    }

    #[test]
    fn what_was_left_alone_is_no_failure() {
        let changed = SkipReason::Changed {
            from: ProcessState::Running,
            to: ProcessState::Stopped,
        };
        assert_eq!(
            changed.to_string(),
            "was RUNNING when chosen, STOPPED at its turn, left alone"
        );
        for outcome in [
            Outcome::Skipped(changed),
            Outcome::Cancelled,
            Outcome::Done(Reached::default()),
        ] {
            assert!(!outcome.counts_as_failure());
        }
    }

    #[test]
    fn the_text_of_a_fault_is_clean() {
        let fault = Fault {
            code: 50,
            text: "SPAWN_ERROR: \x07".into(),
        };
        assert_eq!(fault.to_string(), "fault 50: SPAWN_ERROR: \\x07");
    }
}
