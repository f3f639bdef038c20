//! The lines of a log: cut out of a stream of bytes, and what they say of themselves.
//!
//! All of it is guessed from text that anybody may have written: it orders, colours and keeps
//! together what is shown, and nothing is decided by it.

mod cursor;
mod fields;
mod grouper;
mod json;
mod level;
mod moment;
mod needle;
mod splitter;
mod stamp;

pub use grouper::{Grouper, Membership};
pub use json::pretty_json;
pub use level::Level;
pub use needle::{Needle, NeedleError};
pub use splitter::{Piece, PieceEnd, Splitter};
pub use stamp::Stamp;
