//! A config as it is in force, written out: every value, and the line it comes from.
//!
//! What is written is TOML again, apart from the arguments of password commands, which may be secret.

mod line;
mod nodes;
mod settings;
mod show;

pub use show::show;
