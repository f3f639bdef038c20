//! Hostile content, case by case.

use supdeck::model::{Clean, Hue, Needle, Painted, Splitter, Untrusted, display_width};

fn name(raw: &str) -> String {
    Untrusted::from(raw).clean().into_string()
}

fn line(raw: impl AsRef<[u8]>) -> String {
    Clean::log_line(raw.as_ref()).into_string()
}

/// The lines of a stream that comes in two parts, as they are shown.
fn lines(stream: &[u8], cut: usize) -> Vec<Painted> {
    let mut splitter = Splitter::default();
    let mut lines = Vec::new();
    let (first, second) = stream.split_at(cut);
    for part in [first, second] {
        splitter.feed(part, |piece| lines.push(Painted::log_line(piece.bytes)));
    }
    splitter.flush(|piece| lines.push(Painted::log_line(piece.bytes)));
    lines
}

/// Case 55.
#[test]
fn every_control_is_written_out() {
    for byte in (0..0x20).chain([0x7f]) {
        let raw = char::from(byte).to_string();
        assert_eq!(name(&raw), format!("\\x{byte:02x}"));
        let shown = match byte {
            b'\n' | b'\r' => String::new(),
            b'\t' => " ".repeat(8),
            _ => format!("\\x{byte:02x}"),
        };
        assert_eq!(line(&raw), shown, "{byte:02x}");
    }
    for byte in 0x80..=0x9f_u8 {
        assert_eq!(line([byte]), format!("\\x{byte:02x}"));
        let letter = char::from(byte).to_string();
        assert_eq!(line(&letter), format!("<U+{byte:04X}>"));
        assert_eq!(name(&letter), format!("<U+{byte:04X}>"));
    }
}

/// Cases 56 and 58.
#[test]
fn sequences_that_move_or_ask_are_written_out() {
    for sequence in [
        "[2J", "[H", "[01;1f", "[5;10r", "c", "[4h", "[?1049l", "(0", "#8", "[c", "[>0c", "[5n",
        "[6n", "[?2026$p", "[21t", "Z", "[?u", "[>4;1m", "[?4m",
    ] {
        assert_eq!(
            line(format!("\x1b{sequence}x")),
            format!("\\x1b{sequence}x")
        );
    }
    assert_eq!(line("\x05"), "\\x05");
}

/// Cases 57, 59 and 60.
#[test]
fn strings_are_shortened_and_an_open_one_swallows_nothing() {
    for (kind, end) in [
        ("]", "\x07"),
        ("]", "\x1b\\"),
        ("P", "\x1b\\"),
        ("_", "\x1b\\"),
        ("^", "\x1b\\"),
        ("X", "\x1b\\"),
    ] {
        let shown = end.replace('\x1b', "\\x1b").replace('\x07', "\\x07");
        let raw = format!("a\x1b{kind}52;c;cm0gLXJmIC8={end}b");
        assert_eq!(line(&raw), format!("a\\x1b{kind}…{shown}b"));
        let open = format!("a\x1b{kind}0;never ends");
        assert_eq!(line(&open), format!("a\\x1b{kind}0;never ends"));
    }
    let sixel = format!("\x1bPq{}\x1b\\ok", "#0~-".repeat(2_500_000));
    assert_eq!(line(&sixel), "\\x1bP…\\x1b\\ok");
}

/// Cases 50 and 59.
#[test]
fn a_sequence_cut_anywhere_is_one_and_ends_with_its_line() {
    let stream = "\x1b[31mré\x1b]0;t\x07d\nplain \x1b]0;open\nlast\x1b[1".as_bytes();
    let whole = lines(stream, 0);
    let texts: Vec<_> = whole.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(
        texts,
        ["ré\\x1b]…\\x07d", "plain \\x1b]0;open", "last\\x1b[1"]
    );
    let (_, ink) = whole[1].runs().next().unwrap();
    assert_eq!(ink.letters, None, "the colour of the line before is over");
    for cut in 0..=stream.len() {
        assert_eq!(lines(stream, cut), whole, "cut at {cut}");
    }
}

/// Case 61.
#[test]
fn a_name_is_one_line() {
    assert_eq!(
        name("ok\r\nforged RUNNING\x08\x08"),
        "ok\\x0d\\x0aforged RUNNING\\x08\\x08"
    );
}

/// Case 62.
#[test]
fn what_turns_text_round_is_written_out() {
    for letter in "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{200e}\u{200f}\u{61c}".chars() {
        let shown = format!("a<U+{:04X}>b", letter as u32);
        assert_eq!(line(format!("a{letter}b")), shown);
        assert_eq!(name(&format!("a{letter}b")), shown);
    }
}

/// Case 63.
#[test]
fn zero_width_letters_are_written_out_in_names_and_counted_in_logs() {
    for letter in
        "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{e0001}\u{e007f}\u{fe01}\u{e0100}".chars()
    {
        assert_eq!(
            name(&format!("a{letter}b")),
            format!("a<U+{:04X}>b", letter as u32)
        );
        assert_eq!(line(format!("a{letter}{letter}b")), "ab <2 zero-width>");
    }
    assert_eq!(
        line("done ✔\u{fe0f} ❤\u{fe0f} 1\u{fe0f}\u{20e3} 👩\u{200d}💻"),
        "done ✔ ❤ 1\u{20e3} 👩💻"
    );
}

/// Case 64.
#[test]
fn eight_marks_stay_on_a_letter() {
    let flood = format!("a{}b", "\u{301}".repeat(100_000));
    let shown = format!("a{}<+99992 marks>b", "\u{301}".repeat(8));
    assert_eq!(line(&flood), shown);
    assert_eq!(name(&flood), shown);
}

/// Case 65.
#[test]
fn wide_letters_are_as_wide_as_they_are_counted() {
    for (text, width) in [
        ("漢字テスト", 10),
        ("한글", 4),
        ("\u{1112}\u{1161}\u{11ab}", 2),
        ("🇩🇪", 2),
        ("שלום مرحبا", 10),
        ("αβ±", 3),
    ] {
        assert_eq!(line(text), text);
        assert_eq!(display_width(text), width, "{text}");
    }
    assert_eq!(line("👍🏽"), "👍<U+1F3FD>");
}

/// Case 66.
#[test]
fn what_no_font_shows_is_written_out_in_names_and_one_column_in_logs() {
    for letter in "\u{e000}\u{f8ff}\u{f0000}\u{10fffd}\u{fdd0}\u{ffff}\u{1fffe}\u{50000}".chars() {
        assert_eq!(
            name(&letter.to_string()),
            format!("<U+{:04X}>", letter as u32)
        );
        let shown = line(letter.to_string());
        assert_eq!((shown.as_str(), display_width(&shown)), ("\u{fffd}", 1));
    }
    // Surrogates in the manner of CESU-8 are no UTF-8.
    assert_eq!(line(b"\xed\xa0\x9b"), "\\xed\\xa0\\x9b");
    assert_eq!(line("\u{fffd}".repeat(1000)), "\u{fffd}".repeat(1000));
}

/// Case 70.
#[test]
fn only_colours_are_read_out_of_a_flood_of_parameters() {
    let flood = format!("\x1b[31;38:2:{}mred", "1:".repeat(1_000_000));
    assert_eq!(line(&flood), "red");
    let painted = Painted::log_line(b"\x1b[\x1b[32mx\x1b[m \x9b31my\xc2\x9b31mz");
    assert_eq!(painted.text.as_str(), "\\x1b[x \\x9b31my<U+009B>31mz");
    let inks: Vec<_> = painted.runs().map(|(_, ink)| ink.letters).collect();
    assert_eq!(inks, [None, Some(Hue::Ansi(2)), None]);
}

/// Case 73. How long it takes is measured in the benches: here it must end at all.
#[test]
fn no_pattern_takes_more_than_its_line() {
    let bomb = Needle::search("/(a+)+$/").unwrap();
    assert!(!bomb.matches(&("a".repeat(1 << 20) + "b")));
    for (typed, why) in [
        ("/.{1,1000}{1,1000}/", "too large"),
        ("/(/", "unclosed group"),
        (&"(".repeat(1 << 20), "at most 1000 letters"),
        ("", "nothing to look for"),
    ] {
        let error = Needle::search(typed).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    assert!(
        Needle::search("İ").unwrap().matches("İ") && !Needle::search("i").unwrap().matches("ı")
    );
}
