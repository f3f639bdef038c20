//! Regexes that people type: in smart case, and under a limit.

use regex::{Regex, RegexBuilder};

/// The largest compiled regex, in bytes: text typed by people may ask for more than we have.
const REGEX_BYTES: usize = 1 << 20;

/// Compiles under a size limit; `typed` is what the person wrote and decides about case.
pub(super) fn compile(pattern: &str, typed: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .case_insensitive(!has_capital(typed))
        .size_limit(REGEX_BYTES)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            // The last line says what; those before draw the pattern over several lines.
            other => {
                let text = other.to_string();
                let last = text.lines().last().unwrap_or_default();
                last.trim_start_matches("error: ").to_owned()
            }
        })
}

/// Whether there is a capital that is not part of an escape such as `\W`.
pub(super) fn has_capital(pattern: &str) -> bool {
    let mut escaped = false;
    pattern.chars().any(|letter| {
        let capital = letter.is_uppercase() && !escaped;
        escaped = letter == '\\' && !escaped;
        capital
    })
}
