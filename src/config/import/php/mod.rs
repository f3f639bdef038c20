//! As much of PHP as a config file of literals needs: assignments of texts, numbers and arrays.
//!
//! Nothing is evaluated: what calls a function or joins a variable is [`Php::Computed`].

mod parse;
mod token;

pub(super) use parse::{Assignment, Entry, Php, assignments};
