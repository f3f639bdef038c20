//! The subcommands: what can be done without the full screen.
//!
//! Arguments become values in [`Arguments`]; each verb is a function that takes what it needs, prints
//! and returns its [`Exit`]. Whatever comes from another room, such as journal lines or the keyring,
//! is handed in by `main`, so that this room knows files and screens only.

mod args;
mod exit;

mod check;
mod import;
mod show;

mod print;

pub use args::{Arguments, Color, ConfigVerb, DemoArguments, Verb, parse};
pub use check::{check, example, report};
pub use exit::Exit;
pub use import::import;
pub use show::{complain, facts, lines};
