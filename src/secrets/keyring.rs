//! The OS keyring: Secret Service, macOS Keychain or Windows Credential Manager.

use std::time::Duration;

use ::keyring::{Entry, Error};
use zeroize::Zeroizing;

use crate::model::Clean;

use super::aside::{Aside, NoAnswer};
use super::error::KeyringTrouble;
use super::key::CredentialKey;
use super::secret::Secret;

/// How long one call may take: a dead bus, or a prompt on a display nobody sees, never answers.
pub const KEYRING_LIMIT: Duration = Duration::from_secs(3);
/// The service our entries are filed under.
const SERVICE: &str = "supdeck";

/// What the D-Bus specification calls a service that nobody owns, or that cannot be started.
const NO_PROVIDER: [&str; 2] = [
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.Spawn",
];
/// What the store's crates say if there is no bus to connect to; other words are shown as they are.
const NO_BUS: [&str; 2] = [
    "no secret service provider or dbus session",
    "Failed to connect",
];

/// The OS keyring. Its clones share the bound on stuck threads.
#[derive(Clone, Debug)]
pub struct Keyring {
    aside: Aside,
}

impl Default for Keyring {
    fn default() -> Self {
        Self {
            aside: Aside::new(KEYRING_LIMIT),
        }
    }
}

impl Keyring {
    /// What people call the store of this system.
    pub const STORE: &str = if cfg!(target_os = "macos") {
        "macOS Keychain"
    } else if cfg!(windows) {
        "Windows Credential Manager"
    } else {
        "Secret Service over D-Bus"
    };

    /// Reads an entry; none if there is no such entry.
    ///
    /// # Errors
    ///
    /// Why the keyring cannot be used now.
    pub async fn read(&self, key: &CredentialKey) -> Result<Option<Secret>, KeyringTrouble> {
        self.call(key, |entry| {
            let bytes = Zeroizing::new(entry.get_secret()?);
            Secret::text(&bytes).ok_or_else(|| Error::BadEncoding(Vec::new()))
        })
        .await
    }

    /// Writes an entry, over the old one if there is one.
    ///
    /// # Errors
    ///
    /// Why the keyring cannot be used now; then nothing is known about what it holds.
    pub async fn write(&self, key: &CredentialKey, secret: &Secret) -> Result<(), KeyringTrouble> {
        let secret = secret.share();
        let written = self.call(key, move |entry| {
            entry.set_secret(secret.expose().as_bytes())
        });
        written.await.map(drop)
    }

    /// Deletes an entry; it is well if there is none.
    ///
    /// # Errors
    ///
    /// Why the keyring cannot be used now.
    pub async fn remove(&self, key: &CredentialKey) -> Result<(), KeyringTrouble> {
        let removed = self.call(key, Entry::delete_credential);
        removed.await.map(drop)
    }

    /// Makes one call on its own thread; none if the store says there is no such entry.
    async fn call<T, F>(&self, key: &CredentialKey, work: F) -> Result<Option<T>, KeyringTrouble>
    where
        T: Send + 'static,
        F: FnOnce(&Entry) -> ::keyring::Result<T> + Send + 'static,
    {
        let (name, label) = (key.entry(), key.label());
        let answer = self.aside.run(move || {
            let worked = open(&name, &label).and_then(|entry| work(&entry));
            // The error may hold bytes of the entry: only our own words leave this thread.
            match worked {
                Ok(value) => Ok(Some(value)),
                Err(Error::NoEntry) => Ok(None),
                Err(error) => Err(trouble(&error)),
            }
        });
        match answer.await {
            Ok(result) => result,
            Err(NoAnswer::Late) => Err(KeyringTrouble::Hung {
                limit: self.aside.limit(),
            }),
            Err(NoAnswer::Busy) => Err(KeyringTrouble::Busy),
            Err(NoAnswer::Lost) => Err(KeyringTrouble::Broken {
                reason: Clean::text("the call ended without an answer"),
            }),
        }
    }
}

/// Opens the entry on a connection of its own.
///
/// `keyring::Entry::new` would open the store once for the whole process and keep its first failure
/// for good; if that opening hangs, so does every later call. A new connection costs a few
/// milliseconds, needs no healing, and lets us give the entry a title people can read.
#[cfg(all(
    unix,
    not(any(target_os = "macos", target_os = "ios", target_os = "android"))
))]
fn open(name: &str, label: &str) -> ::keyring::Result<Entry> {
    use keyring_core::api::CredentialStoreApi;

    let store = zbus_secret_service_keyring_store::Store::new()?;
    let title = std::collections::HashMap::from([("label", label)]);
    let inner = store.build(SERVICE, name, Some(&title))?;
    Ok(Entry { inner })
}

/// Opens the entry.
#[cfg(not(all(
    unix,
    not(any(target_os = "macos", target_os = "ios", target_os = "android"))
)))]
fn open(name: &str, _label: &str) -> ::keyring::Result<Entry> {
    Entry::new(SERVICE, name)
}

/// The store's error in our words. Its `BadEncoding` and `BadDataFormat` hold the entry's bytes,
/// so only errors that surely hold none are quoted.
fn trouble(error: &Error) -> KeyringTrouble {
    match error {
        Error::NoStorageAccess(_) => KeyringTrouble::Locked,
        Error::Ambiguous(_) => KeyringTrouble::Ambiguous,
        Error::BadEncoding(_) => KeyringTrouble::NotText,
        Error::PlatformFailure(cause) => platform_trouble(&cause.to_string()),
        Error::BadStoreFormat(reason) | Error::NotSupportedByStore(reason) => {
            KeyringTrouble::Broken {
                reason: Clean::text(reason),
            }
        }
        Error::TooLong(_, limit) => KeyringTrouble::Broken {
            reason: Clean::text(&format!("the store takes {limit} characters at most")),
        },
        // Also what later versions may add; the enum is open.
        _ => KeyringTrouble::Broken {
            reason: Clean::text("the store cannot read or write this entry"),
        },
    }
}

/// Tells apart, by the words the system gave, a missing bus and a bus without a keyring behind it.
fn platform_trouble(words: &str) -> KeyringTrouble {
    let says = |known: [&str; 2]| known.iter().any(|part| words.contains(part));
    if says(NO_PROVIDER) {
        KeyringTrouble::NoProvider
    } else if says(NO_BUS) {
        let address = std::env::var("DBUS_SESSION_BUS_ADDRESS").ok();
        KeyringTrouble::NoBus { address }
    } else {
        KeyringTrouble::Broken {
            reason: Clean::text(words),
        }
    }
}
