//! What just happened, said in the line above the hints.

use jiff::{SignedDuration, Timestamp};

/// How long good news stays.
const STAY: SignedDuration = SignedDuration::from_secs(5);

/// Good news or bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Goes away by itself.
    Info,
    /// Stays until a key is pressed.
    Error,
}

/// A sentence with its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// When it happened.
    pub at: Timestamp,
    /// Good or bad.
    pub tone: Tone,
    /// The sentence; clean.
    pub text: String,
}

impl Message {
    /// Whether it has been there long enough.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        match self.tone {
            Tone::Info => now.duration_since(self.at) >= STAY,
            Tone::Error => false,
        }
    }
}
