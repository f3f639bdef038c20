//! Blocking calls that may never come back: each on a thread of its own, waited for a while only.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};

/// Threads that may be at work, or stuck, at once.
const THREADS: usize = 4;

/// Runs blocking calls on threads of their own.
///
/// Not on tokio's blocking pool: a runtime waits for that pool when it ends, and a call stuck on a
/// dead bus would keep the program from ending.
#[derive(Clone, Debug)]
pub(super) struct Aside {
    /// One per caller that waits; given back when the caller stops waiting.
    turns: Arc<Semaphore>,
    /// One per living thread; a stuck thread keeps its own.
    threads: Arc<Semaphore>,
    limit: Duration,
}

/// Why a call gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// It did not come back in time; its thread may never do.
    Late,
    /// All threads are stuck in earlier calls.
    Busy,
    /// No thread could be had, or it ended without an answer.
    Lost,
}

impl Aside {
    /// Each call has `limit` from when its thread begins.
    pub(super) fn new(limit: Duration) -> Self {
        Self {
            turns: Arc::new(Semaphore::new(THREADS)),
            threads: Arc::new(Semaphore::new(THREADS)),
            limit,
        }
    }

    /// How long a call may take.
    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    /// Runs one call. Waiting for a turn is bounded too: every turn ends within the limit.
    pub(super) async fn run<T, F>(&self, call: F) -> Result<T, NoAnswer>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let _turn = self.turns.acquire().await.map_err(|_| NoAnswer::Lost)?;
        let thread = Arc::clone(&self.threads)
            .try_acquire_owned()
            .map_err(|_| NoAnswer::Busy)?;
        let (answer, waiting) = oneshot::channel();
        std::thread::Builder::new()
            .name("supdeck-aside".into())
            .spawn(move || {
                let result = call();
                // Given back before the answer goes out, so that whoever is next surely finds it.
                drop(thread);
                // Nobody may be waiting any more; then the answer is dropped, and wiped.
                let _ = answer.send(result);
            })
            .map_err(|_| NoAnswer::Lost)?;
        match tokio::time::timeout(self.limit, waiting).await {
            Ok(result) => result.map_err(|_| NoAnswer::Lost),
            Err(_) => Err(NoAnswer::Late),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn stuck_calls_are_bounded_and_heal() {
        let aside = Aside::new(Duration::from_millis(50));
        let mut gates = Vec::new();
        for _ in 0..THREADS {
            let (gate, closed) = mpsc::channel::<()>();
            gates.push(gate);
            let stuck = aside.run(move || closed.recv()).await;
            assert_eq!(stuck.unwrap_err(), NoAnswer::Late);
        }
        assert_eq!(aside.run(|| ()).await, Err(NoAnswer::Busy));
        drop(gates);
        let healed = async {
            while aside.run(|| ()).await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), healed)
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn more_callers_than_threads_all_get_their_turn() {
        let aside = Aside::new(Duration::from_secs(30));
        let calls: Vec<_> = (0..100)
            .map(|number| {
                let aside = aside.clone();
                tokio::spawn(async move { aside.run(move || number).await })
            })
            .collect();
        for (number, call) in calls.into_iter().enumerate() {
            assert_eq!(call.await.unwrap(), Ok(number));
        }
    }
}
