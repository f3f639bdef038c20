//! What the tests share: servers, screens and builders.

pub mod fake;
