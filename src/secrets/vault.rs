//! The sealed file: passwords that last where there is no keyring, under one passphrase.

use std::fmt;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::entries::Entries;
use super::error::{FileError, VaultError};
use super::key::CredentialKey;
use super::key_cache::{DerivedKey, KeyCache};
use super::private_file;
use super::seal::{Closed, Cost, Seal};
use super::secret::Secret;

/// Bytes a sealed file may have.
const FILE_LIMIT: usize = 1024 * 1024;
/// How long another process may hold the lock; it holds it for milliseconds.
const LOCK_LIMIT: Duration = Duration::from_secs(3);
/// How long between two looks at the lock.
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// A sealed file and the key that opens it. Every call blocks on the disk.
///
/// Nothing of the file is kept in memory but the key: each call reads it anew, and writers hold a
/// lock from reading to replacing, so several processes may use one file.
pub struct Vault {
    path: PathBuf,
    seal: Seal,
}

/// Where a sealed file is, and whether its key stays for another start.
#[derive(Clone, Debug)]
pub struct VaultPlace {
    /// The file.
    pub path: PathBuf,
    /// Where its key stays; none forgets it with the program.
    pub cache: Option<KeyCache>,
}

impl Vault {
    /// Makes a new, empty file of mode 0600, and its folder of mode 0700 if need be.
    ///
    /// # Errors
    ///
    /// If there is one already, the passphrase is empty, or the file cannot be written safely.
    pub fn create(place: &VaultPlace, passphrase: &Secret, cost: Cost) -> Result<Self, VaultError> {
        if passphrase.expose().is_empty() {
            return Err(VaultError::EmptyPassphrase);
        }
        let path = &place.path;
        let (seal, key) = Seal::fresh(passphrase, cost)?;
        private_file::prepare_folder(path)?;
        let _lock = lock(path)?;
        if path.symlink_metadata().is_ok() {
            return Err(VaultError::Exists);
        }
        let document = seal.close(Entries::default().encode())?;
        private_file::replace(path, &document)?;
        place.keep(&seal, &key);
        Ok(Self {
            path: path.clone(),
            seal,
        })
    }

    /// Opens the file that is there.
    ///
    /// # Errors
    ///
    /// If the passphrase is not its own, it is damaged, or somebody else could have changed it.
    pub fn unlock(place: &VaultPlace, passphrase: &Secret) -> Result<Self, VaultError> {
        let document = private_file::read(&place.path, FILE_LIMIT)?;
        let (seal, key) = Seal::of(&document, passphrase)?;
        if seal.open(&document)?.is_err() {
            return Err(VaultError::WrongPassphrase);
        }
        place.keep(&seal, &key);
        Ok(Self {
            path: place.path.clone(),
            seal,
        })
    }

    /// Opens the file that is there with the key that an earlier start has left in the cache; none
    /// if there is no such key any more, or it is not the one of this file.
    ///
    /// # Errors
    ///
    /// If the file is damaged, or somebody else could have changed it.
    pub fn reopen(place: &VaultPlace) -> Result<Option<Self>, VaultError> {
        if place.cache.is_none() {
            return Ok(None);
        }
        let document = private_file::read(&place.path, FILE_LIMIT)?;
        let Some(seal) = Seal::recalled(&document)? else {
            return Ok(None);
        };
        let opened = seal.open(&document)?.is_ok();
        Ok(opened.then(|| Self {
            path: place.path.clone(),
            seal,
        }))
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads one secret; none if it holds none under that key.
    ///
    /// # Errors
    ///
    /// If the file is gone, damaged, or another one than was unlocked.
    pub fn read(&self, key: &CredentialKey) -> Result<Option<Secret>, VaultError> {
        Ok(self.entries()?.find(key))
    }

    /// Keeps one secret.
    ///
    /// # Errors
    ///
    /// As [`Vault::read`], or if the lock or the disk cannot be had; then the file is as it was.
    pub fn write(&self, key: &CredentialKey, secret: &Secret) -> Result<(), VaultError> {
        self.change(|entries| entries.insert(key, secret))
    }

    /// Forgets one secret; it is well if there is none.
    ///
    /// # Errors
    ///
    /// As [`Vault::write`].
    pub fn remove(&self, key: &CredentialKey) -> Result<(), VaultError> {
        self.change(|entries| entries.remove(key))
    }

    fn change(&self, change: impl FnOnce(&mut Entries)) -> Result<(), VaultError> {
        let _lock = lock(&self.path)?;
        let mut entries = self.entries()?;
        change(&mut entries);
        let document = self.seal.close(entries.encode())?;
        if document.len() > FILE_LIMIT {
            return Err(VaultError::File(FileError::TooLarge {
                path: self.path.clone(),
                limit: FILE_LIMIT,
            }));
        }
        private_file::replace(&self.path, &document)?;
        Ok(())
    }

    fn entries(&self) -> Result<Entries, VaultError> {
        let document = private_file::read(&self.path, FILE_LIMIT)?;
        let body = self.seal.open(&document)?.map_err(|closed| match closed {
            Closed::Foreign => VaultError::Replaced,
            // The key has opened a file under this very salt before, so it is not the passphrase.
            Closed::Refused => VaultError::Damaged {
                what: "its content was changed",
            },
        })?;
        Entries::decode(&body).ok_or(VaultError::Damaged {
            what: "its entries do not fit",
        })
    }
}

impl VaultPlace {
    /// A file whose key is forgotten with the program.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            cache: None,
        }
    }

    /// The same with a place where its key stays.
    #[must_use]
    pub fn cached(self, cache: Option<KeyCache>) -> Self {
        Self { cache, ..self }
    }

    fn keep(&self, seal: &Seal, key: &DerivedKey) {
        if let Some(cache) = self.cache {
            cache.keep(seal.header(), key);
        }
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Vault({})", self.path.display())
    }
}

/// Takes the lock beside the file, not on it: the file itself is replaced by each write.
///
/// The lock goes with the descriptor, also if its holder is killed.
fn lock(path: &Path) -> Result<File, VaultError> {
    let beside = private_file::beside(path, ".lock");
    let file = private_file::open_lock(&beside)?;
    let deadline = Instant::now() + LOCK_LIMIT;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                std::thread::sleep(LOCK_PAUSE);
            }
            Err(TryLockError::WouldBlock) => return Err(VaultError::Busy { limit: LOCK_LIMIT }),
            Err(TryLockError::Error(error)) => {
                return Err(VaultError::File(FileError::Refused {
                    path: beside,
                    reason: error.to_string(),
                }));
            }
        }
    }
}
