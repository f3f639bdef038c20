//! What is told when the file of a log is replaced, cut short or cleared.

use std::fs::{self, File};

use supdeck::model::{Action, LogGap, Missing, ProcessState, Stream};

use super::super::runs::{Deck, batch};
use super::pane::{Pane, is_rotated, is_truncated, lines, marked};
use super::pipe::Pipe;
use crate::support::real::{Program, Real, Version};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_is_marked_and_no_line_comes_twice() {
    let writer = Program::writer("w")
        .extra("stdout_logfile_maxbytes=100")
        .extra("stdout_logfile_backups=2");
    let real = Real::builder().program(writer).start();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "w");
    pane.until(|pane| {
        let tape = pane.out();
        tape.count(is_rotated) >= 3 && tape.numbers().len() > 30
    })
    .await;
    let tape = pane.out();
    assert!(tape.is_in_order(), "{:?} {:?}", tape.text(), tape.gaps);
    assert_eq!(
        pane.tape(Stream::Stderr).gaps,
        [],
        "the other one was not rotated"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cleared_log_is_marked_and_read_from_its_new_beginning() {
    let real = Real::builder().program(Program::writer("w")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    let mut pane = Pane::of(deck, "w");
    pane.until(lines(Stream::Stderr, 30)).await;
    pane.run(&batch(Action::ClearLogs, &["w"])).await;
    for stream in [Stream::Stdout, Stream::Stderr] {
        pane.until(marked(stream, is_rotated)).await;
        let known = pane.tape(stream).numbers().len();
        pane.until(lines(stream, known + 5)).await;
        assert!(pane.tape(stream).is_in_order());
    }
}

/// Follows a program that writes what it is told to, and has written a line.
async fn piped(pipe: &Pipe, version: Version, extra: &str) -> (Real, Pane) {
    let program = pipe.program("w").extra(extra);
    let real = Real::builder().version(version).program(program).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    let mut pane = Pane::of(deck, "w");
    pipe.line(0);
    pane.until(lines(Stream::Stdout, 1)).await;
    (real, pane)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_backups_a_rotation_truncates_and_says_so() {
    let pipe = Pipe::new();
    let extra = "stdout_logfile_maxbytes=50\nstdout_logfile_backups=0";
    let (_real, mut pane) = piped(&pipe, Version::V4_3_0, extra).await;
    pane.polls(50).await;
    for number in 1..100 {
        pipe.line(number);
        pane.until(|pane| {
            let told = pane.out();
            // supervisord truncates in the moment in which it writes the line that is too much.
            told.numbers().last() == Some(&number) || told.has(is_truncated)
        })
        .await;
        if pane.out().has(is_truncated) {
            break;
        }
    }
    pipe.line(1000);
    pane.until(|pane| pane.out().numbers().last() == Some(&1000))
        .await;
    assert!(pane.out().is_in_order());
    assert_eq!(pane.out().gaps.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_truncated_by_others_is_told_from_one_that_is_replaced() {
    for version in [Version::V4_3_0, Version::V3_4_0] {
        if !Version::available().contains(&version) {
            continue;
        }
        let pipe = Pipe::new();
        let (real, mut pane) = piped(&pipe, version, "stdout_logfile_maxbytes=0").await;
        for number in 1..10 {
            pipe.line(number);
        }
        pane.until(lines(Stream::Stdout, 10)).await;
        // By then the stream is open: it alone knows the difference.
        pane.polls(50).await;
        let log = real.log("w", Stream::Stdout);
        fs::copy(&log, log.with_extension("copy")).unwrap();
        File::options()
            .write(true)
            .open(&log)
            .unwrap()
            .set_len(0)
            .unwrap();
        pane.until(marked(Stream::Stdout, is_truncated)).await;
        pipe.line(10);
        pane.until(lines(Stream::Stdout, 11)).await;

        fs::rename(&log, log.with_extension("old")).unwrap();
        real.call(
            "supervisor.clearProcessLogs",
            "<param><value>w:w</value></param>",
        )
        .unwrap();
        pane.until(marked(Stream::Stdout, is_rotated)).await;
        pipe.line(11);
        pane.until(lines(Stream::Stdout, 12)).await;
        let tape = pane.out();
        assert!(tape.is_in_order() && tape.gaps.len() == 2, "{tape:?}");
        assert!(tape.agrees_with(&fs::read(&log).unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_has_outgrown_the_old_one_is_seen_all_the_same() {
    let pipe = Pipe::new();
    let (real, mut pane) = piped(&pipe, Version::V4_3_0, "stdout_logfile_maxbytes=0").await;
    for number in 1..10 {
        pipe.line(number);
    }
    pane.until(lines(Stream::Stdout, 10)).await;
    // Between two looks: it never has fewer bytes than were read.
    let log = real.log("w", Stream::Stdout);
    let more: Vec<_> = (10..500).map(|number| format!("<{number}>\n")).collect();
    fs::write(log.with_extension("new"), more.concat()).unwrap();
    fs::rename(log.with_extension("new"), &log).unwrap();
    pane.until(lines(Stream::Stdout, 500)).await;
    let tape = pane.out();
    assert_eq!(tape.marks(), [&LogGap::Rotated(Missing::Unknown)]);
    assert!(tape.numbers().into_iter().eq(0..500));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fast_writer_of_small_files_loses_lines_only_at_marks() {
    let pipe = Pipe::new();
    let extra = "stdout_logfile_maxbytes=100KB\nstdout_logfile_backups=1";
    let (real, mut pane) = piped(&pipe, Version::V4_3_0, extra).await;
    for block in 0..40 {
        let known = (pane.out().bytes.len(), pane.out().gaps.len());
        let begin = 1 + block * 3000;
        pipe.flood(begin..begin + 3000).join().unwrap();
        // Something is told of it, if only that it is gone.
        pane.until(|pane| (pane.out().bytes.len(), pane.out().gaps.len()) != known)
            .await;
    }
    // What comes last comes alone: no rotation hides it.
    pipe.line(120_001);
    pane.until(|pane| pane.out().numbers().last() == Some(&120_001))
        .await;
    let tape = pane.out();
    assert!(tape.count(is_rotated) >= 3, "{tape:?}");
    assert!(tape.is_in_order(), "{tape:?}");
    assert!(tape.agrees_with(&fs::read(real.log("w", Stream::Stdout)).unwrap()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_process_that_rests_nothing_is_missing() {
    let real = Real::builder().program(Program::writer("w")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    let mut pane = Pane::of(deck, "w");
    pane.until(lines(Stream::Stdout, 5)).await;
    pane.run(&batch(Action::Stop, &["w"])).await;
    let log = real.log("w", Stream::Stdout);
    let size = usize::try_from(fs::metadata(&log).unwrap().len()).unwrap();
    pane.until(|pane| pane.out().bytes.len() == size).await;
    // By then it was seen to rest, and the stream is open.
    pane.polls(100).await;
    File::options()
        .write(true)
        .open(&log)
        .unwrap()
        .set_len(0)
        .unwrap();
    let cut = |gap: &LogGap| matches!(gap, LogGap::Truncated(_) | LogGap::Rotated(_));
    pane.until(marked(Stream::Stdout, cut)).await;
    let tape = pane.out();
    let [mark] = tape.marks()[..] else {
        panic!("{tape:?}")
    };
    assert_eq!(*mark, LogGap::Truncated(Missing::Nothing));
}
