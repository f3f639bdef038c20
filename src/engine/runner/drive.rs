//! The task of one run: begins what may begin, folds what is told, tells the front.

use std::collections::VecDeque;

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::errand::{Errand, Programs};
use crate::engine::{Event, Kit, Warning};
use crate::model::{Outcome, OutcomeClass, SkipReason};
use crate::plan::{Operation, Phase, Run, RunId, RunStep, Schedule};

/// Steps that operations may have told and the run not yet folded.
const UNFOLDED: usize = 64;

/// What every run works with.
#[derive(Clone, Debug)]
pub struct Tools {
    /// The ways to the nodes, the bells of their pollers, the journal, the front, and the limits.
    pub kit: Kit,
    /// Every task is known here.
    pub tracker: TaskTracker,
}

/// What a person may tell a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Control {
    /// Let nothing new begin.
    Pause,
    /// Go on.
    Resume,
    /// Drop what is queued; what is under way goes on to its outcome.
    Cancel,
}

/// One run to be driven.
#[derive(Debug)]
pub struct Order {
    /// Its number.
    pub id: RunId,
    /// What was confirmed.
    pub schedule: Schedule,
    /// What a person tells it while it runs.
    pub controls: mpsc::Receiver<Control>,
    /// Ends it early: what is not known by then is reported as lost.
    pub stop: CancellationToken,
}

/// Drives a run until every operation has an outcome.
pub async fn drive(tools: Tools, order: Order) {
    let begun = tools.kit.scribe.begun(order.id, &order.schedule).await;
    let (steps, told) = mpsc::channel(UNFOLDED);
    let mut driver = Driver {
        programs: Programs::of(&order.schedule),
        run: Run::new(order.schedule),
        id: order.id,
        ending: false,
        stop: order.stop,
        rested: None,
        outbox: VecDeque::new(),
        steps,
        tools,
    };
    match begun {
        Ok(()) => driver.go(told, order.controls).await,
        Err(unwritten) => driver.refuse(unwritten.0),
    }
    driver.finish().await;
}

struct Driver {
    tools: Tools,
    id: RunId,
    run: Run,
    stop: CancellationToken,
    ending: bool,
    programs: Programs,
    /// A rolling run begins nothing new before this.
    rested: Option<Instant>,
    /// What the front has not taken yet. It is no channel, so that a terminal that stands still
    /// never holds a process between its stop and its start; a run has only so many steps.
    outbox: VecDeque<Event>,
    steps: mpsc::Sender<RunStep>,
}

impl Driver {
    async fn go(
        &mut self,
        mut told: mpsc::Receiver<RunStep>,
        mut controls: mpsc::Receiver<Control>,
    ) {
        let (front, ending) = (self.tools.kit.events.clone(), self.stop.clone());
        self.begin();
        while !self.run.is_finished() {
            let resting = self.rested.filter(|until| *until > Instant::now());
            tokio::select! {
                Some(step) = told.recv() => self.take(step),
                Some(control) = controls.recv() => self.obey(control),
                Ok(permit) = front.reserve(), if !self.outbox.is_empty() => {
                    if let Some(event) = self.outbox.pop_front() {
                        permit.send(event);
                    }
                }
                () = rest(resting), if resting.is_some() => {}
                () = ending.cancelled(), if !self.ending => self.end(),
            }
            self.begin();
        }
    }

    /// Begins what may begin now.
    fn begin(&mut self) {
        if self.rested.is_some_and(|until| until > Instant::now()) {
            return;
        }
        for operation in self.run.ready() {
            self.tell(RunStep::Reached(operation.id, Phase::Reading));
            self.launch(operation);
        }
    }

    /// Gives an operation a task of its own.
    fn launch(&self, operation: Operation) {
        let node = operation.subject.node().clone();
        let (id, run) = (operation.id, self.id);
        let (steps, stop) = (self.steps.clone(), self.stop.child_token());
        let (scribe, nudges) = (self.tools.kit.scribe.clone(), self.tools.kit.nudges.clone());
        let errand = self.errand(operation.clone());
        self.tools.tracker.spawn(async move {
            let began = Instant::now();
            let outcome = match errand {
                Some(errand) => errand.run(stop).await,
                None => Outcome::Skipped(SkipReason::NoData),
            };
            nudges.nudge(&node);
            scribe
                .ended(run, &operation, &outcome, began.elapsed())
                .await;
            // The run waits for every operation, so somebody listens.
            let _ = steps.send(RunStep::Ended(id, outcome)).await;
        });
    }

    fn errand(&self, operation: Operation) -> Option<Errand> {
        let node = operation.subject.node();
        let connection = self.tools.kit.connections.of(node)?.clone();
        Some(Errand::new(
            operation,
            connection,
            self.programs.clone(),
            (self.tools.kit.limits, self.steps.clone()),
        ))
    }

    fn take(&mut self, step: RunStep) {
        self.run.fold(&step);
        if let RunStep::Ended(_, outcome) = &step
            && was_begun(outcome)
        {
            self.rested = Some(Instant::now() + self.run.schedule().mode.delay());
        }
        self.tell(step);
    }

    fn obey(&mut self, control: Control) {
        let step = match control {
            Control::Pause => RunStep::Paused,
            Control::Resume => RunStep::Resumed,
            Control::Cancel => RunStep::Cancelled,
        };
        self.run.fold(&step);
        self.tell(step);
    }

    fn end(&mut self) {
        self.ending = true;
        self.obey(Control::Cancel);
    }

    /// Without a journal nothing is done.
    fn refuse(&mut self, reason: String) {
        self.outbox
            .push_back(Event::Warned(Warning::Journal(reason)));
        self.obey(Control::Cancel);
    }

    fn tell(&mut self, step: RunStep) {
        self.outbox.push_back(Event::Progressed(self.id, step));
    }

    async fn finish(mut self) {
        self.tools
            .kit
            .scribe
            .finished(self.id, self.run.summary())
            .await;
        self.outbox.push_back(Event::Finished(self.id));
        for event in self.outbox {
            let permit = if let Ok(permit) = self.tools.kit.events.try_reserve() {
                Some(permit)
            } else {
                // A front that stands still is not waited for once the engine ends.
                let waiting = self.tools.kit.events.reserve();
                let waited = self.stop.run_until_cancelled(waiting).await;
                waited.and_then(Result::ok)
            };
            match permit {
                Some(permit) => permit.send(event),
                None => return,
            }
        }
    }
}

async fn rest(until: Option<Instant>) {
    if let Some(until) = until {
        tokio::time::sleep_until(until).await;
    }
}

/// Whether anything was done that the next one has to wait for.
fn was_begun(outcome: &Outcome) -> bool {
    match outcome.class() {
        OutcomeClass::Ok => matches!(outcome, Outcome::Done(_)),
        OutcomeClass::Failed | OutcomeClass::Lost => true,
        OutcomeClass::Skipped | OutcomeClass::Cancelled => false,
    }
}
