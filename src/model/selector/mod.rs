//! The language that chooses rows: `env:prod group:api state:bad !cron up<5m`.
//!
//! | text | means |
//! |---|---|
//! | `api web` | both words, anywhere in the label, node or environment |
//! | `a b \| c` | a and b, or c |
//! | `!cron` | not that |
//! | `web-*` | a whole label, name, group, node or environment; also `?` and `[a-z]` |
//! | `env:prod node:web-* group:api name:web_0?` | a whole name, or a glob of it |
//! | `state:fatal` `state:run` | a state, or its beginning |
//! | `state:bad` | FATAL, BACKOFF, EXITED badly, UNKNOWN, no data |
//! | `dc:fra1` | a label of the node, from the config |
//! | `up<5m` `exit!=0` `pid=4711` | compares; true only where there is such a value |
//! | `/re+gex/` `~fuz` | searches labels, nodes and environments |
//! | `"two words"` `group:"two words"` | taken as it stands |
//!
//! Where a command takes a selector, a word or a glob without a key is about the names of processes
//! only ([`Selector::of_names`]): `cron` and `api:web-*` are whole names.
//!
//! Small letters match both cases; a capital makes its word exact. Names are compared as their
//! node sent them.

mod candidate;
mod expression;
mod parse;
mod pattern;
mod term;

pub use candidate::Candidate;
pub use expression::{Selector, SelectorError};
