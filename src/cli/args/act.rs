//! The verbs that act on processes.

use clap::Args;

use crate::model::Signal;

use super::format::Format;
use super::rhythm::Rhythm;
use super::safety::Safety;
use super::selection::Selection;

/// On what, how safely, in which rhythm, and how it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct ActArguments {
    /// What is chosen.
    #[command(flatten)]
    pub selection: Selection,
    /// Print outcomes as table, json, jsonl, csv, ctl or plain
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub format: Format,
    /// What has to be said first.
    #[command(flatten)]
    pub safety: Safety,
    /// How many at once, and when to stop.
    #[command(flatten)]
    pub rhythm: Rhythm,
}

/// A signal, and the rest.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct SignalArguments {
    /// Which: HUP TERM INT QUIT USR1 USR2 WINCH CONT STOP or KILL
    #[arg(value_name = "SIGNAL")]
    pub signal: Signal,
    /// To what, and how.
    #[command(flatten)]
    pub act: ActArguments,
}

/// Pairs of processes and verbs on the same nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct RunArguments {
    /// A nodeset, then pairs: which processes, and start, stop, restart, trystart, status or reload
    #[arg(value_name = "NODESET (SELECTOR VERB)…", required = true)]
    pub words: Vec<String>,
    /// Print outcomes as table, json, jsonl, csv, ctl or plain
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub format: Format,
    /// What has to be said first.
    #[command(flatten)]
    pub safety: Safety,
    /// How many at once, and when to stop.
    #[command(flatten)]
    pub rhythm: Rhythm,
}
