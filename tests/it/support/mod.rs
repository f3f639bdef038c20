//! What the tests share: servers, screens and builders.

pub mod build;
pub mod effort;
pub mod fake;
pub mod fleet;
pub mod home;
pub mod keyring;
pub mod proxy;
pub mod pty;
pub mod python;
pub mod real;
pub mod screen;
pub mod svg;
pub mod wait;
