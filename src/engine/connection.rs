//! One way to ask a node anything, whether a supervisord answers or the demo does.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::event::CallFailure;
use super::remote::{LogData, Remote};
use crate::model::{
    ConfigChanges, GroupName, LogSource, NodeId, Process, ProcessId, ProgramConfig, Signal,
    Snapshot, Stream,
};

/// Mutating calls under way at once, over all nodes (`FAULTS` 3.8).
const MUTATING_AT_ONCE: usize = 16;

/// What answers.
#[derive(Clone, Debug)]
pub(super) enum Wire {
    /// A supervisord.
    Remote(Remote),
}

/// A way to ask one node. Clones share its limits.
#[derive(Clone, Debug)]
pub struct Connection {
    wire: Wire,
    turn: Arc<Semaphore>,
    turns: Arc<Semaphore>,
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
        }
    }

    /// Tells a process to start and does not wait for it (`startProcess`, `wait=false`).
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn start(&self, _turn: &Turn<'_>, id: &ProcessId) -> Result<(), CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.start(id).await,
        }
    }

    /// Tells a process to stop and does not wait for it (`stopProcess`, `wait=false`).
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn stop(&self, _turn: &Turn<'_>, id: &ProcessId) -> Result<(), CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.stop(id).await,
        }
    }

    /// Sends a signal once.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn signal(
        &self,
        _turn: &Turn<'_>,
        id: &ProcessId,
        signal: Signal,
    ) -> Result<(), CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.signal(id, signal).await,
        }
    }

    /// Empties the logs of a process.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn clear_logs(&self, _turn: &Turn<'_>, id: &ProcessId) -> Result<(), CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.clear_logs(id).await,
        }
    }

    /// Lets supervisord read its config files again; nothing that runs changes.
    ///
    /// # Errors
    ///
    /// Fault 92 when the files do not parse; else as [`Connection::snapshot`].
    pub async fn reread(&self) -> Result<ConfigChanges, CallFailure> {
        let _turn = self.mutate().await;
        match &self.wire {
            Wire::Remote(remote) => remote.reread().await,
        }
    }

    /// Adds a group that the config files name.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn add_group(&self, _turn: &Turn<'_>, group: &GroupName) -> Result<(), CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.add_group(group).await,
        }
    }

    /// Removes a group in which nothing runs any more.
    ///
    /// # Errors
    ///
    /// Fault 91 while something runs; else as [`Connection::snapshot`].
    pub async fn remove_group(
        &self,
        _turn: &Turn<'_>,
        group: &GroupName,
    ) -> Result<(), CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.remove_group(group).await,
        }
    }

    /// Restarts supervisord itself.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn restart_supervisor(&self, _turn: &Turn<'_>) -> Result<(), CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.restart_supervisor().await,
        }
    }

    /// Ends supervisord.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn shut_down_supervisor(&self, _turn: &Turn<'_>) -> Result<(), CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.shut_down_supervisor().await,
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
        }
    }

    /// How long each log of the source is now, in bytes; none where there is no log.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn log_sizes(
        &self,
        source: &LogSource,
    ) -> Result<Vec<(Stream, Option<u64>)>, CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.log_sizes(source).await,
        }
    }

    /// Up to `length` bytes of a log from `offset` on, or that it cannot be had.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn read_log(
        &self,
        source: &LogSource,
        stream: Stream,
        offset: u64,
        length: u64,
    ) -> Result<LogData, CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => {
                remote
                    .read_log(source, stream, offset..offset + length)
                    .await
            }
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
}

/// The ways to all nodes.
#[derive(Clone, Debug, Default)]
pub struct Connections(Arc<BTreeMap<NodeId, Connection>>);

impl Connections {
    /// Joins them under one limit of mutating calls.
    pub(super) fn new(wires: impl IntoIterator<Item = (NodeId, Wire)>) -> Self {
        let turns = Arc::new(Semaphore::new(MUTATING_AT_ONCE));
        let connection = |wire| Connection {
            wire,
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
