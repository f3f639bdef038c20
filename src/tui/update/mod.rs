//! What each message does to the state, one file per family; pure but for the effects returned.

mod dispatch;

mod finding;
mod marking;
mod moving;
mod scrolling;
mod tables;

mod acting;
mod confirming;
mod copying;
mod dialogs;
mod disclosing;
mod menus;
mod offers;
mod preview;
mod running;
mod targets;

mod logs;
mod pagers;
mod palette;
mod prompts;
mod signing_in;
mod starting;
mod taking;

mod engine;

pub use dispatch::update;
pub use palette::candidates;
pub use preview::entries;
pub use running::result;
pub use tables::settle;
