//! Where the reader stands.

use super::desk::{open, several};
use supdeck::model::{LogGap, Stream};
use supdeck::tui::state::Settings;

#[test]
fn scrolling_up_stops_following_and_new_lines_do_not_move_it() {
    let mut log = open();
    log.numbered(100).press("k");
    assert_eq!((log.top().as_str(), log.unseen()), ("line 89", Some(0)));
    log.numbered(7);
    assert_eq!((log.top().as_str(), log.unseen()), ("line 89", Some(7)));
    log.press("pgup");
    assert_eq!((log.top().as_str(), log.unseen()), ("line 80", Some(7)));
    log.press("g k k");
    assert_eq!((log.top().as_str(), log.unseen()), ("line 0", Some(7)));
    for back in ["F", "G", "end"] {
        log.press("k").press(back);
        assert!(log.follows(), "{back}");
    }
}

#[test]
fn the_key_that_holds_a_table_holds_the_log() {
    let mut log = open();
    log.numbered(100).press("p");
    log.numbered(3);
    assert_eq!((log.top().as_str(), log.unseen()), ("line 90", Some(3)));
    assert!(!log.desk.state.frozen);
    log.press("p");
    assert!(log.follows());
}

#[test]
fn scrolling_down_to_the_end_follows_again() {
    let mut log = open();
    log.numbered(100).press("pgup pgup");
    assert_eq!(log.top(), "line 72");
    log.press("pgdn j");
    assert_eq!(log.top(), "line 82");
    log.press("pgdn");
    assert!(log.follows());
}

#[test]
fn a_line_without_end_takes_its_row_while_the_newest_is_followed() {
    let mut log = open();
    log.numbered(100).out("torn");
    assert_eq!(log.screen()[..], log.texts()[91..], "one row is its");
    log.press("k");
    assert_eq!(log.top(), "line 90", "one row up");
    log.press("j");
    assert!(log.follows());
}

#[test]
fn the_sideways_position_stays_through_follow() {
    let mut log = open();
    log.numbered(30).press("right right left k F");
    assert_eq!(log.pane().shift, 39);
    log.numbered(5);
    assert_eq!(log.pane().shift, 39);
}

#[test]
fn wrapping_keeps_the_line_on_top() {
    let mut log = open();
    for number in 0..60 {
        log.out(&format!("{number} {}\n", "x".repeat(200)));
    }
    log.press("k k");
    let top = log.top();
    log.press("w");
    assert_eq!(log.top(), top);
    assert_eq!(log.screen().len(), 4, "of three rows each");
    log.press("w");
    assert_eq!(log.top(), top);
}

#[test]
fn a_wrapped_line_is_scrolled_row_by_row() {
    let mut log = open();
    for number in 0..20 {
        log.out(&format!("{number} {}\n", "x".repeat(200)));
    }
    log.press("w g");
    let row = |log: &super::desk::LogDesk| match &log.pane().scroll {
        supdeck::tui::state::Scroll::Paused { row, .. } => *row,
        supdeck::tui::state::Scroll::Follow => panic!("it follows"),
    };
    log.press("j");
    assert_eq!((row(&log), log.top().starts_with("0 x")), (1, true));
    log.press("j j");
    assert_eq!((row(&log), log.top().starts_with("1 x")), (0, true));
    log.press("k");
    assert_eq!((row(&log), log.top().starts_with("0 x")), (2, true));
}

#[test]
fn a_mark_is_wrapped_and_counted_by_its_rows() {
    let mut log = open();
    let room = supdeck::tui::state::Room {
        rows: 10,
        columns: 18,
        width: 20,
    };
    log.desk.seen.log_columns = room.columns;
    log.desk.seen.log_width = room.width;
    log.desk.look();
    log.numbered(100);
    log.gap(LogGap::NoLog);
    let rows: usize = log
        .pane()
        .on_screen(room)
        .map(|line| log.pane().height(line, room))
        .sum();
    assert_eq!(rows, 10);
    assert_eq!(
        log.screen().len(),
        10 - log.pane().height(log.pane().shown().at(100).unwrap(), room) + 1
    );
}

#[test]
fn hidden_streams_are_neither_shown_nor_counted() {
    let mut log = open();
    for _ in 0..20 {
        log.out("o\n").err("e\n");
    }
    log.press("e k");
    assert_eq!(log.pane().hidden, [Stream::Stderr]);
    assert_eq!(log.shown().len(), 20);
    log.err("e\n").out("o\n");
    assert_eq!(log.unseen(), Some(1));
    log.press("o e e o e");
    assert!(log.pane().hidden.is_empty());
    assert_eq!(log.shown().len(), 42, "hiding drops nothing");
}

#[test]
fn hiding_a_stream_keeps_the_line_on_top_if_it_is_still_shown() {
    let mut log = open();
    for number in 0..40 {
        log.out(&format!("o{number}\n"));
        log.err(&format!("e{number}\n"));
    }
    log.press("g pgdn pgdn");
    assert_eq!(log.top(), "o9");
    log.press("e");
    assert_eq!(log.top(), "o9");
    log.press("e o");
    assert_eq!(log.top(), "e9", "the next one that is shown");
    log.press("o");
    assert_eq!(log.top(), "o9", "and back to where it was");
}

#[test]
fn a_pane_whose_sources_are_all_hidden_can_be_moved_about_in() {
    let mut log = several(2, Settings::default());
    log.numbered(50).press("1 2 k pgup g G j pgdn n ] t 0");
    assert_eq!(log.shown().len(), 50);
}
