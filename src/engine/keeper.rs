//! The one task that owns the passwords and answers whoever needs one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

use super::ask::{Ask, Keepsake};
use super::badge::Badge;
use super::event::{Event, Warning};
use super::nudge::Nudges;
use super::request::StoreChoice;
use crate::journal::Kept;
use crate::model::{LinkError, NodeEntry, NodeId, Roster};
use crate::secrets::{
    Cost, CredentialKey, Credentials, Fetched, Keep, KeepError, Keyring, KeyringTrouble, Lookup,
    Origin, SealedFile, Secret, Slot,
};

/// Questions that may wait.
const QUEUE: usize = 256;

/// The one owner of the passwords.
#[derive(Debug)]
pub(super) struct Keeper {
    roster: Arc<Roster>,
    credentials: Credentials,
    cells: BTreeMap<NodeId, watch::Sender<Option<Secret>>>,
    /// Nodes for which no password could be had. One that refused a password is not among them: it
    /// is not tried again by itself.
    lacking: BTreeSet<NodeId>,
    waiting: HashMap<Slot, Vec<Waiting>>,
    fetches: JoinSet<Fetched>,
    told: Told,
    wish: Wish,
    nudges: Nudges,
    events: mpsc::Sender<Event>,
    inbox: mpsc::Receiver<Ask>,
}

/// Somebody who waits for a fetch.
#[derive(Debug)]
struct Waiting {
    node: NodeId,
    answer: oneshot::Sender<Result<Secret, LinkError>>,
}

/// What a person was told once and need not be told again.
#[derive(Debug, Default)]
struct Told {
    no_keyring: bool,
    locked: bool,
    unlocked: bool,
}

/// What a person wants of a keyring that failed.
#[derive(Debug, Default)]
struct Wish {
    /// It is to be asked again: how that ends is not known yet.
    pending: bool,
    /// Nodes that were wanted again while a call was under way, which may be older than the wish.
    again: Vec<NodeId>,
}

impl Keeper {
    /// A keeper, a badge for every node that wants a password, and the way to ask.
    pub(super) fn new(
        roster: Arc<Roster>,
        credentials: Credentials,
        nudges: Nudges,
        events: mpsc::Sender<Event>,
    ) -> (Self, BTreeMap<NodeId, Badge>, mpsc::Sender<Ask>) {
        let (asks, inbox) = mpsc::channel(QUEUE);
        let mut cells = BTreeMap::new();
        let mut badges = BTreeMap::new();
        for entry in roster.nodes() {
            let Some(user) = entry.user.clone() else {
                continue;
            };
            let (cell, held) = watch::channel(None);
            cells.insert(entry.id.clone(), cell);
            let badge = Badge {
                node: entry.id.clone(),
                user,
                held,
                keeper: asks.clone(),
            };
            badges.insert(entry.id.clone(), badge);
        }
        let keeper = Self {
            roster,
            credentials,
            cells,
            lacking: BTreeSet::new(),
            waiting: HashMap::new(),
            fetches: JoinSet::new(),
            told: Told::default(),
            wish: Wish::default(),
            nudges,
            events,
            inbox,
        };
        (keeper, badges, asks)
    }

    /// Answers until nobody can ask any more.
    pub(super) async fn run(mut self) {
        self.credentials.reopen_sealed().await;
        loop {
            tokio::select! {
                ask = self.inbox.recv() => match ask {
                    Some(ask) => self.take(ask).await,
                    None => return,
                },
                Some(fetched) = self.fetches.join_next() => {
                    if let Ok(fetched) = fetched {
                        self.settle(fetched).await;
                    }
                }
            }
        }
    }

    async fn take(&mut self, ask: Ask) {
        match ask {
            Ask::Fetch { node, answer } => self.fetch(Waiting { node, answer }).await,
            Ask::Refused { node, secret } => self.forget(&node, &secret),
            Ask::Accepted {
                node,
                secret,
                keep,
                answer,
            } => {
                let keepsake = self.keep(&node, secret, keep).await;
                // Whoever asked may be gone; the password is kept all the same.
                let _ = answer.send(keepsake);
            }
            Ask::Store(choice) => self.store(choice).await,
            Ask::Again(nodes) => self.ask_again(nodes),
        }
    }

    /// Answers from memory, or lets a job fetch what may take seconds: one per password, however
    /// many nodes share it.
    async fn fetch(&mut self, waiting: Waiting) {
        let Some(entry) = self.roster.node(&waiting.node) else {
            return;
        };
        if let Some(lookup) = self.credentials.known(entry) {
            return self.answer(waiting, lookup).await;
        }
        let Some(fetch) = self.credentials.fetch(entry) else {
            return;
        };
        let line = self.waiting.entry(fetch.slot().clone()).or_default();
        line.push(waiting);
        if line.len() == 1 {
            self.fetches.spawn(fetch.run());
        }
    }

    async fn settle(&mut self, fetched: Fetched) {
        let line = self.waiting.remove(fetched.slot()).unwrap_or_default();
        let answered = fetched.keyring_answered();
        let lookup = self.credentials.record(fetched);
        self.warn(&lookup).await;
        for waiting in line {
            self.answer(waiting, lookup.share()).await;
        }
        match answered {
            Some(true) if self.wish.pending => self.welcome_keyring().await,
            Some(false) => {
                self.wish.pending = false;
                self.tell_if_reopened().await;
                let again = std::mem::take(&mut self.wish.again);
                self.retry(&again);
            }
            Some(true) | None => {}
        }
    }

    /// Nodes that a keyring gave no password for get another try, and so does the keyring.
    fn ask_again(&mut self, nodes: Vec<NodeId>) {
        self.retry(&nodes);
        if !self.fetches.is_empty() {
            self.wish.again = nodes;
        }
    }

    fn retry(&mut self, nodes: &[NodeId]) {
        let lacking: Vec<&NodeId> = nodes
            .iter()
            .filter(|node| self.lacking.contains(*node))
            .collect();
        if !lacking.is_empty() && self.credentials.retry_keyring() {
            self.wish.pending = true;
            for node in lacking {
                self.nudges.nudge(node);
            }
        }
    }

    /// The keyring answers after all: what it holds for the others is fetched too.
    async fn welcome_keyring(&mut self) {
        self.told = Told::default();
        self.wish = Wish::default();
        self.tell(Event::Warned(Warning::KeyringAnswers)).await;
        self.nudge_lacking();
    }

    async fn answer(&mut self, waiting: Waiting, lookup: Lookup) {
        let missing = |reason: String| Err(LinkError::NoCredential { reason });
        self.lacking.insert(waiting.node.clone());
        let result = match lookup {
            Lookup::Found(secret, origin) => {
                self.hold(&waiting.node, secret.share());
                self.tell(Event::Authenticated(waiting.node, origin.to_string()))
                    .await;
                Ok(secret)
            }
            Lookup::Anonymous => missing("no user is configured".into()),
            Lookup::Missing { reason } => missing(reason.to_string()),
            Lookup::NeedsPassphrase => missing("the sealed file wants its passphrase".into()),
            Lookup::NoKeyring(trouble) => missing(no_keyring(&trouble)),
        };
        // Whoever asked may be gone; the next one is answered from memory.
        let _ = waiting.answer.send(result);
    }

    fn hold(&mut self, node: &NodeId, secret: Secret) {
        self.lacking.remove(node);
        if let Some(cell) = self.cells.get(node) {
            cell.send_replace(Some(secret));
        }
    }

    /// A refusal of an older password says nothing about the one that is held now.
    fn forget(&mut self, node: &NodeId, refused: &Secret) {
        if let Some(cell) = self.cells.get(node) {
            cell.send_if_modified(|held| held.take_if(|held| held == refused).is_some());
        }
        let Some(entry) = self.roster.node(node) else {
            return;
        };
        if let Some(Lookup::Found(known, _)) = self.credentials.known(entry)
            && known == *refused
        {
            self.credentials.forget(entry);
        }
    }

    async fn keep(&mut self, node: &NodeId, secret: Secret, keep: Keep) -> Keepsake {
        let roster = Arc::clone(&self.roster);
        let Some(entry) = roster.node(node) else {
            return Keepsake {
                kept: Kept::Session,
                words: Err(format!("{node} is not in the config")),
            };
        };
        let kept = if self.is_kept(entry, &secret, keep) {
            Ok(())
        } else {
            self.credentials.remember(&[entry], &secret, keep).await
        };
        self.hold(node, secret);
        self.nudge_sharers(entry);
        let origin = self.origin(entry);
        let words = origin.to_string();
        self.tell(Event::Authenticated(node.clone(), words.clone()))
            .await;
        if let Err(KeepError::NoKeyring(trouble)) = &kept {
            self.warn(&Lookup::NoKeyring(trouble.clone())).await;
        }
        Keepsake {
            kept: match origin {
                Origin::Keyring { .. } => Kept::Keyring,
                Origin::Sealed { .. } => Kept::SealedFile,
                Origin::Typed | Origin::Named(_) => Kept::Session,
            },
            words: kept.map(|()| words).map_err(|error| error.to_string()),
        }
    }

    /// Whether another node of the same credential has had this very password kept already.
    fn is_kept(&self, entry: &NodeEntry, secret: &Secret, keep: Keep) -> bool {
        match self.credentials.known(entry) {
            Some(Lookup::Found(known, origin)) if known == *secret => match keep {
                Keep::Session => true,
                Keep::Lasting => origin != Origin::Typed,
            },
            _ => false,
        }
    }

    fn origin(&self, entry: &NodeEntry) -> Origin {
        match self.credentials.known(entry) {
            Some(Lookup::Found(_, origin)) => origin,
            _ => Origin::Typed,
        }
    }

    /// Nodes that share the credential and have no password now may get an answer too.
    fn nudge_sharers(&self, entry: &NodeEntry) {
        let key = CredentialKey::of(entry);
        for other in self.roster.nodes() {
            let lacks = |cell: &watch::Sender<Option<Secret>>| cell.borrow().is_none();
            let same = CredentialKey::of(other) == key && other.source == entry.source;
            if same && self.cells.get(&other.id).is_some_and(lacks) {
                self.nudges.nudge(&other.id);
            }
        }
    }

    async fn store(&mut self, choice: StoreChoice) {
        let passphrase = match choice {
            StoreChoice::Memory => return,
            StoreChoice::Sealed(passphrase) => passphrase,
        };
        let opened = match self.credentials.sealed_file() {
            SealedFile::Absent => {
                let created = self.credentials.create_sealed(&passphrase, Cost::default());
                created.await
            }
            SealedFile::Locked => self.credentials.unlock_sealed(&passphrase).await,
            SealedFile::Open => Ok(()),
        };
        match opened {
            Ok(()) => {
                self.told.locked = false;
                self.told.unlocked = true;
                self.tell(Event::Warned(Warning::Unlocked)).await;
                self.nudge_lacking();
            }
            Err(error) => {
                let why = Some(error.to_string());
                self.tell(Event::Warned(Warning::Locked(why))).await;
            }
        }
    }

    /// A sealed file that was open from the start matters once there is no keyring.
    async fn tell_if_reopened(&mut self) {
        let open = self.credentials.sealed_file() == SealedFile::Open;
        if open && !std::mem::replace(&mut self.told.unlocked, true) {
            self.tell(Event::Warned(Warning::Unlocked)).await;
        }
    }

    fn nudge_lacking(&self) {
        for node in &self.lacking {
            self.nudges.nudge(node);
        }
    }

    /// Tells a person, once, what keeps lasting passwords away.
    async fn warn(&mut self, lookup: &Lookup) {
        match lookup {
            Lookup::NoKeyring(trouble) if !self.told.no_keyring => {
                self.told.no_keyring = true;
                let words = no_keyring(trouble);
                self.tell(Event::Warned(Warning::NoKeyring(words))).await;
            }
            Lookup::NeedsPassphrase if !self.told.locked => {
                self.told.locked = true;
                self.tell(Event::Warned(Warning::Locked(None))).await;
            }
            Lookup::NoKeyring(_)
            | Lookup::NeedsPassphrase
            | Lookup::Anonymous
            | Lookup::Found(..)
            | Lookup::Missing { .. } => {}
        }
    }

    async fn tell(&self, event: Event) {
        // A front that is gone needs to know nothing.
        let _ = self.events.send(event).await;
    }
}

fn no_keyring(trouble: &KeyringTrouble) -> String {
    format!("{}: {trouble}", Keyring::STORE)
}
