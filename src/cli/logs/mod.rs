//! `supdeck logs`: the end of logs, or everything that is written from then on.
//!
//! The engine follows, as it does for the console: an [`opening`](opening::opening) is over when every
//! output was told up to its end. Lines are clean wherever they go; only `--raw` writes bytes as they
//! are, of one output, and never to a terminal.

mod look;
mod opening;
mod outputs;
mod spool;
mod wanted;

pub use look::logs;
pub use opening::opening;
