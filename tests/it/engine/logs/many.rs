//! Many logs at once, logs that flood, and how little the others notice.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;

use supdeck::engine::{Event, Request};
use supdeck::model::{LogGap, LogSource, Skip, Stream};
use tokio::time::timeout;

use super::super::runs::{Deck, PATIENCE};
use super::pane::{Pane, source};
use super::tape::{Tape, many_lines};
use crate::support::fake::{self, Fake};
use crate::support::real::{Program, Real};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_sources_at_once_each_tell_their_own_lines() {
    let names: Vec<_> = (0..20).map(|number| format!("w{number}")).collect();
    let mut builder = Real::builder();
    for name in &names {
        builder = builder.program(Program::writer(name));
    }
    let real = builder.start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    for name in &names {
        deck.bench.ask(Request::Follow(source(name)));
    }
    let mut tapes: BTreeMap<(LogSource, Stream), Tape> = BTreeMap::new();
    let is_done = |tapes: &BTreeMap<_, Tape>| {
        tapes.len() == 40 && tapes.values().all(|tape| tape.numbers().len() >= 15)
    };
    let telling = async {
        while !is_done(&tapes) {
            if let Event::Logged(chunk) = deck.bench.next().await {
                let tape = tapes.entry((chunk.source, chunk.stream)).or_default();
                tape.take(chunk.piece);
            }
        }
    };
    assert!(timeout(PATIENCE, telling).await.is_ok(), "{tapes:?}");
    for ((source, stream), tape) in &tapes {
        assert!(
            tape.is_in_order() && tape.gaps.is_empty(),
            "{source:?} {tape:?}"
        );
        let word = if *stream == Stream::Stdout {
            "out 1\n"
        } else {
            "err 1\n"
        };
        assert!(tape.text().starts_with(word));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_writes_faster_than_can_be_read_is_counted_and_hides_nobody() {
    let real = Real::builder()
        .program(Program::steady("flood"))
        .program(Program::writer("w"))
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.bench.ask(Request::Follow(source("flood")));
    deck.bench.ask(Request::Follow(source("w")));
    let log = real.log("flood", Stream::Stdout);
    let writing = std::thread::spawn(move || {
        // Past supervisord, as that would slow it down.
        let mut log = File::options().append(true).open(log).unwrap();
        let block = many_lines(60_000, |number| format!("<{number}>\n"));
        for _ in 0..100 {
            log.write_all(block.as_bytes()).unwrap();
        }
        block.len() * 100
    });
    let mut tapes: BTreeMap<LogSource, Tape> = BTreeMap::new();
    let mut polls = 0;
    let too_fast =
        |gap: &LogGap| matches!(gap, LogGap::Skipped { why, .. } if *why == Skip::TooFast);
    let is_done = |tapes: &BTreeMap<LogSource, Tape>| {
        let (flood, other) = (tapes.get(&source("flood")), tapes.get(&source("w")));
        flood.is_some_and(|it| it.has(too_fast)) && other.is_some_and(|it| it.numbers().len() > 30)
    };
    let telling = async {
        while !is_done(&tapes) || polls < 10 {
            match deck.bench.next().await {
                Event::Logged(chunk) if chunk.stream == Stream::Stdout => {
                    tapes.entry(chunk.source).or_default().take(chunk.piece);
                }
                Event::Reported(_) => polls += 1,
                _ => {}
            }
        }
    };
    assert!(timeout(PATIENCE, telling).await.is_ok(), "{tapes:?}");
    let written = writing.join().unwrap();
    let flood = source("flood");
    while tapes[&flood].bytes.len() < written {
        if let Event::Logged(chunk) = deck.bench.next().await
            && chunk.source == flood
        {
            tapes.get_mut(&flood).unwrap().take(chunk.piece);
        }
    }
    assert_eq!(tapes[&flood].bytes.len(), written, "told and marked is all");
    assert!(tapes[&source("w")].is_in_order());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_front_that_does_not_read_is_waited_for_with_little_in_hand() {
    let fake = Fake::new().program(fake::Program::new("w")).listen().await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    let mut written = 0;
    let mut write = |count: usize| {
        for _ in 0..count {
            written += 1;
            fake.write("w:w", format!("<{written}>\n").as_bytes());
        }
        written
    };
    write(1);
    pane.until(|pane| pane.out().numbers() == [1]).await;
    // Nobody reads while polls fill the channel.
    let (asked, polled) = (
        || fake.count("supervisor.readProcessStdoutLog"),
        || fake.count("supervisor.getAllProcessInfo"),
    );
    let begun = polled();
    crate::support::wait::until("polls fill the channel", || polled() > begun + 80);
    write(10);
    let (known, begun) = (asked(), polled());
    crate::support::wait::until("polls go on", || polled() > begun + 40);
    assert!(asked() <= known + 1, "logs wait");
    let last = write(10);
    pane.until(|pane| pane.out().numbers().last() == Some(&last))
        .await;
    assert!(pane.out().is_in_order());
}
