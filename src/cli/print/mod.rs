//! The only place that writes to standard output and standard error, and what it writes there.
//!
//! A [`Screen`] says how wide and how colourful; [`table()`], [`plain()`], [`csv()`] and [`json()`] are the ways
//! to write the same rows. Whatever came from a node is clean before it gets here; JSON keeps the
//! exact names and is plain ASCII.

mod screen;
mod sink;

mod csv;
mod json;
mod layout;
mod plain;
mod table;

pub use csv::csv;
pub use json::{json, jsonl};
pub use layout::{Columns, Given, Line};
pub use plain::plain;
pub use screen::{Palette, Screen, wants_colour};
pub use sink::{Gone, err, out, send};
pub use table::table;
