//! What can be wrong with a config: every mistake with its place and with what was expected.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use thiserror::Error;

use crate::model::Clean;

/// Line and column in a file, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where something was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The file.
    pub file: Arc<Path>,
    /// The place in it; none where the file as a whole is meant.
    pub position: Option<Position>,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = Clean::text(&self.file.to_string_lossy());
        match self.position {
            Some(Position { line, column }) => write!(formatter, "{file}:{line}:{column}"),
            None => write!(formatter, "{file}"),
        }
    }
}

/// One thing that is wrong.
///
/// The line itself is not quoted: somebody may have written a password into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub origin: Origin,
    /// What, as a sentence without its full stop; safe on a terminal.
    pub message: String,
    /// What was expected, or how to mend it; safe on a terminal.
    pub hint: Option<String>,
}

impl Mistake {
    /// Tells what is wrong somewhere; controls in the texts are made visible.
    #[must_use]
    pub fn new(origin: Origin, message: &str, hint: Option<&str>) -> Self {
        Self {
            origin,
            message: Clean::text(message).into_string(),
            hint: hint.map(|hint| Clean::text(hint).into_string()),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.origin, self.message)?;
        match &self.hint {
            Some(hint) => write!(formatter, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// Everything that is wrong, file by file, each from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.summary())]
pub struct ConfigError {
    /// The mistakes, at most a thousand; never empty.
    pub mistakes: Vec<Mistake>,
    /// How many more there are.
    pub more: usize,
}

impl ConfigError {
    /// One line on how much is wrong.
    #[must_use]
    pub fn summary(&self) -> String {
        match self.mistakes.len() + self.more {
            1 => "the config has 1 mistake".to_owned(),
            count => format!("the config has {count} mistakes"),
        }
    }
}
