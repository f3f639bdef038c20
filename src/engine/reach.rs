//! The first steps to nodes taken alone, side by side: for whoever asks what is wrong with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::pace::Pace;
use crate::model::{NodeId, Roster};
use crate::rpc::{self, Reach};

/// Looks up the name and opens the connection of every node; nothing is sent, nothing is kept open.
///
/// It takes no longer than the limits of the pace allow one node, times the nodes that have to wait
/// for others.
pub async fn reach(roster: &Roster, pace: &Pace) -> BTreeMap<NodeId, Reach> {
    let limits = Arc::new(pace.limits());
    let places = Arc::new(Semaphore::new(pace.fan_out.max(1)));
    let mut tasks = JoinSet::new();
    for entry in roster.nodes() {
        let (id, endpoint) = (entry.id.clone(), entry.endpoint.clone());
        let (limits, places) = (Arc::clone(&limits), Arc::clone(&places));
        tasks.spawn(async move {
            let _place = places.acquire_owned().await;
            (id, rpc::reach(&endpoint, &limits).await)
        });
    }
    let mut all = BTreeMap::new();
    while let Some(done) = tasks.join_next().await {
        // A task that is lost leaves its node without an answer.
        all.extend(done.ok());
    }
    all
}
