//! Where the reader stands.

use std::sync::Arc;

use super::line::LogLine;

/// Where the reader stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scroll {
    /// At the newest line, and staying there.
    #[default]
    Follow,
    /// At this line. It need not be among those shown, so that whoever takes a filter away is
    /// where they were before it.
    Paused {
        /// The line.
        top: Arc<LogLine>,
        /// The line that is on top of the screen while that one is not shown.
        instead: Option<Arc<LogLine>>,
        /// Rows of it above the screen, where it takes several.
        row: usize,
        /// Lines that came since and are shown.
        unseen: u64,
        /// Lines let go of since.
        dropped: u64,
    },
}
