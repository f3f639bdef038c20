//! What is chosen, in the words of the command line.

use clap::Args;

/// What is chosen, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Selection {
    /// Only these nodes: web[01-24],!web07 or @prod; again for more
    #[arg(short = 'n', long, value_name = "NODESET")]
    pub nodes: Vec<String>,
    /// Which processes: name, group:name, group:*, 'web-*', env:prod, state:bad, /re/, @prod, all;
    /// several words must all hold, `a '|' b` takes both; then `on NODESET` and `with PROFILE`
    #[arg(value_name = "SELECTOR")]
    pub words: Vec<String>,
}
