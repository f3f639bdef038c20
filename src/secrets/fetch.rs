//! Fetching one password from where it lasts: slow, so it is a job the engine may run beside others.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::CredentialSource;

use super::aside::Aside;
use super::error::{KeyringTrouble, SecretError, VaultError};
use super::key::CredentialKey;
use super::keyring::Keyring;
use super::origin::Origin;
use super::secret::Secret;
use super::source;
use super::vault::Vault;

/// What is known about a node's password.
#[derive(Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The node has no user, so it needs no password.
    Anonymous,
    /// Here it is, and where it came from.
    Found(Secret, Origin),
    /// The place where it ought to be does not give it.
    Missing {
        /// Why not.
        reason: SecretError,
    },
    /// There is no keyring, and the sealed file that is there wants its passphrase.
    NeedsPassphrase,
    /// There is no keyring, and no sealed file either.
    NoKeyring(KeyringTrouble),
}

impl Lookup {
    /// The same answer for another asker; the secret is shared, not copied.
    #[must_use]
    pub fn share(&self) -> Self {
        match self {
            Self::Anonymous => Self::Anonymous,
            Self::Found(secret, origin) => Self::Found(secret.share(), origin.clone()),
            Self::Missing { reason } => Self::Missing {
                reason: reason.clone(),
            },
            Self::NeedsPassphrase => Self::NeedsPassphrase,
            Self::NoKeyring(trouble) => Self::NoKeyring(trouble.clone()),
        }
    }
}

/// What one password is cached under: nodes with the same slot have the same password.
///
/// The source is part of it, so a node that names its own never gets another's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// The credential's identity.
    pub key: CredentialKey,
    /// Where it comes from.
    pub source: CredentialSource,
}

/// Where the sealed file stands when a fetch begins.
#[derive(Clone, Debug)]
pub(super) enum Sealed {
    /// There is none.
    Absent,
    /// It wants its passphrase.
    Locked,
    /// It is open.
    Open(Arc<Vault>),
}

/// A job that fetches one password; it owns all it needs and may run in any task.
#[derive(Debug)]
pub struct Fetch {
    pub(super) slot: Slot,
    pub(super) keyring: Keyring,
    pub(super) trouble: Option<KeyringTrouble>,
    pub(super) sealed: Sealed,
    pub(super) disk: Aside,
}

/// What a fetch brought, for [`super::Credentials::record`].
#[derive(Debug)]
pub struct Fetched {
    pub(super) slot: Slot,
    pub(super) lookup: Lookup,
    pub(super) keyring: Option<Result<(), KeyringTrouble>>,
}

impl Fetched {
    /// Which password it is.
    #[must_use]
    pub fn slot(&self) -> &Slot {
        &self.slot
    }

    /// Whether the keyring gave an answer, be it that it has no such entry; none if this job did
    /// not ask it.
    #[must_use]
    pub fn keyring_answered(&self) -> Option<bool> {
        self.keyring.as_ref().map(Result::is_ok)
    }
}

impl Fetch {
    /// Which password it is: two fetches of one slot bring the same.
    #[must_use]
    pub fn slot(&self) -> &Slot {
        &self.slot
    }

    /// Runs the job: at most the limits of the command, the keyring and the disk, one after another.
    pub async fn run(self) -> Fetched {
        let (lookup, keyring) = match source::read(&self.slot.source, &self.disk).await {
            Some(Ok(secret)) => {
                let origin = Origin::Named(self.slot.source.clone());
                (Lookup::Found(secret, origin), None)
            }
            Some(Err(reason)) => (Lookup::Missing { reason }, None),
            None => match &self.trouble {
                Some(trouble) => (self.without_keyring(trouble).await, None),
                None => self.ask_keyring().await,
            },
        };
        Fetched {
            slot: self.slot,
            lookup,
            keyring,
        }
    }

    /// Asks the keyring, and the sealed file if the keyring has nothing or cannot be asked.
    async fn ask_keyring(&self) -> (Lookup, Option<Result<(), KeyringTrouble>>) {
        let entry = self.slot.key.to_string();
        match (self.keyring.read(&self.slot.key).await, &self.sealed) {
            (Ok(Some(secret)), _) => {
                let origin = Origin::Keyring { entry };
                (Lookup::Found(secret, origin), Some(Ok(())))
            }
            (Ok(None), Sealed::Open(vault)) => (self.ask_vault(vault).await, Some(Ok(()))),
            (Ok(None), Sealed::Absent | Sealed::Locked) => {
                let reason = SecretError::NoEntry { entry };
                (Lookup::Missing { reason }, Some(Ok(())))
            }
            (Err(trouble), _) => (self.without_keyring(&trouble).await, Some(Err(trouble))),
        }
    }

    /// Asks the sealed file alone.
    async fn without_keyring(&self, trouble: &KeyringTrouble) -> Lookup {
        match &self.sealed {
            Sealed::Open(vault) => self.ask_vault(vault).await,
            Sealed::Locked => Lookup::NeedsPassphrase,
            Sealed::Absent => Lookup::NoKeyring(trouble.clone()),
        }
    }

    async fn ask_vault(&self, vault: &Arc<Vault>) -> Lookup {
        let path: PathBuf = vault.path().to_owned();
        let entry = self.slot.key.to_string();
        let (vault, key) = (Arc::clone(vault), self.slot.key.clone());
        match on_disk(&self.disk, move || vault.read(&key)).await {
            Ok(Some(secret)) => Lookup::Found(secret, Origin::Sealed { path, entry }),
            Ok(None) => Lookup::Missing {
                reason: SecretError::NoSealedEntry { entry },
            },
            Err(error) => Lookup::Missing {
                reason: SecretError::Vault(error),
            },
        }
    }
}

/// Works on the sealed file beside the runtime.
pub(super) async fn on_disk<T, F>(disk: &Aside, work: F) -> Result<T, VaultError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, VaultError> + Send + 'static,
{
    disk.run(work).await.unwrap_or_else(|_| {
        Err(VaultError::Hung {
            limit: disk.limit(),
        })
    })
}
