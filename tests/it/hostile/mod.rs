//! What a hostile node, terminal or environment may try, and that it comes to nothing.

mod canary;
pub mod corpus;
mod fleet;
mod floods;
mod network;
pub mod parser;
mod secrets;
mod sinks;
