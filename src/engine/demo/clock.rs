//! Time in the demo: it opens at a given instant and goes on as the runtime's clock does.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

/// Milliseconds, as a length or since the Unix epoch.
pub(super) type Millis = i64;

/// A thousand milliseconds.
pub(super) const SECOND: Millis = 1000;
/// Sixty seconds.
pub(super) const MINUTE: Millis = 60 * SECOND;
/// Sixty minutes.
pub(super) const HOUR: Millis = 60 * MINUTE;
/// 24 hours.
pub(super) const DAY: Millis = 24 * HOUR;

/// What time it is in the demo. With the runtime's time paused, so is this one.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    opening: Timestamp,
    begun: Instant,
}

impl Clock {
    /// A clock that shows this instant now.
    #[must_use]
    pub fn starting_at(opening: Timestamp) -> Self {
        Self {
            opening,
            begun: Instant::now(),
        }
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.millis()).unwrap_or(self.opening)
    }

    /// How long it has been going.
    pub(super) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// What it showed at first.
    pub(super) fn opening(&self) -> Millis {
        self.opening.as_millisecond()
    }

    /// What it shows, in milliseconds since the epoch.
    pub(super) fn millis(&self) -> Millis {
        let elapsed = Millis::try_from(self.elapsed().as_millis()).unwrap_or(0);
        self.opening().saturating_add(elapsed)
    }
}

/// The instant, cut to whole seconds as supervisord gives them.
pub(super) fn whole_second(at: Millis) -> Option<Timestamp> {
    Timestamp::from_second(at.div_euclid(SECOND)).ok()
}
