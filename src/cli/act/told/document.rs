//! Results as JSON: on standard output, and in the file that is kept.

use jiff::Timestamp;
use serde::Serialize;

use super::recap::{Recap, recaps};
use crate::cli::act::brief::words;
use crate::cli::act::results::{Ended, Results};
use crate::model::{Outcome, OutcomeClass, ProcessState, Subject};

/// A whole run.
#[derive(Debug, Serialize)]
pub struct Document {
    /// When it began.
    pub began: Timestamp,
    /// When it was over.
    pub ended: Timestamp,
    /// The exit status of the program.
    pub exit: u8,
    /// How each target ended.
    pub outcomes: Vec<OutcomeShape>,
    /// How each node fared.
    pub(super) recap: Vec<Recap>,
    /// Nodes that did not even say what they have.
    pub(super) unreachable: Vec<SilentShape>,
}

/// How one target ended.
#[derive(Debug, Serialize)]
pub struct OutcomeShape {
    node: String,
    /// The group; `null` where the target is supervisord itself.
    group: Option<String>,
    /// The name in the group; `null` where the target is no process.
    name: Option<String>,
    /// What was to be done, such as `restart` or `signal HUP`.
    action: String,
    /// `ok`, `failed`, `lost`, `skipped` or `cancelled`.
    class: &'static str,
    /// Whether something was done, and confirmed.
    changed: bool,
    /// How it ended, in words.
    words: String,
    /// The state it was last seen in, where a read showed one.
    state: Option<&'static str>,
    /// supervisord's number for its refusal.
    fault: Option<i64>,
    /// From its turn to its end; `null` where it had no turn.
    seconds: Option<f64>,
}

/// A node that did not answer.
#[derive(Debug, Serialize)]
pub(super) struct SilentShape {
    pub(super) node: String,
    pub(super) error: String,
}

/// Results as one document.
pub fn document(results: &Results) -> Document {
    let silent = results.silent.iter();
    Document {
        began: results.began,
        ended: results.over,
        exit: results.exit().code(),
        outcomes: results.ended().map(outcome).collect(),
        recap: recaps(results),
        unreachable: silent
            .map(|(node, error)| SilentShape {
                node: node.to_string(),
                error: error.clone(),
            })
            .collect(),
    }
}

fn outcome(ended: &Ended) -> OutcomeShape {
    let (group, name) = match &ended.subject {
        Subject::Process(id) => (Some(id.group.raw()), Some(id.name.raw())),
        Subject::Group(_, group) => (Some(group.raw()), None),
        Subject::Node(_) => (None, None),
    };
    OutcomeShape {
        node: ended.subject.node().to_string(),
        group: group.map(str::to_owned),
        name: name.map(str::to_owned),
        action: ended.action.to_string(),
        class: class(&ended.outcome),
        changed: matches!(ended.outcome, Outcome::Done(_)),
        words: words(ended).into_string(),
        state: state(&ended.outcome).map(ProcessState::word),
        fault: match &ended.outcome {
            Outcome::Refused(fault) => Some(fault.code),
            _ => None,
        },
        seconds: ended
            .took
            .map(|took| (took.as_secs_f64() * 1000.0).round() / 1000.0),
    }
}

/// The class as scripts know it.
pub(super) fn class(outcome: &Outcome) -> &'static str {
    match outcome.class() {
        OutcomeClass::Ok => "ok",
        OutcomeClass::Failed => "failed",
        OutcomeClass::Lost => "lost",
        OutcomeClass::Skipped => "skipped",
        OutcomeClass::Cancelled => "cancelled",
    }
}

fn state(outcome: &Outcome) -> Option<ProcessState> {
    match outcome {
        Outcome::Done(reached) => reached.state,
        Outcome::Unneeded(state)
        | Outcome::Failed { state, .. }
        | Outcome::Overdue { state, .. } => Some(*state),
        Outcome::Unreached(_)
        | Outcome::Refused(_)
        | Outcome::Lost { .. }
        | Outcome::Skipped(_)
        | Outcome::Cancelled => None,
    }
}
