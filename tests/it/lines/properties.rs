//! The checks of the fuzz targets, on input made up for them and on their corpus.

use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::checks;
use crate::hostile::corpus::everything;

type Check = fn(&[u8]);

/// What is worth being next to one another.
const PIECES: [&str; 40] = [
    "a",
    "ERROR",
    " ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\0",
    "\x07",
    "\x08",
    "\x1b",
    "\x1b[",
    "\x1b[31m",
    "\x1b[1;38:2::1:2:3m",
    "\x1b[38;5;9",
    "m",
    ";",
    ":",
    "\x1b]0;t",
    "\x1bP",
    "\x1b\\",
    "\u{9b}",
    "é",
    "漢",
    "\u{301}",
    "\u{20e3}",
    "\u{200b}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{202e}",
    "👍",
    "🏽",
    "❤",
    "🇩🇪",
    "\u{1112}\u{1161}\u{11ab}",
    "กำ",
    "क्षि",
    "\u{e000}",
    "{\"a\":1}",
    "2026-11-20 12:04:31",
];

/// Bytes as no node should send them: anything, or what is hostile together.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let odd = prop_oneof![
        8 => select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 1..4),
        1 => any::<char>().prop_map(|letter| letter.to_string().into_bytes()),
    ];
    prop_oneof![
        vec(any::<u8>(), 0..200),
        vec(odd, 0..40).prop_map(|pieces| pieces.concat())
    ]
}

proptest! {
    #[test]
    fn lines_are_the_same_however_they_came(data in bytes()) {
        checks::splitter(&data);
    }

    #[test]
    fn nothing_that_acts_comes_out(data in bytes()) {
        checks::sanitizer(&data);
    }

    #[test]
    fn colours_lie_beside_the_text(data in bytes()) {
        checks::sgr(&data);
    }

    #[test]
    fn a_line_is_asked_without_harm(data in bytes()) {
        checks::facts(&data);
    }
}

#[test]
fn every_letter_is_safe() {
    // Thousands of ideographs and syllables, and planes with nothing in them, are all alike.
    let odd = (0..0x3400)
        .chain(0xd7a4..0x2_0000)
        .chain(0xe_0000..0xe_1000);
    let alike = (0x3400..0xd7a4).chain(0x2_0000..0x11_0000).step_by(97);
    let letters: Vec<char> = odd.chain(alike).filter_map(char::from_u32).collect();
    for letters in letters.chunks(64) {
        // Each beside an ordinary one, so that none goes with the next.
        let text: String = letters.iter().flat_map(|letter| [*letter, '.']).collect();
        checks::sanitizer(text.as_bytes());
    }
}

#[test]
fn the_corpus_is_harmless() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let checks: [(&str, Check); 4] = [
        ("splitter", checks::splitter),
        ("sanitizer", checks::sanitizer),
        ("sgr", checks::sgr),
        ("facts", checks::facts),
    ];
    for (name, check) in checks {
        let files = fs::read_dir(root.join(name)).unwrap();
        let seeds = files.map(|file| fs::read(file.unwrap().path()).unwrap());
        let seeds: Vec<_> = seeds.collect();
        assert!(!seeds.is_empty(), "{name}");
        seeds
            .iter()
            .chain(&everything())
            .for_each(|seed| check(seed));
    }
}
