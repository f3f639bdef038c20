//! What lies on top of the page: one file a dialog; only the topmost is drawn.

mod topmost;

mod confirm;
mod menu;
mod preview;
mod questions;
mod rows;
mod run;
mod targets;

mod forms;
mod trouble;

mod details;
mod help;
mod pager;

mod parts;

pub use topmost::draw;
