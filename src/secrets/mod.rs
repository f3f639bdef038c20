//! Passwords: where they come from, where they may be kept, and that they never leak.

mod secret;

pub use secret::Secret;
