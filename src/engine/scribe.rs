//! Tells the journal what happens, in the order it happens.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval};

use super::ledger::Note;
use crate::journal::{Counts, Entry, Journal, JournalError, Who};
use crate::model::Outcome;
use crate::plan::{Operation, RunId, Schedule, Summary};

/// Notes that may wait for the disk.
const QUEUE: usize = 256;
/// How often records of other consoles are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Where records go.
#[derive(Debug)]
pub enum Journaling {
    /// Into the file.
    File(Journal),
    /// Into memory, for as long as this session: the demo.
    Memory(Who),
    /// Nowhere, as the file cannot be opened: no run begins.
    Broken(JournalError),
}

/// The journal cannot be written; why, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unwritten(pub String);

/// Whoever does something tells it here. Clones tell the same journal.
#[derive(Clone, Debug)]
pub struct Scribe {
    notes: mpsc::Sender<Note>,
}

impl Scribe {
    /// A scribe, and what its ledger has to read.
    pub(super) fn new() -> (Self, mpsc::Receiver<Note>) {
        let (notes, inbox) = mpsc::channel(QUEUE);
        (Self { notes }, inbox)
    }

    /// Notes that a run begins, before anything is sent.
    ///
    /// # Errors
    ///
    /// When it could not be written: then nothing may be sent.
    pub async fn begun(&self, run: RunId, schedule: &Schedule) -> Result<(), Unwritten> {
        let (answer, written) = oneshot::channel();
        self.tell(Note::Begin {
            run,
            action: schedule.action,
            targets: schedule.operations.len(),
            answer,
        })
        .await;
        let closed = |_| Err(Unwritten("the journal is closed".into()));
        written.await.unwrap_or_else(closed)
    }

    /// Notes how one operation ended, and how long it took.
    pub async fn ended(
        &self,
        run: RunId,
        operation: &Operation,
        outcome: &Outcome,
        took: Duration,
    ) {
        self.note(Entry::Operated {
            run: run.0,
            action: operation.action,
            subject: operation.subject.clone(),
            outcome: outcome.clone(),
            took,
        })
        .await;
    }

    /// Notes that a run ended.
    pub async fn finished(&self, run: RunId, summary: Summary) {
        let counts = Counts {
            ok: summary.ok,
            failed: summary.failed,
            lost: summary.lost,
            skipped: summary.skipped,
            cancelled: summary.cancelled,
        };
        self.tell(Note::Finish { run, counts }).await;
    }

    /// Notes anything else.
    pub(super) async fn note(&self, entry: Entry) {
        self.tell(Note::Write(entry)).await;
    }

    /// Looks for records of other consoles, again and again.
    pub(super) async fn look(self) {
        let mut tick = interval(LOOK_EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tick.tick().await;
            self.tell(Note::Look).await;
        }
    }

    async fn tell(&self, note: Note) {
        // The ledger ends after every scribe is gone, or with a panic that is reported elsewhere.
        let _ = self.notes.send(note).await;
    }
}
