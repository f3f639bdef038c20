//! The key of the sealed file, kept by the kernel for a while so that another start asks nobody.
//!
//! It is a cache and no more: one key for each sealed file, with an end the kernel itself enforces.
//! Passwords never go there (a user has room for some 200 keys). Whatever goes wrong means that the
//! passphrase is asked for, as without a cache, and is told in the debug log alone.

use std::time::Duration;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Bytes of a key.
pub(super) const KEY: usize = 32;
/// A derived key.
pub(super) type DerivedKey = Zeroizing<[u8; KEY]>;

/// Where the key of the sealed file stays, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyCache {
    stays: Duration,
}

impl KeyCache {
    /// A cache that forgets each key so long after its passphrase was typed.
    #[must_use]
    pub fn new(stays: Duration) -> Self {
        Self { stays }
    }

    /// Keeps the key that opens the file with this header.
    pub(super) fn keep(self, header: &[u8], key: &DerivedKey) {
        let seconds = usize::try_from(self.stays.as_secs()).unwrap_or(usize::MAX);
        if let Err(reason) = kernel::keep(&name(header), key, seconds) {
            tracing::debug!("the kernel keeps no key of the sealed file: {reason}");
        }
    }
}

/// The key of the file with this header, if it was kept and its time is not over.
pub(super) fn recall(header: &[u8]) -> Option<DerivedKey> {
    match kernel::recall(&name(header)) {
        Ok(key) => Some(key),
        Err(reason) => {
            tracing::debug!("the kernel has no key of the sealed file: {reason}");
            None
        }
    }
}

/// What the key is filed under. Every user of this host may list the names of keys: it tells that
/// there is one, and not of which file.
fn name(header: &[u8]) -> String {
    let digest = Sha256::digest(header);
    let hex = digest.iter().map(|byte| format!("{byte:02x}"));
    format!("supdeck:{}", hex.collect::<String>())
}

#[cfg(target_os = "linux")]
mod kernel {
    //! The keyring of our user id, as `keyctl` shows it with `@u`.

    use linux_keyutils::{KeyError, KeyRing, KeyRingIdentifier};
    use zeroize::Zeroizing;

    use super::{DerivedKey, KEY};

    /// The key is made where only this thread sees it, and moves to the user's keyring when its end
    /// is set: no key without an end is left behind, whatever happens.
    pub(super) fn keep(name: &str, key: &DerivedKey, seconds: usize) -> Result<(), KeyError> {
        let (own, users) = rings()?;
        let made = own.add_key(name, key.as_slice())?;
        made.set_timeout(seconds)?;
        users.link_key(made)
    }

    pub(super) fn recall(name: &str) -> Result<DerivedKey, KeyError> {
        let (_own, users) = rings()?;
        let found = users.search(name)?;
        let mut key: DerivedKey = Zeroizing::new([0; KEY]);
        match found.read(&mut *key)? {
            KEY => Ok(key),
            _ => Err(KeyError::InvalidArguments),
        }
    }

    /// This thread's keyring and the user's. A session without a link to the user's, as of `su` or
    /// cron, may add keys to it and not read them: the link in the thread's own makes up for that.
    fn rings() -> Result<(KeyRing, KeyRing), KeyError> {
        let own = KeyRing::from_special_id(KeyRingIdentifier::Thread, true)?;
        own.link_keyring_id(KeyRingIdentifier::User)?;
        let users = KeyRing::from_special_id(KeyRingIdentifier::User, false)?;
        Ok((own, users))
    }
}

#[cfg(not(target_os = "linux"))]
mod kernel {
    //! Only Linux has such a place.

    use super::DerivedKey;

    const NONE: &str = "this system has no place for keys";

    pub(super) fn keep(_: &str, _: &DerivedKey, _: usize) -> Result<(), &'static str> {
        Err(NONE)
    }

    pub(super) fn recall(_: &str) -> Result<DerivedKey, &'static str> {
        Err(NONE)
    }
}
