//! Writes to the journal from a thread of its own, in the order things happened.

use std::time::Duration;

use crate::model::Outcome;
use crate::plan::{Operation, RunId, Schedule, Summary};

/// The journal cannot be written; in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unwritten(pub String);

/// Whoever does something tells it here. Clones write to the same journal.
#[derive(Clone, Debug, Default)]
pub struct Scribe;

impl Scribe {
    /// Notes that a run begins, before anything is sent.
    ///
    /// # Errors
    ///
    /// When it could not be written: then nothing may be sent.
    pub async fn begun(&self, _run: RunId, _schedule: &Schedule) -> Result<(), Unwritten> {
        Ok(())
    }

    /// Notes how one operation ended, and how long it took.
    pub async fn ended(
        &self,
        _run: RunId,
        _operation: &Operation,
        _outcome: &Outcome,
        _took: Duration,
    ) {
    }

    /// Notes that a run ended.
    pub async fn finished(&self, _run: RunId, _summary: Summary) {}
}
