//! What a log costs on its way from bytes to lines, and to search.
//!
//! `cargo bench --bench logs` prints the times; 10,000 lines in a second are the flood to withstand.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use supdeck::model::{Grouper, Level, Needle, Painted, Splitter, Stamp, pretty_json};

/// Lines of a flood, as many as come in a second.
const FLOOD: usize = 10_000;
/// Lines that are searched: twice what a pane keeps.
const KEPT: usize = 100_000;
/// Bytes that come at once.
const CHUNK: usize = 16 << 10;

/// What lines are made of.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Plain,
    Coloured,
    Umlauts,
    Ideographs,
    Hostile,
}

const KINDS: [Kind; 5] = [
    Kind::Plain,
    Kind::Coloured,
    Kind::Umlauts,
    Kind::Ideographs,
    Kind::Hostile,
];

fn main() {
    divan::main();
}

fn line(kind: Kind, number: usize) -> String {
    let time = format!(
        "2026-11-20 12:04:{:02},{:03}",
        number / 1000 % 60,
        number % 1000
    );
    match kind {
        Kind::Plain => format!(
            "{time} INFO [worker-{}] request {number} to /api/v1/orders took 13 ms, 200 OK, 5321 bytes\n",
            number % 8
        ),
        Kind::Coloured => format!(
            "\x1b[2m{time}\x1b[0m \x1b[32mINFO\x1b[0m \x1b[1mapp::orders\x1b[0m: request {number} \
             took \x1b[38;5;208m13 ms\x1b[0m, 200 OK, 5321 bytes\n"
        ),
        Kind::Umlauts => format!(
            "{time} INFO Auftrag {number} für Größe „XL“ übernommen, Lieferung nächsten Tag möglich\n"
        ),
        Kind::Ideographs => {
            format!("{time} INFO 注文 {number} を受け付けました。配送は翌日に可能です 🚚\n")
        }
        Kind::Hostile => {
            format!("\x1b]0;{number}\x07\x1b[2J\u{202e}e\u{301}\u{301}\u{200b}\t👍🏽\0\u{9b}\n")
        }
    }
}

fn stream(kind: Kind) -> Vec<u8> {
    (0..FLOOD)
        .map(|number| line(kind, number))
        .collect::<String>()
        .into_bytes()
}

fn texts() -> Vec<String> {
    let needle = |number: usize| {
        if number == KEPT - 1 {
            "a needle"
        } else {
            "hay"
        }
    };
    (0..KEPT)
        .map(|number| line(Kind::Plain, number) + needle(number))
        .collect()
}

#[divan::bench(args = KINDS)]
fn lines_from_bytes(bencher: Bencher, kind: Kind) {
    let stream = stream(kind);
    let bencher = bencher
        .counter(BytesCount::of_slice(&stream))
        .counter(ItemsCount::new(FLOOD));
    bencher.bench_local(|| {
        let mut splitter = Splitter::default();
        let mut lines = Vec::with_capacity(FLOOD);
        for chunk in stream.chunks(CHUNK) {
            splitter.feed(chunk, |piece| {
                let painted = Painted::log_line(piece.bytes);
                let level = Level::of(painted.text.as_str());
                lines.push((painted, level));
            });
        }
        lines
    });
}

#[divan::bench]
fn lines_cut(bencher: Bencher) {
    let stream = stream(Kind::Plain);
    let bencher = bencher
        .counter(BytesCount::of_slice(&stream))
        .counter(ItemsCount::new(FLOOD));
    bencher.bench_local(|| {
        let mut splitter = Splitter::default();
        for chunk in stream.chunks(CHUNK) {
            splitter.feed(chunk, |piece| {
                black_box(piece);
            });
        }
    });
}

#[divan::bench]
fn times_and_records(bencher: Bencher) {
    let texts: Vec<String> = (0..FLOOD).map(|number| line(Kind::Plain, number)).collect();
    let (zone, now) = (TimeZone::UTC, Timestamp::UNIX_EPOCH);
    bencher.counter(ItemsCount::new(FLOOD)).bench_local(|| {
        let mut grouper = Grouper::default();
        for text in &texts {
            black_box((Stamp::of(text, &zone, now), grouper.feed(text)));
        }
    });
}

#[divan::bench]
fn json_laid_out(bencher: Bencher) {
    let text = format!(
        r#"{{"ts":1763640271.5,"level":"error","msg":"{}","n":[1,2,{{"a":null}}]}}"#,
        "x\\n".repeat(100)
    );
    bencher.bench_local(|| pretty_json(black_box(&text)));
}

/// What is looked for: letters in smart case and exactly, regexes, and what every eighth line has.
/// The first four are in the last line or nowhere.
const TYPED: [&str; 5] = [
    "needle",
    "a Needle",
    "/need?le$/",
    "/(a|b)+ n[a-f]{2}dle/",
    "worker-7",
];

#[divan::bench(args = TYPED)]
fn the_first_hit(bencher: Bencher, typed: &str) {
    let (texts, needle) = (texts(), Needle::search(typed));
    bencher.counter(ItemsCount::new(KEPT)).bench_local(|| {
        let matches = |text: &String| needle.as_ref().is_ok_and(|needle| needle.matches(text));
        texts.iter().position(matches)
    });
}

#[divan::bench(args = TYPED)]
fn all_hits(bencher: Bencher, typed: &str) {
    let (texts, needle) = (texts(), Needle::search(typed));
    bencher.counter(ItemsCount::new(KEPT)).bench_local(|| {
        let hits = |text: &String| {
            needle
                .as_ref()
                .map_or(0, |needle| needle.find_iter(text).count())
        };
        texts.iter().map(hits).sum::<usize>()
    });
}
