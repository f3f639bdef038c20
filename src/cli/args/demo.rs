//! `supdeck demo`: how the made-up fleet is made up.

use clap::Args;
use jiff::Timestamp;

/// How the made-up fleet is made up.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct DemoArguments {
    /// The same number gives the same fleet and the same trouble
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub seed: u64,
    /// Stop the demo's clock at this time, such as 2026-07-12T12:04:31Z
    #[arg(long, value_name = "TIME")]
    pub clock: Option<Timestamp>,
}
