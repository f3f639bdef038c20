//! One way to ask a node anything, whether a supervisord answers or the demo does.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::event::CallFailure;
use super::remote::Remote;
use crate::model::{
    ConfigChanges, GroupName, LinkError, LogSource, NodeId, Process, ProcessId, ProgramConfig,
    Signal, Snapshot, Stream,
};
use crate::rpc::{Access, LogData, Permission};
use crate::secrets::Secret;

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
    permission: Permission,
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
    pub async fn start(&self, id: &ProcessId) -> Result<(), CallFailure> {
        let _turn = self.mutate().await?;
        match &self.wire {
            Wire::Remote(remote) => remote.start(id).await,
        }
    }

    /// Tells a process to stop and does not wait for it (`stopProcess`, `wait=false`).
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn stop(&self, id: &ProcessId) -> Result<(), CallFailure> {
        let _turn = self.mutate().await?;
        match &self.wire {
            Wire::Remote(remote) => remote.stop(id).await,
        }
    }

    /// Sends a signal once.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn signal(&self, id: &ProcessId, signal: Signal) -> Result<(), CallFailure> {
        let _turn = self.mutate().await?;
        match &self.wire {
            Wire::Remote(remote) => remote.signal(id, signal).await,
        }
    }

    /// Empties the logs of a process.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn clear_logs(&self, id: &ProcessId) -> Result<(), CallFailure> {
        let _turn = self.mutate().await?;
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
        let _turn = self.mutate().await?;
        match &self.wire {
            Wire::Remote(remote) => remote.reread().await,
        }
    }

    /// Adds a group that the config files name.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn add_group(&self, group: &GroupName) -> Result<(), CallFailure> {
        let _turn = self.mutate().await?;
        match &self.wire {
            Wire::Remote(remote) => remote.add_group(group).await,
        }
    }

    /// Removes a group in which nothing runs any more.
    ///
    /// # Errors
    ///
    /// Fault 91 while something runs; else as [`Connection::snapshot`].
    pub async fn remove_group(&self, group: &GroupName) -> Result<(), CallFailure> {
        let _turn = self.mutate().await?;
        match &self.wire {
            Wire::Remote(remote) => remote.remove_group(group).await,
        }
    }

    /// Restarts supervisord itself.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn restart_supervisor(&self) -> Result<(), CallFailure> {
        let _turn = self.mutate().await?;
        match &self.wire {
            Wire::Remote(remote) => remote.restart_supervisor().await,
        }
    }

    /// Ends supervisord.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn shut_down_supervisor(&self) -> Result<(), CallFailure> {
        let _turn = self.mutate().await?;
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

    /// How long each log of the source is now, in bytes; none where supervisord cannot tell.
    ///
    /// # Errors
    ///
    /// As [`Connection::snapshot`].
    pub async fn log_sizes(
        &self,
        source: &LogSource,
    ) -> Result<Vec<(Stream, Option<u64>)>, CallFailure> {
        let streams: &[Stream] = match source {
            LogSource::Process(_) => &[Stream::Stdout, Stream::Stderr],
            LogSource::Main(_) => &[Stream::Main],
        };
        let mut sizes = Vec::with_capacity(streams.len());
        for stream in streams {
            let size = match &self.wire {
                Wire::Remote(remote) => remote.log_size(source, *stream).await?,
            };
            sizes.push((*stream, size));
        }
        Ok(sizes)
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
            Wire::Remote(remote) => remote.read_log(source, stream, (offset, length)).await,
        }
    }

    /// The name we sign in with; none where none is wanted.
    pub(super) fn user(&self) -> Option<&str> {
        match &self.wire {
            Wire::Remote(remote) => remote.user(),
        }
    }

    /// Has the password ready, so that the next call does not wait for it.
    pub(super) async fn authenticate(&self) -> Result<(), LinkError> {
        match &self.wire {
            Wire::Remote(remote) => remote.authenticate().await,
        }
    }

    /// Asks something harmless with a password that somebody typed.
    pub(super) async fn try_password(&self, secret: &Secret) -> Result<(), CallFailure> {
        match &self.wire {
            Wire::Remote(remote) => remote.try_password(secret).await,
        }
    }

    /// Waits for the right to send one mutating call: one at a time per node, few over all.
    ///
    /// The calls above take it themselves. The node's turn comes first, so that a queue on one
    /// node holds none of the places of the others.
    ///
    /// # Errors
    ///
    /// [`LinkError::ReadOnly`] where nothing may be changed; the transport itself refuses too.
    pub async fn mutate(&self) -> Result<Turn<'_>, CallFailure> {
        let turn = Turn {
            _node: self.turn.acquire().await.ok(),
            _fleet: self.turns.acquire().await.ok(),
        };
        match self.permission.access() {
            Access::ReadWrite => Ok(turn),
            Access::ReadOnly => Err(LinkError::ReadOnly.into()),
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
