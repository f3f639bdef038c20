//! Follows one process after a call until a read settles how it ended.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::answer::{Answer, Goal};
use super::errand::Errand;
use super::trail::Trail;
use super::verdict::{Glance, Verdict, judge, overdue};
use crate::engine::connection::Turn;
use crate::model::{Outcome, Process, ProcessId, ProcessState};
use crate::plan::Phase;

/// What the last look at a process showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// It is where it was to be brought.
    Reached(Process),
    /// It is up under another pid though it was to go down; how the stop was answered.
    Replaced(Process, Answer),
    /// The node no longer lists it.
    Gone,
}

/// One process on its way to a goal.
#[derive(Debug)]
pub(super) struct Watch<'a> {
    errand: &'a mut Errand,
    id: &'a ProcessId,
    goal: Goal,
    before: Process,
    answer: Answer,
    trail: Trail,
    resent: bool,
}

impl<'a> Watch<'a> {
    /// Watches without having sent anything: somebody else did.
    pub(super) fn only(
        errand: &'a mut Errand,
        id: &'a ProcessId,
        goal: Goal,
        before: Process,
    ) -> Self {
        Self {
            errand,
            id,
            goal,
            before,
            answer: Answer::Accepted,
            trail: Trail::new(Instant::now()),
            resent: false,
        }
    }

    /// Sends the call that the goal wants.
    ///
    /// # Errors
    ///
    /// The outcome, when it was surely not executed.
    pub(super) async fn send(mut self, turn: Turn<'_>) -> Result<Self, Outcome> {
        self.trail = Trail::new(Instant::now());
        self.call(&turn).await?;
        Ok(self)
    }

    /// Looks again and again until the goal is reached, or surely is not.
    ///
    /// # Errors
    ///
    /// The outcome, when the goal is not reached, or not known to be.
    pub(super) async fn settle(mut self) -> Result<Sight, Outcome> {
        let limits = self.errand.limits;
        let mut pause = match self.answer {
            Answer::Accepted | Answer::Doubted(_) => limits.look,
            Answer::Lost(_) => limits.settle,
        };
        loop {
            if let Some(sight) = self.look().await? {
                return Ok(sight);
            }
            sleep(pause).await;
            pause = limits.slower(pause);
        }
    }

    async fn call(&mut self, turn: &Turn<'_>) -> Result<(), Outcome> {
        let connection = self.errand.connection.clone();
        let result = match self.goal {
            Goal::Down => {
                self.errand.sending(Phase::Stopping).await;
                connection.stop(turn, self.id).await
            }
            Goal::Up => {
                self.errand.sending(Phase::Starting).await;
                connection.start(turn, self.id).await
            }
        };
        self.answer = Answer::of(result, self.goal)?;
        if matches!(self.answer, Answer::Lost(_)) {
            self.errand.reach(Phase::Checking).await;
        }
        Ok(())
    }

    /// One look; something, when it settles how it ended.
    async fn look(&mut self) -> Result<Option<Sight>, Outcome> {
        let read = match self.errand.read(self.id).await {
            Ok(Some(read)) => read,
            Ok(None) => return Ok(Some(Sight::Gone)),
            Err(error) => {
                self.errand.reach(Phase::Checking).await;
                let silent = self.trail.miss(Instant::now());
                return if silent < self.errand.limits.checking {
                    Ok(None)
                } else {
                    Err(Outcome::Lost { error })
                };
            }
        };
        let now = Instant::now();
        self.trail.note(&read, now);
        match self.judge(&read, now) {
            Verdict::Reached => Ok(Some(Sight::Reached(read))),
            Verdict::Replaced => Ok(Some(Sight::Replaced(read, self.answer.clone()))),
            Verdict::Ended(outcome) => Err(outcome),
            Verdict::Resend if !self.resent => self.resend(&read).await.map(|()| None),
            Verdict::Resend => self.wait(&read, Phase::Checking).await.map(|()| None),
            Verdict::Wait(phase) => self.wait(&read, phase).await.map(|()| None),
        }
    }

    fn judge(&self, read: &Process, now: Instant) -> Verdict {
        let glance = Glance {
            before: &self.before,
            read,
            still: self.trail.still(now),
            held: self.trail.held(now),
            settle: self.errand.limits.settle,
        };
        judge(self.goal, &self.answer, &glance)
    }

    /// Sends the call a second and last time, if a read at its turn still shows that the first one
    /// had no effect.
    async fn resend(&mut self, read: &Process) -> Result<(), Outcome> {
        let connection = self.errand.connection.clone();
        let turn = connection.mutate().await;
        let again = self.errand.read(self.id).await;
        let is_same = matches!(&again, Ok(Some(again))
            if (again.state, again.pid, again.started) == (read.state, read.pid, read.started));
        if !is_same {
            return Ok(());
        }
        self.resent = true;
        self.trail = Trail::new(Instant::now());
        let lost = self.answer.clone();
        match self.call(&turn).await {
            // The second call was surely not executed; the first one still has to be settled.
            Err(Outcome::Unreached(_)) => {
                self.answer = lost;
                Ok(())
            }
            other => other,
        }
    }

    /// Shows the phase and goes on, unless it takes too long.
    async fn wait(&mut self, read: &Process, phase: Phase) -> Result<(), Outcome> {
        if is_effect(self.goal, read.state) {
            self.answer = Answer::Accepted;
        }
        let shown = match phase {
            Phase::Starting if self.trail.was_retried() => Phase::Retrying(read.state),
            other => other,
        };
        self.errand.reach(shown).await;
        let waited = self.trail.elapsed(Instant::now());
        if self.is_overdue().await {
            return Err(overdue(&self.answer, read, waited));
        }
        Ok(())
    }

    async fn is_overdue(&self) -> bool {
        let limits = self.errand.limits;
        let now = Instant::now();
        let (elapsed, still) = (self.trail.elapsed(now), self.trail.still(now));
        if elapsed >= limits.most {
            return true;
        }
        if !matches!(self.answer, Answer::Accepted) {
            return elapsed >= limits.checking;
        }
        if still < limits.lookup {
            return self.goal == Goal::Up && elapsed >= limits.start_total;
        }
        match self.goal {
            Goal::Down => {
                let configured = self.errand.configured(self.id, "stopwaitsecs").await;
                elapsed >= configured.unwrap_or(limits.stop) + limits.stop_margin
            }
            Goal::Up => {
                let configured = self.errand.configured(self.id, "startsecs").await;
                let patience = limits.start + configured.unwrap_or(Duration::ZERO);
                still >= patience || elapsed >= limits.start_total.max(patience)
            }
        }
    }
}

/// Whether a read in this state shows that the call works, whatever its answer was.
fn is_effect(goal: Goal, state: ProcessState) -> bool {
    match goal {
        Goal::Down => state == ProcessState::Stopping,
        Goal::Up => state.is_up(),
    }
}
