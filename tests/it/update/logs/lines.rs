//! Lines from bytes: torn, marked, hostile, long.

use supdeck::model::{LogGap, Missing, Stream};
use supdeck::tui::state::Mark;

use super::desk::{open, process};

#[test]
fn a_line_without_end_waits_for_the_rest() {
    let mut log = open();
    log.out("one\ntw");
    assert_eq!(log.shown(), ["o|one"]);
    log.err("oops\n");
    log.out("o\n");
    assert_eq!(log.shown(), ["o|one", "e|oops", "o|two"]);
    assert_eq!(log.pane().torn().count(), 0);
}

#[test]
fn torn_lines_never_share_a_row() {
    let mut log = open();
    log.out("half of out").err("half of err");
    let torn = log.pane().torn();
    let torn: Vec<_> = torn
        .map(|(_, stream, bytes)| (stream, bytes.to_vec()))
        .collect();
    assert_eq!(
        torn,
        [
            (Stream::Stdout, b"half of out".to_vec()),
            (Stream::Stderr, b"half of err".to_vec())
        ]
    );
    log.err("!\n").out("!\n");
    assert_eq!(log.shown(), ["e|half of err!", "o|half of out!"]);
}

#[test]
fn a_mark_ends_the_line_before_it() {
    let mut log = open();
    log.out("half").err("other");
    log.gap(LogGap::Rotated(Missing::Nothing));
    assert_eq!(log.shown(), ["o|half", "o-Gap(Rotated(Nothing))"]);
    log.out("new\n").err(" half\n");
    assert_eq!(log.shown()[2..], ["o|new", "e|other half"]);
}

#[test]
fn a_mark_says_what_happened_and_how_much_is_missing() {
    let mut log = open();
    log.gap(LogGap::Rotated(Missing::Bytes(1200)));
    log.gap(LogGap::Truncated(Missing::Unknown));
    let texts = log.texts();
    assert_eq!(
        texts[0],
        "-- stdout was rotated or cleared, 1.2 KB are missing, 12:00:00 --"
    );
    assert!(texts[1].contains("truncated in place"), "{}", texts[1]);
    let source = &log.pane().sources[0];
    assert_eq!((source.gaps, source.skipped), (2, 1200));
    assert!(source.skipped_more, "how much was truncated is not known");
}

#[test]
fn what_another_source_says_is_dropped() {
    let mut log = open();
    log.says("p01", Stream::Stdout, b"late\n");
    assert!(log.shown().is_empty());
}

#[test]
fn controls_in_a_line_do_not_act() {
    let mut log = open();
    let bytes = b"\x1b[31mred\x1b[0m \x1b]0;title\x07\ttab\xff\n";
    log.says("p00", Stream::Stdout, bytes);
    let line = log.shown().remove(0);
    assert!(line.starts_with("o|red \\x1b]"), "{line}");
    assert!(!line.chars().any(char::is_control));
    let line = log.pane().shown().at(0).unwrap();
    assert_eq!(line.raw(), &bytes[..bytes.len() - 1], "raw by choice");
    assert_eq!(line.bytes(), bytes.len());
}

#[test]
fn a_flood_without_line_ends_is_cut_and_bounded() {
    let mut log = open();
    for _ in 0..64 {
        log.out(&"x".repeat(64 << 10));
    }
    let source = &log.pane().sources[0];
    assert!(source.tails[&Stream::Stdout].partial().len() <= 16 << 10);
    assert!(source.lines().iter().all(|line| line.bytes() <= 16 << 10));
    assert!(source.lines().len() > 250);
    let records = source.lines().iter().map(|line| line.record);
    assert!(records.into_iter().all(|record| record == 0), "one record");
}

#[test]
fn a_process_that_is_gone_leaves_a_mark_and_its_lines() {
    let mut log = open();
    log.out("last words\n");
    log.desk.poll("n", &[]);
    log.desk.poll("n", &[]);
    assert_eq!(log.shown(), ["o|last words", "o-Gone"]);
    assert!(log.pane().sources[0].gone);
    log.desk
        .poll("n", &[("p00", supdeck::model::ProcessState::Running)]);
    assert_eq!(log.shown()[2..], ["o-Back"]);
    assert!(!log.pane().sources[0].gone);
    assert_eq!(
        Mark::Gone.sentence(&process("p00"), Stream::Stdout),
        "n does not have this process any more"
    );
}

#[test]
fn the_rate_is_of_the_last_seconds() {
    let mut log = open();
    log.out(&"there before\n".repeat(1000));
    log.out("123456789\n".repeat(50).as_str());
    let rate = |log: &super::desk::LogDesk| {
        let rate = &log.pane().sources[0].rate;
        (rate.lines(), rate.bytes())
    };
    assert_eq!(rate(&log), (10, 100));
    log.desk.wait(6000);
    assert_eq!(rate(&log), (0, 0));
}
