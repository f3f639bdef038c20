//! How fast a log comes.

use std::collections::VecDeque;

use jiff::Timestamp;

/// The seconds over which the rate is taken.
const SECONDS: i64 = 5;

/// Lines and bytes of the last seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    recent: VecDeque<Second>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Second {
    at: i64,
    lines: u64,
    bytes: u64,
}

impl Rate {
    /// Counts what came.
    pub fn count(&mut self, at: Timestamp, lines: u64, bytes: u64) {
        let second = at.as_second();
        match self.recent.back_mut() {
            Some(last) if last.at >= second => {
                last.lines += lines;
                last.bytes += bytes;
            }
            Some(_) | None => self.recent.push_back(Second {
                at: second,
                lines,
                bytes,
            }),
        }
        self.tick(at);
    }

    /// Forgets what is too long ago.
    pub fn tick(&mut self, now: Timestamp) {
        let begin = now.as_second() - SECONDS;
        while self.recent.front().is_some_and(|first| first.at <= begin) {
            self.recent.pop_front();
        }
    }

    /// Lines a second.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.recent.iter().map(|second| second.lines).sum::<u64>() / SECONDS.unsigned_abs()
    }

    /// Bytes a second.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.recent.iter().map(|second| second.bytes).sum::<u64>() / SECONDS.unsigned_abs()
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn it_is_taken_over_the_last_five_seconds() {
        let begin = Timestamp::UNIX_EPOCH;
        let after = |seconds| begin + SignedDuration::from_secs(seconds);
        let mut rate = Rate::default();
        rate.count(begin, 10, 1_000);
        rate.count(begin, 10, 1_000);
        rate.count(after(4), 5, 500);
        assert_eq!((rate.lines(), rate.bytes()), (5, 500));
        rate.tick(after(5));
        assert_eq!((rate.lines(), rate.bytes()), (1, 100));
        rate.tick(after(9));
        assert_eq!((rate.lines(), rate.bytes()), (0, 0));
    }
}
