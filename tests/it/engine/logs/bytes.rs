//! Bytes that are no text, or not yet: each of them is told, or counted in a mark.

use std::fs;

use supdeck::model::{LogGap, ProcessState, Skip, Stream};

use super::super::runs::Deck;
use super::pane::{Pane, lines};
use super::pipe::Pipe;
use crate::support::fake::{self, Fake};
use crate::support::real::{Program, Real, Version};

/// Letters of one to four bytes.
const LETTERS: &str = "aé漢🚀";

fn is_undecodable(gap: &LogGap) -> bool {
    matches!(gap, LogGap::Skipped { why, .. } if *why == Skip::Undecodable)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_would_act_on_a_terminal_comes_as_it_is_and_the_rest_is_counted() {
    for version in [Version::V4_3_0, Version::V4_0_4, Version::V3_4_0] {
        if !Version::available().contains(&version) {
            continue;
        }
        let program = Program::hostile("h");
        let real = Real::builder().version(version).program(program).start();
        let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "h");
        pane.until(|pane| pane.out().bytes.len() > 1_000).await;
        let tape = pane.out();
        assert!(tape.agrees_with(&fs::read(real.log("h", Stream::Stdout)).unwrap()));
        let text = "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} nul=\0 bad=";
        assert!(tape.text().contains(text));
        assert!(tape.marks().into_iter().all(is_undecodable), "{tape:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_no_call_can_send_come_from_the_stream_at_their_place() {
    let pipe = Pipe::new();
    let real = Real::builder().program(pipe.program("w")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    let mut pane = Pane::of(deck, "w");
    pipe.write(b"begin\n");
    pane.until(|pane| pane.out().text() == "begin\n").await;
    // Until the stream is open and it is known where it is, bytes are marked.
    let bad = b"latin \xe9\xff \xed\xa0\xbd\xed\xb8\x80 \xf0\x9f cut\n";
    for number in 0..50 {
        let known = pane.out().bytes.len();
        pipe.write(bad);
        pipe.write(format!("good {number}\n").as_bytes());
        let good = format!("good {number}\n").len();
        pane.until(|pane| pane.out().bytes.len() == known + bad.len() + good)
            .await;
        if pane.out().raw().windows(bad.len()).any(|told| told == bad) {
            break;
        }
    }
    let tape = pane.out();
    let file = fs::read(real.log("w", Stream::Stdout)).unwrap();
    assert!(tape.agrees_with(&file) && tape.bytes.len() == file.len());
    assert!(
        tape.raw().windows(bad.len()).any(|told| told == bad),
        "{tape:?}"
    );
    assert!(tape.marks().into_iter().all(is_undecodable), "{tape:?}");
    let own = fs::read_to_string(real.log("", Stream::Main)).unwrap();
    assert!(!own.contains("Traceback"), "{own}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_log_in_another_encoding_the_newest_is_opened() {
    let real = Real::builder().program(Program::steady("w")).start();
    let text = (0..2_000).map(|number| [format!("<{number}>\n").as_bytes(), b"caf\xe9\n"].concat());
    let text = text.collect::<Vec<_>>().concat();
    fs::write(real.log("w", Stream::Stdout), &text).unwrap();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "w");
    pane.until(|pane| pane.out().bytes.len() == text.len())
        .await;
    let tape = pane.out();
    assert!(tape.agrees_with(&text), "{tape:?}");
    assert!(tape.text().ends_with("\n<1999>\ncaf\n"), "{tape:?}");
    assert!(tape.text().contains("<1980>\ncaf\n<1981>\n"), "{tape:?}");
    assert!(tape.marks().into_iter().all(is_undecodable), "{tape:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_opened_in_a_character_begins_with_a_whole_line() {
    let line = format!("{}\n", LETTERS.repeat(7));
    for shift in 0..10 {
        let text = ["x".repeat(shift), line.repeat(3_000)].concat();
        let program = fake::Program::new("w").stdout(text.as_bytes());
        let fake = Fake::new().program(program).listen().await;
        let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
        pane.until(|pane| pane.out().bytes.len() == text.len())
            .await;
        let tape = pane.out();
        assert!(tape.agrees_with(text.as_bytes()), "shift {shift}");
        assert!(tape.text().starts_with('a') && tape.gaps.is_empty());
        assert!(tape.raw().len() > 60_000);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_character_that_is_written_byte_by_byte_is_never_a_mark() {
    let pipe = Pipe::new();
    let real = Real::builder().program(pipe.program("w")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    let mut pane = Pane::of(deck, "w");
    let log = real.log("w", Stream::Stdout);
    let text = LETTERS.repeat(3);
    for byte in text.bytes() {
        let known = fs::metadata(&log).unwrap().len();
        pipe.write(&[byte]);
        // Byte by byte in the file, too, with a look in between.
        pane.polls(3).await;
        crate::support::wait::until("it is written", || {
            fs::metadata(&log).unwrap().len() > known
        });
    }
    pane.until(|pane| pane.out().text() == text).await;
    assert_eq!(pane.out().gaps, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_one_answer_of_letters_is_cut_between_them() {
    let line = format!("{}\n", LETTERS.repeat(9));
    let fake = Fake::new().program(fake::Program::new("w")).listen().await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    fake.write("w:w", b"begin\n");
    pane.until(|pane| pane.out().text() == "begin\n").await;
    for shift in 0..4 {
        let known = pane.out().bytes.len();
        let text = ["x".repeat(shift), line.repeat(9_000)].concat();
        fake.write("w:w", text.as_bytes());
        pane.until(|pane| pane.out().bytes.len() == known + text.len())
            .await;
        assert!(pane.out().text().ends_with(&text));
    }
    assert_eq!(pane.out().gaps, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_that_travel_as_five_are_not_too_many() {
    let fake = Fake::new().program(fake::Program::new("w")).listen().await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    let text = "&<>&&&&&&&&&&\n".repeat(50_000);
    fake.write("w:w", b"begin\n");
    pane.until(|pane| pane.out().text() == "begin\n").await;
    fake.write("w:w", text.as_bytes());
    pane.until(|pane| pane.out().bytes.len() == 6 + text.len())
        .await;
    assert_eq!(pane.out().gaps, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_of_a_megabyte_comes_whole() {
    let pipe = Pipe::new();
    let real = Real::builder().program(pipe.program("w")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    let mut pane = Pane::of(deck, "w");
    pipe.line(1);
    pane.until(lines(Stream::Stdout, 1)).await;
    let long = "x".repeat(1 << 20);
    pipe.write(long.as_bytes());
    pipe.write(b"\n");
    pane.until(|pane| pane.out().text().ends_with("x\n")).await;
    let tape = pane.out();
    assert_eq!(tape.bytes.len(), 4 + long.len() + 1);
    assert_eq!(tape.gaps, []);
}
