//! What is looked for in lines: letters as they are, or a regex between slashes.

use std::ops::Range;

use regex::Regex;

use crate::model::typed_regex::compile;

/// More than anybody types.
const TEXT_LIMIT: usize = 1000;

/// Why a text cannot be looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NeedleError {
    /// Nothing was typed, or nothing but a sign.
    #[error("there is nothing to look for")]
    Empty,
    /// Too much was typed.
    #[error("what is looked for has at most {TEXT_LIMIT} letters")]
    TooLong,
    /// The regex cannot be read, or would take too much memory.
    #[error("the regex is broken: {0}")]
    Regex(String),
}

/// What is looked for in lines. Cheap to clone, and it may be taken to another thread.
#[derive(Clone, Debug)]
pub struct Needle {
    regex: Regex,
    sign: Sign,
}

/// Whether lines with it are meant, or those without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Wanted,
    Unwanted,
}

impl Needle {
    /// Reads what to search for: letters as they are, spaces too, or a regex between slashes. A
    /// capital makes it exact.
    ///
    /// # Errors
    ///
    /// There is nothing, there is too much, or the regex is broken or too large.
    pub fn search(typed: &str) -> Result<Self, NeedleError> {
        Self::read(typed, Sign::Wanted)
    }

    /// Reads which lines to keep: the same, and `!` before it for those without it.
    ///
    /// # Errors
    ///
    /// As for a search.
    pub fn filter(typed: &str) -> Result<Self, NeedleError> {
        match typed.strip_prefix('!') {
            Some(rest) => Self::read(rest, Sign::Unwanted),
            None => Self::read(typed, Sign::Wanted),
        }
    }

    /// Whether a line is one of those meant; takes time in proportion to its length.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text) == (self.sign == Sign::Wanted)
    }

    /// Where it is in a line, in bytes, left to right; nowhere if lines without it are meant.
    pub fn find_iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let text = match self.sign {
            Sign::Wanted => text,
            Sign::Unwanted => "",
        };
        let hits = self.regex.find_iter(text).map(|hit| hit.range());
        // A regex may match between two letters: there is nothing to show of that.
        hits.filter(|range| !range.is_empty())
    }

    fn read(typed: &str, sign: Sign) -> Result<Self, NeedleError> {
        if typed.is_empty() {
            return Err(NeedleError::Empty);
        }
        if typed.chars().count() > TEXT_LIMIT {
            return Err(NeedleError::TooLong);
        }
        let slashed = typed
            .strip_prefix('/')
            .and_then(|rest| rest.strip_suffix('/'));
        let regex = match slashed.filter(|pattern| !pattern.is_empty()) {
            Some(pattern) => compile(pattern, pattern),
            // A path begins with a slash, too, but seldom ends with one.
            None => compile(&regex::escape(typed), typed),
        };
        let regex = regex.map_err(NeedleError::Regex)?;
        Ok(Self { regex, sign })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits<'a>(typed: &str, text: &'a str) -> Vec<&'a str> {
        let needle = Needle::search(typed).unwrap();
        needle.find_iter(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn letters_are_looked_for_in_smart_case() {
        assert_eq!(hits("err (x", "ERR (x) err (X err(x"), ["ERR (x", "err (X"]);
        assert_eq!(hits("Err", "err Err"), ["Err"]);
        assert_eq!(hits("größe", "GRÖSSE GRÖßE"), ["GRÖßE"]);
        assert_eq!(hits("İ", "i İ"), ["İ"]);
        assert!(hits("a.c", "abc").is_empty());
        assert_eq!(hits("/var/log", "in /var/log/x"), ["/var/log"]);
        assert_eq!(hits("//", "a // b"), ["//"]);
        assert_eq!(hits(r"\w", r"a \W"), [r"\W"]);
    }

    #[test]
    fn a_regex_stands_between_slashes() {
        assert_eq!(hits("/e[0-9]+/", "E12 e3 e"), ["E12", "e3"]);
        assert_eq!(hits("/x*/", "axxb"), ["xx"]);
        assert!(Needle::search("/x*/").unwrap().matches("a"));
        assert!(!Needle::search("/^E/").unwrap().matches("e"));
    }

    #[test]
    fn a_filter_may_be_turned_round() {
        let without = Needle::filter("!debug").unwrap();
        assert!(without.matches("INFO") && !without.matches("DEBUG x"));
        assert_eq!(without.find_iter("debug").count(), 0);
        assert!(Needle::filter("debug").unwrap().matches("DEBUG x"));
        assert!(Needle::search("!x").unwrap().matches("a!X"));
    }

    #[test]
    fn what_cannot_be_looked_for_is_said() {
        let error = |typed: &str| Needle::filter(typed).unwrap_err().to_string();
        assert_eq!(error(""), "there is nothing to look for");
        assert_eq!(error("!"), "there is nothing to look for");
        assert_eq!(error("/a(/"), "the regex is broken: unclosed group");
        assert_eq!(
            error(&"x".repeat(1 << 20)),
            "what is looked for has at most 1000 letters"
        );
        assert_eq!(error(r"/\w{100}/"), "the regex is broken: it is too large");
    }
}
