//! A strict reader of what is written to the terminal: whatever is not on its list is a hit.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use regex::bytes::Regex;

/// Plain, bold, dim, slanted, underlined, reversed, crossed out, and back; 16 colours and the
/// terminal's own; and of the 256 those that lines of a log ask for.
const STYLE: &str = r"(?:[0-479]|2[2-479]|[345]9|[34]8;5;\d{1,3})";

/// All that our own renderer writes, and nothing else. None of it makes a terminal answer.
static OURS: LazyLock<Regex> = LazyLock::new(|| {
    let all = [
        // Where the next letters go; all of the screen, empty.
        r"\x1b\[\d{1,3};\d{1,3}H",
        r"\x1b\[2J",
        // How they look.
        &format!(r"\x1b\[{STYLE}(?:;{STYLE})*m"),
        // Alternate screen, cursor, bracketed paste, synchronized output.
        r"\x1b\[\?(?:1049|25|2004|2026)[hl]",
        // The title: kept, set, given back.
        r"\x1b\[2[23];0t",
        r"\x1b\]2;supdeck(?: \d+!)?\x07",
        // What was copied.
        r"\x1b\]52;c;[A-Za-z0-9+/]*={0,2}\x07",
    ];
    Regex::new(&format!("^(?-u:{})", all.join("|"))).unwrap()
});

static COPIES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)\x1b\]52;c;([^\x07]*)\x07").unwrap());

/// Where the alternate screen ends: from there on lines may end.
const LEFT: &[u8] = b"\x1b[?1049l";

/// Every place where something foreign reached the terminal, with what stands around it.
pub fn hits(log: &[u8]) -> Vec<String> {
    let mut hits = Vec::new();
    let mut at = 0;
    let mut full_screen = false;
    while at < log.len() {
        let rest = &log[at..];
        if let Some(ours) = OURS.find(rest) {
            full_screen |= ours.as_bytes() == b"\x1b[?1049h";
            full_screen &= ours.as_bytes() != LEFT;
            at += ours.len();
        } else if !full_screen && rest.starts_with(b"\r\n") {
            at += 2;
        } else {
            let (letter, length) = first_letter(rest);
            if letter.is_none_or(is_foreign) {
                let around = &log[at.saturating_sub(30)..log.len().min(at + 40)];
                hits.push(format!("{at}: {}", around.escape_ascii()));
            }
            at += length;
        }
    }
    hits
}

/// Panics with the first hits, if there is any.
#[track_caller]
pub fn assert_only_ours(log: &[u8]) {
    let hits = hits(log);
    let first = &hits[..hits.len().min(10)];
    assert!(hits.is_empty(), "{} hits\n{}", hits.len(), first.join("\n"));
}

/// What was put on the clipboard, in its order.
pub fn copied(log: &[u8]) -> Vec<String> {
    let decoded = COPIES.captures_iter(log).map(|found| {
        let bytes = BASE64_STANDARD.decode(&found[1]).unwrap();
        String::from_utf8(bytes).unwrap()
    });
    decoded.collect()
}

/// Panics if a text has a foreign letter, line ends aside.
#[track_caller]
pub fn assert_clean(text: &str) {
    let foreign = text
        .chars()
        .find(|letter| *letter != '\n' && is_foreign(*letter));
    assert_eq!(foreign, None, "{}", text.escape_debug());
}

/// The most bytes that one frame took.
pub fn longest_frame(log: &[u8]) -> usize {
    let log = String::from_utf8_lossy(log);
    let frames = log.split("\x1b[?2026h").skip(1);
    let lengths = frames.filter_map(|frame| frame.find("\x1b[?2026l"));
    lengths.max().unwrap_or(0)
}

fn first_letter(bytes: &[u8]) -> (Option<char>, usize) {
    let most = &bytes[..bytes.len().min(4)];
    let Some(chunk) = most.utf8_chunks().next() else {
        return (None, 1);
    };
    match chunk.valid().chars().next() {
        Some(letter) => (Some(letter), letter.len_utf8()),
        None => (None, chunk.invalid().len().max(1)),
    }
}

/// Controls, and letters that reorder, hide, are not seen, or that only one font knows: the code
/// points that Unicode calls default-ignorable, its bidi controls, and what has no meaning.
fn is_foreign(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{10ffff}')
        || (letter as u32) & 0xfffe == 0xfffe
}

#[test]
fn it_takes_ours_and_nothing_else() {
    let ours = "\x1b[?1049h\x1b[1;2H\x1b[38;5;9mé漢 x\x1b[39m\x1b[?1049l\r\nbye\r\n";
    assert_eq!(hits(ours.as_bytes()), Vec::<String>::new());
    for foreign in super::corpus::everything() {
        let harmless = String::from_utf8(foreign.clone())
            .is_ok_and(|text| text.chars().all(|letter| !is_foreign(letter)));
        let log = [b"\x1b[?1049h\x1b[1;1H", &foreign[..]].concat();
        assert_eq!(
            hits(&log).is_empty(),
            harmless,
            "{}",
            foreign.escape_ascii()
        );
    }
    for letter in ["\x1b[6n", "\x1b[c", "\x1b[?2026$p", "\r\n", "\u{202e}"] {
        let log = format!("\x1b[?1049h{letter}");
        assert!(!hits(log.as_bytes()).is_empty(), "{letter:?}");
    }
}
