//! How much and how often a follower asks.

use std::time::Duration;

/// What of a log is told when it is opened, in bytes.
pub(super) const OPENING: u64 = 64 * 1024;
/// The most one read may bring: more would hold supervisord up (`PROTOCOL` 3.1).
pub(super) const AT_ONCE: u64 = 256 * 1024;
/// A follower that is further behind leaves bytes out.
pub(super) const TOO_FAR: u64 = 4 * 1024 * 1024;
/// From one look to the next while the log grows.
const BUSY: Duration = Duration::from_millis(250);
/// While nothing happens.
const IDLE: Duration = Duration::from_secs(1);
/// While the node does not answer.
const AWAY: Duration = Duration::from_secs(5);
/// Every so many looks the process itself is read, to see whether it was restarted.
pub(super) const LOOKS_PER_READ: u32 = 4;

/// What the last look came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Something was told.
    News,
    /// Nothing new.
    Quiet,
    /// The node did not answer.
    Away,
}

/// The rest after a look, given the rest before it.
pub(super) fn rest(look: Look, before: Duration) -> Duration {
    let longer = before + before / 2;
    match look {
        Look::News => BUSY,
        Look::Quiet => longer.clamp(BUSY, IDLE),
        Look::Away => longer.clamp(IDLE, AWAY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_log_is_asked_less_often_and_news_wake_it() {
        let mut pause = Duration::ZERO;
        for _ in 0..9 {
            pause = rest(Look::Quiet, pause);
        }
        assert_eq!(pause, IDLE);
        assert_eq!(rest(Look::News, pause), BUSY);
        assert!(rest(Look::Away, pause) > IDLE);
    }
}
