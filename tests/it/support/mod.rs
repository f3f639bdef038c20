//! What the tests share: servers, screens and builders.

pub mod build;
pub mod fake;
pub mod fleet;
pub mod keyring;
pub mod pty;
pub mod real;
pub mod screen;
pub mod svg;
pub mod wait;
