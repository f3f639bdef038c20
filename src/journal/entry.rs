//! What is worth writing down.

use std::fmt;
use std::time::Duration;

use crate::model::{Action, EnvironmentName, LinkError, NodeId, Outcome, OutcomeClass, Subject};

/// Something that was done, or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A console was opened.
    SessionBegan,
    /// A console was closed.
    SessionEnded,
    /// A batch was confirmed and begins.
    RunBegan {
        /// Its number in this session.
        run: u64,
        /// What it does.
        action: Action,
        /// To how many.
        targets: usize,
    },
    /// One target of a batch has its outcome.
    Operated {
        /// The number of the batch.
        run: u64,
        /// What was to be done.
        action: Action,
        /// To what.
        subject: Subject,
        /// How it ended.
        outcome: Outcome,
        /// From its turn to its outcome.
        took: Duration,
    },
    /// Every target of a batch has its outcome.
    RunEnded {
        /// Its number in this session.
        run: u64,
        /// What it did.
        action: Action,
        /// How many ended how.
        counts: Counts,
        /// From its begin to its end.
        took: Duration,
    },
    /// A node accepted a credential that somebody typed.
    SignedIn {
        /// Which node.
        node: NodeId,
        /// Under which name.
        login: String,
        /// Where the password is kept.
        kept: Kept,
    },
    /// A node did not accept a credential.
    SignInRefused {
        /// Which node.
        node: NodeId,
        /// Under which name, if any was given.
        login: Option<String>,
        /// How it refused.
        error: LinkError,
    },
    /// Something was asked for, and the console itself refused.
    Denied {
        /// What was asked for.
        action: Action,
        /// To how many.
        targets: usize,
        /// Why it was refused.
        denial: Denial,
    },
}

/// How many targets of a batch ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Confirmed, or not needed.
    pub ok: usize,
    /// Confirmed not reached, or surely not executed.
    pub failed: usize,
    /// Unknown.
    pub lost: usize,
    /// Left alone.
    pub skipped: usize,
    /// Never begun.
    pub cancelled: usize,
}

impl Counts {
    /// How many targets there were.
    #[must_use]
    pub fn total(&self) -> usize {
        self.ok + self.failed + self.lost + self.skipped + self.cancelled
    }

    /// The class the batch as a whole counts in: the one that most wants somebody to look.
    #[must_use]
    pub fn class(&self) -> OutcomeClass {
        let by_urgency = [
            (self.failed, OutcomeClass::Failed),
            (self.lost, OutcomeClass::Lost),
            (self.cancelled, OutcomeClass::Cancelled),
            (self.ok, OutcomeClass::Ok),
            (self.skipped, OutcomeClass::Skipped),
        ];
        let first = by_urgency.into_iter().find(|(count, _)| *count > 0);
        first.map_or(OutcomeClass::Ok, |(_, class)| class)
    }
}

impl FromIterator<OutcomeClass> for Counts {
    fn from_iter<I: IntoIterator<Item = OutcomeClass>>(classes: I) -> Self {
        let mut counts = Self::default();
        for class in classes {
            match class {
                OutcomeClass::Ok => counts.ok += 1,
                OutcomeClass::Failed => counts.failed += 1,
                OutcomeClass::Lost => counts.lost += 1,
                OutcomeClass::Skipped => counts.skipped += 1,
                OutcomeClass::Cancelled => counts.cancelled += 1,
            }
        }
        counts
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ok {}", self.ok)?;
        let rest = [
            ("failed", self.failed),
            ("lost", self.lost),
            ("skipped", self.skipped),
            ("dropped", self.cancelled),
        ];
        for (word, count) in rest.into_iter().filter(|(_, count)| *count > 0) {
            write!(formatter, ", {word} {count}")?;
        }
        Ok(())
    }
}

/// Where an accepted password is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In memory, until this console closes.
    Session,
    /// In the OS keyring.
    Keyring,
    /// In the file sealed under a passphrase.
    SealedFile,
}

impl fmt::Display for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Session => "password kept for the session",
            Self::Keyring => "password kept in the keyring",
            Self::SealedFile => "password kept in the sealed file",
        })
    }
}

/// Why the console itself refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The whole console is read-only.
    ReadOnly,
    /// An environment is read-only.
    ReadOnlyEnvironment(EnvironmentName),
    /// The journal cannot be written, so nothing is done.
    NoJournal,
}

impl fmt::Display for Denial {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReadOnly => formatter.write_str("the console is read-only"),
            Self::ReadOnlyEnvironment(name) => {
                write!(formatter, "environment {name} is read-only")
            }
            Self::NoJournal => formatter.write_str("the journal cannot be written"),
        }
    }
}
