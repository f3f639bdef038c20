//! Text that names nodes, as `ClusterShell` writes it: `web[01-24],!web07`, `@prod&@fra1`.
//!
//! | text | means |
//! |---|---|
//! | `web[1-3,7]` `web[01-24]` | numbers, with the zeros of the first one kept |
//! | `web[0-6/2]` | every second of them |
//! | `dc[1-2]n[1-9]` | all combinations |
//! | `web-[a,b]` | words |
//! | `@prod` `@rack[1-3]` | the members of a group |
//! | `a,b` `a!b` `a,!b` `a&b` `a^b` | both, without, without, in both, in one of the two |
//!
//! Operators are taken from left to right. `ClusterShell` 1.10 has no words in brackets, no `,!`, no
//! `[01-100]` and no two brackets side by side, and lists several dimensions that are no rectangle
//! with their largest part first; for the rest its `nodeset` and ours say the same to the byte.

mod expression;
mod fold;
mod pattern;
mod shape;

pub use expression::{Nodeset, NodesetError};
pub use fold::{fold_names, fold_patterns};
