//! The file the journal is kept in, and how several consoles append to it.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use nix::fcntl::OFlag;

use super::entry::Entry;
use super::error::JournalError;
use super::record::Record;
use super::who::Who;

/// The journal, open for appending.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    who: Who,
}

impl Journal {
    /// Opens the journal, and makes it if there is none: a 0600 file in a 0700 directory.
    ///
    /// # Errors
    /// When the directory or the file cannot be made, or what is there is not a regular file.
    pub fn open(path: &Path, who: Who) -> Result<Self, JournalError> {
        let file = open(path).map_err(|error| JournalError::open(path, &error))?;
        let metadata = file
            .metadata()
            .map_err(|error| JournalError::open(path, &error))?;
        if !metadata.is_file() {
            return Err(JournalError::NotAFile {
                path: path.to_owned(),
            });
        }
        if metadata.permissions().mode() & 0o077 != 0 {
            let owner_only = Permissions::from_mode(0o600);
            file.set_permissions(owner_only)
                .map_err(|error| JournalError::open(path, &error))?;
        }
        Ok(Self {
            path: path.to_owned(),
            file,
            who,
        })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds one record, in one write, while no other console writes. Blocks as long as one does.
    ///
    /// # Errors
    /// When it cannot be written as a whole: then the action it tells of must not be sent.
    pub fn append(&self, at: Timestamp, entry: &Entry) -> Result<(), JournalError> {
        let record = Record::new(at, &self.who, entry);
        self.append_line(&record)
            .map_err(|error| JournalError::write(&self.path, &error))
    }

    fn append_line(&self, record: &Record) -> io::Result<()> {
        let mut line = serde_json::to_vec(record)?;
        line.push(b'\n');
        self.file.lock()?;
        let written = self.write(line);
        let unlocked = self.file.unlock();
        written.and(unlocked)
    }

    fn write(&self, mut line: Vec<u8>) -> io::Result<()> {
        if self.is_torn()? {
            line.insert(0, b'\n');
        }
        let written = (&self.file).write(&line)?;
        if written < line.len() {
            // The rest would not fit either; the next record begins on a line of its own.
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        Ok(())
    }

    /// Whether the last record lacks its end: a full disk or a power cut hit its writer.
    fn is_torn(&self) -> io::Result<bool> {
        let length = self.file.metadata()?.len();
        let mut last = [b'\n'];
        if length > 0 {
            self.file.read_exact_at(&mut last, length - 1)?;
        }
        Ok(last != [b'\n'])
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(directory) = path.parent().filter(|directory| !directory.exists()) {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)?;
    }
    // Under sudo the directory may belong to somebody who is not root: follow no link they laid,
    // and wait for nobody at the other end of a pipe.
    let careful = OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK;
    OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .mode(0o600)
        .custom_flags(careful.bits())
        .open(path)
}
