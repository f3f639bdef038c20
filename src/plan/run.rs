//! One execution of a schedule: a state machine with no clock and no socket.

use std::collections::BTreeSet;

use crate::model::{Outcome, OutcomeClass, ProcessState};

use super::batch::Batch;
use super::schedule::{Operation, OperationId, Schedule};

/// What an operation that has begun is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its state is read once more before anything is sent.
    Reading,
    /// The stop was sent; it is watched going down.
    Stopping,
    /// The start was sent; it is watched coming up.
    Starting,
    /// supervisord is trying again by itself.
    Retrying(ProcessState),
    /// A call was sent and its answer lost: reads have to show what happened.
    Checking,
}

/// Where an operation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Not begun.
    Queued,
    /// Under way.
    Now(Phase),
    /// Ended.
    Ended(Outcome),
}

/// One step of a run, as told to whoever follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunStep {
    /// An operation came into a phase.
    Reached(OperationId, Phase),
    /// An operation ended.
    Ended(OperationId, Outcome),
    /// Nothing new begins until it is resumed.
    Paused,
    /// It goes on.
    Resumed,
    /// What was queued will not begin.
    Cancelled,
}

/// How many operations stand where. The sum is always the number of operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Confirmed, or not needed.
    pub ok: usize,
    /// Confirmed not reached, or surely not executed.
    pub failed: usize,
    /// Unknown.
    pub lost: usize,
    /// Left alone.
    pub skipped: usize,
    /// Never begun.
    pub cancelled: usize,
    /// Under way.
    pub now: usize,
    /// Not begun yet.
    pub queued: usize,
}

impl Summary {
    /// Operations that have ended.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.ok + self.failed + self.lost + self.skipped + self.cancelled
    }

    /// All operations.
    #[must_use]
    pub fn total(&self) -> usize {
        self.ended() + self.now + self.queued
    }
}

/// One execution of a schedule. The engine drives it; a front folds the same steps into its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    schedule: Schedule,
    progress: Vec<Progress>,
    queued: BTreeSet<OperationId>,
    under_way: usize,
    failures: usize,
    paused: bool,
}

impl Run {
    /// A run in which nothing has begun.
    #[must_use]
    pub fn new(schedule: Schedule) -> Self {
        let count = schedule.operations.len();
        Self {
            schedule,
            progress: vec![Progress::Queued; count],
            queued: (0..count).map(OperationId).collect(),
            under_way: 0,
            failures: 0,
            paused: false,
        }
    }

    /// What it executes.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Where each operation stands, in the order of the schedule.
    #[must_use]
    pub fn operations(&self) -> impl ExactSizeIterator<Item = (&Operation, &Progress)> {
        self.schedule.operations.iter().zip(&self.progress)
    }

    /// Takes the operations that may begin now; they count as under way from here on.
    pub fn ready(&mut self) -> Vec<Operation> {
        let mut begun = Vec::new();
        while !self.paused && self.under_way < self.schedule.mode.at_once() {
            let Some(id) = self.queued.first().copied() else {
                break;
            };
            self.fold(&RunStep::Reached(id, Phase::Reading));
            begun.extend(self.schedule.operations.get(id.0).cloned());
        }
        begun
    }

    /// Folds one step in. An operation that has ended stays as it ended.
    pub fn fold(&mut self, step: &RunStep) {
        match step {
            RunStep::Reached(id, phase) => self.reach(*id, *phase),
            RunStep::Ended(id, outcome) => self.record(*id, outcome.clone()),
            RunStep::Paused => self.paused = true,
            RunStep::Resumed => self.paused = false,
            RunStep::Cancelled => self.cancel(),
        }
    }

    /// Notes how an operation ended; past the failure limit what is queued is cancelled.
    pub fn record(&mut self, id: OperationId, outcome: Outcome) {
        let Some(slot) = self.progress.get_mut(id.0) else {
            return;
        };
        match slot {
            Progress::Ended(_) => return,
            Progress::Now(_) => self.under_way -= 1,
            Progress::Queued => {
                self.queued.remove(&id);
            }
        }
        self.failures += usize::from(outcome.counts_as_failure());
        *slot = Progress::Ended(outcome);
        if self
            .schedule
            .stop_after
            .is_some_and(|limit| self.failures >= limit)
        {
            self.cancel();
        }
    }

    /// Lets nothing new begin; what is under way goes on to its outcome.
    pub fn cancel(&mut self) {
        for id in std::mem::take(&mut self.queued) {
            if let Some(slot) = self.progress.get_mut(id.0) {
                *slot = Progress::Ended(Outcome::Cancelled);
            }
        }
    }

    /// Whether nothing new begins until it is resumed.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Whether every operation has ended.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.queued.is_empty() && self.under_way == 0
    }

    /// How many operations stand where.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for progress in &self.progress {
            let count = match progress {
                Progress::Queued => &mut summary.queued,
                Progress::Now(_) => &mut summary.now,
                Progress::Ended(outcome) => match outcome.class() {
                    OutcomeClass::Ok => &mut summary.ok,
                    OutcomeClass::Failed => &mut summary.failed,
                    OutcomeClass::Lost => &mut summary.lost,
                    OutcomeClass::Skipped => &mut summary.skipped,
                    OutcomeClass::Cancelled => &mut summary.cancelled,
                },
            };
            *count += 1;
        }
        summary
    }

    /// The same batch for exactly what failed or was lost, to be compiled anew; none if nothing did.
    #[must_use]
    pub fn retry(&self) -> Option<Batch> {
        let failed = self.operations().filter(|(_, progress)| {
            matches!(progress, Progress::Ended(outcome) if outcome.counts_as_failure())
        });
        let subjects: Vec<_> = failed
            .map(|(operation, _)| operation.subject.clone())
            .collect();
        (!subjects.is_empty()).then_some(Batch {
            action: self.schedule.action,
            subjects,
            mode: self.schedule.mode,
            stop_after: self.schedule.stop_after,
        })
    }

    fn reach(&mut self, id: OperationId, phase: Phase) {
        let Some(slot) = self.progress.get_mut(id.0) else {
            return;
        };
        match slot {
            Progress::Ended(_) => {}
            Progress::Now(now) => *now = phase,
            Progress::Queued => {
                self.queued.remove(&id);
                self.under_way += 1;
                *slot = Progress::Now(phase);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Action, NodeId, SkipReason, Subject};
    use crate::plan::Mode;
    use proptest::prelude::*;

    fn schedule(count: usize, at_once: usize, stop_after: Option<usize>) -> Schedule {
        let operation = |index| Operation {
            id: OperationId(index),
            subject: Subject::Node(NodeId::new("n")),
            action: Action::Start,
            token: None,
        };
        Schedule {
            action: Action::Start,
            operations: (0..count).map(operation).collect(),
            excluded: Vec::new(),
            unneeded: Vec::new(),
            mode: Mode::Parallel { at_once },
            stop_after,
        }
    }

    fn outcome(pick: u8) -> Outcome {
        match pick % 3 {
            0 => Outcome::Unneeded(ProcessState::Running),
            1 => Outcome::Skipped(SkipReason::Gone),
            _ => Outcome::Lost {
                error: crate::model::LinkError::ShuttingDown,
            },
        }
    }

    proptest! {
        #[test]
        fn every_operation_ends_once_and_never_too_many_are_under_way(
            count in 0usize..40,
            at_once in 1usize..8,
            stop_after in prop::option::of(1usize..5),
            picks in prop::collection::vec(any::<(u8, u8)>(), 200),
        ) {
            let mut run = Run::new(schedule(count, at_once, stop_after));
            let mut begun: Vec<OperationId> = Vec::new();
            let mut seen = BTreeSet::new();
            for (which, how) in picks {
                for operation in run.ready() {
                    prop_assert!(seen.insert(operation.id), "begun twice");
                    begun.push(operation.id);
                }
                prop_assert!(run.summary().now <= at_once);
                prop_assert_eq!(run.summary().total(), count);
                match how {
                    250.. => run.cancel(),
                    240..250 => run.fold(&RunStep::Paused),
                    230..240 => run.fold(&RunStep::Resumed),
                    _ if !begun.is_empty() => {
                        let id = begun.remove(usize::from(which) % begun.len());
                        run.record(id, outcome(how));
                        let first = run.progress[id.0].clone();
                        run.record(id, Outcome::Cancelled);
                        prop_assert_eq!(&run.progress[id.0], &first, "the first outcome stays");
                    }
                    _ => {}
                }
            }
            run.fold(&RunStep::Resumed);
            while !run.is_finished() {
                begun.extend(run.ready().into_iter().map(|operation| operation.id));
                let id = begun.pop().unwrap();
                run.record(id, Outcome::Unneeded(ProcessState::Running));
            }
            prop_assert_eq!(run.summary().ended(), count);
        }
    }

    #[test]
    fn past_the_failure_limit_nothing_new_begins() {
        let mut run = Run::new(schedule(5, 1, Some(1)));
        let first = run.ready();
        run.record(first[0].id, outcome(2));
        assert!(run.ready().is_empty());
        assert_eq!(
            run.summary(),
            Summary {
                lost: 1,
                cancelled: 4,
                ..Summary::default()
            }
        );
        assert_eq!(run.retry().map(|again| again.subjects.len()), Some(1));
    }
}
