//! The one sanitizer: text from a node is `Untrusted`, and only `Clean` text is drawn or written.

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks that stay on one base character before the rest are dropped.
const COMBINING_LIMIT: usize = 8;
/// Columns between tab stops.
const TAB: usize = 8;

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

/// Text that is safe on a terminal: no control, bidi or zero-width character, no flood of marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clean(String);

impl Clean {
    /// Cleans text on one line: controls become `\x1b`, bidi and zero-width ones `<U+202E>`.
    #[must_use]
    pub fn text(raw: &str) -> Self {
        let mut cleaner = Cleaner::default();
        for letter in raw.chars() {
            cleaner.push(letter);
        }
        cleaner.finish()
    }

    /// Cleans bytes: what is not UTF-8 becomes `\xNN`.
    #[must_use]
    pub fn bytes(raw: &[u8]) -> Self {
        let mut cleaner = Cleaner::default();
        cleaner.push_bytes(raw);
        cleaner.finish()
    }

    /// Cleans one log line: colours are taken off, tabs widened, a progress bar's last state kept.
    #[must_use]
    pub fn log_line(raw: &[u8]) -> Self {
        let line = last_redraw(raw);
        let plain = without_colours(line);
        let mut cleaner = Cleaner {
            tabs: true,
            ..Cleaner::default()
        };
        cleaner.push_bytes(&plain);
        cleaner.finish()
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

/// What was drawn last on a line that redraws itself with carriage returns.
fn last_redraw(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
    let end = raw
        .iter()
        .rposition(|byte| *byte != b'\r')
        .map_or(0, |last| last + 1);
    let raw = &raw[..end];
    match raw.iter().rposition(|byte| *byte == b'\r') {
        Some(at) => &raw[at + 1..],
        None => raw,
    }
}

/// Takes complete colour sequences (`ESC [ digits m`) off; every other sequence stays and is shown.
fn without_colours(raw: &[u8]) -> Cow<'_, [u8]> {
    if !raw.contains(&0x1b) {
        return Cow::Borrowed(raw);
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte == 0x1b) {
        out.extend_from_slice(&rest[..at]);
        let length = colour_length(&rest[at..]);
        if length == 0 {
            out.push(0x1b);
        }
        rest = &rest[at + length.max(1)..];
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

/// Length of the colour sequence at the start, 0 if it is not one.
fn colour_length(raw: &[u8]) -> usize {
    if raw.get(1) != Some(&b'[') {
        return 0;
    }
    let body = raw[2..]
        .iter()
        .take_while(|byte| matches!(byte, b'0'..=b';'))
        .count();
    if raw.get(2 + body) == Some(&b'm') {
        body + 3
    } else {
        0
    }
}

/// Builds clean text letter by letter.
#[derive(Default)]
struct Cleaner {
    out: String,
    column: usize,
    marks: usize,
    tabs: bool,
}

impl Cleaner {
    fn push_bytes(&mut self, raw: &[u8]) {
        for chunk in raw.utf8_chunks() {
            for letter in chunk.valid().chars() {
                self.push(letter);
            }
            for byte in chunk.invalid() {
                self.escape_byte(*byte);
            }
        }
    }

    fn push(&mut self, letter: char) {
        if letter == '\t' && self.tabs {
            let width = TAB - self.column % TAB;
            self.out.extend(std::iter::repeat_n(' ', width));
            self.column += width;
        } else if (letter as u32) < 0x20 || letter == '\u{7f}' {
            self.escape_byte(letter as u8);
        } else if is_invisible(letter) {
            self.escape_letter(letter);
        } else {
            self.keep(letter);
        }
    }

    fn keep(&mut self, letter: char) {
        let width = letter.width().unwrap_or(0);
        if width == 0 {
            self.marks += 1;
            if self.marks > COMBINING_LIMIT || self.out.is_empty() {
                return;
            }
        } else {
            self.marks = 0;
        }
        self.out.push(letter);
        self.column += width;
    }

    /// The text, with clusters taken apart that are not as wide as their letters one by one, such
    /// as a hand with the colour of its skin: terminals do not agree on how wide those are.
    fn finish(self) -> Clean {
        if self.out.is_ascii() {
            return Clean(self.out);
        }
        let mut apart = Self::default();
        for cluster in self.out.graphemes(true) {
            let mut letters = cluster.chars();
            if is_as_wide_as_its_letters(cluster) {
                apart.out.push_str(cluster);
            } else {
                apart.out.extend(letters.next());
                letters.for_each(|letter| apart.escape_letter(letter));
            }
        }
        Clean(apart.out)
    }

    fn escape_byte(&mut self, byte: u8) {
        // Writing to a String cannot fail.
        let _ = write!(self.out, "\\x{byte:02x}");
        self.column += 4;
        self.marks = 0;
    }

    fn escape_letter(&mut self, letter: char) {
        let before = self.out.len();
        let _ = write!(self.out, "<U+{:04X}>", letter as u32);
        self.column += self.out.len() - before;
        self.marks = 0;
    }
}

fn is_as_wide_as_its_letters(cluster: &str) -> bool {
    let letters = cluster.chars().map(|letter| letter.width().unwrap_or(0));
    letters.sum::<usize>() == cluster.width()
}

/// Characters that reorder, hide or end text without being seen, and those no font can show: what
/// Unicode calls default-ignorable, its bidi controls, private use and noncharacters.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
        || (letter as u32) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_shown_and_inert() {
        assert_eq!(
            Clean::text("a\x1b[2Jb\0\u{9b}").as_str(),
            "a\\x1b[2Jb\\x00<U+009B>"
        );
        assert_eq!(Clean::bytes(b"ok\xff\xc3\xa9").as_str(), "ok\\xffé");
        assert_eq!(Clean::text("pay\u{202e}exe").as_str(), "pay<U+202E>exe");
        assert_eq!(
            Clean::text("a\u{3164}\u{34f}\u{180b}").as_str(),
            "a<U+3164><U+034F><U+180B>"
        );
    }

    #[test]
    fn a_log_line_loses_its_colours_but_shows_other_sequences() {
        let line = Clean::log_line(b"\x1b[1;31mred\x1b[0m \x1b]0;title\x07\tx\r\n");
        assert_eq!(line.as_str(), "red \\x1b]0;title\\x07    x");
    }

    #[test]
    fn a_progress_bar_keeps_its_last_state() {
        assert_eq!(Clean::log_line(b"10%\r50%\r99%\r\n").as_str(), "99%");
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
    fn a_flood_of_marks_is_cut() {
        let flood = format!("a{}", "\u{301}".repeat(100_000));
        assert_eq!(
            Clean::text(&flood).as_str().chars().count(),
            1 + COMBINING_LIMIT
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_that_acts_comes_out(raw: Vec<u8>) {
            for clean in [Clean::bytes(&raw), Clean::log_line(&raw)] {
                proptest::prop_assert!(
                    !clean.as_str().chars().any(|c| c.is_control() || is_invisible(c)));
                proptest::prop_assert_eq!(Clean::text(clean.as_str()), clean);
            }
        }
    }
}
