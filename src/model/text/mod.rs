//! The one sanitizer: text from a node is `Untrusted`, and only `Clean` text is drawn or written.
//!
//! Names, errors and messages are shown in full: whatever could act, hide or reorder is written
//! out, so that no two texts that differ look alike for it. Log lines are made to be read: their
//! colours are understood and kept beside the text, a progress bar is its last state, and what a
//! line holds in thousands is counted instead of written out.

mod clean;
mod cleaner;
mod ink;
mod letter;
mod painted;
mod sequence;
mod untrusted;

pub use clean::Clean;
pub use ink::{Emphasis, Hue, Ink};
pub use painted::Painted;
pub use untrusted::Untrusted;
