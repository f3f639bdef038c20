//! Takes what a front asks and gives it to workers.
//!
//! It awaits its inbox and nothing else, and never sends an event: so a slow front slows the
//! workers down and can never keep the dispatcher from taking the next request.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};

use super::ask::Ask;
use super::crew::Crew;
use super::errand;
use super::event::{Event, Warning};
use super::follower::Lookouts;
use super::kit::Kit;
use super::request::{Request, Scope};
use super::runner::{self, Control, Order, Tools};
use super::sign_in::{Attempt, sign_in};
use crate::journal::{Denial, Entry};
use crate::model::{NodeId, Roster};
use crate::plan::{Permission, RunId, RunStep, Schedule};
use crate::rpc::{self, Access};
use crate::secrets::{Keep, Secret};

/// Words of a front that a run may not have heard yet.
const CONTROLS: usize = 16;
/// Nodes a password is tried on at once.
const ATTEMPTS: usize = 16;

/// Takes what a front asks.
#[derive(Debug)]
pub(super) struct Dispatcher {
    roster: Arc<Roster>,
    kit: Kit,
    keeper: mpsc::Sender<Ask>,
    switch: rpc::Permission,
    crew: Crew,
    attempts: Arc<Semaphore>,
    runs: BTreeMap<RunId, mpsc::Sender<Control>>,
    lookouts: Lookouts,
}

impl Dispatcher {
    /// A dispatcher for which nothing is under way.
    pub(super) fn new(
        roster: Arc<Roster>,
        (kit, crew): (Kit, Crew),
        keeper: mpsc::Sender<Ask>,
        switch: rpc::Permission,
    ) -> Self {
        Self {
            lookouts: Lookouts::new(kit.clone(), crew.clone()),
            roster,
            kit,
            keeper,
            switch,
            crew,
            attempts: Arc::new(Semaphore::new(ATTEMPTS)),
            runs: BTreeMap::new(),
        }
    }

    /// Takes requests until every handle is gone.
    pub(super) async fn run(mut self, mut inbox: mpsc::Receiver<Request>) {
        while let Some(request) = inbox.recv().await {
            self.take(request);
        }
    }

    fn take(&mut self, request: Request) {
        match request {
            Request::Poll(scope) => self.poll(scope),
            Request::Run(id, schedule) => self.begin(id, schedule),
            Request::Pause(id) => self.steer(id, Control::Pause),
            Request::Resume(id) => self.steer(id, Control::Resume),
            Request::Cancel(id) => self.steer(id, Control::Cancel),
            Request::Follow(source) => self.lookouts.follow(source),
            Request::Unfollow(source) => self.lookouts.unfollow(&source),
            Request::ReadBack(source, stream, place) => {
                self.lookouts.read_back(source, stream, place);
            }
            Request::Reread(node) => self.crew.spawn(errand::reread(node, self.kit.clone())),
            Request::Inspect(node) => self.crew.spawn(errand::inspect(node, self.kit.clone())),
            Request::SignIn {
                nodes,
                secret,
                keep,
            } => self.sign_in(nodes, &secret, keep),
            Request::Store(choice) => self.tell_keeper(Ask::Store(choice)),
            Request::Permit(permission) => self.switch.set(access(permission)),
        }
    }

    /// Asks nodes at once; the keeper hears of it, as those without a password wait for it.
    fn poll(&self, scope: Scope) {
        let nodes: Vec<NodeId> = match scope {
            Scope::All => self.roster.nodes().map(|entry| entry.id.clone()).collect(),
            Scope::Environment(name) => {
                let members = self.roster.environment(&name).map(|found| &found.members);
                members.cloned().unwrap_or_default()
            }
            Scope::Nodes(nodes) => nodes,
        };
        for node in &nodes {
            self.kit.nudges.nudge(node);
        }
        self.tell_keeper(Ask::Again(nodes));
    }

    fn begin(&mut self, id: RunId, schedule: Schedule) {
        if self.switch.access() == Access::ReadOnly {
            let refusal = refuse(id, schedule, self.kit.clone());
            return self.crew.spawn(refusal);
        }
        self.runs.retain(|_, controls| !controls.is_closed());
        let (controls, told) = mpsc::channel(CONTROLS);
        self.runs.insert(id, controls);
        let tools = Tools {
            kit: self.kit.clone(),
            tracker: self.crew.tracker().clone(),
        };
        let order = Order {
            id,
            schedule,
            controls: told,
            stop: self.crew.stop().child_token(),
        };
        // A run winds up by itself when the crew ends: it writes how its targets stand.
        self.crew.tracker().spawn(runner::drive(tools, order));
    }

    fn steer(&self, id: RunId, control: Control) {
        if let Some(run) = self.runs.get(&id) {
            // A run that has ended, or was told so much that it is full, has nothing to hear.
            let _ = run.try_send(control);
        }
    }

    fn sign_in(&self, nodes: Vec<NodeId>, secret: &Secret, keep: Keep) {
        for node in nodes {
            let attempt = Attempt {
                node,
                secret: secret.share(),
                keep,
            };
            let work = sign_in(attempt, self.kit.clone(), self.keeper.clone());
            let places = Arc::clone(&self.attempts);
            self.crew.spawn(async move {
                let _place = places.acquire().await;
                work.await;
            });
        }
    }

    fn tell_keeper(&self, ask: Ask) {
        let keeper = self.keeper.clone();
        self.crew.spawn(async move {
            // A keeper that has ended keeps nothing.
            let _ = keeper.send(ask).await;
        });
    }
}

/// Read-only mode: the run ends before it begins, and the journal says that it was asked for.
async fn refuse(id: RunId, schedule: Schedule, kit: Kit) {
    kit.scribe
        .note(Entry::Denied {
            action: schedule.action,
            targets: schedule.operations.len(),
            denial: Denial::ReadOnly,
        })
        .await;
    let words = "read-only: nothing was sent".to_owned();
    kit.tell(Event::Warned(Warning::Other(words))).await;
    kit.tell(Event::Progressed(id, RunStep::Cancelled)).await;
    kit.tell(Event::Finished(id)).await;
}

/// What a permission means for the wire.
pub(super) fn access(permission: Permission) -> Access {
    match permission {
        Permission::ReadOnly => Access::ReadOnly,
        Permission::ReadWrite => Access::ReadWrite,
    }
}
