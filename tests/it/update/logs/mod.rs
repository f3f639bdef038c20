//! The log pane: lines from bytes, what is shown of them, and where the reader stands.

mod desk;

mod follow;
mod keys;
mod lines;

mod back;
mod ring;
mod scroll;

mod filter;
mod merge;
mod search;
mod times;

mod whole;
