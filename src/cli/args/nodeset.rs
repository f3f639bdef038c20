//! `supdeck nodeset`: what is done with nodesets.

use clap::{Args, Subcommand};

/// What is done with nodesets, as `ClusterShell`'s own command does it, and by its letters too.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum NodesetVerb {
    /// Print every name
    #[command(short_flag = 'e', long_flag = "expand", after_help = EXPAND)]
    Expand(ExpandArguments),
    /// Print the shortest way to write them
    #[command(short_flag = 'f', long_flag = "fold", after_help = FOLD)]
    Fold(NodesetArguments),
    /// Print how many there are
    #[command(short_flag = 'c', long_flag = "count", after_help = COUNT)]
    Count(NodesetArguments),
}

const EXPAND: &str = "\
Examples:
  supdeck nodeset expand 'web[01-03],!web02'  web01 web03
  supdeck nodeset expand -S '\\n' @prod        one a line
  for node in $(supdeck nodeset -e 'web[1-3]'); do ssh \"$node\" uptime; done";

const FOLD: &str = "\
Examples:
  supdeck nodeset fold web01 web02 web03      web[01-03]
  supdeck nodeset fold '@prod!web07'
  kubectl get nodes -o name | cut -d/ -f2 | supdeck nodeset fold";

const COUNT: &str = "\
Examples:
  supdeck nodeset count 'web[01-24],!web07'   23
  supdeck stop cron -n @prod --yes --expect-count \"$(supdeck nodeset count @prod)\"";

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
