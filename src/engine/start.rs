//! Starts everything: the tasks, the channels between them, and the journal's thread.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

use tokio::sync::{Semaphore, mpsc};

use super::badge::Badge;
use super::connection::{Connections, Wire};
use super::crew::Crew;
use super::dispatcher::{Dispatcher, access};
use super::event::Event;
use super::handle::Handle;
use super::keeper::Keeper;
use super::kit::Kit;
use super::ledger::Ledger;
use super::nudge::Nudges;
use super::pace::Pace;
use super::poller::Poller;
use super::remote::Remote;
use super::scribe::Scribe;
use super::setup::{Setup, Stage};
use crate::model::{LinkError, NodeEntry, NodeId, Roster};
use crate::rpc::{self, Access, Clients, Transport};

/// Requests that may wait for the dispatcher.
const REQUESTS: usize = 256;
/// Events that may wait for the front (`FAULTS` 2).
const EVENTS: usize = 4096;

/// A running engine.
#[derive(Debug)]
pub struct Engine {
    /// To ask it, and to end it.
    pub handle: Handle,
    /// What it tells. A front that does not read on slows it down.
    pub events: mpsc::Receiver<Event>,
}

impl Engine {
    /// Starts polling. Call it inside a tokio runtime; it reads the `ca_file`s and asks no network.
    #[must_use]
    pub fn start(setup: Setup) -> Self {
        let (crew, roster) = (Crew::default(), setup.roster);
        let (events, told) = mpsc::channel(EVENTS);
        let nudges = Nudges::of(roster.nodes().map(|entry| &entry.id));
        let (keeper, badges, asks) = Keeper::new(
            Arc::clone(&roster),
            setup.credentials,
            nudges.clone(),
            events.clone(),
        );
        crew.spawn(keeper.run());

        let switch = rpc::Permission::new(access(setup.permission));
        let ledger = Ledger::new(setup.journaling, setup.clock, events.clone());
        let wires = Wires {
            stage: setup.stage,
            clients: Clients::new(setup.pace.limits()),
            badges,
        };
        let kit = Kit {
            connections: wires.join(&roster, &switch),
            nudges,
            scribe: keep(ledger, &crew),
            clock: setup.clock,
            limits: setup.pace.runs,
            events,
        };
        poll(&roster, setup.pace, &kit, &crew);
        let (requests, inbox) = mpsc::channel(REQUESTS);
        crew.spawn(Dispatcher::new(roster, (kit, crew.clone()), asks, switch).run(inbox));
        Self {
            handle: Handle::new(requests, crew),
            events: told,
        }
    }
}

/// Lets a thread keep the ledger; without one every run is refused, as nobody writes it down.
fn keep(ledger: Ledger, crew: &Crew) -> Scribe {
    let (scribe, notes) = Scribe::new();
    let written = crew.written().clone().drop_guard();
    let thread = thread::Builder::new().name("supdeck-journal".into());
    let kept = thread.spawn(move || {
        let _written = written;
        ledger.keep(notes);
    });
    if let Err(error) = kept {
        tracing::error!("no thread for the journal: {error}");
    }
    crew.spawn(scribe.clone().look());
    scribe
}

/// What connections are made of.
struct Wires {
    stage: Stage,
    clients: Result<Clients, LinkError>,
    badges: BTreeMap<NodeId, Badge>,
}

impl Wires {
    /// The ways to all nodes. In a read-only environment the switch of the console changes nothing.
    fn join(&self, roster: &Roster, switch: &rpc::Permission) -> Connections {
        let locked = rpc::Permission::new(Access::ReadOnly);
        let wire = |entry: &NodeEntry| {
            let permission = if roster.is_read_only(&entry.id) {
                &locked
            } else {
                switch
            };
            (
                entry.id.clone(),
                (self.wire(entry, permission), permission.clone()),
            )
        };
        Connections::new(roster.nodes().map(wire))
    }

    fn wire(&self, entry: &NodeEntry, permission: &rpc::Permission) -> Wire {
        let transport = match &self.stage {
            Stage::Demo(world) => match world.node(&entry.id) {
                Some(node) => return Wire::Demo(node.clone()),
                None => Err(LinkError::NameNotFound {
                    host: entry.id.to_string(),
                }),
            },
            Stage::Real => match &self.clients {
                Ok(clients) => Transport::new(entry, clients, permission.clone()),
                Err(error) => Err(error.clone()),
            },
        };
        Wire::Remote(Remote::new(transport, self.badges.get(&entry.id).cloned()))
    }
}

fn poll(roster: &Roster, pace: Pace, kit: &Kit, crew: &Crew) {
    let places = Arc::new(Semaphore::new(pace.fan_out.max(1)));
    let pace = Arc::new(pace);
    for entry in roster.nodes() {
        let Some(connection) = kit.connections.of(&entry.id) else {
            continue;
        };
        let poller = Poller {
            node: entry.id.clone(),
            connection: connection.clone(),
            bell: kit.nudges.bell(&entry.id),
            places: Arc::clone(&places),
            pace: Arc::clone(&pace),
            clock: kit.clock,
            events: kit.events.clone(),
        };
        crew.spawn(poller.run());
    }
}
