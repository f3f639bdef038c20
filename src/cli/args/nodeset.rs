//! `supdeck nodeset`: what is done with nodesets.

use clap::{Args, Subcommand};

/// What is done with nodesets, as `ClusterShell`'s own command does it, and by its letters too.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum NodesetVerb {
    /// Print every name
    #[command(short_flag = 'e', long_flag = "expand")]
    Expand(ExpandArguments),
    /// Print the shortest way to write them
    #[command(short_flag = 'f', long_flag = "fold")]
    Fold(NodesetArguments),
    /// Print how many there are
    #[command(short_flag = 'c', long_flag = "count")]
    Count(NodesetArguments),
}

/// Nodesets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct NodesetArguments {
    /// web[01-24],!web07 or @prod; several are joined; none, or -, reads them from standard input
    #[arg(value_name = "NODESET")]
    pub nodes: Vec<String>,
}

/// Nodesets, and what is put between their names.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct ExpandArguments {
    /// Nodesets.
    #[command(flatten)]
    pub sets: NodesetArguments,
    /// Put this between names; \n and \t are known
    #[arg(short = 'S', long, value_name = "TEXT", default_value = " ")]
    pub separator: String,
}
