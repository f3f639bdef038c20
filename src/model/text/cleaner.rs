//! Builds clean text, letter by letter where it has to be.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::clean::Clean;
use super::letter::{
    belongs_to_picture, is_invisible, is_shown_by_no_font, is_zero_width, stands_alone,
};

/// Marks that stay on one base letter before the rest are counted.
const MARKS_KEPT: usize = 8;
/// Zero-width letters that a picture is written with: its selector, and a joiner.
const JOINED: usize = 2;
/// Columns between tab stops.
const TAB: usize = 8;

/// What is cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text that tells things apart: everything is written out.
    Name,
    /// A line to be read: tabs are widened, zero-width letters counted, and what no font shows
    /// takes one column.
    LogLine,
}

/// Builds clean text.
pub(super) struct Cleaner {
    kind: Kind,
    out: String,
    column: usize,
    /// The letter that marks go on, if it was not written out by us.
    base: Option<char>,
    /// Marks on the base so far.
    marks: usize,
    /// Zero-width letters that belong to the base.
    joined: usize,
    /// Zero-width letters left out.
    left_out: usize,
    /// Whether every letter so far is one to the eye.
    all_alone: bool,
}

impl Cleaner {
    /// Begins a text of about so many bytes.
    pub(super) fn new(kind: Kind, bytes: usize) -> Self {
        Self {
            kind,
            out: String::with_capacity(bytes),
            column: 0,
            base: None,
            marks: 0,
            joined: 0,
            left_out: 0,
            all_alone: true,
        }
    }

    /// The bytes of text so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Adds bytes that hold whole letters, as far as they hold letters.
    pub(super) fn push_bytes(&mut self, raw: &[u8]) {
        let mut rest = raw;
        while !rest.is_empty() {
            let plain = run(rest, is_plain);
            self.push_plain(&rest[..plain]);
            rest = &rest[plain..];
            // No letter is cut in two: all of its bytes are either plain or not.
            let odd = run(rest, |byte| !is_plain(byte));
            for chunk in rest[..odd].utf8_chunks() {
                chunk.valid().chars().for_each(|letter| self.push(letter));
                chunk
                    .invalid()
                    .iter()
                    .for_each(|byte| self.escape_byte(*byte));
            }
            rest = &rest[odd..];
        }
    }

    /// Adds a byte as `\xNN`.
    fn escape_byte(&mut self, byte: u8) {
        self.written(format_args!("\\x{byte:02x}"));
    }

    /// Adds a letter.
    pub(super) fn push(&mut self, letter: char) {
        match (self.kind, letter) {
            (Kind::LogLine, '\t') => {
                let width = TAB - self.column % TAB;
                self.written(format_args!("{:width$}", ""));
            }
            (_, '\0'..' ' | '\u{7f}') => self.escape_byte(letter as u8),
            (Kind::LogLine, _) if is_zero_width(letter) => self.leave_out(letter),
            (Kind::LogLine, _) if is_shown_by_no_font(letter) => self.keep('\u{fffd}'),
            _ if is_invisible(letter) => self.escape_letter(letter),
            _ => self.keep(letter),
        }
    }

    /// The text. Places in it that were noted by [`Cleaner::len`] are moved to where they are now,
    /// none into the middle of what is one letter to the eye.
    pub(super) fn finish(mut self, places: &mut [usize]) -> Clean {
        self.end_marks();
        let mut out = if self.all_alone {
            self.out
        } else {
            apart(&self.out, places)
        };
        if self.left_out > 0 {
            let gap = if out.is_empty() { "" } else { " " };
            // Writing to a String cannot fail.
            let _ = write!(out, "{gap}<{} zero-width>", self.left_out);
        }
        // Colours and what else was left out had been reckoned with.
        out.shrink_to_fit();
        Clean::new(out)
    }

    fn push_plain(&mut self, plain: &[u8]) {
        let (Some(last), Ok(text)) = (plain.last(), str::from_utf8(plain)) else {
            return;
        };
        self.end_marks();
        self.out.push_str(text);
        self.column += text.len();
        self.rest_on(Some(char::from(*last)));
    }

    fn keep(&mut self, letter: char) {
        self.all_alone &= stands_alone(letter);
        let width = letter.width().unwrap_or(0);
        if width == 0 {
            self.marks += 1;
            if self.marks <= MARKS_KEPT && !self.out.is_empty() {
                self.out.push(letter);
            }
            return;
        }
        self.end_marks();
        self.out.push(letter);
        self.column += width;
        self.rest_on(Some(letter));
    }

    /// Says how many marks did not stay on the letter before.
    fn end_marks(&mut self) {
        let kept = if self.out.is_empty() { 0 } else { MARKS_KEPT };
        let more = self.marks.saturating_sub(kept);
        self.marks = 0;
        if more > 0 {
            let plural = if more == 1 { "" } else { "s" };
            self.written(format_args!("<+{more} mark{plural}>"));
        }
    }

    fn leave_out(&mut self, letter: char) {
        let picture = self
            .base
            .is_some_and(|base| belongs_to_picture(letter, base));
        if picture && self.joined < JOINED {
            self.joined += 1;
        } else {
            self.left_out += 1;
        }
    }

    fn escape_letter(&mut self, letter: char) {
        self.written(format_args!("<U+{:04X}>", letter as u32));
    }

    /// Adds ASCII of our own.
    fn written(&mut self, text: std::fmt::Arguments<'_>) {
        self.end_marks();
        let before = self.out.len();
        let _ = self.out.write_fmt(text);
        self.column += self.out.len() - before;
        self.rest_on(None);
    }

    fn rest_on(&mut self, base: Option<char>) {
        self.base = base;
        self.joined = 0;
    }
}

/// The text with clusters taken apart that are not as wide as their letters one by one, such as a
/// hand with the colour of its skin: terminals do not agree on how wide those are.
fn apart(text: &str, places: &mut [usize]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut places = places.iter_mut().peekable();
    for (at, cluster) in text.grapheme_indices(true) {
        while let Some(place) = places.next_if(|place| **place <= at) {
            *place = out.len();
        }
        if is_as_wide_as_its_letters(cluster) {
            out.push_str(cluster);
            continue;
        }
        let mut letters = cluster.chars();
        out.extend(letters.next());
        for letter in letters {
            let _ = write!(out, "<U+{:04X}>", letter as u32);
        }
    }
    places.for_each(|place| *place = out.len());
    out
}

fn is_as_wide_as_its_letters(cluster: &str) -> bool {
    let letters = cluster.chars().map(|letter| letter.width().unwrap_or(0));
    letters.sum::<usize>() == cluster.width()
}

/// Whether a byte is a letter that needs no care.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// How many bytes at the start are so.
fn run(raw: &[u8], so: impl Fn(u8) -> bool) -> usize {
    raw.iter().position(|byte| !so(*byte)).unwrap_or(raw.len())
}
