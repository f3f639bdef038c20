//! Results in the format that is wanted.

mod ctl;
mod document;
mod lists;
mod recap;
mod table;
mod written;

pub(super) use document::document;
pub(super) use written::written;
