//! The terminal: taken, drawn on, and always given back as it was found.

mod clipboard;
mod endings;
mod guard;
mod keyboard;
mod panic;
mod watch;

pub use clipboard::{Multiplexer, clipboard_sequence};
pub use endings::{Ending, Endings, Summons};
pub use guard::{Guard, TerminalError, restore};
pub use keyboard::Keyboard;
pub(in crate::tui) use keyboard::Line;
pub use panic::{CrashFile, install_hook};
