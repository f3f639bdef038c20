//! An engine under test: asks it, and waits for what it tells.

use std::sync::Arc;
use std::time::Duration;

use supdeck::engine::demo::World;
use supdeck::engine::{Clock, Engine, Event, Journaling, Pace, Request, Scope, Setup, Stage};
use supdeck::journal::Who;
use supdeck::model::{Environment, EnvironmentName, Fleet, LinkError, NodeEntry, NodeId, Report};
use supdeck::model::{Roster, Snapshot};
use supdeck::plan::Permission;
use supdeck::secrets::{Credentials, VaultPlace};
use tempfile::TempDir;
use tokio::time::{Instant, timeout_at};

/// Long enough for a loaded machine; nobody waits that long unless the test has failed.
const PATIENCE: Duration = Duration::from_mins(1);

/// What an engine under test is to be.
pub struct Builder {
    nodes: Vec<NodeEntry>,
    environments: Vec<Environment>,
    pace: Pace,
    permission: Permission,
    journaling: Journaling,
    clock: Clock,
    stage: Stage,
}

/// An engine under test.
pub struct Bench {
    pub engine: Engine,
    /// All reports so far, folded.
    pub fleet: Fleet,
    /// Everything it told so far.
    pub told: Vec<Event>,
    /// Where its sealed file would lie.
    _directory: TempDir,
}

impl Builder {
    /// Another pace than a quick one.
    pub fn pace(mut self, change: impl FnOnce(&mut Pace)) -> Self {
        change(&mut self.pace);
        self
    }

    /// An environment in which nothing may be changed.
    pub fn read_only(mut self, name: &str, members: &[&str]) -> Self {
        self.environments.push(Environment {
            name: EnvironmentName::new(name),
            members: members.iter().map(|name| NodeId::new(name)).collect(),
            protected: false,
            read_only: true,
        });
        self
    }

    /// Nothing may be changed anywhere.
    pub fn permission(mut self, permission: Permission) -> Self {
        self.permission = permission;
        self
    }

    /// Another journal than one in memory.
    pub fn journaling(mut self, journaling: Journaling) -> Self {
        self.journaling = journaling;
        self
    }

    fn on(mut self, world: World) -> Self {
        self.stage = Stage::Demo(world);
        self
    }

    /// Starts it.
    pub fn start(self) -> Bench {
        let directory = tempfile::tempdir().unwrap();
        let roster = Arc::new(Roster::new(self.nodes, self.environments));
        let engine = Engine::start(Setup {
            roster: Arc::clone(&roster),
            pace: self.pace,
            permission: self.permission,
            journaling: self.journaling,
            credentials: Credentials::new(VaultPlace::new(directory.path().join("sealed"))),
            clock: self.clock,
            stage: self.stage,
        });
        Bench {
            engine,
            fleet: Fleet::of(&roster),
            told: Vec::new(),
            _directory: directory,
        }
    }
}

impl Bench {
    /// An engine that polls these nodes quickly.
    pub fn of(nodes: impl IntoIterator<Item = NodeEntry>) -> Builder {
        Builder {
            nodes: nodes.into_iter().collect(),
            environments: Vec::new(),
            pace: Pace {
                interval: Duration::from_millis(20),
                ..Pace::default()
            },
            permission: Permission::ReadWrite,
            journaling: Journaling::Memory(Who::ask(|_| None)),
            clock: Clock::System,
            stage: Stage::Real,
        }
    }

    /// An engine that polls the demo quickly.
    pub fn of_demo(world: World) -> Builder {
        let roster = world.roster();
        Builder {
            environments: roster.environments().to_vec(),
            clock: Clock::Demo(world.clock()),
            ..Self::of(roster.nodes().cloned())
        }
        .on(world)
    }

    /// Asks.
    pub fn ask(&self, request: Request) {
        self.engine.handle.ask(request).unwrap();
    }

    /// Lets these nodes be polled now.
    pub fn nudge(&self, nodes: &[&str]) {
        let nodes = nodes.iter().map(|name| NodeId::new(name)).collect();
        self.ask(Request::Poll(Scope::Nodes(nodes)));
    }

    /// Waits for something it tells from now on.
    pub async fn until<T>(&mut self, wanted: impl Fn(Event) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = wanted(self.next_before(deadline).await) {
                return found;
            }
        }
    }

    /// Waits until the fleet looks like this.
    pub async fn until_fleet(&mut self, holds: impl Fn(&Fleet) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds(&self.fleet) {
            self.next_before(deadline).await;
        }
    }

    /// The next thing it tells.
    pub async fn next(&mut self) -> Event {
        self.next_before(Instant::now() + PATIENCE).await
    }

    async fn next_before(&mut self, deadline: Instant) -> Event {
        let event = timeout_at(deadline, self.engine.events.recv()).await;
        let Ok(event) = event else {
            panic!("the engine did not tell it in time");
        };
        let event = event.unwrap();
        if let Event::Reported(report) = &event {
            self.fleet.apply(report);
        }
        self.told.push(event.clone());
        event
    }

    /// The next report of a node.
    pub async fn report(&mut self, node: &str) -> Report {
        let id = NodeId::new(node);
        self.until(|event| match event {
            Event::Reported(report) if report.node == id => Some(report),
            _ => None,
        })
        .await
    }

    /// The next failure of a node.
    pub async fn failure(&mut self, node: &str) -> LinkError {
        let id = NodeId::new(node);
        self.until(|event| match event {
            Event::Reported(report) if report.node == id => report.result.err(),
            _ => None,
        })
        .await
    }

    /// The next good answer of a node.
    pub async fn answer(&mut self, node: &str) -> Arc<Snapshot> {
        let id = NodeId::new(node);
        self.until(|event| match event {
            Event::Reported(report) if report.node == id => report.result.ok(),
            _ => None,
        })
        .await
    }

    /// Lets time pass by the only clock that cannot lie: so many more polls of that node.
    pub async fn polls(&mut self, node: &str, count: usize) {
        for _ in 0..count {
            self.report(node).await;
        }
    }

    /// Whether a node was reported so far.
    pub fn has_reported(&self, node: &str) -> bool {
        self.told
            .iter()
            .any(|event| matches!(event, Event::Reported(report) if report.node.as_str() == node))
    }
}
