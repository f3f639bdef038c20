//! Asks one node how it is, again and again; polls of one node never overlap.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, mpsc};
use tokio::time::{Instant, sleep_until, timeout};

use super::cadence::History;
use super::clock::Clock;
use super::connection::Connection;
use super::event::Event;
use super::pace::Pace;
use crate::model::{LinkError, NodeId, Report, Snapshot};
use crate::rpc::LastAnswer;

/// The first polls are spread over so much time.
const FIRST_SPREAD: Duration = Duration::from_millis(100);
/// After so long a poll only waits, and gives its place to one that may get an answer. So silent
/// nodes, however many, never keep the others from being asked.
const PATIENCE: Duration = Duration::from_millis(250);

/// What the node said last, for as long as it repeats that.
#[derive(Debug, Default)]
struct Kept {
    answer: LastAnswer,
    snapshot: Arc<Snapshot>,
    until: Option<Instant>,
}

/// Asks one node how it is.
#[derive(Debug)]
pub(super) struct Poller {
    pub(super) node: NodeId,
    pub(super) connection: Connection,
    pub(super) bell: Arc<Notify>,
    pub(super) places: Arc<Semaphore>,
    pub(super) pace: Arc<Pace>,
    pub(super) clock: Clock,
    pub(super) events: mpsc::Sender<Event>,
}

impl Poller {
    /// Polls until the front is gone or the task is dropped.
    pub(super) async fn run(self) {
        let mut history = History::default();
        let mut kept = Kept::default();
        let mut due = Some(Instant::now() + FIRST_SPREAD.mul_f64(fastrand::f64()));
        loop {
            self.rest(due, Instant::now() + history.breath()).await;
            let (took, result) = self.poll(&mut kept).await;
            match &result {
                Ok(_) => history.answered(took),
                Err(error) => history.failed(error),
            }
            let rest = history.rest(&self.pace, fastrand::f64() * 2.0 - 1.0);
            let at = self.clock.now();
            let report = Report {
                node: self.node.clone(),
                at,
                took,
                next: rest.and_then(|rest| at.checked_add(rest).ok()),
                result,
            };
            due = rest.map(|rest| Instant::now() + rest);
            if self.events.send(Event::Reported(report)).await.is_err() {
                return;
            }
        }
    }

    /// Waits until a poll is due or somebody nudges; after a nudge, until the node had a breath.
    async fn rest(&self, due: Option<Instant>, breath: Instant) {
        let nudged = self.bell.notified();
        let Some(due) = due else {
            return nudged.await;
        };
        tokio::select! {
            () = sleep_until(due) => {}
            () = nudged => sleep_until(breath.min(due)).await,
        }
    }

    /// One poll, and how long the node took for it: neither the wait for its password nor the wait
    /// for a place is the node's doing.
    async fn poll(&self, kept: &mut Kept) -> (Duration, Result<Arc<Snapshot>, LinkError>) {
        if let Err(error) = self.connection.authenticate().await {
            return (Duration::ZERO, Err(error));
        }
        let place = self.places.acquire().await;
        let began = Instant::now();
        if kept.until.is_none_or(|until| until <= began) {
            kept.answer.forget();
        }
        let mut call = pin!(self.connection.news(&mut kept.answer));
        let result = if let Ok(result) = timeout(PATIENCE, &mut call).await {
            result
        } else {
            drop(place);
            call.as_mut().await
        };
        let took = began.elapsed();
        let snapshot = match result {
            Ok(Some(snapshot)) => {
                kept.until = Some(began + self.pace.unread);
                kept.snapshot = Arc::new(snapshot);
                Ok(Arc::clone(&kept.snapshot))
            }
            Ok(None) => Ok(Arc::clone(&kept.snapshot)),
            Err(failure) => Err(failure.into_link()),
        };
        (took, snapshot)
    }
}
