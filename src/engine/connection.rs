//! One way to ask a node anything, whether a supervisord answers or the demo does.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit, watch};
use tokio::time::Instant;

use super::demo::DemoNode;
use super::event::CallFailure;
use super::remote::Remote;
use crate::model::{
    ConfigChanges, GroupName, LinkError, LogSource, NodeId, Process, ProcessId, ProgramConfig,
    Signal, Snapshot, Stream,
};
use crate::rpc::{Access, LastAnswer, LogRange, LogTail, LookAnswer, Permission};
use crate::secrets::{Keep, Secret};

/// Mutating calls under way at once, over all nodes (`FAULTS` 3.8).
const MUTATING_AT_ONCE: usize = 16;

/// What answers.
#[derive(Clone, Debug)]
pub(super) enum Wire {
    /// A supervisord.
    Remote(Remote),
    /// A node of the demo.
    Demo(DemoNode),
}

/// A way to ask one node. Clones share its limits.
#[derive(Clone, Debug)]
pub struct Connection {
    wire: Wire,
    permission: Permission,
    turn: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// What is wanted of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogAsk {
    /// Whose log.
    pub source: LogSource,
    /// Which output.
    pub stream: Stream,
    /// Which bytes of it.
    pub range: LogRange,
    /// Whether its size is wanted too.
    pub sized: bool,
}

/// The right to send one mutating call.
#[derive(Debug)]
pub struct Turn<'a> {
    _node: Option<SemaphorePermit<'a>>,
    _fleet: Option<SemaphorePermit<'a>>,
}

impl Connection {
    /// Everything a good poll says.
    ///
    /// # Errors
    ///
    /// Like every call here: how the node could not be asked, or what it refused.
    pub async fn snapshot(&self) -> Result<Snapshot, CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.snapshot().await,
            Wire::Demo(node) => node.snapshot().await,
        }
    }

    /// The same, if it is news: nothing where the answer says what the last one said.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub(super) async fn news(
        &self,
        last: &mut LastAnswer,
    ) -> Result<Option<Snapshot>, CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.news(last).await,
            Wire::Demo(node) => node.snapshot().await.map(Some),
        }
    }

    /// One process, read anew.
    ///
    /// # Errors
    ///
    /// Fault 10 when the node no longer lists it; else as [`Connection::snapshot`].
    pub async fn process(&self, id: &ProcessId) -> Result<Process, CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.process(id).await,
            Wire::Demo(node) => node.process(id).await,
        }
    }

    /// Tells a process to start and does not wait for it (`startProcess`, `wait=false`).
    ///
    /// # Errors
    ///
    /// [`LinkError::ReadOnly`] where nothing may be changed; else as [`Connection::snapshot`].
    pub async fn start(&self, _turn: &Turn<'_>, id: &ProcessId) -> Result<(), CallFailure> {
        self.permitted()?;
        match &self.wire {
            Wire::Remote(remote) => remote.start(id).await,
            Wire::Demo(node) => node.start(id).await,
        }
    }

    /// Tells a process to stop and does not wait for it (`stopProcess`, `wait=false`).
    ///
    /// # Errors
    ///
    /// As [`Connection::start`].
    pub async fn stop(&self, _turn: &Turn<'_>, id: &ProcessId) -> Result<(), CallFailure> {
        self.permitted()?;
        match &self.wire {
            Wire::Remote(remote) => remote.stop(id).await,
            Wire::Demo(node) => node.stop(id).await,
        }
    }

    /// Sends a signal once.
    ///
    /// # Errors
    ///
    /// As [`Connection::start`].
    pub async fn signal(
        &self,
        _turn: &Turn<'_>,
        id: &ProcessId,
        signal: Signal,
    ) -> Result<(), CallFailure> {
        self.permitted()?;
        match &self.wire {
            Wire::Remote(remote) => remote.signal(id, signal).await,
            Wire::Demo(node) => node.signal(id, signal).await,
        }
    }

    /// Empties the logs of a process.
    ///
    /// # Errors
    ///
    /// As [`Connection::start`].
    pub async fn clear_logs(&self, _turn: &Turn<'_>, id: &ProcessId) -> Result<(), CallFailure> {
        self.permitted()?;
        match &self.wire {
            Wire::Remote(remote) => remote.clear_logs(id).await,
            Wire::Demo(node) => node.clear_logs(id).await,
        }
    }

    /// Adds a group that the config files name.
    ///
    /// # Errors
    ///
    /// As [`Connection::start`].
    pub async fn add_group(&self, _turn: &Turn<'_>, group: &GroupName) -> Result<(), CallFailure> {
        self.permitted()?;
        match &self.wire {
            Wire::Remote(remote) => remote.add_group(group).await,
            Wire::Demo(node) => node.add_group(group).await,
        }
    }

    /// Removes a group in which nothing runs any more.
    ///
    /// # Errors
    ///
    /// Fault 91 while something runs; else as [`Connection::start`].
    pub async fn remove_group(
        &self,
        _turn: &Turn<'_>,
        group: &GroupName,
    ) -> Result<(), CallFailure> {
        self.permitted()?;
        match &self.wire {
            Wire::Remote(remote) => remote.remove_group(group).await,
            Wire::Demo(node) => node.remove_group(group).await,
        }
    }

    /// Restarts supervisord itself.
    ///
    /// # Errors
    ///
    /// As [`Connection::start`].
    pub async fn restart_supervisor(&self, _turn: &Turn<'_>) -> Result<(), CallFailure> {
        self.permitted()?;
        match &self.wire {
            Wire::Remote(remote) => remote.restart_supervisor().await,
            Wire::Demo(node) => node.restart_supervisor().await,
        }
    }

    /// Ends supervisord.
    ///
    /// # Errors
    ///
    /// As [`Connection::start`].
    pub async fn shut_down_supervisor(&self, _turn: &Turn<'_>) -> Result<(), CallFailure> {
        self.permitted()?;
        match &self.wire {
            Wire::Remote(remote) => remote.shut_down_supervisor().await,
            Wire::Demo(node) => node.shut_down_supervisor().await,
        }
    }

    /// Lets supervisord read its config files again; nothing that runs changes.
    ///
    /// # Errors
    ///
    /// Fault 92 when the files do not parse; else as [`Connection::start`].
    pub async fn reread(&self) -> Result<ConfigChanges, CallFailure> {
        let _turn = self.mutate().await;
        self.permitted()?;
        match &self.wire {
            Wire::Remote(remote) => remote.reread().await,
            Wire::Demo(node) => node.reread().await,
        }
    }

    /// How the programs are configured.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn programs(&self) -> Result<Vec<ProgramConfig>, CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.programs().await,
            Wire::Demo(node) => node.programs().await,
        }
    }

    /// Logs and lives at one moment, in one round trip.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`]; a fault of one log or process alone stays with that.
    pub async fn look(
        &self,
        logs: &[LogAsk],
        lives: Option<&[ProcessId]>,
    ) -> Result<LookAnswer, CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.look(logs, lives).await,
            Wire::Demo(node) => node.look(logs, lives).await,
        }
    }

    /// Opens the stream of a log; none where there is no log, and in the demo, which has no streams.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub(super) async fn follow(
        &self,
        source: &LogSource,
        stream: Stream,
    ) -> Result<Option<LogTail>, CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.follow(source, stream).await,
            Wire::Demo(_) => Ok(None),
        }
    }

    /// When the node was asked anything last, as a log stream has to know; never in the demo.
    pub(super) fn asked(&self) -> Option<watch::Receiver<Instant>> {
        match &self.wire {
            Wire::Remote(remote) => Some(remote.asked()),
            Wire::Demo(_) => None,
        }
    }

    /// Waits for the right to send one mutating call: one at a time per node, few over all.
    ///
    /// It is taken before the read that a call rests on, so that no queue lies between the two. The
    /// node's turn comes first, so that a queue on one node holds none of the places of the others.
    pub async fn mutate(&self) -> Turn<'_> {
        Turn {
            _node: self.turn.acquire().await.ok(),
            _fleet: self.turns.acquire().await.ok(),
        }
    }

    /// The name we sign in with; none where none is wanted.
    pub(super) fn user(&self) -> Option<&str> {
        match &self.wire {
            Wire::Remote(remote) => remote.user(),
            Wire::Demo(node) => node.user(),
        }
    }

    /// Has the password ready, so that the next call does not wait for it.
    pub(super) async fn authenticate(&self) -> Result<(), LinkError> {
        match &self.wire {
            Wire::Remote(remote) => remote.authenticate().await,
            Wire::Demo(_) => Ok(()),
        }
    }

    /// Asks something harmless with a password that somebody typed.
    pub(super) async fn try_password(&self, secret: &Secret) -> Result<(), CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.try_password(secret).await,
            Wire::Demo(node) => node.sign_in(secret.expose()).await,
        }
    }

    /// How long a typed password may be kept: what is typed for the demo leaves no trace.
    pub(super) fn keep(&self, wanted: Keep) -> Keep {
        match &self.wire {
            Wire::Remote(_) => wanted,
            Wire::Demo(_) => Keep::Session,
        }
    }

    /// The transport of a supervisord refuses too; the demo has none.
    fn permitted(&self) -> Result<(), LinkError> {
        match self.permission.access() {
            Access::ReadWrite => Ok(()),
            Access::ReadOnly => Err(LinkError::ReadOnly),
        }
    }
}

/// The ways to all nodes.
#[derive(Clone, Debug, Default)]
pub struct Connections(Arc<BTreeMap<NodeId, Connection>>);

impl Connections {
    /// Joins them under one limit of mutating calls.
    pub(super) fn new(wires: impl IntoIterator<Item = (NodeId, (Wire, Permission))>) -> Self {
        let turns = Arc::new(Semaphore::new(MUTATING_AT_ONCE));
        let connection = |(wire, permission)| Connection {
            wire,
            permission,
            turn: Arc::new(Semaphore::new(1)),
            turns: Arc::clone(&turns),
        };
        let all = wires.into_iter().map(|(id, wire)| (id, connection(wire)));
        Self(Arc::new(all.collect()))
    }

    /// The way to one node; none for a node that is not in the roster.
    #[must_use]
    pub fn of(&self, node: &NodeId) -> Option<&Connection> {
        self.0.get(node)
    }
}
