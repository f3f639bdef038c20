//! Runs: drives the operations of a schedule, each to an outcome that a read has shown.
//!
//! [`drive()`] is the task of one run: it asks [`plan::Run`](crate::plan::Run) what may begin, gives
//! every operation a task of its own and folds what they tell. An operation reads its process anew,
//! sends at most one call at a time without waiting for the effect, and then watches: no answer of
//! supervisord is taken for the effect, and no lost answer for a failure (`FAULTS` 3.1 to 3.5).
//!
//! What a read means is decided in pure functions ([`admit`], [`verdict`]); [`watch`] only reads
//! again, and again. The verbs (`start`, `stop`, `restart` …) join the two.

mod limits;

mod drive;
mod errand;
mod perform;

mod admit;
mod answer;
mod trail;
mod verdict;
mod watch;

mod group;
mod once;
mod restart;
mod start;
mod stop;
mod supervisor;

pub use drive::{Control, Order, Tools, drive};
pub use limits::Limits;
