//! History: what lies before a place, piece by piece, to the beginning of the file.

use std::fs::{self, File};

use supdeck::model::{LogGap, LogPiece, LogPlace, LogSource, NoOlder, NodeId, Skip, Stream};

use super::super::runs::Deck;
use super::pane::{Pane, is_rotated, is_truncated, marked, source};
use super::tape::many_lines;
use crate::support::fake::{self, Fake};
use crate::support::real::{Program, Real};

/// What is told of what lies before the first byte, until nothing older can be had.
async fn back(pane: &mut Pane, stream: Stream, mut place: LogPlace) -> (Vec<Option<u8>>, NoOlder) {
    let mut all = Vec::new();
    loop {
        match pane.before(stream, place).await {
            LogPiece::NoOlder(why) => return (all, why),
            LogPiece::Older(asked, pieces) => {
                assert_eq!(asked, place);
                let (begin, bytes) = laid_out(&pieces, place);
                assert!(bytes.len() <= 64 * 1024 && !bytes.is_empty());
                all.splice(..0, bytes);
                place.offset = begin;
            }
            other => panic!("{other:?}"),
        }
    }
}

/// The bytes of an answer, which end where it was asked about, and where they begin.
fn laid_out(pieces: &[LogPiece], place: LogPlace) -> (u64, Vec<Option<u8>>) {
    let mut bytes = Vec::new();
    let mut begin = None;
    for piece in pieces {
        match piece {
            LogPiece::Bytes(at, told) => {
                let first = *begin.get_or_insert(at.offset - bytes.len() as u64);
                assert_eq!(at.offset, first + bytes.len() as u64);
                assert_eq!(at.file, place.file);
                bytes.extend(told.raw().iter().copied().map(Some));
            }
            LogPiece::Gap(LogGap::Skipped {
                bytes: count,
                why: Skip::Undecodable,
            }) => bytes.extend(vec![None; usize::try_from(*count).unwrap()]),
            other => panic!("{other:?}"),
        }
    }
    let begin = place.offset - bytes.len() as u64;
    (begin, bytes)
}

/// Where the first byte that was told lies.
fn first(pane: &Pane, size: usize) -> LogPlace {
    let unknown = pane
        .out()
        .bytes
        .iter()
        .take_while(|it| it.is_none())
        .count();
    LogPlace {
        file: 0,
        offset: unknown as u64,
        size: size as u64,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_is_paged_back_to_its_beginning_in_whole_lines() {
    let text = many_lines(40_000, |number| format!("строка {number}\n"));
    let program = fake::Program::new("w").stdout(text.as_bytes());
    let fake = Fake::new().program(program).listen().await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    pane.until(|pane| pane.out().bytes.len() == text.len())
        .await;
    let place = first(&pane, text.len());
    let (older, why) = back(&mut pane, Stream::Stdout, place).await;
    assert_eq!(why, NoOlder::Beginning);
    let offset = usize::try_from(place.offset).unwrap();
    let older: Vec<u8> = older.into_iter().map(Option::unwrap).collect();
    assert!(older == text.as_bytes()[..offset]);
    let longest = fake
        .seen()
        .iter()
        .filter_map(|seen| seen.params.get(2)?.int())
        .max();
    assert!(longest <= Some(192 * 1024 + 64), "{longest:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_log_and_supervisords_own_are_paged_back_too() {
    let real = Real::builder().program(Program::steady("w")).start();
    let text = many_lines(30_000, |number| format!("line {number}\n"));
    fs::write(real.log("w", Stream::Stdout), &text).unwrap();
    let mut pane = Pane::open(Deck::of(vec![real.node_entry("a")]), source("w"));
    pane.until(|pane| pane.out().bytes.len() == text.len())
        .await;
    let place = first(&pane, text.len());
    let (older, why) = back(&mut pane, Stream::Stdout, place).await;
    assert_eq!(
        (older.len() as u64, why),
        (place.offset, NoOlder::Beginning)
    );
    drop(pane);

    let log = real.log("", Stream::Main);
    let own = fs::read_to_string(&log).unwrap();
    let grown = many_lines(20_000, |number| format!("a line of old {number}\n"));
    fs::write(&log, grown + &own).unwrap();
    let size = fs::metadata(&log).unwrap().len();
    let own = LogSource::Main(NodeId::new("a"));
    let mut pane = Pane::open(Deck::of(vec![real.node_entry("a")]), own);
    let told = |pane: &Pane| pane.tape(Stream::Main).bytes.len() as u64;
    pane.until(|pane| told(pane) >= size).await;
    let tape = pane.tape(Stream::Main);
    let unknown = tape.bytes.iter().take_while(|it| it.is_none()).count() as u64;
    assert!(unknown > size / 2 && size - unknown > 60_000);
    let place = LogPlace {
        file: 0,
        offset: unknown,
        size,
    };
    let (older, why) = back(&mut pane, Stream::Main, place).await;
    assert_eq!((older.len() as u64, why), (unknown, NoOlder::Beginning));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_cannot_be_sent_are_marks_in_history() {
    let good = "a line of good text\n".repeat(5_000);
    let text = [&b"first\nsecond \xff\xfe bad\n"[..], good.as_bytes()].concat();
    let program = fake::Program::new("w").stdout(&text);
    let fake = Fake::new().program(program).listen().await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    pane.until(|pane| pane.out().bytes.len() == text.len())
        .await;
    let place = first(&pane, text.len());
    let (older, why) = back(&mut pane, Stream::Stdout, place).await;
    assert_eq!(why, NoOlder::Beginning);
    let known: Vec<_> = text.iter().copied().map(Some).collect();
    assert_eq!(older[..13], known[..13]);
    assert_eq!(older[13..15], [None, None]);
    assert!(older[15..] == known[15..older.len()]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_another_file_than_the_newest_there_is_no_history() {
    let real = Real::builder().program(Program::steady("w")).start();
    let log = real.log("w", Stream::Stdout);
    let text = many_lines(30_000, |number| format!("line {number}\n"));
    fs::write(&log, &text).unwrap();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "w");
    pane.until(|pane| pane.out().bytes.len() == text.len())
        .await;
    let place = first(&pane, text.len());
    File::create(&log).unwrap();
    let either = |gap: &LogGap| is_rotated(gap) || is_truncated(gap);
    pane.until(marked(Stream::Stdout, either)).await;
    let answer = pane.before(Stream::Stdout, place).await;
    assert_eq!(answer, LogPiece::NoOlder(NoOlder::Rotated));
    fs::remove_file(&log).unwrap();
    pane.until(marked(Stream::Stdout, |gap| *gap == LogGap::NoLog))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_is_gone_has_no_history_to_give() {
    let text = "a line\n".repeat(20_000);
    let program = fake::Program::new("w").stdout(text.as_bytes());
    let mut fake = Fake::new().program(program).listen().await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    pane.until(|pane| pane.out().bytes.len() == text.len())
        .await;
    let place = first(&pane, text.len());
    fake.kill().await;
    let answer = pane.before(Stream::Stdout, place).await;
    assert!(
        matches!(answer, LogPiece::NoOlder(NoOlder::Link(_))),
        "{answer:?}"
    );
}
