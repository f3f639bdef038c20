//! What the keeper of the passwords is asked, and what it tells of a password it has kept.

use tokio::sync::oneshot;

use super::request::StoreChoice;
use crate::journal::Kept;
use crate::model::{LinkError, NodeId};
use crate::secrets::{Keep, Secret};

/// What the keeper is asked.
#[derive(Debug)]
pub(super) enum Ask {
    /// A node's password, from wherever it lasts.
    Fetch {
        /// Which node.
        node: NodeId,
        /// Whoever waits for it.
        answer: oneshot::Sender<Result<Secret, LinkError>>,
    },
    /// A node refused a password: it is forgotten.
    Refused {
        /// Which node.
        node: NodeId,
        /// What it refused; a newer one stays.
        secret: Secret,
    },
    /// A node accepted a typed password: it is kept.
    Accepted {
        /// Which node.
        node: NodeId,
        /// What it accepted.
        secret: Secret,
        /// For how long.
        keep: Keep,
        /// Whoever waits for the news.
        answer: oneshot::Sender<Keepsake>,
    },
    /// Where lasting passwords go from now on.
    Store(StoreChoice),
    /// A person wants these nodes asked again: a keyring that failed may be better now.
    Again(Vec<NodeId>),
}

/// What became of an accepted password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keepsake {
    /// Where it is, for the journal.
    pub(super) kept: Kept,
    /// Where it is, in words; or why it could not be kept longer than this session.
    pub(super) words: Result<String, String>,
}
