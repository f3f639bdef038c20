//! How an outcome reads: in full, and so that those that are the same can be put together.

use super::results::Ended;
use crate::model::{Clean, LinkError, Outcome, ProcessState, SkipReason};

/// How a target ended, in full.
pub(super) fn words(ended: &Ended) -> Clean {
    match (&ended.outcome, ended.took) {
        // It never had a turn: it was seen beforehand.
        (Outcome::Skipped(SkipReason::WasDown(state)), None) => {
            Clean::text(&format!("is {}, left alone", state.word()))
        }
        (outcome, _) => Clean::text(&outcome.to_string()),
    }
}

/// The same without times and addresses, so that it is the same for all that fared the same.
pub(super) fn brief(ended: &Ended) -> Clean {
    let text = match &ended.outcome {
        Outcome::Done(reached) => reached.state.map_or("done", ProcessState::word).to_owned(),
        Outcome::Unreached(error) => format!("nothing was done: {}", brief_error(error)),
        Outcome::Lost { error } => format!("sent, then {}", brief_error(error)),
        Outcome::Overdue { state, .. } => format!("still {}", state.word()),
        Outcome::Unneeded(_)
        | Outcome::Refused(_)
        | Outcome::Failed { .. }
        | Outcome::Skipped(_)
        | Outcome::Cancelled => return words(ended),
    };
    Clean::text(&text)
}

/// A trouble of the link without the address it happened at: the node is named beside it.
pub(super) fn brief_error(error: &LinkError) -> String {
    match error {
        LinkError::NameNotFound { .. } => "name not found".to_owned(),
        LinkError::Refused { .. } => "connection refused".to_owned(),
        LinkError::Unreachable { reason, .. } => format!("cannot be reached: {reason}"),
        LinkError::Socket { reason, .. } => format!("socket: {reason}"),
        LinkError::Cut { .. } => "answer cut".to_owned(),
        LinkError::TimedOut { .. }
        | LinkError::Tls { .. }
        | LinkError::Unauthorized { .. }
        | LinkError::Forbidden
        | LinkError::NoCredential { .. }
        | LinkError::PlaintextRefused
        | LinkError::Status { .. }
        | LinkError::Redirect { .. }
        | LinkError::NotXmlRpc { .. }
        | LinkError::TooLarge { .. }
        | LinkError::Shape { .. }
        | LinkError::ShuttingDown
        | LinkError::Fault { .. }
        | LinkError::Broken { .. }
        | LinkError::ReadOnly => error.to_string(),
    }
}
