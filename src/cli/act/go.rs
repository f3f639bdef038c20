//! Runs the tasks, one after the other, and follows each to its end.

use std::collections::BTreeMap;
use std::time::Instant;

use super::progress::Progress;
use super::results::{Ended, TaskResult};
use super::task::Task;
use crate::cli::exit::Exit;
use crate::cli::session::{Happening, Interrupt, Session};
use crate::engine::{Event, Request, Warning};
use crate::model::{Clean, LinkError, Outcome};
use crate::plan::{OperationId, Progress as Standing, Run, RunId, RunStep};

/// One run, as it is followed.
pub(super) struct Going {
    id: RunId,
    run: Run,
    turns: BTreeMap<OperationId, Instant>,
    took: BTreeMap<OperationId, std::time::Duration>,
    progress: Progress,
    /// How it is to end, if somebody said so.
    interrupted: Option<Interrupt>,
    trouble: Exit,
}

/// How a run was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// At its end; what comes next may begin.
    Ended,
    /// Somebody wants an end, or too much failed: nothing new begins.
    Stopped,
}

impl Going {
    /// Begins a run.
    pub(super) fn begin(session: &Session, task: &Task, number: u64) -> Self {
        let (id, run) = (RunId(number), Run::new(task.schedule.clone()));
        session.ask(Request::Run(id, task.schedule.clone()));
        let progress = Progress::of(&run, &task.name);
        Self {
            id,
            run,
            turns: BTreeMap::new(),
            took: BTreeMap::new(),
            progress,
            interrupted: None,
            trouble: Exit::DONE,
        }
    }

    /// Follows it until every target has ended, or somebody leaves.
    pub(super) async fn follow(&mut self, session: &mut Session) -> Left {
        loop {
            match session.next().await {
                Happening::Told(event) => {
                    if self.take(&event) {
                        break;
                    }
                }
                Happening::Interrupted(Interrupt::Stop) => self.stop(session),
                Happening::Interrupted(Interrupt::Leave) => {
                    self.interrupted = Some(Interrupt::Leave);
                    session.stop().await;
                    for event in session.rest() {
                        self.take(&event);
                    }
                    break;
                }
                Happening::Ended => break,
            }
            self.progress.show(&self.run);
        }
        self.progress.end();
        if self.interrupted.is_some() || self.is_past_its_limit() {
            Left::Stopped
        } else {
            Left::Ended
        }
    }

    /// Adds how every target of the run ended, and returns what else went wrong.
    pub(super) fn finish(self, result: &mut TaskResult) -> Exit {
        for (operation, standing) in self.run.operations() {
            let outcome = match standing {
                Standing::Ended(outcome) => outcome.clone(),
                Standing::Queued => Outcome::Cancelled,
                // We left before its outcome was told.
                Standing::Now(_) => Outcome::Lost {
                    error: LinkError::Broken {
                        reason: "supdeck ended before a read could settle it".into(),
                    },
                },
            };
            result.ended.push(Ended {
                subject: operation.subject.clone(),
                action: operation.action,
                outcome,
                took: self.took.get(&operation.id).copied(),
            });
        }
        self.trouble
    }

    /// Folds what was told; whether the run is over.
    fn take(&mut self, event: &Event) -> bool {
        match event {
            Event::Progressed(id, step) if *id == self.id => self.fold(step),
            Event::Finished(id) => return *id == self.id,
            Event::Warned(Warning::Journal(words)) => {
                let words = Clean::text(words);
                self.progress
                    .say(&format!("the journal cannot be written: {words}"));
                self.trouble = self.trouble | Exit::INTERNAL;
            }
            Event::Warned(Warning::Other(words)) => {
                self.progress.say(Clean::text(words).as_str());
            }
            Event::Reported(_)
            | Event::Authenticated(..)
            | Event::Progressed(..)
            | Event::Logged(_)
            | Event::Reread(..)
            | Event::Inspected(..)
            | Event::SignedIn(..)
            | Event::Journaled(_)
            | Event::Warned(
                Warning::NoKeyring(_)
                | Warning::KeyringAnswers
                | Warning::Locked(_)
                | Warning::Unlocked,
            ) => {}
        }
        false
    }

    fn fold(&mut self, step: &RunStep) {
        match step {
            RunStep::Reached(id, _) => {
                self.turns.entry(*id).or_insert_with(Instant::now);
            }
            RunStep::Ended(id, _) => {
                if let Some(turn) = self.turns.get(id) {
                    self.took.insert(*id, turn.elapsed());
                }
            }
            RunStep::Paused | RunStep::Resumed | RunStep::Cancelled => {}
        }
        self.run.fold(step);
    }

    fn stop(&mut self, session: &Session) {
        self.interrupted = Some(Interrupt::Stop);
        session.ask(Request::Cancel(self.id));
        let under_way = self.run.summary().now;
        self.progress.say(&format!(
            "nothing more is sent; {under_way} under way are followed to their end, Ctrl-C again leaves them"
        ));
    }

    fn is_past_its_limit(&self) -> bool {
        let summary = self.run.summary();
        let failures = summary.failed + summary.lost;
        self.run
            .schedule()
            .stop_after
            .is_some_and(|limit| failures >= limit)
    }
}
