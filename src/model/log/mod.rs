//! Output of a process as it reaches us: which log, pieces of it and where they lie, and marks
//! where something is missing.

mod chunk;
mod gap;
mod source;

pub use chunk::{LogChunk, LogPiece, LogPlace};
pub use gap::{LogGap, Missing, NoOlder, Skip};
pub use source::{LogSource, Stream};
