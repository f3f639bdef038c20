//! Single questions to one node that a front asks now and then.

use std::sync::Arc;

use super::connection::Connection;
use super::event::{CallFailure, Event};
use super::kit::Kit;
use crate::model::{LinkError, NodeId};

/// Lets a node read its config files again.
pub(super) async fn reread(node: NodeId, kit: Kit) {
    let result = match connection(&node, &kit) {
        Ok(connection) => connection.reread().await,
        Err(failure) => Err(failure),
    };
    kit.tell(Event::Reread(node, result)).await;
}

/// Asks how the programs of a node are configured.
pub(super) async fn inspect(node: NodeId, kit: Kit) {
    let result = match connection(&node, &kit) {
        Ok(connection) => connection.programs().await,
        Err(failure) => Err(failure),
    };
    kit.tell(Event::Inspected(node, result.map(Arc::from)))
        .await;
}

fn connection<'kit>(node: &NodeId, kit: &'kit Kit) -> Result<&'kit Connection, CallFailure> {
    let unknown = || {
        CallFailure::Link(LinkError::Broken {
            reason: format!("{node} is not in the config"),
        })
    };
    kit.connections.of(node).ok_or_else(unknown)
}
