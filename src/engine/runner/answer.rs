//! What the answer to a mutating call proves, which is less than it says.

use crate::engine::CallFailure;
use crate::model::{Fault, LinkError, Outcome};

/// Where a process is to be brought: it decides which call is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Goal {
    /// STOPPED, EXITED or FATAL.
    Down,
    /// RUNNING, and staying so.
    Up,
}

/// What is known of a call after it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// supervisord took it, or a read has shown that it works.
    Accepted,
    /// supervisord said no, but only a read tells: fault 70 comes for what is STOPPING, 60 for
    /// what is up, 50 for what runs a moment later.
    Doubted(Fault),
    /// Sent, and no whole answer came.
    Lost(LinkError),
}

impl Answer {
    /// What a call got.
    ///
    /// # Errors
    ///
    /// The outcome, when it was surely not executed (`FAULTS` 3.1).
    pub(super) fn of(result: Result<(), CallFailure>, goal: Goal) -> Result<Self, Outcome> {
        match result {
            Ok(()) => Ok(Self::Accepted),
            // It comes back by itself after a restart: that is a matter of the link.
            Err(CallFailure::Fault(fault)) if fault.code == Fault::SHUTDOWN_STATE => {
                Err(Outcome::Unreached(LinkError::ShuttingDown))
            }
            Err(CallFailure::Fault(fault)) if is_final(&fault, goal) => {
                Err(Outcome::Refused(fault))
            }
            Err(CallFailure::Fault(fault)) => Ok(Self::Doubted(fault)),
            Err(CallFailure::Link(error)) if error.surely_not_executed() => {
                Err(Outcome::Unreached(error))
            }
            Err(CallFailure::Link(error)) => Ok(Self::Lost(error)),
        }
    }
}

/// Whether a fault proves that nothing was done.
fn is_final(fault: &Fault, goal: Goal) -> bool {
    match fault.code {
        Fault::UNKNOWN_METHOD | Fault::BAD_NAME | Fault::BAD_SIGNAL => true,
        Fault::NO_FILE | Fault::NOT_EXECUTABLE => goal == Goal::Up,
        _ => false,
    }
}
