//! What became of everything that was chosen.

use std::time::Duration;

use jiff::Timestamp;

use super::task::Task;
use crate::cli::exit::Exit;
use crate::model::{Action, NodeId, Outcome, SkipReason, Subject};
use crate::plan::Schedule;

/// How one target ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ended {
    /// The target.
    pub(super) subject: Subject,
    /// What was to be done.
    pub(super) action: Action,
    /// How it ended.
    pub(super) outcome: Outcome,
    /// From its turn to its end; none where it had no turn.
    pub(super) took: Option<Duration>,
}

/// How one task ended: each of its targets, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TaskResult {
    /// What it is called.
    pub(super) name: String,
    /// Every target, those first that nothing was to be done to.
    pub(super) ended: Vec<Ended>,
}

/// How everything ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Results {
    /// When it began.
    pub(super) began: Timestamp,
    /// When it was over.
    pub(super) over: Timestamp,
    /// Task by task.
    pub(super) tasks: Vec<TaskResult>,
    /// Nodes that did not answer when they were asked what they have, and why.
    pub(super) silent: Vec<(NodeId, String)>,
    /// What else went wrong.
    pub(super) trouble: Exit,
}

impl TaskResult {
    /// The targets that were never to be acted on.
    pub(super) fn of(name: &str, schedule: &Schedule) -> Self {
        let ended = |subject: &Subject, outcome| Ended {
            subject: subject.clone(),
            action: schedule.action,
            outcome,
            took: None,
        };
        let excluded = schedule.excluded.iter();
        let unneeded = schedule.unneeded.iter();
        Self {
            name: name.to_owned(),
            ended: excluded
                .map(|(subject, reason)| ended(subject, Outcome::Skipped(reason.clone())))
                .chain(unneeded.map(|(subject, state)| ended(subject, Outcome::Unneeded(*state))))
                .collect(),
        }
    }

    /// The targets of a task that never had its turn.
    pub(super) fn dropped(task: &Task) -> Self {
        let dropped = |subject: &Subject| Ended {
            subject: subject.clone(),
            action: task.schedule.action,
            outcome: Outcome::Cancelled,
            took: None,
        };
        Self {
            name: task.name.clone(),
            ended: task.subjects().iter().map(dropped).collect(),
        }
    }
}

impl Results {
    /// Every target of every task.
    pub(super) fn ended(&self) -> impl Iterator<Item = &Ended> {
        self.tasks.iter().flat_map(|task| &task.ended)
    }

    /// 0 only when every target is confirmed (`FAULTS` 3.11).
    pub(super) fn exit(&self) -> Exit {
        let silent = if self.silent.is_empty() {
            Exit::DONE
        } else {
            Exit::UNREACHED
        };
        if self.trouble == Exit::USAGE {
            // It was refused as a whole: there are no outcomes.
            return self.trouble | silent;
        }
        let outcomes: Exit = self.ended().map(exit).collect();
        outcomes | silent | self.trouble
    }
}

fn exit(ended: &Ended) -> Exit {
    match &ended.outcome {
        Outcome::Done(_) | Outcome::Unneeded(_) => Exit::DONE,
        // What rests was left alone as was said; what changed meanwhile was not.
        Outcome::Skipped(SkipReason::WasDown(_)) if ended.took.is_none() => Exit::DONE,
        Outcome::Skipped(_) | Outcome::Unreached(_) => Exit::UNREACHED,
        Outcome::Refused(_) | Outcome::Failed { .. } => Exit::FAILED,
        Outcome::Lost { .. } | Outcome::Overdue { .. } => Exit::UNKNOWN,
        Outcome::Cancelled => Exit::CANCELLED,
    }
}
