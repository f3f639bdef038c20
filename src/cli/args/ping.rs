//! `supdeck ping`: which nodes are probed.

use clap::Args;

use super::format::Format;

/// Nodes to be probed layer by layer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct PingArguments {
    /// Which nodes: web01, web[01-24],!web07 or @prod; all where none is named
    #[arg(value_name = "NODESET")]
    pub nodes: Vec<String>,
    /// Print as table, json, jsonl, csv or plain
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub format: Format,
}
