//! `supdeck status` and `supdeck check`: what there is, and how it is doing.
//!
//! One round of polls, then everything at once: a table needs to know its longest name. A node that
//! does not answer is a row with its reason.

mod columns;
mod ctl;
mod look;
mod rows;
mod shown;
mod view;

pub use look::{check, status};
