//! `supdeck config` and `supdeck import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::config::Format;

/// What can be done with the config.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum ConfigVerb {
    /// Tell every mistake in all files; nothing is contacted
    #[command(after_help = CHECK)]
    Check,
    /// Print the annotated example
    #[command(after_help = EXAMPLE)]
    Example,
    /// Print what is in force, and where each value comes from
    #[command(after_help = SHOW)]
    Show,
}

const CHECK: &str = "\
Examples:
  supdeck config check
  supdeck config check --config base.toml --config local.toml   later ones win

Exit status: 0 it is good, 64 there is a mistake; all of them are told.";

const EXAMPLE: &str = "\
Examples:
  supdeck config example > supdeck.toml";

const SHOW: &str = "\
Examples:
  supdeck config show
  supdeck config show | grep -v default       only what is set

What is printed is a config itself. Passwords are never in it.";

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
