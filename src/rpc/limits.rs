//! How long we wait and how much we take: every number that keeps a bad node from hurting us.

use std::time::Duration;

/// Bounds on what one node may cost (`FAULTS` section 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For looking up a name. Shorter than `connect`, so that the reason for waiting is known.
    pub lookup: Duration,
    /// For lookup, TCP and TLS together.
    pub connect: Duration,
    /// For a whole call, from the lookup to the last byte; also for a stream to begin.
    pub call: Duration,
    /// Bytes of an answer.
    pub body: usize,
    /// Bytes of an answer that is a piece of a log: 1 MiB of it and the XML around.
    pub piece: usize,
    /// Calls under way at once on one node (`FAULTS` M14).
    pub calls: usize,
    /// Log streams open at once on one node, beside the calls; each costs supervisord two
    /// descriptors, and up to 50 are harmless (`PROTOCOL` 3.3).
    pub streams: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            lookup: Duration::from_millis(2500),
            connect: Duration::from_secs(3),
            call: Duration::from_secs(10),
            body: 8 * 1024 * 1024,
            piece: 1024 * 1024 + 64 * 1024,
            calls: 2,
            streams: 48,
        }
    }
}
