//! What the tests share: servers, screens and builders.

pub mod fake;
pub mod fleet;
pub mod real;
pub mod wait;
