//! What the lines of a log come to, whatever bytes they are made of.

#[path = "../../fuzz/checks.rs"]
mod checks;

mod cases;
mod properties;
