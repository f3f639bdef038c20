//! Values as JSON in plain ASCII: exact, and harmless on a terminal.

use std::fmt::Write;

use serde::Serialize;

/// One document, set for reading.
///
/// # Errors
///
/// When a value cannot be written as JSON, which its type rules out.
pub fn json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(value).map(|text| ascii(&text))
}

/// One line.
///
/// # Errors
///
/// As [`json`].
pub fn jsonl(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string(value).map(|text| ascii(&text))
}

/// Letters beyond ASCII stand in strings only, where each has an escape that means the same.
fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() && letter != '\x7f' {
            out.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_text_comes_back_and_no_byte_acts(text in any::<String>()) {
            let line = jsonl(&text).unwrap();
            prop_assert!(line.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
            prop_assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
    }
}
