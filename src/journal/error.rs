//! What can go wrong with the journal: without it no action is sent.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The journal cannot be used. `reason` is what the system said.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JournalError {
    /// The file or its directory cannot be made or opened.
    #[error("cannot open the journal {}: {reason}", path.display())]
    Open {
        /// Where it should be.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// What is there is a device, a pipe or a link to somewhere else.
    #[error("cannot write the journal {}: it is not a regular file", path.display())]
    NotAFile {
        /// Where it should be.
        path: PathBuf,
    },
    /// A record cannot be added.
    #[error("cannot write the journal {}: {reason}", path.display())]
    Write {
        /// Where it is.
        path: PathBuf,
        /// Why not: disk full, quota, read-only.
        reason: String,
    },
    /// It cannot be read.
    #[error("cannot read the journal {}: {reason}", path.display())]
    Read {
        /// Where it is.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}

impl JournalError {
    pub(super) fn open(path: &Path, error: &io::Error) -> Self {
        Self::Open {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }

    pub(super) fn write(path: &Path, error: &io::Error) -> Self {
        Self::Write {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }

    pub(super) fn read(path: &Path, error: &io::Error) -> Self {
        Self::Read {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }
}
