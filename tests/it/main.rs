//! The integration tests: one binary, one module per layer.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

mod cli;
mod config;
mod credentials;
mod documents;
mod engine;
mod hostile;
mod imports;
mod journal;
mod language;
mod lines;
mod readme;
mod real;
mod screens;
mod secrets;
mod soak;
mod terminal;
mod tools;
mod update;
mod wire;
