//! Whether changes may be sent: held by the transport itself, so no caller can forget to ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What may be sent to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Only what changes nothing.
    ReadOnly,
    /// Everything.
    ReadWrite,
}

/// One switch for all transports that were given a clone of it.
#[derive(Clone, Debug)]
pub struct Permission(Arc<AtomicBool>);

impl Permission {
    /// A switch in this position.
    #[must_use]
    pub fn new(access: Access) -> Self {
        Self(Arc::new(AtomicBool::new(access == Access::ReadWrite)))
    }

    /// Turns it, for every clone, from the next call on.
    pub fn set(&self, access: Access) {
        self.0.store(access == Access::ReadWrite, Ordering::SeqCst);
    }

    /// Its position.
    #[must_use]
    pub fn access(&self) -> Access {
        if self.0.load(Ordering::SeqCst) {
            Access::ReadWrite
        } else {
            Access::ReadOnly
        }
    }
}
