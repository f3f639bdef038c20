//! `supdeck login` and `supdeck logout`.

use clap::Args;

/// Nodes to sign in to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct LoginArguments {
    /// Which nodes: web01, web[01-24],!web07 or @prod
    #[arg(value_name = "NODESET", required = true)]
    pub nodes: Vec<String>,
    /// Read the password from the first line of standard input instead of asking for it
    #[arg(long)]
    pub stdin: bool,
}

/// Nodes whose passwords are forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct LogoutArguments {
    /// Which nodes: web01, web[01-24],!web07 or @prod
    #[arg(value_name = "NODESET", required = true)]
    pub nodes: Vec<String>,
}
