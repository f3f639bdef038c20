//! What a front holds: it asks, and it ends the engine.

use thiserror::Error;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use super::crew::Crew;
use super::request::Request;

/// Why a request was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AskError {
    /// So much waits already that nothing more is taken; try again.
    #[error("the engine is busy: too many requests wait already")]
    Full,
    /// The engine has ended.
    #[error("the engine has ended")]
    Ended,
}

/// What a front holds. Clones ask the same engine.
#[derive(Clone, Debug)]
pub struct Handle {
    requests: mpsc::Sender<Request>,
    crew: Crew,
}

impl Handle {
    pub(super) fn new(requests: mpsc::Sender<Request>, crew: Crew) -> Self {
        Self { requests, crew }
    }

    /// Asks; never waits.
    ///
    /// # Errors
    ///
    /// When the request was not taken: it is dropped, and nothing of it was done.
    pub fn ask(&self, request: Request) -> Result<(), AskError> {
        self.requests
            .try_send(request)
            .map_err(|error| match error {
                TrySendError::Full(_) => AskError::Full,
                TrySendError::Closed(_) => AskError::Ended,
            })
    }

    /// Ends every task, in a tenth of a second at most, whatever they wait for. What a run has
    /// under way goes on at its node, unseen; the journal says so.
    pub async fn stop(&self) {
        self.crew.end().await;
    }
}
