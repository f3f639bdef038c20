//! How long an operation waits for what.

use std::time::Duration;

/// How long an operation waits for what. The defaults are those of `FAULTS` 3.3 to 3.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For the read right before a call.
    pub fresh: Duration,
    /// From one look at a process to the next, at first; it grows by half each time.
    pub look: Duration,
    /// The longest time between two looks.
    pub slowest_look: Duration,
    /// How long a reading has to stay the same to be believed: a process that is up counts as
    /// up, one that did not react counts as not having been told.
    pub settle: Duration,
    /// For a lost answer to be settled, and for a silent node to answer again.
    pub checking: Duration,
    /// For a process to go down, where `stopwaitsecs` is not known.
    pub stop: Duration,
    /// Beyond `stopwaitsecs`: supervisord itself needs time to kill and to reap.
    pub stop_margin: Duration,
    /// From the last sign of change to giving up on a start, `startsecs` not counted.
    pub start: Duration,
    /// For a start all in all, however often supervisord tries.
    pub start_total: Duration,
    /// For supervisord itself to come back, or to end.
    pub supervisor: Duration,
    /// A state that lasts this long makes it worth asking how the program is configured, which
    /// costs a big supervisord seconds.
    pub lookup: Duration,
    /// The most that one process is waited for on its way, whatever its configuration says.
    pub most: Duration,
    /// Least age of a process that is told to stop: a signal right after the fork is lost
    /// (`PROTOCOL` 2.8).
    pub stop_age: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fresh: Duration::from_secs(3),
            look: Duration::from_millis(100),
            slowest_look: Duration::from_secs(2),
            settle: Duration::from_secs(1),
            checking: Duration::from_mins(2),
            stop: Duration::from_mins(1),
            stop_margin: Duration::from_secs(10),
            start: Duration::from_mins(1),
            start_total: Duration::from_mins(10),
            supervisor: Duration::from_mins(2),
            lookup: Duration::from_secs(3),
            most: Duration::MAX,
            stop_age: Duration::from_millis(100),
        }
    }
}

impl Limits {
    /// The same, but nothing is waited for longer than this.
    #[must_use]
    pub fn within(self, most: Duration) -> Self {
        Self {
            most,
            checking: self.checking.min(most),
            supervisor: self.supervisor.min(most),
            ..self
        }
    }

    /// The pause after this one.
    #[must_use]
    pub(super) fn slower(&self, pause: Duration) -> Duration {
        (pause + pause / 2).min(self.slowest_look)
    }
}
