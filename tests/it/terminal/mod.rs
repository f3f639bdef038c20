//! The binary in a real terminal: what it takes, what it draws, and what it leaves behind.

mod restore;
mod walk;
