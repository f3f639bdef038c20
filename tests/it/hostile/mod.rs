//! What a hostile node, terminal or environment may try, and that it comes to nothing.

mod canary;
mod corpus;
mod fleet;
mod floods;
mod network;
mod parser;
mod secrets;
mod sinks;
