//! What every worker is given: a run, a follower, a sign-in.

use tokio::sync::mpsc;

use super::clock::Clock;
use super::connection::Connections;
use super::event::Event;
use super::nudge::Nudges;
use super::runner::Limits;
use super::scribe::Scribe;

/// What every worker is given. Clones share everything.
#[derive(Clone, Debug)]
pub struct Kit {
    /// The ways to all nodes.
    pub connections: Connections,
    /// The bells of the pollers.
    pub nudges: Nudges,
    /// The journal.
    pub scribe: Scribe,
    /// What time it is.
    pub clock: Clock,
    /// How long an operation of a run waits for what.
    pub limits: Limits,
    /// To the front. Waits while the front is busy; fails when it is gone.
    pub events: mpsc::Sender<Event>,
}

impl Kit {
    /// Tells the front; nobody minds if it is gone.
    pub async fn tell(&self, event: Event) {
        // A front that is gone needs to know nothing.
        let _ = self.events.send(event).await;
    }
}
