//! What is fixed for this run of the program, and what the user may switch.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::plan::Permission;

use super::key_names::KeyNames;
use super::sign_in::Store;

/// What the config and the command line decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Time between two polls of a node.
    pub poll_interval: Duration,
    /// More targets than this, and the dialog shows sums too.
    pub few_targets: usize,
    /// Whether a restart of one process outside protected environments needs no dialog.
    pub restart_single_unasked: bool,
    /// Lines kept of each log in a pane.
    pub log_lines: usize,
    /// Bytes kept of each log in a pane.
    pub log_bytes: usize,
    /// The zone of times in logs that name none.
    pub zone: TimeZone,
    /// Lines, boxes and the ellipsis in ASCII.
    pub ascii: bool,
    /// Whether this is the demo fleet.
    pub demo: bool,
    /// Where the config came from, for the help and the first-run screen.
    pub config_files: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            poll_interval: Duration::from_secs(2),
            few_targets: 5,
            restart_single_unasked: false,
            log_lines: 50_000,
            log_bytes: 16 << 20,
            zone: TimeZone::UTC,
            ascii: false,
            demo: false,
            config_files: Vec::new(),
        }
    }
}

/// What holds for the whole session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// When the console was started.
    pub started: Timestamp,
    /// Whether anything may be changed.
    pub permission: Permission,
    /// Whether the flag or the config forbids switching that off.
    pub locked: bool,
    /// Where passwords go that are to last, as far as is known.
    pub store: Store,
    /// Why the journal cannot be written, while it cannot.
    pub journal_trouble: Option<String>,
    /// What the keys are called.
    pub keys: KeyNames,
    /// The rest.
    pub settings: Settings,
}

impl Session {
    /// A session in which everything may be done.
    #[must_use]
    pub fn new(settings: Settings, now: Timestamp) -> Self {
        Self {
            started: now,
            permission: Permission::ReadWrite,
            locked: false,
            store: Store::Keyring,
            journal_trouble: None,
            keys: KeyNames::shipped(),
            settings,
        }
    }
}
