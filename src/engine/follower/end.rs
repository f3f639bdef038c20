//! Where a log ends, for logs whose size supervisord does not tell: its own, and those over 2 GiB.

use std::pin::Pin;

use crate::engine::CallFailure;

/// How far the first probe goes.
const STRIDE: u64 = 4 * 1024;
/// Probes of one round trip.
const AT_ONCE: u64 = 32;

/// Asks of several places whether there is a byte.
pub(super) type Probes = dyn Fn(Vec<u64>) -> Probing + Send + Sync;

/// One such question.
pub(super) type Probing = Pin<Box<dyn Future<Output = Result<Vec<bool>, CallFailure>> + Send>>;

/// The size of a log, searched for from a place that is likely near it.
///
/// # Errors
///
/// As for every read.
pub(super) async fn find_end(exist: &Probes, near: u64) -> Result<u64, CallFailure> {
    let far = (0..AT_ONCE).map(|times| near + (STRIDE << times));
    let mut places: Vec<u64> = near.checked_sub(1).into_iter().chain(far).collect();
    // The bytes before `low` exist, the one at `high` does not.
    let (mut low, mut high) = (0, u64::MAX / 2);
    loop {
        let answers = exist(places.clone()).await?;
        for (place, exists) in places.into_iter().zip(answers) {
            if exists {
                low = low.max(place + 1);
            } else {
                high = high.min(place);
            }
        }
        // Whoever grows while we ask may contradict himself.
        let Some(span) = high.checked_sub(low).filter(|span| *span > 0) else {
            return Ok(low);
        };
        let count = span.min(AT_ONCE);
        places = (0..count)
            .map(|at| low + span / count * at + span % count * at / count)
            .collect();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn the_end_is_found_from_anywhere_in_a_few_round_trips() {
        for size in [0u64, 1, 2, 4_095, 4_096, 4_097, 70_000, 50_000_000, 3 << 31] {
            for near in [0, 1, 4_096, 69_999, size, size + 1, 10_000_000] {
                let trips = Arc::new(AtomicUsize::new(0));
                let count = Arc::clone(&trips);
                let exist = move |places: Vec<u64>| -> Probing {
                    assert!(places.is_sorted());
                    count.fetch_add(1, Ordering::Relaxed);
                    let answers = places.iter().map(|at| *at < size).collect();
                    Box::pin(async move { Ok(answers) })
                };
                let end = find_end(&exist, near).await;
                assert_eq!(end, Ok(size), "size {size} near {near}");
                let trips = trips.load(Ordering::Relaxed);
                assert!(trips <= 9, "{trips} round trips for {size} near {near}");
            }
        }
    }
}
