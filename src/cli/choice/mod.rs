//! What is chosen: the words of the command line, and the nodes and processes they mean.
//!
//! ```text
//! restart env:prod api:* on web[1-3] on db1 with deploy
//!         └── selector ┘ └─── nodes ──────┘ └ profile ┘
//! ```
//!
//! [`Choice`] reads the words, [`Aim`] says what they mean in a roster. A mistake is a [`Pointed`]: it
//! shows the word that is meant.

mod aim;
mod hint;
mod nodes;
mod pointed;
mod profile;
mod words;

pub use aim::{Aim, Breadth, breadth};
pub use hint::nothing;
pub use nodes::{members, nodes};
pub use pointed::Pointed;
pub use words::Choice;
