//! The verbs that act on nodes: on supervisord itself, and on what its config files say.

use clap::Args;

use super::format::Format;
use super::rhythm::Rhythm;
use super::safety::Safety;

/// Nodes to be asked about themselves, or this program about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
#[command(arg_required_else_help = true)]
pub struct InfoArguments {
    /// Tell about this program instead: what a bug report needs
    #[arg(long = "self", conflicts_with_all = ["nodes", "format"])]
    pub about_self: bool,
    /// Which nodes: web01, web[01-24],!web07 or @prod
    #[arg(value_name = "NODESET")]
    pub nodes: Vec<String>,
    /// Print as table, json, jsonl, csv or plain
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub format: Format,
}

/// Nodes that read their config files again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct RereadArguments {
    /// Which nodes: web01, web[01-24],!web07, @prod, or all
    #[arg(value_name = "NODESET", required = true)]
    pub nodes: Vec<String>,
    /// Print as table, json, jsonl, csv, ctl or plain
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub format: Format,
}

/// Nodes whose groups are made what their config files say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct UpdateArguments {
    /// Which nodes: web01, web[01-24],!web07, @prod, or all
    #[arg(value_name = "NODESET", required = true)]
    pub nodes: Vec<String>,
    /// Only this group; again, or with commas, for more
    #[arg(short, long = "group", value_name = "GROUP", value_delimiter = ',')]
    pub groups: Vec<String>,
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

/// supervisords to be restarted or shut down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct NodeArguments {
    /// Which nodes: web01, web[01-24],!web07, @prod, or all
    #[arg(value_name = "NODESET", required = true)]
    pub nodes: Vec<String>,
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
