//! Texts that terminals obey, that hide, reorder or flood: what a hostile node may say anywhere.

/// Sequences that make a terminal act, answer, or wait for an end that never comes. None is in
/// whole one that our renderer writes: in what it wrote the two could not be told apart.
const SEQUENCES: &[&str] = &[
    // Move, erase, scroll region, insert mode, reset, character sets.
    "\x1b[2J\x1b[H",
    "\x1b[01;1fforged",
    "\x1b[5;10r",
    "\x1bc",
    "\x1b[4h",
    "\x1b[?1047l",
    "\x1b(0\x0e",
    "\x1b#8",
    // Colours with too much in them.
    "\x1b[31;38:2::1000000:2:3m",
    "\x1b[38;2;1;2;3mcolour\x1b[0m",
    "\x1b[8mhidden",
    // Requests that a terminal answers on our keyboard.
    "\x1b[c",
    "\x1b[>0c",
    "\x1b[5n",
    "\x1b[6n",
    "\x1b[?2026$p",
    "\x1b[21t",
    "\x1b[18t",
    "\x1bP$qm\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x1b[?u",
    "\x05",
    "\x1bZ",
    // Operating system commands: title, links, colours, clipboard, notes, pictures.
    "\x1b]0;pwned\x07",
    "\x1b]2;pwned\x1b\\",
    "\x1b]8;;http://evil.example/\x07link\x1b]8;;\x07",
    "\x1b]10;?\x07",
    "\x1b]52;c;cm0gLXJmIC8=\x1b\\",
    "\x1b]52;c;?\x07",
    "\x1b]777;notify;a;b\x07",
    "\x1b]1337;File=inline=1:AAAA\x07",
    // Strings: device control, application, privacy, start; some without an end.
    "\x1bPq#0;2;0;0;0~-\x1b\\",
    "\x1b_Gf=100;AAAA\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bXstart\x1b\\",
    "\x1b]0;never ends",
    "\x1bPnever ends",
    "\x1b_never ends",
    "\x1b",
    "\x1b[",
    // The same in 8 bits, as UTF-8 has them.
    "\u{9b}2J",
    "\u{9d}0;pwned\u{9c}",
    "\u{90}$qm\u{9c}",
    "\u{85}",
    // Forged lines.
    "ok\r\nforged RUNNING",
    "ok\rFATAL",
    "ok\x08\x08no",
    "two\nlines\n",
    "\x00\x07\x0b\x0c\x0e\x0f\x7f",
    // Markup of our own wire.
    "<b>&amp;</b>]]>",
    "'; rm -rf / #$(id)`id`",
];

/// Letters that reorder, hide, or have a width of their own.
const LETTERS: &[&str] = &[
    "pay\u{202e}gnp.exe\u{202c}",
    "\u{2066}a\u{2067}b\u{2068}c\u{2069}\u{200e}\u{200f}\u{61c}",
    "ze\u{200b}ro\u{200c}wi\u{200d}dth\u{2060}\u{feff}",
    "fil\u{115f}\u{1160}\u{3164}\u{ffa0}ler\u{34f}",
    "vow\u{17b4}\u{17b5}\u{180b}\u{180e}\u{180f}el",
    "mu\u{1d173}\u{1d17a}\u{1bca0}sic\u{fff9}\u{fffa}\u{fffb}",
    "\u{e0001}\u{e0041}\u{e007f}tags\u{e0100}",
    "private\u{e000}\u{f8ff}\u{f0000}\u{10fffd}",
    "none\u{fdd0}\u{ffff}\u{1fffe}",
    "soft\u{ad}lines\u{2028}\u{2029}",
    "wide 漢字テスト한글",
    "ambiguous αβ±§°○●",
    "emoji 👩‍👩‍👧‍👦 👍🏽 🇩🇪 ❤️ 1️⃣",
    "jamo \u{1112}\u{1161}\u{11ab}",
    "rtl שלום مرحبا",
    "cyrillic аdmin раypal",
    "thai กำ devanagari क्षि",
    "\u{301}\u{20dd}marks first",
    "\u{fffd}\u{fffd}\u{fffd}",
];

/// Everything that can be said in UTF-8.
pub fn texts() -> Vec<String> {
    let all = SEQUENCES.iter().chain(LETTERS);
    let mut texts: Vec<String> = all.map(|text| (*text).to_owned()).collect();
    let controls = (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32);
    texts.push(controls.flat_map(|control| [control, '.']).collect());
    texts.push(format!("flood{}", "\u{301}".repeat(10_000)));
    texts.push("long ".repeat(800));
    texts
}

/// Bytes that are no UTF-8.
pub fn raw() -> Vec<Vec<u8>> {
    let mut raw: Vec<Vec<u8>> = [
        &b"\x9b2J\x9b6n"[..],
        b"\x9d0;pwned\x9c",
        b"\x90$qm\x9c",
        b"cut \xe2\x80",
        b"over \xc0\x9b\xe0\x80\x9b long",
        b"half \xed\xa0\x9b pair",
        b"\xf5\xff\xfe",
        b"\x1b\x9b\x1b]\xff",
    ]
    .map(<[u8]>::to_vec)
    .into();
    raw.push((0x80..=0xff).collect());
    raw
}

/// Everything, as bytes.
pub fn everything() -> Vec<Vec<u8>> {
    let texts = texts().into_iter().map(String::into_bytes);
    texts.chain(raw()).collect()
}
