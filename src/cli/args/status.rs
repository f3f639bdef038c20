//! `supdeck status` and `supdeck check`.

use clap::{Args, ValueEnum};

use super::format::Format;
use super::selection::Selection;

/// What is looked at, and how it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct StatusArguments {
    /// What is chosen; everything where nothing is said.
    #[command(flatten)]
    pub selection: Selection,
    /// Print as table, json, jsonl, csv, ctl or plain
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub format: Format,
    /// Show these columns, in this order: state,process,node …
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Sort by this column; with a - before it the other way round
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// List processes, nodes, envs or groups
    #[arg(long, value_name = "WHAT", value_enum, default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub of: Subjects,
    /// Exit as supervisorctl status does: 3 if something does not run, 4 if it is not known
    #[arg(long)]
    pub lsb: bool,
    /// Show it again and again, until Ctrl-C
    #[arg(short, long)]
    pub watch: bool,
}

/// What the rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Subjects {
    /// Processes.
    #[default]
    Processes,
    /// Nodes.
    Nodes,
    /// Environments.
    Envs,
    /// Groups.
    Groups,
}
