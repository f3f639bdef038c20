//! What a front may ask of the engine: imperative.

use crate::model::{EnvironmentName, LogPlace, LogSource, NodeId, Stream};
use crate::plan::{Permission, RunId, Schedule};
use crate::secrets::{Keep, Secret};

/// Which nodes are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every node.
    All,
    /// The nodes of one environment.
    Environment(EnvironmentName),
    /// These nodes.
    Nodes(Vec<NodeId>),
}

/// Where lasting passwords go on a host without a keyring.
#[derive(Debug)]
pub enum StoreChoice {
    /// Nowhere: ask once, keep in memory.
    Memory,
    /// In the sealed file, opened or made with this passphrase.
    Sealed(Secret),
}

/// What a front may ask.
#[derive(Debug)]
pub enum Request {
    /// Poll now, paused nodes included.
    Poll(Scope),
    /// Execute a confirmed schedule.
    Run(RunId, Schedule),
    /// Let nothing new begin in a run.
    Pause(RunId),
    /// Let a paused run go on.
    Resume(RunId),
    /// Drop what is queued in a run.
    Cancel(RunId),
    /// Tell what a log says, from its last 64 KiB on.
    Follow(LogSource),
    /// Stop telling.
    Unfollow(LogSource),
    /// Tell what lies before this place of a log that is followed, at most 64 KiB of it.
    ReadBack(LogSource, Stream, LogPlace),
    /// Read the config files of a node again and say what an update would change.
    Reread(NodeId),
    /// Say how the programs of a node are configured.
    Inspect(NodeId),
    /// Try a password on these nodes and keep it if they take it.
    SignIn {
        /// The nodes it is for.
        nodes: Vec<NodeId>,
        /// The password.
        secret: Secret,
        /// How long to keep it.
        keep: Keep,
    },
    /// Decide where lasting passwords go on a host without a keyring.
    Store(StoreChoice),
    /// Let the transports send mutating calls, or not.
    Permit(Permission),
}
