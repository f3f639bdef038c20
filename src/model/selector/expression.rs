//! A whole selector: words that all have to match, in one or more alternatives.

use std::fmt;

use thiserror::Error;

use super::candidate::Candidate;
use super::parse::parse;
use super::term::Term;

/// Text that chooses rows, ready to be asked. The empty one chooses all.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    pub(super) text: String,
    pub(super) alternatives: Vec<Vec<Factor>>,
}

/// One word, and whether it is wanted.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    pub(super) term: Term,
    pub(super) sign: Sign,
}

/// Whether a word is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Wanted,
    Unwanted,
}

/// What is wrong with the text of a selector.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message} (column {column})")]
pub struct SelectorError {
    /// What is wrong, as a sentence.
    pub message: String,
    /// Where the word in question begins: letters from the start, the first is 1.
    pub column: usize,
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    ///
    /// The first word that means nothing: an open regex, a state nobody knows, a value of the
    /// wrong kind.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        parse(text)
    }

    /// The text of one word that asks for exactly this value: `group:api`, `group:"two words"`.
    #[must_use]
    pub fn exactly(key: &str, value: &str) -> String {
        let plain = |letter: char| letter.is_alphanumeric() || "_-.:@+".contains(letter);
        if !value.is_empty() && value.chars().all(plain) {
            return format!("{key}:{value}");
        }
        let escaped = value.replace('\\', r"\\").replace('"', r#"\""#);
        format!(r#"{key}:"{escaped}""#)
    }

    /// The text as it was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it chooses all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.alternatives.is_empty()
    }

    /// Whether it chooses the candidate.
    #[must_use]
    pub fn matches(&self, candidate: &Candidate<'_>) -> bool {
        let holds =
            |factor: &Factor| factor.term.matches(candidate) == (factor.sign == Sign::Wanted);
        self.is_empty() || self.alternatives.iter().any(|all| all.iter().all(holds))
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}

impl PartialEq for Selector {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Selector {}
