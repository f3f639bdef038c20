//! What the tests share: servers, screens and builders.

pub mod fake;
pub mod fleet;
pub mod pty;
pub mod real;
pub mod wait;
