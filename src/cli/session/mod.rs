//! What a verb that asks nodes works with: an engine, what it has told, and the keys that stop it.
//!
//! A [`Session`] folds what the engine tells into a fleet, and gives the rest on. Its first round ends
//! when every node has answered or failed once: nothing waits longer than its own limits.

mod hearing;
mod interrupts;
mod open;
mod passphrase;
mod round;
mod runtime;
mod waiting;

pub use hearing::{Happening, Session};
pub use interrupts::{Interrupt, Interrupts};
pub use open::{Opened, open, open_nodes, refuse, start};
pub use round::Round;
pub use runtime::inside;
