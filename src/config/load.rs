//! A config as it is used: everything checked, everything with a value.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::model::{NodeId, Roster};

use super::error::{ConfigError, Origin};
use super::keys::KeyBindings;
use super::layer::Layers;
use super::polling::PollSettings;
use super::settings::{ConfirmSettings, LogSettings};
use super::theme::ThemeSettings;

/// What all files said, and the defaults for what they did not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The nodes and environments.
    pub roster: Roster,
    /// How often nodes are asked.
    pub poll: PollSettings,
    /// When a dialog asks how much.
    pub confirm: ConfirmSettings,
    /// How the console looks.
    pub theme: ThemeSettings,
    /// Keys that differ from the shipped keymap; the console checks names and clashes.
    pub keys: KeyBindings,
    /// How much of a log is kept.
    pub log: LogSettings,
    /// Where the journal is, if not at its usual place.
    pub journal: Option<PathBuf>,
    /// How long after its passphrase was typed the sealed file opens without it.
    pub sealed_file_stays_open: Option<Duration>,
    /// Whether nothing may be changed from here, whatever the environment.
    pub read_only: bool,
    /// The files that were read, each after the one that includes it.
    pub files: Vec<PathBuf>,
    /// Where each node stands.
    pub origins: BTreeMap<NodeId, Origin>,
    /// Where every other key stands that a file has, by its full name such as `poll.interval`.
    pub written: BTreeMap<String, Origin>,
}

impl Config {
    /// Reads files and those they include; what a later file says wins over an earlier one.
    ///
    /// # Errors
    /// With every mistake in all of them.
    pub fn load(files: &[PathBuf]) -> Result<Self, ConfigError> {
        let mut layers = Layers::default();
        for file in files {
            layers.read(file);
        }
        layers.draft.finish()
    }

    /// Reads a text as if it stood in a file at `path`.
    ///
    /// # Errors
    /// With every mistake in it.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let mut layers = Layers::default();
        layers.take(path, text);
        layers.draft.finish()
    }
}
