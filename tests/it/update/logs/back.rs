//! Reading back: what lies before the oldest line that is kept.

use supdeck::engine::Request;
use supdeck::model::{LogGap, LogPiece, LogPlace, Missing, NoOlder, Skip, Stream, Untrusted};
use supdeck::tui::state::Settings;

use super::desk::{LogDesk, open, process, several, small, with};

/// What was asked for: whose log, and before which byte.
fn asked(log: &mut LogDesk) -> Vec<(Stream, u64)> {
    let place = |request| match request {
        Request::ReadBack(_, stream, place) => Some((stream, place.offset)),
        _ => None,
    };
    log.desk.requests().into_iter().filter_map(place).collect()
}

/// The engine answers about stdout.
fn answer(log: &mut LogDesk, offset: u64, most: usize) {
    let file = log.file("p00", Stream::Stdout).to_vec();
    let end = usize::try_from(offset).unwrap();
    log.piece(process("p00"), Stream::Stdout, older(&file, end, most));
}

/// The answer of the engine: at most so many bytes before a place, from a line's begin.
pub fn older(file: &[u8], end: usize, most: usize) -> LogPiece {
    let mut begin = end.saturating_sub(most);
    if begin > 0 {
        begin += file[begin..end]
            .iter()
            .position(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
    }
    let place = |offset: usize| LogPlace {
        file: 0,
        offset: offset as u64,
        size: file.len() as u64,
    };
    let bytes = LogPiece::Bytes(place(begin), Untrusted::new(&file[begin..end]));
    LogPiece::Older(place(end), vec![bytes])
}

/// A log of so many lines, of which the last few were told when it was opened.
fn long(lines: usize, told: usize) -> LogDesk {
    let mut log = open();
    fill(&mut log, lines, told);
    log
}

fn fill(log: &mut LogDesk, lines: usize, told: usize) {
    let text = |range: std::ops::Range<usize>| -> String {
        let lines: Vec<String> = range.map(|number| format!("old {number}\n")).collect();
        lines.concat()
    };
    log.has("p00", Stream::Stdout, text(0..lines - told).as_bytes());
    log.out(&text(lines - told..lines));
}

#[test]
fn at_the_top_what_lies_before_it_is_asked_for() {
    let mut log = long(1000, 100);
    log.press("g");
    assert!(asked(&mut log).is_empty(), "the first goes to the top");
    log.press("home");
    let before = log.file("p00", Stream::Stdout).len() as u64;
    let asked_for = asked(&mut log);
    assert_eq!(asked_for.len(), 1);
    assert!(asked_for[0].1 < before);
    log.press("g");
    assert!(
        asked(&mut log).is_empty(),
        "one answer is waited for at a time"
    );
    let top = log.top();
    answer(&mut log, asked_for[0].1, 100);
    assert_eq!(log.top(), top, "the view does not move");
    assert_eq!(log.texts()[0], "old 888");
    log.press("g");
    assert_eq!(log.top(), "old 888");
    log.press("g");
    assert_eq!(asked(&mut log).len(), 1, "and further");
}

#[test]
fn to_the_beginning_every_line_once() {
    let mut log = long(1000, 100);
    for _ in 0..200 {
        log.press("g g");
        for (_, offset) in asked(&mut log) {
            answer(&mut log, offset, 500);
        }
        log.numbered(1);
    }
    assert_eq!(log.told(), "this is the beginning of stdout");
    let old: Vec<String> = (0..1000).map(|number| format!("old {number}")).collect();
    assert_eq!(log.texts()[..1000], old);
    let place = log.pane().sources[0].first_place(Stream::Stdout);
    assert_eq!(place.offset, 0);
    assert_eq!(place.size, log.file("p00", Stream::Stdout).len() as u64);
}

#[test]
fn a_line_that_was_begun_before_is_put_together() {
    let mut log = open();
    log.has(
        "p00",
        Stream::Stdout,
        "first\nhe who laughs l\u{e9}".as_bytes(),
    );
    let split = log.file("p00", Stream::Stdout).len() - 1;
    // The first byte told is the second one of a letter.
    let told = log.file("p00", Stream::Stdout)[split..].to_vec();
    let place = LogPlace {
        file: 0,
        offset: split as u64,
        size: split as u64 + 1,
    };
    let piece = LogPiece::Bytes(place, Untrusted::new(told));
    log.piece(process("p00"), Stream::Stdout, piece);
    log.out(" last\nnext\n")
        .prompt("/", "last")
        .press("enter g");
    assert_eq!(log.texts(), ["\\xa9 last", "next"]);
    log.press("g");
    let at = asked(&mut log)[0].1;
    answer(&mut log, at, 100);
    assert_eq!(log.texts(), ["first", "he who laughs l\u{e9} last", "next"]);
    let hits = &log.pane().search.as_ref().unwrap().hits;
    assert_eq!(hits.len(), 1);
    assert_eq!(
        log.top(),
        "he who laughs l\u{e9} last",
        "it is still on top"
    );
    let bytes = log.file("p00", Stream::Stdout).len();
    assert_eq!(log.pane().sources[0].bytes(), bytes);
}

#[test]
fn a_line_without_end_is_put_together_too() {
    let mut log = open();
    log.has("p00", Stream::Stdout, b"first\nbegun ");
    log.out("here");
    log.press("g g");
    let at = asked(&mut log)[0].1;
    answer(&mut log, at, 100);
    assert_eq!(log.texts(), ["first"]);
    log.out(" and ended\n");
    assert_eq!(log.texts(), ["first", "begun here and ended"]);
}

#[test]
fn marks_in_what_was_read_back_are_shown() {
    let mut log = open();
    log.has("p00", Stream::Stdout, b"first\n\xff\xff\xff\n");
    log.out("told\n").press("g g");
    let at = asked(&mut log)[0].1;
    let place = |offset| LogPlace {
        file: 0,
        offset,
        size: 15,
    };
    let gap = LogGap::Skipped {
        bytes: 4,
        why: Skip::Undecodable,
    };
    let pieces = vec![
        LogPiece::Bytes(place(0), Untrusted::new(&b"first\n"[..])),
        LogPiece::Gap(gap),
    ];
    log.piece(
        process("p00"),
        Stream::Stdout,
        LogPiece::Older(place(at), pieces),
    );
    assert_eq!(
        log.shown(),
        [
            "o|first",
            "o-Gap(Skipped { bytes: 4, why: Undecodable })",
            "o|told"
        ]
    );
}

#[test]
fn why_nothing_older_can_be_had_is_said() {
    let mut log = long(100, 10);
    log.press("g g");
    assert_eq!(asked(&mut log).len(), 1);
    let why = LogPiece::NoOlder(NoOlder::Rotated);
    log.piece(process("p00"), Stream::Stdout, why);
    assert_eq!(
        log.told(),
        "older output of stdout was rotated away: supervisord serves the newest file only"
    );
    log.press("g");
    assert_eq!(asked(&mut log).len(), 1, "it may be asked again");
}

#[test]
fn each_output_that_is_shown_is_read_back() {
    let mut log = several(2, Settings::default());
    for name in ["p00", "p01"] {
        for stream in [Stream::Stdout, Stream::Stderr] {
            log.has(name, stream, b"before\n");
            log.says(name, stream, b"told\n");
        }
    }
    log.press("2 e g g");
    assert_eq!(asked(&mut log), [(Stream::Stdout, 7)]);
    log.press("2 e g");
    assert_eq!(asked(&mut log).len(), 3);
}

#[test]
fn a_filter_and_a_search_look_at_what_was_read_back() {
    let mut log = long(200, 100);
    log.prompt("&", "7").press("enter");
    log.prompt("/", "77").press("enter g g");
    let at = asked(&mut log)[0].1;
    answer(&mut log, at, 10_000);
    log.desk.sift();
    assert_eq!(log.texts()[0], "old 7");
    assert_eq!(log.shown().len(), 38);
    assert_eq!(log.pane().search.as_ref().unwrap().hits.len(), 2);
}

#[test]
fn what_was_read_back_is_not_taken_away_at_once_by_what_comes() {
    let mut log = small(100);
    fill(&mut log, 300, 100);
    log.press("g g");
    let at = asked(&mut log)[0].1;
    answer(&mut log, at, 400);
    let first = log.texts()[0].clone();
    log.numbered(50);
    assert_eq!(log.texts()[0], first);
    log.press("F");
    assert!(log.shown().len() <= 100, "whoever follows lets go of it");
    assert_eq!(log.shown().last().unwrap(), "o|line 49");
}

#[test]
fn reading_on_lets_go_of_the_newest_and_following_reads_the_end_again() {
    let mut log = small(100);
    fill(&mut log, 1000, 100);
    for _ in 0..100 {
        log.press("g g");
        for (_, offset) in asked(&mut log) {
            answer(&mut log, offset, 400);
        }
    }
    assert_eq!(log.texts()[0], "old 0");
    assert_eq!(log.shown().len(), 200);
    log.numbered(7);
    assert_eq!(
        log.shown().len(),
        200,
        "what comes would not go on from there"
    );
    assert_eq!(log.unseen(), Some(7));
    assert!(log.pane().sources[0].cut.is_some());
    log.gap(LogGap::Truncated(Missing::Nothing));
    log.press("F");
    assert!(log.shown().is_empty() && log.follows());
    assert!(matches!(
        log.desk.requests().as_slice(),
        [Request::Unfollow(_), Request::Follow(_)]
    ));
    log.out("the end\n");
    assert_eq!(log.shown(), ["o|the end"]);
}

#[test]
fn what_was_let_go_of_can_be_read_back() {
    let mut log = with(Settings {
        log_lines: 32,
        ..Settings::default()
    });
    log.numbered(100).press("g");
    let first = log.top();
    log.press("g");
    let at = asked(&mut log)[0].1;
    answer(&mut log, at, 100);
    log.press("g");
    assert_ne!(log.top(), first);
    let texts = log.texts();
    let begin: usize = texts[0].trim_start_matches("line ").parse().unwrap();
    let wanted: Vec<String> = (begin..100)
        .map(|number| format!("line {number}"))
        .collect();
    assert_eq!(texts, wanted);
}

#[test]
fn what_does_not_adjoin_any_more_is_left_alone() {
    let mut log = small(20);
    fill(&mut log, 300, 20);
    log.press("g g");
    let at = asked(&mut log)[0].1;
    log.numbered(200);
    let kept = log.texts();
    answer(&mut log, at, 400);
    assert_eq!(log.texts(), kept);
}
