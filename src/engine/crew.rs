//! Every task of the engine, and the one way to end them all.

use std::future::Future;
use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long the end may take. Tasks end at their next await, whatever socket they wait for.
const END: Duration = Duration::from_millis(100);

/// Every task of the engine. Clones are the same crew.
#[derive(Clone, Debug, Default)]
pub(super) struct Crew {
    tracker: TaskTracker,
    stop: CancellationToken,
    written: CancellationToken,
}

impl Crew {
    /// Lets a task work until it is done or the crew ends.
    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.spawn_until(self.stop.clone(), work);
    }

    /// As [`Crew::spawn`], with an end of its own: cancel what it returns.
    pub(super) fn spawn_stoppable(
        &self,
        work: impl Future<Output = ()> + Send + 'static,
    ) -> CancellationToken {
        let stop = self.stop.child_token();
        self.spawn_until(stop.clone(), work);
        stop
    }

    /// For tasks that wind up by themselves when [`Crew::stop`] is cancelled.
    pub(super) fn tracker(&self) -> &TaskTracker {
        &self.tracker
    }

    /// Cancelled when the crew ends.
    pub(super) fn stop(&self) -> &CancellationToken {
        &self.stop
    }

    /// Cancelled when the journal's thread has written its last record.
    pub(super) fn written(&self) -> &CancellationToken {
        &self.written
    }

    /// Ends all tasks and waits for that, and for the journal, a little.
    pub(super) async fn end(&self) {
        self.tracker.close();
        self.stop.cancel();
        let ended = async {
            self.tracker.wait().await;
            self.written.cancelled().await;
        };
        if timeout(END, ended).await.is_err() {
            tracing::warn!(
                "{} tasks of the engine did not end in time",
                self.tracker.len()
            );
        }
    }

    fn spawn_until(
        &self,
        stop: CancellationToken,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        self.tracker.spawn(async move {
            // Whether it was done or cut short, nothing follows.
            let _ = stop.run_until_cancelled(work).await;
        });
    }
}
