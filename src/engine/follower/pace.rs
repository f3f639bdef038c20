//! How much and how often a node is asked for its logs.

use std::time::Duration;

/// What of a log is told when it is opened or fallen behind of, and how much history at once, in
/// bytes.
pub(super) const OPENING: u32 = 64 * 1024;
/// The most one answer brings: more would hold supervisord up (`PROTOCOL` 3.1), and five times as
/// much, if every letter is an `&` that travels as `&amp;`, still is an answer that is accepted.
pub(super) const AT_ONCE: u32 = 192 * 1024;
/// A follower that is further behind leaves bytes out.
pub(super) const TOO_FAR: u64 = 4 * 1024 * 1024;
/// A log that brings so many bytes in one look is loud: it is news at every look, and its stream
/// would cost supervisord more than it tells us (`FAULTS` M12).
pub(super) const LOUD: usize = 128 * 1024;
/// How long a log counts as loud after that.
pub(super) const LOUD_FOR: Duration = Duration::from_secs(1);
/// From one look to the next while more is known to be there: a bound on what is told in a second.
pub(super) const CHASE: Duration = Duration::from_millis(25);
/// From one look to the next while a log without a bell grows.
const BUSY: Duration = Duration::from_millis(100);
/// While nothing happens. supervisord's loop sleeps for a second at most: looked at a little more
/// often, it wakes when we know it (`PROTOCOL` 8).
pub(super) const IDLE: Duration = Duration::from_millis(900);
/// While the node does not answer.
const AWAY: Duration = Duration::from_secs(5);
/// How long until a bell that could not be hung up, or fell, is tried again.
pub(super) const RETRY: Duration = Duration::from_secs(5);

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

/// The rest after a look at logs without a bell, given the rest before it.
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
