//! A mistake in what was typed, shown where it is.

use crate::model::{Clean, display_width};

/// A mistake in what was typed, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointed {
    /// What is wrong, as a sentence.
    pub message: String,
    line: String,
    at: usize,
    width: usize,
}

impl Pointed {
    /// A mistake in one of several words; one after the last where there is no such word.
    pub fn word(message: impl Into<String>, words: &[String], at: usize) -> Self {
        let clean: Vec<Clean> = words.iter().map(|word| Clean::text(word)).collect();
        let before: usize = clean.iter().take(at).map(|word| width(word) + 1).sum();
        let texts: Vec<&str> = clean.iter().map(Clean::as_str).collect();
        Self {
            message: message.into(),
            line: texts.join(" "),
            at: before,
            width: clean.get(at).map_or(1, width),
        }
    }

    /// A mistake in a text, at a letter counted from 1.
    pub fn letter(message: impl Into<String>, text: &str, column: usize) -> Self {
        let before: String = text.chars().take(column.saturating_sub(1)).collect();
        Self {
            message: message.into(),
            line: Clean::text(text).into_string(),
            at: width(&Clean::text(&before)),
            width: 1,
        }
    }

    /// The message, what was typed, and a sign below the place.
    #[must_use]
    pub fn lines(&self) -> [String; 3] {
        [
            format!("supdeck: {}", self.message),
            format!("  {}", self.line),
            format!("  {}{}", " ".repeat(self.at), "^".repeat(self.width.max(1))),
        ]
    }
}

fn width(text: &Clean) -> usize {
    display_width(text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn the_sign_stands_below_the_word() {
        let pointed = Pointed::word("what?", &words("cron on 日本 at"), 3);
        assert_eq!(
            pointed.lines(),
            ["supdeck: what?", "  cron on 日本 at", "               ^^"]
        );
        let after = Pointed::word("on what?", &words("cron on"), 2);
        assert_eq!(after.lines()[2], "          ^");
        let letter = Pointed::letter("no", "web[1-", 4);
        assert_eq!(letter.lines()[2], "     ^");
    }
}
