//! The terminal: taken, drawn on, and always given back as it was found.

mod clipboard;
mod endings;
mod guard;
mod panic;
mod watch;

pub use clipboard::{Multiplexer, clipboard_sequence};
pub use endings::{Ending, Endings, Summons};
pub use guard::{Guard, TerminalError, restore};
pub use panic::{CrashFile, install_hook};
pub use watch::watch_hang_up;
