//! What a run is told while it goes on.

/// The last word of the front to a run, told through a `watch` channel: later words replace
/// earlier ones, and nothing follows a cancel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Go on.
    #[default]
    Go,
    /// Let nothing new begin.
    Pause,
    /// Drop what is queued; what is under way goes on to its outcome.
    Cancel,
}
