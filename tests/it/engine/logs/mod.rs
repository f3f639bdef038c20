//! Logs: what is told and what is marked add up to the file, whatever happens to it.

mod pane;
mod pipe;
mod tape;

mod bytes;
mod changes;
mod history;
mod many;
mod names;
mod outages;
mod steady;
