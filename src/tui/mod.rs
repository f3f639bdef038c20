//! The console: keys become messages, messages change the state, the state becomes a frame.

pub mod command;
pub mod effect;
pub mod excerpt;
pub mod msg;
pub mod seen;

pub mod state;
pub mod update;

pub mod view;
pub mod widget;

pub mod input;
pub mod keymap;
pub mod launch;

mod first_run;
mod perform;
mod run;
pub mod terminal;

pub mod depth;
pub mod theme;

pub use first_run::first_run;
