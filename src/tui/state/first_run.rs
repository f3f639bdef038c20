//! The first-run screen: nothing is contacted, nothing is written until chosen.

use std::path::PathBuf;

/// Something on this host that can become a config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// What is in it, in words.
    pub what: String,
    /// What choosing it does.
    pub choice: Choice,
}

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Import a file another tool uses.
    Import(PathBuf),
    /// Use the supervisord of this host: this config text is written.
    Local(String),
    /// Write the annotated example.
    Example,
    /// The demo fleet.
    Demo,
}

/// The first-run screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstRun {
    /// Where a config was looked for.
    pub looked: Vec<PathBuf>,
    /// What was found on this host.
    pub found: Vec<Found>,
    /// What can be chosen, with its words.
    pub choices: Vec<(Choice, String)>,
    /// The choice under the cursor.
    pub cursor: usize,
    /// Where a config would be written.
    pub target: PathBuf,
    /// The choice that waits for `y`, with what it would write.
    pub asked: Option<usize>,
}
