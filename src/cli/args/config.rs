//! `supdeck config` and `supdeck import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::config::Format;

/// What can be done with the config.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum ConfigVerb {
    /// Tell every mistake in all files; nothing is contacted
    Check,
    /// Print the annotated example
    Example,
    /// Print what is in force, and where each value comes from
    Show,
}

/// What is to become a config of ours.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct ImportArguments {
    /// The file: a cesi.conf, a multivisor.conf, supervisord-monitor's supervisor.php, an Ansible
    /// inventory, or an SSH config
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What it is, where that cannot be seen: cesi, multivisor, supervisord-monitor, ansible or ssh
    #[arg(long, value_name = "FORMAT")]
    pub from: Option<Format>,
}
