//! Opening a config file so that nobody else can have put words into it.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;
use thiserror::Error;

/// Largest config file we read, in bytes.
const LIMIT: u64 = 4 * 1024 * 1024;

/// Why a file is not read. The messages name no path: the place is told beside them.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileError {
    /// The system does not let us.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// A directory, a device, a pipe.
    #[error("this is not a regular file")]
    NotRegular,
    /// More than 4 MiB.
    #[error("the file is larger than 4 MiB")]
    TooLarge,
    /// Anybody on this host can change it.
    #[error("anybody on this host may write to this file (mode {mode:04o}); run: chmod o-w {path}")]
    Writable {
        /// Its permission bits.
        mode: u32,
        /// Its path, quoted for a shell.
        path: String,
    },
    /// It belongs to neither us nor root.
    #[error(
        "the file belongs to uid {owner}, who is neither you nor root; run: sudo chown {us} {path}"
    )]
    Foreign {
        /// Its owner.
        owner: u32,
        /// Our own uid.
        us: u32,
        /// Its path, quoted for a shell.
        path: String,
    },
    /// A byte that is not UTF-8.
    #[error("byte {offset} of the file is not UTF-8")]
    NotUtf8 {
        /// Which byte, from 0.
        offset: usize,
        /// The text before it.
        before: String,
    },
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// What a file is, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity(u64, u64);

/// Reads a file that is only ever data: no check of who may write to it.
///
/// # Errors
/// If it cannot be read, is no regular file, is too large or not UTF-8.
pub(super) fn read_data(path: &Path) -> Result<String, FileError> {
    let (file, facts) = open(path)?;
    contents(file, &facts)
}

/// Reads a file that may name commands to run, so its writers must be trusted.
///
/// # Errors
/// As [`read_data`], or if others may write to it or own it.
pub(super) fn read_trusted(path: &Path) -> Result<(Identity, String), FileError> {
    let (file, facts) = open(path)?;
    check_writers(path, &facts)?;
    let identity = Identity(facts.dev(), facts.ino());
    Ok((identity, contents(file, &facts)?))
}

/// Writes a new config file of mode 0600, with its directories; an existing file is left alone.
///
/// # Errors
/// If the file exists, or a directory or the file cannot be written.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(parent)?;
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Opens without waiting for the other end of a pipe, and looks at what was really opened.
fn open(path: &Path) -> Result<(File, Metadata), FileError> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags((OFlag::O_NONBLOCK | OFlag::O_NOCTTY).bits())
        .open(path)?;
    let facts = file.metadata()?;
    if !facts.is_file() {
        return Err(FileError::NotRegular);
    }
    if facts.len() > LIMIT {
        return Err(FileError::TooLarge);
    }
    Ok((file, facts))
}

fn check_writers(path: &Path, facts: &Metadata) -> Result<(), FileError> {
    let us = nix::unistd::geteuid().as_raw();
    let owner = facts.uid();
    if owner != 0 && owner != us {
        return Err(FileError::Foreign {
            owner,
            us,
            path: quoted(path),
        });
    }
    if facts.mode() & 0o002 != 0 {
        return Err(FileError::Writable {
            mode: facts.mode() & 0o7777,
            path: quoted(path),
        });
    }
    Ok(())
}

/// The text; the cap holds even if the file grows while it is read.
fn contents(file: File, facts: &Metadata) -> Result<String, FileError> {
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or(0));
    file.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(FileError::TooLarge);
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..offset]).into_owned();
        FileError::NotUtf8 { offset, before }
    })
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+".contains(letter);
    if text.chars().all(plain) {
        text.into_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// A path from a file: `~/` is our home, and what is relative is relative to the file's directory.
pub(super) fn resolved(text: &str, file: &Path) -> PathBuf {
    let path = match text.strip_prefix("~/") {
        Some(rest) => etcetera::home_dir().map_or_else(|_| text.into(), |home| home.join(rest)),
        None => PathBuf::from(text),
    };
    match file.parent() {
        Some(directory) => directory.join(path),
        None => path,
    }
}
