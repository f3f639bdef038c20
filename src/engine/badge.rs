//! How one node's password is had: at once if it is known, else from the keeper.

use tokio::sync::{mpsc, oneshot, watch};

use super::ask::Ask;
use crate::model::{LinkError, NodeId};
use crate::rpc;
use crate::secrets::Secret;

/// The name we sign in to one node with, and the way to its password.
#[derive(Clone, Debug)]
pub(super) struct Badge {
    pub(super) node: NodeId,
    pub(super) user: String,
    pub(super) held: watch::Receiver<Option<Secret>>,
    pub(super) keeper: mpsc::Sender<Ask>,
}

/// A badge with its password, for one call.
#[derive(Debug)]
pub(super) struct Pass {
    user: String,
    secret: Secret,
}

impl Pass {
    /// As the wire borrows it.
    pub(super) fn credentials(&self) -> rpc::Credentials<'_> {
        rpc::Credentials {
            user: &self.user,
            password: self.secret.expose(),
        }
    }
}

impl Badge {
    /// The password: held already, or fetched from where it lasts. A slow keyring delays only the
    /// nodes whose password it has.
    ///
    /// # Errors
    ///
    /// [`LinkError::NoCredential`], in words.
    pub(super) async fn pass(&self) -> Result<Pass, LinkError> {
        let held = self.held.borrow().as_ref().map(Secret::share);
        let secret = match held {
            Some(secret) => secret,
            None => self.fetch().await?,
        };
        Ok(self.with(secret))
    }

    /// A pass with a password that somebody typed.
    pub(super) fn with(&self, secret: Secret) -> Pass {
        Pass {
            user: self.user.clone(),
            secret,
        }
    }

    /// Tells the keeper that the node refused this pass.
    pub(super) async fn refused(&self, pass: Pass) {
        let refused = Ask::Refused {
            node: self.node.clone(),
            secret: pass.secret,
        };
        // A keeper that has ended keeps nothing.
        let _ = self.keeper.send(refused).await;
    }

    async fn fetch(&self) -> Result<Secret, LinkError> {
        let (answer, fetched) = oneshot::channel();
        let wanted = Ask::Fetch {
            node: self.node.clone(),
            answer,
        };
        let ended = || LinkError::NoCredential {
            reason: "supdeck is ending".into(),
        };
        self.keeper.send(wanted).await.map_err(|_| ended())?;
        fetched.await.map_err(|_| ended())?
    }
}
