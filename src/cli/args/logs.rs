//! `supdeck logs` and `supdeck journal`.

use clap::Args;

use super::selection::Selection;

/// Whose logs, and how much of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line, and any of them may be set with any other"
)]
pub struct LogsArguments {
    /// Only these nodes: web[01-24],!web07 or @prod; again for more
    #[arg(long, value_name = "NODESET")]
    pub nodes: Vec<String>,
    /// Whose logs: name, group:name, 'web-*', env:prod …, then `on NODESET` and `with PROFILE`
    #[arg(value_name = "SELECTOR")]
    pub words: Vec<String>,
    /// Print the last so many lines of each output, of the last 64 KiB
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    #[arg(allow_negative_numbers = true)]
    pub lines: usize,
    /// Print on what is written, until Ctrl-C
    #[arg(short, long)]
    pub follow: bool,
    /// Only standard output
    #[arg(long, conflicts_with_all = ["stderr", "main"])]
    pub stdout: bool,
    /// Only standard error
    #[arg(long, conflicts_with = "main")]
    pub stderr: bool,
    /// The log of supervisord itself; the words are nodes then: web01, @prod, or all
    #[arg(long)]
    pub main: bool,
    /// The bytes as they are, of one log; not on a terminal
    #[arg(long)]
    pub raw: bool,
}

impl LogsArguments {
    /// What is chosen. `-n` counts lines here, so nodes have the long option only.
    #[must_use]
    pub fn selection(&self) -> Selection {
        Selection {
            nodes: self.nodes.clone(),
            words: self.words.clone(),
        }
    }
}

/// How much of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Args)]
pub struct JournalArguments {
    /// How many of the last entries
    #[arg(short = 'n', long, value_name = "N", default_value_t = 12)]
    #[arg(allow_negative_numbers = true)]
    pub lines: usize,
}
