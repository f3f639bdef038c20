//! The one owner of the program's passwords: fetched once, kept in memory, kept for good if asked to.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use crate::model::{Clean, CredentialSource, NodeEntry};

use super::aside::Aside;
use super::error::{KeepError, KeyringTrouble, SecretError, VaultError};
use super::fetch::{Fetch, Fetched, Lookup, Sealed, Slot, on_disk};
use super::keep::Keep;
use super::key::CredentialKey;
use super::keyring::Keyring;
use super::origin::Origin;
use super::seal::Cost;
use super::secret::Secret;
use super::vault::{Vault, VaultPlace};

/// How long the disk and the key derivation may take: a network disk hangs, a small host is slow.
const DISK_LIMIT: Duration = Duration::from_secs(30);

/// Where the sealed file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedFile {
    /// There is none; [`Credentials::create_sealed`] makes one.
    Absent,
    /// It wants its passphrase; [`Credentials::unlock_sealed`] takes it.
    Locked,
    /// It is open until the program ends.
    Open,
}

/// The passwords of this process.
///
/// It has one owner. Asking is in two steps, so that a slow source delays nobody: [`known`] answers
/// at once from memory; else [`fetch`] gives a job to run in any task, whose result goes to
/// [`record`]. Several nodes may share a [`Slot`]: fetch it once. [`lookup`] is both steps in one.
///
/// [`known`]: Credentials::known
/// [`fetch`]: Credentials::fetch
/// [`record`]: Credentials::record
/// [`lookup`]: Credentials::lookup
#[derive(Debug)]
pub struct Credentials {
    reach: Reach,
    memory: HashMap<Slot, (Secret, Origin)>,
    keyring: Keyring,
    /// Why the keyring failed; it is not asked again until [`Credentials::retry_keyring`].
    trouble: Option<KeyringTrouble>,
    place: VaultPlace,
    vault: Option<Arc<Vault>>,
    disk: Aside,
}

/// How far passwords may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Wherever they last.
    Everywhere,
    /// Nowhere but into memory.
    Memory,
}

impl Credentials {
    /// Knows nothing yet; the sealed file, if ever wanted, is at `place`.
    #[must_use]
    pub fn new(place: VaultPlace) -> Self {
        Self {
            reach: Reach::Everywhere,
            memory: HashMap::new(),
            keyring: Keyring::default(),
            trouble: None,
            place,
            vault: None,
            disk: Aside::new(DISK_LIMIT),
        }
    }

    /// Keeps to memory: neither the keyring nor a file is ever asked. For the demo.
    #[must_use]
    pub fn in_memory() -> Self {
        let reason = Clean::text("passwords of the demo are not kept");
        Self {
            reach: Reach::Memory,
            trouble: Some(KeyringTrouble::Broken { reason }),
            // No file can lie below a device.
            ..Self::new(VaultPlace::new("/dev/null/credentials.sealed"))
        }
    }

    /// What can be said at once; none if it must be fetched.
    #[must_use]
    pub fn known(&self, entry: &NodeEntry) -> Option<Lookup> {
        let Some(slot) = slot(entry) else {
            return Some(Lookup::Anonymous);
        };
        let (secret, origin) = self.memory.get(&slot)?;
        Some(Lookup::Found(secret.share(), origin.clone()))
    }

    /// The job that fetches a node's password; none if the node has no user.
    #[must_use]
    pub fn fetch(&self, entry: &NodeEntry) -> Option<Fetch> {
        Some(Fetch {
            slot: slot(entry)?,
            keyring: self.keyring.clone(),
            trouble: self.trouble.clone(),
            sealed: self.sealed(),
            disk: self.disk.clone(),
        })
    }

    /// Takes in what a fetch brought. A password typed meanwhile is newer and stays.
    pub fn record(&mut self, fetched: Fetched) -> Lookup {
        if let Some(Err(trouble)) = fetched.keyring {
            self.note(trouble);
        }
        if let Some((secret, origin)) = self.memory.get(&fetched.slot) {
            return Lookup::Found(secret.share(), origin.clone());
        }
        if is_replaced(&fetched.lookup) {
            self.vault = None;
            return Lookup::NeedsPassphrase;
        }
        if let Lookup::Found(secret, origin) = &fetched.lookup {
            let kept = (secret.share(), origin.clone());
            self.memory.insert(fetched.slot, kept);
        }
        fetched.lookup
    }

    /// Answers from memory or fetches, and waits for it.
    pub async fn lookup(&mut self, entry: &NodeEntry) -> Lookup {
        if let Some(lookup) = self.known(entry) {
            return lookup;
        }
        match self.fetch(entry) {
            Some(fetch) => self.record(fetch.run().await),
            None => Lookup::Anonymous,
        }
    }

    /// Forgets what memory holds for a node, after it refused: the next lookup fetches anew.
    ///
    /// What the keyring or the sealed file hold stays there.
    pub fn forget(&mut self, entry: &NodeEntry) {
        if let Some(slot) = slot(entry) {
            self.memory.remove(&slot);
        }
    }

    /// Keeps a typed password for these nodes; [`super::Scope::entries`] says which they are.
    ///
    /// Memory takes it in any case, so it works for this session even if it cannot be kept for good.
    ///
    /// # Errors
    ///
    /// Why it is kept for this session only.
    pub async fn remember(
        &mut self,
        entries: &[&NodeEntry],
        secret: &Secret,
        keep: Keep,
    ) -> Result<(), KeepError> {
        for slot in entries.iter().filter_map(|entry| slot(entry)) {
            self.memory.insert(slot, (secret.share(), Origin::Typed));
        }
        match keep {
            Keep::Session => Ok(()),
            Keep::Lasting => self.keep_for_good(entries, secret).await,
        }
    }

    /// Deletes a node's password from memory, from the keyring and from the sealed file if it is open.
    ///
    /// # Errors
    ///
    /// Which place could not be reached.
    pub async fn erase(&mut self, entry: &NodeEntry) -> Result<(), KeepError> {
        self.forget(entry);
        let Some(key) = CredentialKey::of(entry) else {
            return Ok(());
        };
        if let Some(vault) = &self.vault {
            let (vault, key) = (Arc::clone(vault), key.clone());
            on_disk(&self.disk, move || vault.remove(&key)).await?;
        }
        let removed = self.keyring.remove(&key).await;
        match (removed, &self.vault) {
            (Err(trouble), None) => Err(KeepError::NoKeyring(trouble)),
            (Ok(()), _) | (Err(_), Some(_)) => Ok(()),
        }
    }

    /// Why the keyring is not asked, if it failed.
    #[must_use]
    pub fn keyring_trouble(&self) -> Option<&KeyringTrouble> {
        self.trouble.as_ref()
    }

    /// Lets the keyring be asked again, if it failed: somebody thinks it is better now. Whether it
    /// will be asked.
    pub fn retry_keyring(&mut self) -> bool {
        match self.reach {
            Reach::Everywhere => self.trouble.take().is_some(),
            Reach::Memory => false,
        }
    }

    /// Where the sealed file stands.
    #[must_use]
    pub fn sealed_file(&self) -> SealedFile {
        match self.sealed() {
            Sealed::Absent => SealedFile::Absent,
            Sealed::Locked => SealedFile::Locked,
            Sealed::Open(_) => SealedFile::Open,
        }
    }

    /// Makes a new sealed file and leaves it open.
    ///
    /// # Errors
    ///
    /// As [`Vault::create`].
    pub async fn create_sealed(
        &mut self,
        passphrase: &Secret,
        cost: Cost,
    ) -> Result<(), VaultError> {
        let (place, passphrase) = (self.place.clone(), passphrase.share());
        let created = on_disk(&self.disk, move || Vault::create(&place, &passphrase, cost));
        self.vault = Some(Arc::new(created.await?));
        Ok(())
    }

    /// Opens the sealed file that is there, until the program ends.
    ///
    /// # Errors
    ///
    /// As [`Vault::unlock`].
    pub async fn unlock_sealed(&mut self, passphrase: &Secret) -> Result<(), VaultError> {
        let (place, passphrase) = (self.place.clone(), passphrase.share());
        let unlocked = on_disk(&self.disk, move || Vault::unlock(&place, &passphrase));
        self.vault = Some(Arc::new(unlocked.await?));
        Ok(())
    }

    /// Opens the sealed file with the key that an earlier start has left in the cache, if the file
    /// is there and its key is.
    pub async fn reopen_sealed(&mut self) {
        if self.place.cache.is_none() || self.sealed_file() != SealedFile::Locked {
            return;
        }
        let place = self.place.clone();
        match on_disk(&self.disk, move || Vault::reopen(&place)).await {
            Ok(vault) => self.vault = vault.map(Arc::new),
            // What is wrong with it is told to whoever types the passphrase.
            Err(error) => tracing::debug!("the sealed file was not reopened: {error}"),
        }
    }

    fn sealed(&self) -> Sealed {
        match &self.vault {
            Some(vault) => Sealed::Open(Arc::clone(vault)),
            None if self.place.path.symlink_metadata().is_ok() => Sealed::Locked,
            None => Sealed::Absent,
        }
    }

    /// Writes the password once per credential, and notes where it is now.
    async fn keep_for_good(
        &mut self,
        entries: &[&NodeEntry],
        secret: &Secret,
    ) -> Result<(), KeepError> {
        let mut written = BTreeSet::new();
        for slot in entries.iter().filter_map(|entry| slot(entry)) {
            if slot.source != CredentialSource::Keyring {
                return Err(KeepError::SourceNamed(slot.source));
            }
            if written.insert(slot.key.clone()) {
                let origin = self.write(&slot.key, secret).await?;
                self.memory.insert(slot, (secret.share(), origin));
            }
        }
        Ok(())
    }

    /// Writes into the keyring, or into the sealed file where there is none.
    async fn write(&mut self, key: &CredentialKey, secret: &Secret) -> Result<Origin, KeepError> {
        let entry = key.to_string();
        if self.trouble.is_none() {
            match self.keyring.write(key, secret).await {
                Ok(()) => return Ok(Origin::Keyring { entry }),
                Err(trouble) => self.note(trouble),
            }
        }
        match (self.sealed(), &self.trouble) {
            (Sealed::Open(vault), _) => {
                let path = vault.path().to_owned();
                let (key, secret) = (key.clone(), secret.share());
                on_disk(&self.disk, move || vault.write(&key, &secret)).await?;
                Ok(Origin::Sealed { path, entry })
            }
            (Sealed::Absent, Some(trouble)) => Err(KeepError::NoKeyring(trouble.clone())),
            (Sealed::Locked, _) | (Sealed::Absent, None) => Err(KeepError::NeedsPassphrase),
        }
    }

    /// Keeps the first trouble that says something; `Busy` only tells that there was another.
    fn note(&mut self, trouble: KeyringTrouble) {
        match self.trouble {
            None | Some(KeyringTrouble::Busy) => self.trouble = Some(trouble),
            Some(_) => {}
        }
    }
}

/// What a node's password is cached under; none if it has no user.
fn slot(entry: &NodeEntry) -> Option<Slot> {
    Some(Slot {
        key: CredentialKey::of(entry)?,
        source: entry.source.clone(),
    })
}

/// Whether the open sealed file is no longer the one on the disk, so that our key is of no use.
fn is_replaced(lookup: &Lookup) -> bool {
    let replaced = Lookup::Missing {
        reason: SecretError::Vault(VaultError::Replaced),
    };
    *lookup == replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_to_memory_never_asks_a_keyring_whatever_is_said() {
        let mut credentials = Credentials::in_memory();
        assert!(!credentials.retry_keyring());
        assert!(credentials.keyring_trouble().is_some());
    }
}
