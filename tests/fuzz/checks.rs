//! What has to hold for any bytes: asked by the fuzz targets, and by `cargo test`.
//!
//! Each check panics where something does not hold.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use regex::Regex;
use supdeck::model::{
    Clean, Grouper, Ink, Level, Needle, Painted, Piece, PieceEnd, Splitter, Stamp, display_width,
    pretty_json,
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// The longest piece of a line, in bytes.
const LONGEST: usize = 16 << 10;
/// The most that a short input is repeated to, in bytes.
const STREAM: usize = 3 * LONGEST;
/// Marks that stay on one letter.
const MARKS: usize = 8;

/// What acts, reorders or hides, as the tables of Unicode have it and not as we do.
static FORBIDDEN: LazyLock<Regex> = LazyLock::new(|| {
    let classes = [
        r"\p{Cc}\p{Co}\p{Zl}\p{Zp}",
        r"\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}",
        r"\x{fff9}-\x{fffb}",
    ];
    Regex::new(&format!("[{}]", classes.concat())).unwrap()
});

/// A piece of a line as it was given.
type Owned = (Vec<u8>, bool, PieceEnd);

/// Lines are the same however their bytes came, and none is lost.
///
/// The first byte says how often the others are repeated, the second how they are cut.
pub fn splitter(data: &[u8]) {
    let [repeat, cut, rest @ ..] = data else {
        return;
    };
    let repeat = 1 + usize::from(*repeat) * 64;
    let stream: Vec<u8> = rest.repeat(repeat).into_iter().take(STREAM).collect();
    let whole = pieces(std::iter::once(&stream[..]));
    let mut back = Vec::new();
    let mut is_continued = false;
    for (at, (bytes, continued, end)) in whole.iter().enumerate() {
        assert!(!bytes.contains(&b'\n') && bytes.len() <= LONGEST);
        assert_eq!(*continued, is_continued);
        is_continued = *end == PieceEnd::Cut;
        back.extend_from_slice(bytes);
        match end {
            PieceEnd::Line => back.push(b'\n'),
            PieceEnd::Cut => {
                let is_long = bytes.len() > LONGEST - 4;
                assert!(is_long && !is_in_letter(&stream, back.len()));
            }
            PieceEnd::Open => assert_eq!(at, whole.len() - 1),
        }
    }
    assert_eq!(back, stream);
    let size = 1 + usize::from(*cut);
    assert_eq!(pieces(stream.chunks(size)), whole, "in chunks of {size}");
    assert_eq!(
        pieces(stream.chunks(size * 100)),
        whole,
        "in chunks of {size}00"
    );
}

/// Nothing that acts comes out, and what came out stays as it is.
pub fn sanitizer(data: &[u8]) {
    let lossy = String::from_utf8_lossy(data);
    for clean in [
        Clean::bytes(data),
        Clean::log_line(data),
        Clean::text(&lossy),
    ] {
        let text = clean.as_str();
        assert_eq!(FORBIDDEN.find(text), None, "{text:?}");
        assert!(
            text.len() <= 8 * data.len().max(lossy.len()) + 32,
            "{}",
            text.len()
        );
        for again in [
            Clean::text(text),
            Clean::bytes(text.as_bytes()),
            Clean::log_line(text.as_bytes()),
        ] {
            assert_eq!(again, clean);
        }
        let widths = || text.chars().map(|letter| letter.width().unwrap_or(0));
        assert_eq!(display_width(text), widths().sum::<usize>(), "{text:?}");
        let marks: Vec<usize> = widths().collect();
        let longest = marks.split(|width| *width > 0).map(<[usize]>::len).max();
        assert!(longest <= Some(MARKS), "{text:?}");
    }
    assert_eq!(Clean::text(&lossy), Clean::bytes(lossy.as_bytes()));
}

/// Colours lie beside the text and never change it.
pub fn sgr(data: &[u8]) {
    let painted = Painted::log_line(data);
    let text = painted.text.as_str();
    assert_eq!(painted.text, Clean::log_line(data));
    let runs: Vec<(&str, Ink)> = painted.runs().collect();
    assert_eq!(runs.iter().map(|(run, _)| *run).collect::<String>(), text);
    let letters: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
    let mut at = 0;
    for (run, _) in &runs {
        assert!(
            !run.is_empty() && letters.binary_search(&at).is_ok(),
            "a cluster is cut"
        );
        at += run.len();
    }
    // As parameters, nothing of it is seen.
    let parameters = data.iter().filter(|byte| matches!(byte, b'0'..=b';'));
    let parameters: Vec<u8> = parameters.copied().collect();
    let line = [b"a\x1b[", &parameters[..], b"mb"].concat();
    let painted = Painted::log_line(&line);
    assert_eq!(painted.text.as_str(), "ab");
    let first = painted.runs().next();
    assert!(first.is_some_and(|(run, ink)| run.starts_with('a') && ink == Ink::default()));
}

/// What a line says of itself lies in the line.
pub fn facts(data: &[u8]) {
    let clean = Clean::log_line(data);
    let text = clean.as_str();
    if let Some(stamp) = Stamp::of(text, &TimeZone::UTC, Timestamp::UNIX_EPOCH) {
        assert!(text[stamp.range].contains(|letter: char| letter.is_ascii_digit()));
    }
    let _ = Level::of(text);
    let mut grouper = Grouper::default();
    for line in data.split(|byte| *byte == b'\n') {
        grouper.feed(Clean::log_line(line).as_str());
    }
    // Elsewhere a mark may come to stand at the beginning of a line, where it is counted.
    if let Some(lines) = pretty_json(text).filter(|_| text.is_ascii()) {
        let lines: Vec<&str> = lines.iter().map(Clean::as_str).collect();
        assert_eq!(without_blanks(&lines.concat()), without_blanks(text));
    }
    let typed: String = text.chars().take(20).collect();
    if let Ok(needle) = Needle::search(&typed) {
        let hits: Vec<_> = needle.find_iter(text).collect();
        assert!(hits.iter().all(|hit| !text[hit.clone()].is_empty()));
        assert!(needle.matches(text) || hits.is_empty());
    }
}

fn pieces<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> Vec<Owned> {
    let mut splitter = Splitter::default();
    let mut pieces = Vec::new();
    let mut keep =
        |piece: Piece<'_>| pieces.push((piece.bytes.to_vec(), piece.is_continued, piece.end));
    for chunk in chunks {
        splitter.feed(chunk, &mut keep);
        assert!(splitter.partial().len() <= LONGEST);
    }
    splitter.flush(&mut keep);
    pieces
}

/// Whether a place is inside of a letter.
fn is_in_letter(stream: &[u8], place: usize) -> bool {
    let begin = place.saturating_sub(3);
    let mut at = begin;
    let near = &stream[begin..stream.len().min(place + 3)];
    near.utf8_chunks().any(|chunk| {
        let inside = place.checked_sub(at);
        at += chunk.valid().len() + chunk.invalid().len();
        inside.is_some_and(|inside| {
            inside < chunk.valid().len() && !chunk.valid().is_char_boundary(inside)
        })
    })
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}
