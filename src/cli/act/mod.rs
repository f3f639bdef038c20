//! The verbs that change something: one way from what was chosen to what became of it.
//!
//! ```text
//! choose ─▶ one round of polls ─▶ Tasks, compiled ─▶ preview ─▶ consent ─▶ runs ─▶ Results ─▶ told, kept
//! ```
//!
//! Each [`task::Task`] is a batch compiled to a schedule, exactly as behind the console's dialog, and
//! runs through the same engine. What is refused before the first call is 64 and sends nothing.

mod task;

mod consent;
mod prompt;
mod rhythm;

mod deed;
mod preview;

mod go;
mod progress;
mod results;

mod brief;
mod kept;
mod told;

mod carry;
mod order;

mod nodes;
mod pairs;
mod reread;
mod update;
mod verbs;

pub use nodes::{kill, reload};
pub use pairs::run;
pub use reread::reread_verb;
pub use update::update;
pub use verbs::{clear, restart, signal, start, stop, trystart};
