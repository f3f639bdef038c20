//! A log line as it is read: its text, and how its process wanted it to look.

use super::clean::Clean;
use super::cleaner::{Cleaner, Kind};
use super::ink::Ink;
use super::sequence::{Segment, segments};

/// A log line: its text, and how its process wanted it to look.
///
/// Without its colours it is [`Painted::text`] alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Painted {
    /// The text.
    pub text: Clean,
    /// Bytes of the text before an ink begins, ascending; before the first one it is the default.
    inks: Box<[(u32, Ink)]>,
}

impl Painted {
    /// Cleans one log line, with or without the line feed at its end.
    ///
    /// Colour sequences are taken off and understood; whatever looks the line began with, it
    /// begins with none. Every other control is written out, the body of an OSC, DCS, SOS, PM or
    /// APC string shortened to `…`. A line redrawn with carriage returns is what was drawn last.
    /// Tabs are widened to eight columns, what no font shows becomes `U+FFFD`, and zero-width
    /// letters are left out and counted at the end, but for those that an ordinary picture is
    /// written with.
    #[must_use]
    pub fn log_line(raw: &[u8]) -> Self {
        let (before, line) = last_redraw(raw.strip_suffix(b"\n").unwrap_or(raw));
        let mut painter = Painter::new(line.len());
        painter.look_on(before);
        painter.paint(line);
        painter.finish()
    }

    /// The text in pieces that look alike.
    pub fn runs(&self) -> impl Iterator<Item = (&str, Ink)> {
        let text = self.text.as_str();
        let begins = self.inks.iter().map(|(at, ink)| (*at as usize, *ink));
        let ends = begins.clone().map(|(at, _)| at);
        let begins = std::iter::once((0, Ink::default())).chain(begins);
        let ends = ends.chain([text.len()]);
        let pieces = begins.zip(ends);
        let pieces =
            pieces.map(move |((begin, ink), end)| (text.get(begin..end).unwrap_or_default(), ink));
        pieces.filter(|(piece, _)| !piece.is_empty())
    }
}

/// What was drawn last on a line that redraws itself with carriage returns, and what before it.
fn last_redraw(raw: &[u8]) -> (&[u8], &[u8]) {
    let end = raw
        .iter()
        .rposition(|byte| *byte != b'\r')
        .map_or(0, |last| last + 1);
    let raw = &raw[..end];
    raw.split_at(memchr::memrchr(b'\r', raw).map_or(0, |at| at + 1))
}

/// Reads a line from left to right, sequences apart from text.
struct Painter {
    cleaner: Cleaner,
    ink: Ink,
    inks: Vec<Ink>,
    /// Where in the text each of them begins.
    places: Vec<usize>,
}

impl Painter {
    fn new(bytes: usize) -> Self {
        Self {
            cleaner: Cleaner::new(Kind::LogLine, bytes),
            ink: Ink::default(),
            inks: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Takes in the colours of what was drawn over.
    fn look_on(&mut self, raw: &[u8]) {
        for segment in segments(raw) {
            match segment {
                Segment::Look(parameters) => self.look(parameters),
                Segment::Text(_) | Segment::Body { .. } | Segment::Escape => {}
            }
        }
    }

    fn paint(&mut self, raw: &[u8]) {
        for segment in segments(raw) {
            match segment {
                Segment::Text(text) => self.cleaner.push_bytes(text),
                Segment::Look(parameters) => self.look(parameters),
                Segment::Body { kind, body, end } => self.shorten(kind, body, end),
                Segment::Escape => self.cleaner.push('\x1b'),
            }
        }
    }

    fn look(&mut self, parameters: &[u8]) {
        let ink = self.ink.after(parameters);
        if ink != self.ink {
            self.ink = ink;
            if self.places.last() == Some(&self.cleaner.len()) {
                self.places.pop();
                self.inks.pop();
            }
            self.places.push(self.cleaner.len());
            self.inks.push(ink);
        }
    }

    fn shorten(&mut self, kind: u8, body: &[u8], end: &[u8]) {
        self.cleaner.push_bytes(&[b'\x1b', kind]);
        if !body.is_empty() {
            self.cleaner.push('…');
        }
        self.cleaner.push_bytes(end);
    }

    fn finish(mut self) -> Painted {
        let text = self.cleaner.finish(&mut self.places);
        let places = self
            .places
            .into_iter()
            .map(|place| u32::try_from(place).unwrap_or(u32::MAX));
        Painted {
            text,
            inks: places.zip(self.inks).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ink::{Emphasis, Hue};
    use super::*;

    fn line(raw: impl AsRef<[u8]>) -> String {
        Painted::log_line(raw.as_ref()).text.into_string()
    }

    /// The text with the colour of its letters before each run: `r` for red, `-` for none.
    fn painted(raw: &str) -> String {
        let painted = Painted::log_line(raw.as_bytes());
        let letter = |ink: Ink| match ink.letters {
            Some(Hue::Ansi(1)) => 'r',
            Some(Hue::Ansi(2)) => 'g',
            Some(_) => '?',
            None => '-',
        };
        let runs = painted.runs();
        let runs = runs.map(|(text, ink)| format!("{}[{text}]", letter(ink)));
        runs.collect::<Vec<_>>().concat()
    }

    #[test]
    fn colours_are_kept_beside_the_text() {
        assert_eq!(painted("plain"), "-[plain]");
        assert_eq!(painted(""), "");
        assert_eq!(
            painted("\x1b[31mred\x1b[0m \x1b[32mgreen"),
            "r[red]-[ ]g[green]"
        );
        assert_eq!(painted("a\x1b[31m\x1b[32mb\x1b[m\x1b[31m"), "-[a]g[b]");
        assert_eq!(painted("a\x1b[31m\x1b[39mb"), "-[a]-[b]");
        assert_eq!(painted("é\x1b[31mé\x1b[32m\u{301}e"), "-[é]r[é\u{301}]g[e]");
        assert_eq!(
            painted("\x1b[31m\u{1f44d}\x1b[32m\u{1f3fd}x"),
            "r[\u{1f44d}<U+1F3FD>]g[x]"
        );
        let bold = Painted::log_line(b"\x1b[1;4mx");
        let (_, ink) = bold.runs().next().unwrap();
        assert!(ink.has(Emphasis::Bold) && !ink.has(Emphasis::Dim));
    }

    #[test]
    fn a_progress_bar_is_its_last_state() {
        assert_eq!(line("10%\r50%\r99%\r\n"), "99%");
        assert_eq!(line("a\rb\r\r\n"), "b");
        assert_eq!(line("\r\n"), "");
        assert_eq!(
            painted("\x1b[31m10%\r50%\x1b]0;\x1b[32m\x07\r99%\x1b[m ok"),
            "g[99%]-[ ok]"
        );
    }

    #[test]
    fn other_sequences_are_shown_and_strings_shortened() {
        assert_eq!(
            line(b"\x1b[2Ja\x1b[?25l\x1bc\x9b31m"),
            r"\x1b[2Ja\x1b[?25l\x1bc\x9b31m"
        );
        assert_eq!(line("\u{9b}31mx"), "<U+009B>31mx");
        assert_eq!(
            line("\x1b]8;;http://evil/\x07link\x1b]8;;\x07 \x1bPq#0\x1b\\."),
            r"\x1b]…\x07link\x1b]…\x07 \x1bP…\x1b\."
        );
        assert_eq!(
            line("\x1b]\x07\x1b]0;never ends"),
            r"\x1b]\x07\x1b]0;never ends"
        );
    }

    #[test]
    fn tabs_stop_every_eight_columns() {
        assert_eq!(line("\ta\tbcdefgh\ti"), "        a       bcdefgh i");
        assert_eq!(line("漢\t\x1b[1mé\tx"), "漢      é       x");
    }

    #[test]
    fn zero_width_letters_are_counted_unless_a_picture_needs_them() {
        assert_eq!(line("ze\u{200b}ro\u{feff}"), "zero <2 zero-width>");
        assert_eq!(line("\u{200d}"), "<1 zero-width>");
        assert_eq!(
            line("I ❤\u{fe0f} 1\u{fe0f}\u{20e3} \u{26a0}\u{fe0f}"),
            "I ❤ 1\u{20e3} \u{26a0}"
        );
        assert_eq!(line("👩\u{200d}👧 🏳\u{fe0f}\u{200d}🌈"), "👩👧 🏳🌈");
        assert_eq!(line("👩\u{200d}\u{200d}\u{200d}"), "👩 <1 zero-width>");
        assert_eq!(line("a\u{200d}b c\u{e0101}"), "ab c <2 zero-width>");
        assert_eq!(line("pay\u{202e}exe \u{200f}"), "pay<U+202E>exe <U+200F>");
    }

    #[test]
    fn what_no_font_shows_takes_one_column() {
        assert_eq!(
            line("\u{e0b0}\u{f8ff}\u{fdd0}\u{ffff}\u{10fffd}"),
            "\u{fffd}".repeat(5)
        );
    }
}
