//! The journal: told at the start and when it grows; without it no run begins.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use supdeck::engine::{Event, Journaling, Request, Warning};
use supdeck::journal::{Entry, Journal, JournalError, Kind, Who, tail};
use supdeck::model::OutcomeClass;
use supdeck::plan::RunId;

use super::bench::Bench;
use super::read_only::stop;
use crate::support::fake::{Fake, Program, Trouble};
use crate::support::wait;

fn journal(path: &Path) -> Journal {
    Journal::open(path, Who::ask(|_| None)).unwrap()
}

fn lines(event: Event) -> Option<Vec<String>> {
    match event {
        Event::Journaled(lines) => Some(lines),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_lines_are_told_at_the_start_and_when_somebody_else_writes() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("journal.jsonl");
    let other = journal(&path);
    for _ in 0..120 {
        other
            .append(Timestamp::now(), &Entry::SessionBegan)
            .unwrap();
    }
    let mut bench = Bench::of([])
        .journaling(Journaling::File(journal(&path)))
        .start();
    assert_eq!(bench.until(lines).await.len(), 100);
    other
        .append(Timestamp::now(), &Entry::SessionEnded)
        .unwrap();
    let last = bench.until(lines).await.pop().unwrap();
    assert!(last.ends_with("closed the console"), "{last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_journal_no_run_begins() {
    let fake = Fake::new().program(Program::new("web:web")).listen().await;
    let error = JournalError::Open {
        path: "/nowhere/journal.jsonl".into(),
        reason: "disk full".into(),
    };
    let mut bench = Bench::of([fake.entry("a")])
        .journaling(Journaling::Broken(error.clone()))
        .start();
    let warning = |event| match event {
        Event::Warned(warning) => Some(warning),
        _ => None,
    };
    let unwritable = Warning::Journal(error.to_string());
    assert_eq!(bench.until(warning).await, unwritable, "at the start");
    bench.ask(Request::Run(RunId(1), stop("a", "web")));
    assert_eq!(bench.until(warning).await, unwritable, "at the run");
    bench
        .until(|event| (event == Event::Finished(RunId(1))).then_some(()))
        .await;
    assert_eq!(fake.count("supervisor.stopProcess"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_is_written_from_its_begin_to_its_end() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("journal.jsonl");
    let fake = Fake::new().program(Program::new("web:web")).listen().await;
    let mut bench = Bench::of([fake.entry("a")])
        .journaling(Journaling::File(journal(&path)))
        .start();
    bench.ask(Request::Run(RunId(7), stop("a", "web")));
    let ended = |event| {
        let mut lines = lines(event)?.into_iter();
        lines.find(|line| line.contains("finished batch #7, stop 1 target: ok 1"))
    };
    bench.until(ended).await;
    let records = tail(&path, 12).unwrap().records;
    let kinds: Vec<Kind> = records.iter().map(|record| record.kind).collect();
    assert_eq!(kinds, [Kind::RunBegan, Kind::Operated, Kind::RunEnded]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_end_of_the_console_leaves_open_is_written_as_lost() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("journal.jsonl");
    let fake = Fake::new().program(Program::new("web:web")).listen().await;
    fake.always("supervisor.stopProcess", Trouble::Mute);
    let bench = Bench::of([fake.entry("a")])
        .journaling(Journaling::File(journal(&path)))
        .start();
    bench.ask(Request::Run(RunId(1), stop("a", "web")));
    wait::until("the stop is sent", || {
        fake.count("supervisor.stopProcess") == 1
    });
    bench.engine.handle.stop().await;
    let last = || tail(&path, 12).unwrap().records.pop();
    wait::until("the run is written to its end", || {
        last().is_some_and(|record| record.kind == Kind::RunEnded)
    });
    let ending = last().unwrap().outcome.unwrap();
    assert_eq!(ending.class, OutcomeClass::Lost, "{}", ending.words);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_told_while_nothing_is_written() {
    let fake = Fake::new().listen().await;
    let mut bench = Bench::of([fake.entry("a")])
        .pace(|pace| pace.interval = Duration::from_millis(200))
        .start();
    // The journal is looked at every two seconds; so many polls take more than twice that.
    bench.polls("a", 25).await;
    let told = bench
        .told
        .iter()
        .filter(|event| matches!(event, Event::Journaled(_)));
    assert_eq!(told.count(), 1);
}
