//! The activity log: who did what to which process and how it ended.
//!
//! One JSON object a line in a file only its owner may read. Every console of a user appends to the
//! same file; [`tail()`] reads the end of it. An [`Entry`] has no field a password would fit into.

mod who;

mod entry;
mod record;
mod sentence;

mod error;
mod file;
mod tail;

pub use entry::{Counts, Denial, Entry, Kept};
pub use error::JournalError;
pub use file::Journal;
pub use record::{Ending, Kind, Record};
pub use tail::{Tail, tail};
pub use who::Who;
