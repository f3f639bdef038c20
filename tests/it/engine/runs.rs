//! Runs: what is sent, what is seen, and how each operation ends.
