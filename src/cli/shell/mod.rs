//! What a shell and its user get from us: completions and the manual.
//!
//! A shell asks for completions by calling the program with a variable set, so that names come from
//! the config as it is now. Nothing is contacted for them.

mod bash;
mod complete;
mod completions;
mod json;
mod man;
mod names;

pub use complete::complete;
pub use completions::completions;
pub use man::man;
