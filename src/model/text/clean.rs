//! Text that is safe on a terminal.

use std::fmt;

use super::cleaner::{Cleaner, Kind};
use super::painted::Painted;

/// Text that is safe on a terminal: no control, bidi or zero-width character, no flood of marks.
/// Cleaning it again, in whatever way, changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clean(String);

impl Clean {
    /// Cleans text on one line: controls become `\x1b`, bidi and zero-width ones `<U+202E>`.
    #[must_use]
    pub fn text(raw: &str) -> Self {
        Self::bytes(raw.as_bytes())
    }

    /// Cleans bytes: what is not UTF-8 becomes `\xNN`.
    #[must_use]
    pub fn bytes(raw: &[u8]) -> Self {
        let mut cleaner = Cleaner::new(Kind::Name, raw.len());
        cleaner.push_bytes(raw);
        cleaner.finish(&mut [])
    }

    /// Cleans one log line, as [`Painted::log_line`] does, and forgets its colours.
    #[must_use]
    pub fn log_line(raw: &[u8]) -> Self {
        Painted::log_line(raw).text
    }

    /// Takes what the cleaner made.
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, taken out.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_shown_and_inert() {
        assert_eq!(
            Clean::text("a\x1b[2Jb\0\u{9b}\t").as_str(),
            "a\\x1b[2Jb\\x00<U+009B>\\x09"
        );
        assert_eq!(Clean::bytes(b"ok\xff\xc3\xa9").as_str(), "ok\\xffé");
        assert_eq!(Clean::text("pay\u{202e}exe").as_str(), "pay<U+202E>exe");
        assert_eq!(
            Clean::text("a\u{3164}\u{34f}\u{180b}").as_str(),
            "a<U+3164><U+034F><U+180B>"
        );
    }

    #[test]
    fn what_terminals_do_not_measure_alike_is_taken_apart() {
        let hand = Clean::text("ok \u{1f44d}\u{1f3fd} \u{1f1e9}\u{1f1ea} e\u{301}");
        assert_eq!(
            hand.as_str(),
            "ok \u{1f44d}<U+1F3FD> \u{1f1e9}\u{1f1ea} e\u{301}"
        );
    }

    #[test]
    fn a_flood_of_marks_is_cut_and_counted() {
        let flood = format!("a{}", "\u{301}".repeat(100_000));
        let kept = "\u{301}".repeat(8);
        let cut = Clean::text(&flood);
        assert_eq!(cut.as_str(), format!("a{kept}<+99992 marks>"));
        assert_eq!(Clean::text("\u{301}x").as_str(), "<+1 mark>x");
    }
}
