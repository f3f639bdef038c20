//! What a cesi.conf says, whichever of its two forms it has.

use thiserror::Error;
use zeroize::Zeroizing;

use super::super::file::FileError;
use super::{ini_form, toml_form};

/// Why a file cannot be imported. No message repeats a line of it: it is full of passwords.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// It looks like INI and is not.
    #[error("this is not INI: {0}")]
    Ini(String),
    /// It looks like TOML and is not.
    #[error("this is not TOML: line {line}: {message}")]
    Toml {
        /// From 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// It has neither `[node:NAME]` sections nor `[[nodes]]` tables.
    #[error("this is no cesi.conf: it has neither [node:NAME] nor [[nodes]]")]
    NoNodes,
}

/// A cesi.conf.
#[derive(Default)]
pub(in crate::config) struct CesiFile {
    /// Its nodes, in its order.
    pub nodes: Vec<CesiNode>,
    /// Its environments with the names of their members, in its order.
    pub environments: Vec<(String, Vec<String>)>,
    /// What it says that has no place with us.
    pub notes: Vec<String>,
}

/// A node in a cesi.conf.
#[derive(Default)]
pub(in crate::config) struct CesiNode {
    /// Its name, any text.
    pub name: String,
    /// A host name or address.
    pub host: String,
    /// Its port, as text.
    pub port: String,
    /// Empty for a supervisord without a password.
    pub user: String,
    /// Empty for a supervisord without a password.
    pub password: Zeroizing<String>,
}

impl CesiFile {
    /// Puts a node into an environment, which is made if need be.
    pub(super) fn join(&mut self, environment: &str, node: &str) {
        let mut known = self.environments.iter_mut();
        match known.find(|(name, _)| name == environment) {
            Some((_, members)) => members.push(node.to_owned()),
            None => self
                .environments
                .push((environment.to_owned(), vec![node.to_owned()])),
        }
    }
}

/// Reads either form.
pub(in crate::config) fn read(text: &str) -> Result<CesiFile, ImportError> {
    // TOML has no colon in the name of a table.
    let is_ini = |line: &str| {
        let line = line.trim_start();
        line.starts_with("[node:") || line.starts_with("[environment:")
    };
    let file = if text.lines().any(is_ini) {
        ini_form::read(text)?
    } else {
        toml_form::read(text)?
    };
    if file.nodes.is_empty() {
        return Err(ImportError::NoNodes);
    }
    Ok(file)
}
