//! The log pane: which logs it follows, folding in what they say, and its keys.

mod open;

mod fold;
mod read_back;

mod keys;
mod scroll;
mod switch;

mod find;
mod looking;

pub use find::{only, search, seek};
pub use fold::{fold, notice, tick};
pub use keys::command;
pub use looking::sifted;
pub use open::{close, follow, merge, open, open_chosen};
pub use scroll::{room, settle};
pub use switch::toggle_source;
