//! What a log says while nothing happens to it, and that there is none.

use std::fs::{self, File};
use std::io::Write;

use supdeck::engine::{Event, Request};
use supdeck::model::{
    Action, GroupName, LogGap, LogPiece, LogSource, NodeId, ProcessState, Stream, Subject,
};
use supdeck::plan::Batch;

use super::super::runs::{Deck, batch};
use super::pane::{Pane, lines, marked, source};
use crate::support::fake::{self, Fake};
use crate::support::real::{Program, Real};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_outputs_come_whole_and_apart() {
    let real = Real::builder().program(Program::writer("w")).start();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "w");
    pane.until(|pane| lines(Stream::Stdout, 30)(pane) && lines(Stream::Stderr, 30)(pane))
        .await;
    for (stream, word) in [(Stream::Stdout, "out"), (Stream::Stderr, "err")] {
        let tape = pane.tape(stream);
        assert!(tape.agrees_with(&fs::read(real.log("w", stream)).unwrap()));
        assert!(tape.text().starts_with(&format!("{word} 1\n{word} 2\n")));
        assert!(tape.is_in_order());
        assert_eq!(tape.gaps, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_there_is_no_log_is_told_once_for_each_output() {
    let real = Real::builder()
        .program(
            Program::writer("none")
                .extra("stdout_logfile=NONE")
                .extra("stderr_logfile=NONE"),
        )
        .program(Program::writer("one").extra("redirect_stderr=true"))
        .start();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "none");
    let none = [(0, LogGap::NoLog)];
    pane.until(|pane| {
        let streams = [Stream::Stdout, Stream::Stderr];
        streams
            .iter()
            .all(|stream| !pane.tape(*stream).gaps.is_empty())
    })
    .await;
    assert_eq!(pane.out().gaps, none);
    assert_eq!(pane.tape(Stream::Stderr).gaps, none);

    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "one");
    pane.until(lines(Stream::Stdout, 10)).await;
    let text = pane.out().text();
    assert!(text.contains("out 3\n") && text.contains("err 3\n"));
    assert_eq!(pane.tape(Stream::Stderr).gaps, none);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_was_never_started_has_no_log_until_it_is() {
    let writer = Program::writer("w").extra("autostart=false");
    let real = Real::builder().program(writer).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Stopped).await;
    let mut pane = Pane::of(deck, "w");
    for stream in [Stream::Stdout, Stream::Stderr] {
        pane.until(marked(stream, |gap| *gap == LogGap::NoLog))
            .await;
    }
    pane.run(&batch(Action::Start, &["w"])).await;
    for stream in [Stream::Stdout, Stream::Stderr] {
        pane.until(lines(stream, 5)).await;
        let tape = pane.tape(stream);
        assert!(tape.is_in_order() && tape.numbers()[0] == 1, "{tape:?}");
        assert_eq!(tape.gaps, [(0, LogGap::NoLog)]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removed_group_has_no_log_until_it_is_added_again() {
    let real = Real::builder().program(Program::writer("w")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    let mut pane = Pane::of(deck, "w");
    pane.until(lines(Stream::Stdout, 3)).await;
    let group = |action| Batch {
        subjects: vec![Subject::Group(NodeId::new("a"), GroupName::new("w"))],
        ..batch(action, &[])
    };
    pane.run(&group(Action::RemoveGroup)).await;
    pane.until(marked(Stream::Stderr, |gap| *gap == LogGap::NoLog))
        .await;
    pane.run(&group(Action::AddGroup)).await;
    let known = pane.out().numbers().len();
    pane.until(lines(Stream::Stdout, known + 3)).await;
    let file = fs::read(real.log("w", Stream::Stdout)).unwrap();
    assert!(pane.out().agrees_with(&file));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn supervisords_own_log_is_followed_from_its_end() {
    let real = Real::builder().program(Program::steady("web")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("web", ProcessState::Running).await;
    let mut pane = Pane::open(deck, LogSource::Main(NodeId::new("a")));
    let says =
        |text: &'static str| move |pane: &Pane| pane.tape(Stream::Main).text().contains(text);
    pane.until(says("success: web entered RUNNING state")).await;
    pane.run(&batch(Action::Stop, &["web"])).await;
    pane.until(says("stopped: web (terminated by SIGTERM)"))
        .await;
    let tape = pane.tape(Stream::Main);
    assert!(tape.agrees_with(&fs::read(real.log("", Stream::Main)).unwrap()));
    assert_eq!(tape.gaps, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_log_begins_near_its_end_and_at_a_line() {
    let text = (0..40_000).map(|number| format!("строка {number}\n"));
    let text: String = text.collect();
    let fake = Fake::new()
        .program(fake::Program::new("w").stdout(text.as_bytes()))
        .listen()
        .await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    pane.until(|pane| pane.out().text().ends_with(" 39999\n"))
        .await;
    let tape = pane.out();
    assert_eq!(tape.gaps, []);
    assert!(tape.agrees_with(text.as_bytes()) && tape.bytes.len() == text.len());
    let before = tape.bytes.iter().take_while(|byte| byte.is_none()).count();
    assert!(text.as_bytes()[before - 1] == b'\n');
    fake.write("w:w", "строка 40000\n".as_bytes());
    pane.until(|pane| pane.out().text().ends_with(" 40000\n"))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_closed_says_nothing_more_and_opens_anew() {
    let fake = Fake::new()
        .program(fake::Program::new("w").stdout(b"line 1\n"))
        .listen()
        .await;
    let mut pane = Pane::of(Deck::of(vec![fake.entry("a")]), "w");
    pane.until(lines(Stream::Stdout, 1)).await;
    pane.deck.bench.ask(Request::Unfollow(pane.source.clone()));
    fake.write("w:w", b"line 2\n");
    pane.polls(10).await;
    let asked = fake.count("supervisor.tailProcessStdoutLog");
    pane.polls(100).await;
    assert_eq!(fake.count("supervisor.tailProcessStdoutLog"), asked);
    let source = pane.source.clone();
    let mut pane = Pane::open(pane.deck, source);
    pane.until(lines(Stream::Stdout, 2)).await;
    assert_eq!(pane.out().text(), "line 1\nline 2\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_too_long_for_xml_rpcs_numbers_is_followed_too() {
    let real = Real::builder().program(Program::steady("w")).start();
    let path = real.log("w", Stream::Stdout);
    let mut log = File::options().append(true).open(&path).unwrap();
    log.set_len(5 << 30).unwrap();
    log.write_all(b"\nout 0\n").unwrap();
    let size = 7 + (5 << 30);
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.bench.ask(Request::Follow(source("w")));
    let mut told = Vec::new();
    for number in 1..20 {
        let (at, bytes) = deck
            .bench
            .until(|event| match event {
                Event::Logged(chunk) if chunk.stream == Stream::Stdout => match chunk.piece {
                    LogPiece::Bytes(place, bytes) => Some((place, bytes)),
                    other => panic!("{other:?}"),
                },
                _ => None,
            })
            .await;
        if told.is_empty() {
            assert_eq!((at.offset, at.size), (size - 6, size));
        }
        told.extend_from_slice(bytes.raw());
        log.write_all(format!("out {number}\n").as_bytes()).unwrap();
    }
    let text = String::from_utf8(told).unwrap();
    assert!(text.starts_with("out 0\nout 1\nout 2\n"), "{text}");
}
