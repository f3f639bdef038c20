//! Why a password cannot be had or kept, in words for people and never with the password.

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use crate::model::{Clean, CredentialSource};

/// Why a password cannot be had from where it ought to be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SecretError {
    /// The keyring answers, and holds nothing for it.
    #[error("the OS keyring holds no entry {entry}")]
    NoEntry {
        /// Such as `supdeck/dev-03`.
        entry: String,
    },
    /// The sealed file is open, and holds nothing for it.
    #[error("neither the OS keyring nor the sealed file holds an entry {entry}")]
    NoSealedEntry {
        /// Such as `supdeck/dev-03`.
        entry: String,
    },
    /// The variable is not there.
    #[error("password_env {name} is not set")]
    EnvUnset {
        /// The variable.
        name: String,
    },
    /// The source answers with nothing.
    #[error("{origin} is empty")]
    Empty {
        /// Which source.
        origin: CredentialSource,
    },
    /// The source answers with bytes that are no text.
    #[error("{origin} is not UTF-8 text")]
    NotText {
        /// Which source.
        origin: CredentialSource,
    },
    /// The file cannot be read, or not safely.
    #[error("password_file {0}")]
    File(FileError),
    /// The command gave no password.
    #[error("password_command {program} {trouble}")]
    Command {
        /// The command's first word.
        program: String,
        /// What went wrong.
        trouble: CommandTrouble,
    },
    /// The disk or the system did not answer in time.
    #[error("{origin} gave no answer in {}s", limit.as_secs_f32())]
    Hung {
        /// Which source.
        origin: CredentialSource,
        /// How long we waited.
        limit: Duration,
    },
    /// The sealed file is open and cannot be read.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// How a password command failed; continues the sentence that begins with the command.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CommandTrouble {
    /// The config names no word.
    #[error("names no command")]
    NoWords,
    /// There is no such program.
    #[error("was not found")]
    NotFound,
    /// The program cannot be run.
    #[error("could not be started: {reason}")]
    NotStarted {
        /// What the system said.
        reason: String,
    },
    /// It went on for too long, and was killed with its children.
    #[error("gave no password in {}s and was killed", limit.as_secs_f32())]
    TimedOut {
        /// How long we waited.
        limit: Duration,
    },
    /// It ended with another status than 0.
    #[error("ended with status {status}{}", said(stderr))]
    Failed {
        /// Its exit status.
        status: i32,
        /// The last line of its standard error, what it printed as password struck out.
        stderr: Clean,
    },
    /// A signal ended it.
    #[error("was killed by signal {signal}{}", said(stderr))]
    Killed {
        /// The number.
        signal: i32,
        /// The last line of its standard error, what it printed as password struck out.
        stderr: Clean,
    },
    /// Its output cannot be read.
    #[error("could not be read: {reason}")]
    Unread {
        /// What the system said.
        reason: String,
    },
}

/// The words of a command, if it said any.
fn said(stderr: &Clean) -> String {
    match stderr.as_str() {
        "" => String::new(),
        words => format!(": {words}"),
    }
}

/// Why a file that ought to be private was not read or written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileError {
    /// It is not there.
    #[error("{path} does not exist", path = .path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// It is a symbolic link, which somebody could turn elsewhere.
    #[error("{path} is a symbolic link: name the file it points to", path = .path.display())]
    Link {
        /// Which file.
        path: PathBuf,
    },
    /// It is a folder, a pipe, a device or a socket.
    #[error("{path} is not a regular file", path = .path.display())]
    NotRegular {
        /// Which file.
        path: PathBuf,
    },
    /// Somebody else may change it.
    #[error("{path} belongs to user id {owner}, not to you or to root", path = .path.display())]
    Foreign {
        /// Which file or folder.
        path: PathBuf,
        /// Who owns it.
        owner: u32,
    },
    /// Group or others have rights on it.
    #[error(
        "{path} has mode {mode:04o}, so other users may get at it: chmod {wanted:o} {path}",
        path = .path.display()
    )]
    Exposed {
        /// Which file or folder.
        path: PathBuf,
        /// Its mode bits.
        mode: u32,
        /// The mode it should have.
        wanted: u32,
    },
    /// It is too large to hold a password.
    #[error("{path} is larger than {limit} bytes", path = .path.display())]
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// The cap that was hit.
        limit: usize,
    },
    /// The system refused.
    #[error("{path}: {reason}", path = .path.display())]
    Refused {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
}

/// Why the OS keyring cannot be used now. The name of the store stands before it: [`super::Keyring::STORE`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyringTrouble {
    /// This session has no D-Bus: the usual case over SSH.
    #[error("{}", no_bus(.address.as_deref()))]
    NoBus {
        /// What `DBUS_SESSION_BUS_ADDRESS` says.
        address: Option<String>,
    },
    /// There is a bus, and no keyring program behind it.
    #[error("the session bus answers, but no keyring program is installed behind it")]
    NoProvider,
    /// It wants to be unlocked, and cannot ask here.
    #[error("the keyring is locked and cannot ask for its password in this session")]
    Locked,
    /// The call did not come back; its thread may never do.
    #[error("no answer in {}s", limit.as_secs_f32())]
    Hung {
        /// How long we waited.
        limit: Duration,
    },
    /// So many calls hang that no further one is made.
    #[error("earlier calls still hang, so it is not asked again")]
    Busy,
    /// Several entries match; we do not guess.
    #[error("several entries match; delete all but one of them")]
    Ambiguous,
    /// The entry holds bytes that are no text.
    #[error("the entry is not UTF-8 text")]
    NotText,
    /// Anything else the store said.
    #[error("{reason}")]
    Broken {
        /// Its words.
        reason: Clean,
    },
}

/// The words for a missing bus.
fn no_bus(address: Option<&str>) -> String {
    match address {
        None => "DBUS_SESSION_BUS_ADDRESS is unset".to_owned(),
        Some(address) => format!("no session bus answers at {}", Clean::text(address)),
    }
}

/// Why the sealed file cannot be opened or written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VaultError {
    /// The file cannot be reached, or not safely.
    #[error("sealed file {0}")]
    File(#[from] FileError),
    /// A passphrase must have at least one letter.
    #[error("an empty passphrase protects nothing")]
    EmptyPassphrase,
    /// The file is whole and does not open.
    #[error("the passphrase does not open the sealed file")]
    WrongPassphrase,
    /// The file is not as it was written.
    #[error("the sealed file is damaged: {what}")]
    Damaged {
        /// What does not fit.
        what: &'static str,
    },
    /// A newer supdeck wrote it.
    #[error("the sealed file has version {version}; this supdeck reads version 1")]
    Version {
        /// The version in it.
        version: u8,
    },
    /// There is one already, and creating would wipe it.
    #[error("a sealed file is there already: unlock it")]
    Exists,
    /// Somebody made a new one under another passphrase.
    #[error("the sealed file was replaced by another one: unlock it again")]
    Replaced,
    /// Another supdeck holds the lock.
    #[error("another process has held the sealed file for {}s", limit.as_secs_f32())]
    Busy {
        /// How long we waited.
        limit: Duration,
    },
    /// The disk or the system did not answer in time.
    #[error("the sealed file gave no answer in {}s", limit.as_secs_f32())]
    Hung {
        /// How long we waited.
        limit: Duration,
    },
    /// The key cannot be derived here.
    #[error("the key of the sealed file cannot be derived: {reason}")]
    NoKey {
        /// Why not.
        reason: String,
    },
}

/// Why a password is kept for this session only.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeepError {
    /// The config says where it comes from, and the next start would read it there.
    #[error("{0} is named in the config: change the password there")]
    SourceNamed(CredentialSource),
    /// There is no keyring, and the sealed file is locked.
    #[error("the sealed file wants its passphrase first")]
    NeedsPassphrase,
    /// There is no keyring, and no sealed file yet.
    #[error("{store}: {0}", store = super::Keyring::STORE)]
    NoKeyring(KeyringTrouble),
    /// The sealed file could not be written.
    #[error(transparent)]
    Vault(#[from] VaultError),
}
