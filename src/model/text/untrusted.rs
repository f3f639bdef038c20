//! Bytes that came from a node and may hold anything.

use std::fmt;

use super::clean::Clean;

/// Bytes that came from a node and may hold anything.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Untrusted(Box<[u8]>);

impl Untrusted {
    /// Takes bytes as they came.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into().into_boxed_slice())
    }

    /// The bytes as they came: for counting and for sending back, never to draw.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with every byte that could act made visible; one line.
    #[must_use]
    pub fn clean(&self) -> Clean {
        Clean::bytes(&self.0)
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self::new(text.as_bytes())
    }
}

impl fmt::Debug for Untrusted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Untrusted({:?})", self.clean().as_str())
    }
}
