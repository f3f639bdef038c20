//! What time it is: the system's, or the demo's.

use jiff::Timestamp;

use super::demo;

/// What time it is.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// The clock of a demo fleet, which opens at a given instant.
    Demo(demo::Clock),
}

impl Clock {
    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Demo(clock) => clock.now(),
        }
    }
}
