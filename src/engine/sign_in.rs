//! Tries a typed password on one node, and has it kept if the node takes it.

use tokio::sync::{mpsc, oneshot};

use super::ask::{Ask, Keepsake};
use super::event::{CallFailure, Event, SignInResult};
use super::kit::Kit;
use crate::journal::{Entry, Kept};
use crate::model::{LinkError, NodeId};
use crate::secrets::{Keep, Secret};

/// One node, and the password to try on it.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) node: NodeId,
    pub(super) secret: Secret,
    pub(super) keep: Keep,
}

/// Tries, keeps what is accepted, and tells how it ended.
pub(super) async fn sign_in(attempt: Attempt, kit: Kit, keeper: mpsc::Sender<Ask>) {
    let node = attempt.node.clone();
    let Some(connection) = kit.connections.of(&node) else {
        return;
    };
    let login = connection.user().map(str::to_owned);
    // A fault is an answer to somebody who was let in.
    let (entry, result) = match connection.try_password(&attempt.secret).await {
        Ok(()) | Err(CallFailure::Fault(_)) => {
            let attempt = Attempt {
                keep: connection.keep(attempt.keep),
                ..attempt
            };
            let keepsake = keep(attempt, &keeper).await;
            kit.nudges.nudge(&node);
            let entry = Entry::SignedIn {
                node: node.clone(),
                login: login.unwrap_or_default(),
                kept: keepsake.kept,
            };
            (entry, accepted(keepsake))
        }
        Err(CallFailure::Link(error)) => {
            (refused(&node, login, &error), SignInResult::Refused(error))
        }
    };
    kit.scribe.note(entry).await;
    kit.tell(Event::SignedIn(node, result)).await;
}

async fn keep(attempt: Attempt, keeper: &mpsc::Sender<Ask>) -> Keepsake {
    let (answer, kept) = oneshot::channel();
    let accepted = Ask::Accepted {
        node: attempt.node,
        secret: attempt.secret,
        keep: attempt.keep,
        answer,
    };
    let lost = Keepsake {
        kept: Kept::Session,
        words: Err("supdeck is ending".into()),
    };
    match keeper.send(accepted).await {
        Ok(()) => kept.await.unwrap_or(lost),
        Err(_) => lost,
    }
}

fn accepted(keepsake: Keepsake) -> SignInResult {
    match keepsake.words {
        Ok(words) => SignInResult::Accepted(words),
        Err(words) => SignInResult::NotKept(words),
    }
}

fn refused(node: &NodeId, login: Option<String>, error: &LinkError) -> Entry {
    Entry::SignInRefused {
        node: node.clone(),
        login,
        error: error.clone(),
    }
}
