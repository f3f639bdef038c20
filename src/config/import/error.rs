//! Why a file cannot be imported. No message repeats a line of it: it may be full of passwords.

use thiserror::Error;

use super::super::file::FileError;
use super::format::Format;

/// Why a file cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// Something in it is not as it has to be.
    #[error("line {line}: {message}; expected {expected}")]
    Syntax {
        /// From 1.
        line: usize,
        /// What is wrong there, as a sentence.
        message: String,
        /// What ought to be there.
        expected: String,
    },
    /// It may be well, and names no node.
    #[error("there is no node in it; expected {}", format.nodes())]
    NoNodes {
        /// What it was read as.
        format: Format,
    },
    /// It looks like none of the files we know.
    #[error(
        "this looks like none of the files that can be imported; expected {}; --from tells which it is",
        Format::known()
    )]
    Unrecognised,
}

impl ImportError {
    /// Something that is wrong on a line.
    pub(super) fn at(line: usize, message: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::Syntax {
            line,
            message: message.into(),
            expected: expected.into(),
        }
    }
}
