//! Passwords: where they come from, where they may be kept, and that they never leak.
//!
//! [`Credentials`] is the one owner of passwords in the program. A node that names a source (a
//! command, a variable, a file) uses that one; every other node uses the OS keyring, and where no
//! keyring can be reached the [`Vault`], a file sealed under a passphrase. What was fetched once is
//! kept in memory until the node refuses it.
//!
//! - A [`Secret`] has no `Display`, no serde and a `Debug` that says nothing; it is wiped on drop.
//! - No error in this room carries a secret, or bytes that may hold one.
//! - Whatever can hang (the keyring's bus, a network disk) runs on a thread of its own, and each
//!   such call ends within its limit; the number of threads that may stay stuck is bounded.
//!
//! The room uses tokio for child processes, timers and one-shot answers, and needs a runtime with
//! both drivers on. Tasks and the channels between them stay with the engine.

mod secret;

mod keep;
mod key;
mod origin;

mod error;

mod command;
mod private_file;
mod source;

mod aside;
mod keyring;

mod entries;
mod key_cache;
mod seal;
mod vault;

mod credentials;
mod fetch;

mod harden;

pub use credentials::{Credentials, SealedFile};
pub use error::{CommandTrouble, FileError, KeepError, KeyringTrouble, SecretError, VaultError};
pub use fetch::{Fetch, Fetched, Lookup, Slot};
pub use harden::{Hardening, harden};
pub use keep::{Keep, Scope};
pub use key::CredentialKey;
pub use key_cache::KeyCache;
pub use keyring::{KEYRING_LIMIT, Keyring};
pub use origin::Origin;
pub use seal::Cost;
pub use secret::Secret;
pub use source::{COMMAND_LIMIT, SOURCE_LIMIT};
pub use vault::{Vault, VaultPlace};
