//! Rounds of polls: nodes are asked once, side by side.

use std::collections::BTreeSet;
use std::pin::pin;

use jiff::Timestamp;
use tokio::time::sleep;

use super::hearing::{Happening, Session, tell};
use super::passphrase::Passphrase;
use super::waiting::{UNNOTICED, Waiting};
use crate::engine::{Event, Request, Scope, StoreChoice, Warning};
use crate::model::{LinkError, NodeId, Report};
use crate::secrets::Secret;

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Every node has answered, or failed.
    Whole,
    /// Somebody did not want to wait for the rest.
    Interrupted,
}

impl Session {
    /// Asks every node, and waits until each has answered or failed.
    pub async fn first_round(&mut self) -> Round {
        let all = self.roster.nodes().map(|entry| entry.id.clone()).collect();
        self.round(all).await
    }

    /// Asks these nodes, and waits until each has answered or failed: a poll that was under way
    /// before does not count.
    pub async fn round(&mut self, nodes: BTreeSet<NodeId>) -> Round {
        // Without being told the pollers would spread their first polls over time.
        self.ask(Request::Poll(Scope::Nodes(nodes.iter().cloned().collect())));
        let mut awaiting = Awaiting::new(nodes, self.clock.now());
        let mut noticed = false;
        let mut patience = pin!(sleep(UNNOTICED));
        while !awaiting.is_over() {
            tokio::select! {
                happening = self.next() => match happening {
                    Happening::Told(event) => awaiting.take(self, event),
                    Happening::Interrupted(_) | Happening::Ended => {
                        awaiting.line.end();
                        return Round::Interrupted;
                    }
                },
                answer = awaiting.passphrase.answer() => awaiting.unlock(self, answer),
                () = &mut patience, if !noticed => {
                    noticed = true;
                    awaiting.show();
                }
            }
        }
        awaiting.line.end();
        Round::Whole
    }
}

/// Who is waited for, and what else has to be settled first.
struct Awaiting {
    nodes: BTreeSet<NodeId>,
    total: usize,
    since: Timestamp,
    line: Waiting,
    /// Nodes whose password lies in the sealed file, perhaps.
    keyless: BTreeSet<NodeId>,
    passphrase: Passphrase,
    /// Whether a passphrase is being tried.
    unlocking: bool,
}

impl Awaiting {
    fn new(nodes: BTreeSet<NodeId>, since: Timestamp) -> Self {
        Self {
            total: nodes.len(),
            nodes,
            since,
            line: Waiting::new(),
            keyless: BTreeSet::new(),
            passphrase: Passphrase::default(),
            unlocking: false,
        }
    }

    fn is_over(&self) -> bool {
        self.nodes.is_empty() && !self.unlocking && !self.passphrase.is_asked()
    }

    fn show(&self) {
        if !self.passphrase.is_asked() {
            self.line.show();
            self.line
                .on(self.nodes.iter().map(NodeId::as_str), self.total);
        }
    }

    fn take(&mut self, session: &Session, event: Event) {
        match event {
            Event::Reported(report) => self.report(session, report),
            Event::Warned(Warning::Locked(wrong)) => {
                self.unlocking = false;
                self.line.end();
                self.passphrase.ask(wrong.as_deref());
            }
            Event::Warned(Warning::Unlocked) => {
                self.unlocking = false;
                self.nodes.append(&mut self.keyless);
            }
            Event::Warned(Warning::Other(words)) => tell(&words),
            Event::Authenticated(..)
            | Event::Progressed(..)
            | Event::Finished(_)
            | Event::Logged(_)
            | Event::Reread(..)
            | Event::Inspected(..)
            | Event::SignedIn(..)
            | Event::Journaled(_)
            | Event::Warned(
                Warning::Journal(_) | Warning::NoKeyring(_) | Warning::KeyringAnswers,
            ) => {}
        }
    }

    fn report(&mut self, session: &Session, report: Report) {
        if began(&report) < self.since {
            if self.nodes.contains(&report.node) {
                session.ask(Request::Poll(Scope::Nodes(vec![report.node])));
            }
            return;
        }
        self.nodes.remove(&report.node);
        self.line
            .on(self.nodes.iter().map(NodeId::as_str), self.total);
        if matches!(report.result, Err(LinkError::NoCredential { .. })) {
            self.keyless.insert(report.node);
        }
    }

    /// Tries what was typed; nothing was where nobody wants to.
    fn unlock(&mut self, session: &Session, passphrase: Option<Secret>) {
        if let Some(passphrase) = passphrase {
            self.unlocking = true;
            session.ask(Request::Store(StoreChoice::Sealed(passphrase)));
        }
    }
}

/// When the node was asked.
fn began(report: &Report) -> Timestamp {
    report.at.checked_sub(report.took).unwrap_or(report.at)
}
