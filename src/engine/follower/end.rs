//! Where a log ends, for logs whose size supervisord does not tell: its own, and those over 2 GiB.

use crate::engine::{CallFailure, LogData};

/// How far the first probe goes.
const STRIDE: u64 = 4 * 1024;

/// The size of a log, searched for from a place that is likely near it.
///
/// # Errors
///
/// As for every read.
pub(super) async fn find_end(
    read: &impl AsyncFn(u64, u64) -> Result<LogData, CallFailure>,
    near: u64,
) -> Result<u64, CallFailure> {
    let exists = async |at: u64| -> Result<bool, CallFailure> {
        Ok(match read(at, 1).await? {
            LogData::Bytes(bytes) => !bytes.is_empty(),
            LogData::Undecodable => true,
            LogData::NoLog => false,
        })
    };
    // Every byte before `low` exists, the one at `high` does not.
    let mut low = if near > 0 && exists(near - 1).await? {
        near
    } else {
        0
    };
    if !exists(low).await? {
        return Ok(low);
    }
    let mut stride = STRIDE;
    while exists(low + stride).await? {
        low += stride;
        stride *= 2;
    }
    let mut high = low + stride;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if exists(middle).await? {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Untrusted;

    #[tokio::test]
    async fn the_end_is_found_from_anywhere() {
        for size in [0u64, 1, 4_095, 4_096, 4_097, 70_000, 5_000_000] {
            let read = async |offset: u64, length: u64| {
                let end = (offset + length).min(size);
                let count = usize::try_from(end.saturating_sub(offset)).unwrap();
                Ok(LogData::Bytes(Untrusted::new(vec![b'x'; count])))
            };
            for near in [0, 1, 4_096, 69_999, size, size + 1, 10_000_000] {
                assert_eq!(
                    find_end(&read, near).await,
                    Ok(size),
                    "size {size} near {near}"
                );
            }
        }
    }
}
