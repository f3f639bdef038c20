//! When supervisord does not look at a log by itself, and when we therefore have to.
//!
//! It looks at a stream when its loop turns, but not within 0.1 s of the last look, and its loop
//! turns when something happens, or after a second (`PROTOCOL` 3.3, 8). So what is written within
//! 0.1 s of a look waits until something else happens. Every bell and every call of ours turns the
//! loop: from then on we look ourselves until supervisord does so again.

use std::time::Duration;

use tokio::time::Instant;

use super::pace::IDLE;

/// How long supervisord does not look.
const BLIND: Duration = Duration::from_millis(100);
/// When our looks are to reach it in that time. The last one has to come before the end, or it
/// makes supervisord look, and a new blind time begins.
const LOOKS: [Duration; 3] = [
    Duration::from_millis(32),
    Duration::from_millis(64),
    Duration::from_millis(95),
];
/// Later than this no look gets there in time.
const LATEST: Duration = Duration::from_millis(98);

/// The last time in which supervisord did not look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blind {
    since: Instant,
}

impl Blind {
    /// It begins now.
    pub(super) fn new(now: Instant) -> Self {
        Self { since: now }
    }

    /// Something turned supervisord's loop, and we heard of it `trip` (there and back) / 2 later.
    pub(super) fn wake(&mut self, heard: Instant, trip: Duration) {
        let at = heard.checked_sub(trip / 2).unwrap_or(heard);
        if at > self.since + BLIND {
            self.since = at;
        }
    }

    /// When to look next, if the last look was sent at `last` and the way there and back takes
    /// `trip`.
    pub(super) fn next(&self, last: Instant, now: Instant, trip: Duration) -> Instant {
        let there = trip / 2;
        let planned = LOOKS
            .iter()
            .map(|after| self.since + after.saturating_sub(there));
        let next = planned.filter(|planned| *planned > last).min();
        match next.map(|next| next.max(now)) {
            Some(next) if next + there <= self.since + LATEST => next,
            _ => (self.since + IDLE).max(last + IDLE / 2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// When looks are sent after supervisord looked at `begin`, in milliseconds, until it rests.
    fn looks(trip: u32) -> Vec<u128> {
        let begin = Instant::now();
        let mut blind = Blind::new(begin);
        let (mut last, mut now) = (begin, begin + MS * trip / 2);
        let mut all = Vec::new();
        while all.len() < 10 {
            last = blind.next(last, now, MS * trip);
            let sent = (last - begin).as_millis();
            if sent > 200 {
                break;
            }
            all.push(sent);
            now = last + MS * trip;
            blind.wake(now, MS * trip);
        }
        all
    }

    #[test]
    fn we_look_while_supervisord_does_not() {
        assert_eq!(looks(0), [32, 64, 95]);
        assert_eq!(looks(2), [31, 63, 94]);
    }

    #[test]
    fn from_far_away_fewer_looks_get_there_in_time() {
        assert_eq!(looks(60), [30]);
        assert_eq!(looks(120), []);
        assert_eq!(looks(500), []);
    }

    #[test]
    fn an_idle_node_is_woken_before_it_wakes_by_itself() {
        let begin = Instant::now();
        let blind = Blind::new(begin);
        assert_eq!(
            blind.next(begin + MS * 95, begin + MS * 97, MS),
            begin + IDLE
        );
    }

    #[test]
    fn what_happens_while_it_does_not_look_changes_nothing() {
        let begin = Instant::now();
        let mut blind = Blind::new(begin);
        blind.wake(begin + MS * 90, MS);
        assert_eq!(blind.next(begin, begin, Duration::ZERO), begin + MS * 32);
        blind.wake(begin + MS * 300, MS * 2);
        let next = blind.next(begin + MS * 95, begin + MS * 300, Duration::ZERO);
        assert_eq!(next, begin + MS * (299 + 32));
    }
}
