//! Runs: batches driven to their outcomes, against real supervisords and a fake that loses answers.

mod clearing;
mod groups;
mod lost;
mod names;
mod outage;
mod single;
mod steering;

use std::time::Duration;

use supdeck::engine::{Event, Limits, Request};
use supdeck::model::{
    Action, NodeEntry, NodeId, Outcome, ProcessId, ProcessState, Roster, Subject,
};
use supdeck::plan::{
    Batch, Mode, Permission, Phase, Progress, Run, RunId, RunStep, Schedule, Summary,
};

use tokio::time::timeout;

use super::bench::{Bench, Builder};

/// Long enough for a loaded machine; nobody waits that long unless the test has failed.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// Several nodes under one engine, and the runs on them.
pub struct Deck {
    pub bench: Bench,
    roster: Roster,
    runs: u64,
}

/// A run under test, as a front would follow it.
pub struct Followed {
    pub id: RunId,
    pub run: Run,
    pub steps: Vec<RunStep>,
    /// The most operations that were under way at once.
    pub most: usize,
    is_finished: bool,
}

/// Patience for tests: whatever is lost stays lost, and nobody waits minutes for that.
fn quick() -> Limits {
    Limits {
        look: Duration::from_millis(50),
        slowest_look: Duration::from_millis(500),
        checking: Duration::from_secs(5),
        ..Limits::default()
    }
}

fn process(node: &str, name: &str) -> Subject {
    let (group, name) = name.split_once(':').unwrap_or((name, name));
    Subject::Process(ProcessId::new(&NodeId::new(node), group, name))
}

/// One action on some processes of node `a`, all at once.
pub fn batch(action: Action, names: &[&str]) -> Batch {
    Batch {
        action,
        subjects: names.iter().map(|name| process("a", name)).collect(),
        mode: Mode::default(),
        stop_after: None,
    }
}

impl Deck {
    /// An engine over these nodes.
    pub fn of(nodes: Vec<NodeEntry>) -> Self {
        Self::with(nodes, |builder| builder.pace(|pace| pace.runs = quick()))
    }

    /// The same with another pace.
    pub fn with(nodes: Vec<NodeEntry>, change: impl FnOnce(Builder) -> Builder) -> Self {
        Self {
            bench: change(Bench::of(nodes.clone())).start(),
            roster: Roster::new(nodes, Vec::new()),
            runs: 0,
        }
    }

    /// Waits until a process of node `a` is seen in a state.
    pub async fn until_state(&mut self, name: &str, state: ProcessState) {
        let Subject::Process(id) = process("a", name) else {
            return;
        };
        self.bench
            .until_fleet(|fleet| {
                fleet
                    .process(&id)
                    .is_some_and(|process| process.state == state)
            })
            .await;
    }

    /// Freezes the targets as they are known now.
    pub fn compile(&self, batch: &Batch) -> Schedule {
        batch.compile(&self.bench.fleet, &self.roster, Permission::ReadWrite)
    }

    /// Lets a run begin.
    pub fn begin(&mut self, schedule: Schedule) -> Followed {
        self.runs += 1;
        let id = RunId(self.runs);
        self.bench.ask(Request::Run(id, schedule.clone()));
        Followed {
            id,
            run: Run::new(schedule),
            steps: Vec::new(),
            most: 0,
            is_finished: false,
        }
    }

    /// Follows a run until it was told this.
    pub async fn follow(&mut self, followed: &mut Followed, wanted: impl Fn(&RunStep) -> bool) {
        let waiting = async {
            while !self.step(followed).await.is_some_and(|step| wanted(&step)) {
                assert!(!followed.is_finished, "{:?}", followed.steps);
            }
        };
        let told = timeout(PATIENCE, waiting).await;
        assert!(told.is_ok(), "not told in {:?}", followed.steps);
    }

    /// Follows a run to its end.
    pub async fn finish(&mut self, mut followed: Followed) -> Followed {
        let ending = async {
            while !followed.is_finished {
                self.step(&mut followed).await;
            }
        };
        let ended = timeout(PATIENCE, ending).await;
        assert!(ended.is_ok(), "no end after {:?}", followed.steps);
        assert!(followed.run.is_finished(), "{:?}", followed.steps);
        followed
    }

    /// The next thing that is told, if it is a step of that run.
    async fn step(&mut self, followed: &mut Followed) -> Option<RunStep> {
        match self.bench.next().await {
            Event::Progressed(id, step) if id == followed.id => {
                followed.take(&step);
                Some(step)
            }
            Event::Finished(id) if id == followed.id => {
                followed.is_finished = true;
                None
            }
            _ => None,
        }
    }

    /// Executes a batch from begin to end.
    pub async fn run(&mut self, batch: &Batch) -> Followed {
        let schedule = self.compile(batch);
        assert_eq!(
            schedule.operations.len(),
            batch.subjects.len(),
            "{schedule:?}"
        );
        let followed = self.begin(schedule);
        self.finish(followed).await
    }

    /// Executes one action on one process of node `a`.
    pub async fn act(&mut self, action: Action, name: &str) -> Followed {
        self.run(&batch(action, &[name])).await
    }
}

impl Followed {
    fn take(&mut self, step: &RunStep) {
        self.run.fold(step);
        self.steps.push(step.clone());
        self.most = self.most.max(self.run.summary().now);
    }

    /// How the operations ended, in their order.
    pub fn outcomes(&self) -> Vec<Outcome> {
        let ended = self.run.operations().map(|(_, progress)| match progress {
            Progress::Ended(outcome) => outcome.clone(),
            other => panic!("not ended: {other:?}"),
        });
        ended.collect()
    }

    /// How the only operation ended.
    pub fn outcome(&self) -> Outcome {
        let outcomes = self.outcomes();
        assert_eq!(outcomes.len(), 1);
        outcomes[0].clone()
    }

    /// Where the only operation ended; fails when it was not done.
    pub fn reached(&self) -> supdeck::model::Reached {
        match self.outcome() {
            Outcome::Done(reached) => reached,
            other => panic!("{other:?} after {:?}", self.steps),
        }
    }

    pub fn summary(&self) -> Summary {
        self.run.summary()
    }

    /// Whether any operation was in this phase.
    pub fn has_been(&self, phase: Phase) -> bool {
        let is_it = |step: &RunStep| matches!(step, RunStep::Reached(_, now) if *now == phase);
        self.steps.iter().any(is_it)
    }
}
