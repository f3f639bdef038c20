//! The log pane: lines from bytes, where the reader stands, and what is followed.

use proptest::prelude::*;
use supdeck::engine::{Event, Request};
use supdeck::model::{LogChunk, LogGap, LogPiece, LogSource, NodeId, Stream};
use supdeck::tui::state::{LogPane, LogText, Scroll, Settings};

use crate::support::fleet::{Cast, Driver, process_id};

fn source() -> LogSource {
    LogSource::Process(process_id("n", "p00"))
}

/// A pane on the only process there is.
fn open() -> Driver {
    with(Settings::default())
}

fn with(settings: Settings) -> Driver {
    let mut desk = Cast::many(1).open_with(settings);
    desk.press("5 l");
    desk.effects.clear();
    desk
}

fn says(desk: &mut Driver, stream: Stream, bytes: &[u8]) {
    let piece = LogPiece::Bytes(supdeck::model::Untrusted::new(bytes));
    chunk(desk, stream, piece);
}

fn chunk(desk: &mut Driver, stream: Stream, piece: LogPiece) {
    let chunk = LogChunk {
        source: source(),
        stream,
        at: desk.state.now,
        piece,
    };
    desk.tell(Event::Logged(chunk));
}

fn out(desk: &mut Driver, text: &str) {
    says(desk, Stream::Stdout, text.as_bytes());
}

fn pane(desk: &Driver) -> &LogPane {
    desk.state.log.as_ref().unwrap()
}

/// What stands in the pane, each line after the letter of its stream.
fn lines(desk: &Driver) -> Vec<String> {
    let text = |text: &LogText| match text {
        LogText::Output(stream, text) => format!("{}|{text}", stream.letter()),
        LogText::Mark(stream, gap) => format!("{}-{gap:?}", stream.letter()),
    };
    pane(desk)
        .lines
        .iter()
        .map(|line| text(&line.text))
        .collect()
}

fn numbered(desk: &mut Driver, count: usize) {
    for number in 0..count {
        out(desk, &format!("line {number}\n"));
    }
}

#[test]
fn l_follows_and_esc_lets_go() {
    let mut desk = Cast::shop().open();
    desk.press("5 l");
    let first = LogSource::Process(process_id("api-02", "web:b"));
    assert!(matches!(desk.requests().as_slice(), [Request::Follow(s)] if *s == first));
    desk.press("tab j");
    assert_eq!(pane(&desk).source, first, "the cursor does not switch it");
    desk.press("l");
    assert!(matches!(desk.requests().as_slice(),
        [Request::Unfollow(old), Request::Follow(new)] if *old == first && *new != first));
    desk.press("l");
    assert!(desk.requests().is_empty(), "it is followed already");
    desk.press("L");
    assert!(matches!(desk.requests().as_slice(),
        [Request::Unfollow(_), Request::Follow(LogSource::Main(node))]
            if *node == NodeId::new("api-01")));
    desk.wait(300).press("esc");
    assert!(matches!(
        desk.requests().as_slice(),
        [Request::Unfollow(LogSource::Main(_))]
    ));
    assert!(desk.state.log.is_none());
}

#[test]
fn with_marks_it_is_still_the_one_under_the_cursor() {
    let mut desk = Cast::shop().open();
    desk.press("5 space space l");
    assert_eq!(
        pane(&desk).source,
        LogSource::Process(process_id("db-01", "backup"))
    );
}

#[test]
fn a_line_without_end_waits_for_the_rest() {
    let mut desk = open();
    out(&mut desk, "one\ntw");
    assert_eq!(lines(&desk), ["o|one"]);
    says(&mut desk, Stream::Stderr, b"oops\n");
    out(&mut desk, "o\n");
    assert_eq!(lines(&desk), ["o|one", "e|oops", "o|two"]);
}

#[test]
fn a_mark_ends_the_line_before_it() {
    let mut desk = open();
    out(&mut desk, "half");
    says(&mut desk, Stream::Stderr, b"other");
    chunk(&mut desk, Stream::Stdout, LogPiece::Gap(LogGap::Rotated));
    assert_eq!(lines(&desk), ["o|half", "o-Rotated"]);
    out(&mut desk, "new\n");
    says(&mut desk, Stream::Stderr, b" half\n");
    assert_eq!(lines(&desk)[2..], ["o|new", "e|other half"]);
}

#[test]
fn what_another_source_says_is_dropped() {
    let mut desk = open();
    let chunk = LogChunk {
        source: LogSource::Main(NodeId::new("n")),
        stream: Stream::Main,
        at: desk.state.now,
        piece: LogPiece::Bytes("late\n".into()),
    };
    desk.tell(Event::Logged(chunk));
    assert!(lines(&desk).is_empty());
}

#[test]
fn controls_in_a_line_do_not_act() {
    let mut desk = open();
    says(
        &mut desk,
        Stream::Stdout,
        b"\x1b[31mred\x1b[0m \x1b]0;title\x07\ttab\xff\n",
    );
    let line = lines(&desk).remove(0);
    assert!(line.starts_with("o|red \\x1b]0;title\\x07"), "{line}");
    assert!(!line.chars().any(char::is_control));
}

#[test]
fn lines_and_bytes_kept_are_bounded() {
    let mut desk = with(Settings {
        log_lines: 20,
        log_bytes: 10_000,
        ..Settings::default()
    });
    numbered(&mut desk, 50);
    assert_eq!(pane(&desk).lines.len(), 20);
    assert_eq!(lines(&desk)[0], "o|line 30");
    for _ in 0..20 {
        out(&mut desk, &format!("{}\n", "x".repeat(1999)));
    }
    let log = pane(&desk);
    assert!(log.bytes <= 10_000 && log.lines.len() == 5);
    assert_eq!(
        log.bytes,
        log.lines.iter().map(|line| line.bytes).sum::<usize>()
    );
}

#[test]
fn a_flood_without_line_ends_is_cut_and_bounded() {
    let mut desk = open();
    for _ in 0..64 {
        out(&mut desk, &"x".repeat(64 << 10));
    }
    let log = pane(&desk);
    assert!(
        log.partial
            .values()
            .all(|partial| partial.len() <= 16 << 10)
    );
    assert!(log.lines.iter().all(|line| line.bytes <= 16 << 10));
    assert!(log.lines.len() > 250);
}

#[test]
fn scrolling_up_stops_following_and_new_lines_do_not_move_it() {
    let mut desk = open();
    numbered(&mut desk, 100);
    desk.press("k");
    assert_eq!(pane(&desk).scroll, Scroll::Paused { top: 89, unseen: 0 });
    numbered(&mut desk, 7);
    assert_eq!(pane(&desk).scroll, Scroll::Paused { top: 89, unseen: 7 });
    desk.press("pgup");
    assert_eq!(pane(&desk).scroll, Scroll::Paused { top: 80, unseen: 7 });
    desk.press("g k k");
    assert_eq!(pane(&desk).scroll, Scroll::Paused { top: 0, unseen: 7 });
    for back in ["F", "G", "end"] {
        desk.press("k").press(back);
        assert_eq!(pane(&desk).scroll, Scroll::Follow, "{back}");
    }
}

#[test]
fn scrolling_down_to_the_end_follows_again() {
    let mut desk = open();
    numbered(&mut desk, 100);
    desk.press("pgup pgup");
    assert_eq!(pane(&desk).scroll, Scroll::Paused { top: 72, unseen: 0 });
    desk.press("pgdn j");
    assert_eq!(pane(&desk).scroll, Scroll::Paused { top: 82, unseen: 0 });
    desk.press("pgdn");
    assert_eq!(pane(&desk).scroll, Scroll::Follow);
}

#[test]
fn a_held_view_stays_though_old_lines_are_dropped() {
    let mut desk = with(Settings {
        log_lines: 50,
        ..Settings::default()
    });
    numbered(&mut desk, 60);
    desk.press("k k");
    let held = pane(&desk).scroll;
    assert_eq!(held, Scroll::Paused { top: 48, unseen: 0 });
    numbered(&mut desk, 30);
    assert_eq!(pane(&desk).lines.front().map(|line| line.number), Some(40));
    assert!(matches!(
        pane(&desk).scroll,
        Scroll::Paused {
            top: 48,
            unseen: 30
        }
    ));
    desk.press("g k");
    assert!(matches!(pane(&desk).scroll, Scroll::Paused { top: 40, .. }));
    numbered(&mut desk, 40);
    desk.press("j");
    assert!(
        matches!(pane(&desk).scroll, Scroll::Paused { top: 80, .. }),
        "{:?}",
        pane(&desk).scroll
    );
}

#[test]
fn hidden_streams_are_neither_shown_nor_counted() {
    let mut desk = open();
    for _ in 0..20 {
        out(&mut desk, "o\n");
        says(&mut desk, Stream::Stderr, b"e\n");
    }
    desk.press("e k");
    assert_eq!(pane(&desk).hidden, [Stream::Stderr]);
    assert_eq!(pane(&desk).scroll, Scroll::Paused { top: 18, unseen: 0 });
    says(&mut desk, Stream::Stderr, b"e\n");
    out(&mut desk, "o\n");
    assert_eq!(pane(&desk).scroll, Scroll::Paused { top: 18, unseen: 1 });
    desk.press("j j j");
    desk.press("o e e o e");
    assert!(pane(&desk).hidden.is_empty());
    assert_eq!(pane(&desk).lines.len(), 42, "hiding drops nothing");
}

#[test]
fn its_other_keys() {
    let mut desk = open();
    numbered(&mut desk, 30);
    desk.press("w right right left z + -");
    let log = pane(&desk);
    assert!(log.wraps && log.zoomed);
    assert_eq!((log.shift, log.share), (39, 55));
    desk.press("C");
    assert!(pane(&desk).lines.is_empty() && pane(&desk).bytes == 0);
    assert!(desk.requests().is_empty(), "the log itself is left alone");
    out(&mut desk, "more\n");
    assert_eq!(pane(&desk).lines[0].number, 30);
    desk.press("tab");
    assert!(!pane(&desk).focused && !pane(&desk).zoomed);
    desk.press("tab");
    assert!(pane(&desk).focused);
}

#[test]
fn verbs_in_the_pane_are_about_its_process() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k l 5 * tab T");
    let targets = crate::support::fleet::targets(&desk.asked().schedule);
    assert_eq!(targets, ["api-02/web:a"], "whatever is marked");
}

#[test]
fn the_rate_is_taken_over_the_last_seconds() {
    let mut desk = open();
    out(&mut desk, "12345\n");
    desk.wait(4000);
    out(&mut desk, "12345\n");
    assert_eq!(pane(&desk).recent.len(), 2);
    desk.wait(2000);
    assert_eq!(pane(&desk).recent.len(), 1);
}

/// Texts with short and very long lines, and letters of several bytes.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        5 => "[a-zé\t\r ]{0,12}".prop_map(String::into_bytes),
        3 => Just(b"\n".to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
        1 => (16_380usize..16_390).prop_map(|count| vec![b'x'; count]),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn the_same_bytes_give_the_same_lines_however_they_are_cut(
        bytes in text(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let mut whole = open();
        says(&mut whole, Stream::Stdout, &bytes);
        let mut cut = open();
        let mut places: Vec<usize> = cuts.iter().map(|at| at.index(bytes.len() + 1)).collect();
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        for pair in places.windows(2) {
            says(&mut cut, Stream::Stdout, &bytes[pair[0]..pair[1]]);
        }
        // No assert_eq: the lines are long.
        prop_assert!(lines(&whole) == lines(&cut));
        prop_assert!(pane(&whole).partial == pane(&cut).partial);
        let waiting: usize = pane(&whole).partial.values().map(Vec::len).sum();
        prop_assert_eq!(pane(&whole).bytes + waiting, bytes.len(), "no byte is lost");
    }
}
