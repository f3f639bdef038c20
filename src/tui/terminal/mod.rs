//! The terminal: taken, drawn on, and always given back as it was found.

mod clipboard;
mod endings;
mod guard;
mod guest;
mod keyboard;
mod panic;
mod watch;

pub use clipboard::{Multiplexer, OSC_52_LIMIT, clipboard_sequence};
pub use endings::{Ending, Endings, Summons};
pub use guard::{Guard, TerminalError, restore};
pub use guest::Guest;
pub use keyboard::Keyboard;
pub(in crate::tui) use keyboard::{Line, Reins};
pub use panic::{CrashFile, install_hook};
