//! `supdeck login` and `supdeck logout`: passwords into the keyring, and out of it.
//!
//! A password is typed where nobody sees it, or read from standard input; it never stands on a command
//! line, where every process of the host could read it.

mod account;
mod hidden;
mod logout;
mod sealed;
mod sign_in;

pub use logout::logout;
pub use sign_in::login;
