//! A value that says what it is: a line of `--format jsonl`.

use serde::Serialize;

/// A value and its kind.
#[derive(Clone, Debug, Serialize)]
pub struct Tagged<T> {
    /// What it is, such as `process`.
    pub kind: &'static str,
    /// The value.
    #[serde(flatten)]
    pub value: T,
}
