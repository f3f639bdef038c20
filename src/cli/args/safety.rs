//! What has to be said before anything is changed.

use clap::Args;

/// What has to be said before anything is changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Safety")]
pub struct Safety {
    /// Do not ask; needed where nobody can answer
    #[arg(short, long, alias = "force")]
    pub yes: bool,
    /// Send nothing unless exactly so many targets are chosen
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub expect_count: Option<usize>,
    /// Name a protected environment that is meant; again, or with commas, for more
    #[arg(long, value_name = "ENV", value_delimiter = ',')]
    pub env_confirm: Vec<String>,
    /// Say what would be done and send nothing: the transport refuses every change
    #[arg(long)]
    pub dry_run: bool,
    /// Send nothing unless every node that is meant answers
    #[arg(long)]
    pub all_or_nothing: bool,
}
