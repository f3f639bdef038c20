//! What the looks at one process have shown over time.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::model::{Process, ProcessState};

/// What stays the same while nothing happens to a process.
type Reading = (
    ProcessState,
    Option<u32>,
    Option<Timestamp>,
    Option<Timestamp>,
);

/// What the looks at one process have shown since a call was sent to it.
#[derive(Clone, Debug)]
pub(super) struct Trail {
    called: Instant,
    reading: Option<Reading>,
    since: Instant,
    pid: Option<u32>,
    pid_since: Instant,
    silent: Option<Instant>,
    retried: bool,
}

impl Trail {
    /// A call was sent now.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            called: now,
            reading: None,
            since: now,
            pid: None,
            pid_since: now,
            silent: None,
            retried: false,
        }
    }

    /// Notes a read. The time in which the node was silent counts for nothing: a frozen supervisord
    /// does not work on anything either.
    pub(super) fn note(&mut self, read: &Process, now: Instant) {
        if let Some(silent) = self.silent.take() {
            let lost = now.duration_since(silent);
            self.called += lost;
            self.since += lost;
        }
        if read.pid.is_some() && read.pid != self.pid {
            // The first pid may be as old as the call.
            if self.pid.is_some() {
                self.pid_since = now;
            }
            self.pid = read.pid;
        }
        self.retried |= read.state == ProcessState::Backoff;
        let reading = (read.state, read.pid, read.started, read.stopped);
        if self.reading != Some(reading) {
            self.reading = Some(reading);
            self.since = now;
        }
    }

    /// Notes that the node did not answer; returns for how long it has not.
    pub(super) fn miss(&mut self, now: Instant) -> Duration {
        now.duration_since(*self.silent.get_or_insert(now))
    }

    /// Time since the call, silence not counted.
    pub(super) fn elapsed(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.called)
    }

    /// How long every read has shown the same.
    pub(super) fn still(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.since)
    }

    /// How long the process may have had the pid it has.
    pub(super) fn held(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.pid_since)
    }

    /// Whether supervisord has had to try more than once.
    pub(super) fn was_retried(&self) -> bool {
        self.retried
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::runner::verdict::tests::process;

    #[test]
    fn silence_counts_for_nothing_and_a_new_pid_begins_anew() {
        let begin = Instant::now();
        let at = |seconds| begin + Duration::from_secs(seconds);
        let mut trail = Trail::new(begin);
        let mut read = process(ProcessState::Running, Some(7));
        trail.note(&read, at(1));
        assert_eq!(trail.held(at(1)), Duration::from_secs(1));
        assert_eq!(trail.still(at(3)), Duration::from_secs(2));
        assert_eq!(trail.miss(at(3)), Duration::ZERO);
        assert_eq!(trail.miss(at(60)), Duration::from_secs(57));
        trail.note(&read, at(63));
        assert_eq!(trail.elapsed(at(63)), Duration::from_secs(3));
        assert_eq!(trail.still(at(63)), Duration::from_secs(2));
        read.pid = Some(8);
        trail.note(&read, at(64));
        assert_eq!(trail.held(at(65)), Duration::from_secs(1));
        assert_eq!(trail.still(at(65)), Duration::from_secs(1));
    }
}
