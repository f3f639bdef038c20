//! "Poll now": a hundred nudges of a node before it wakes are one poll.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::Notify;

use crate::model::NodeId;

/// The bells of all pollers.
#[derive(Clone, Debug, Default)]
pub struct Nudges(Arc<BTreeMap<NodeId, Arc<Notify>>>);

impl Nudges {
    /// A bell per node.
    pub fn of<'a>(nodes: impl IntoIterator<Item = &'a NodeId>) -> Self {
        let bells = nodes.into_iter().map(|id| (id.clone(), Arc::default()));
        Self(Arc::new(bells.collect()))
    }

    /// Lets the node be polled at once, paused ones included.
    pub fn nudge(&self, node: &NodeId) {
        if let Some(bell) = self.0.get(node) {
            bell.notify_one();
        }
    }

    /// The bell of one node, for its poller.
    pub(super) fn bell(&self, node: &NodeId) -> Arc<Notify> {
        self.0.get(node).cloned().unwrap_or_default()
    }
}
