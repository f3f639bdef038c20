//! One poll of one node, good or bad, with its time.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::id::NodeId;
use super::link::LinkError;
use super::snapshot::Snapshot;

/// One poll, good or bad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Who was asked.
    pub node: NodeId,
    /// When the answer was complete, by our clock.
    pub at: Timestamp,
    /// From the first byte sent to the last one read.
    pub took: Duration,
    /// When it will be asked again; none while it is paused.
    pub next: Option<Timestamp>,
    /// What it said, or why it did not.
    pub result: Result<Arc<Snapshot>, LinkError>,
}
