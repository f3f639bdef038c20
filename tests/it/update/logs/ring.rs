//! What is kept, and what the reader sees while old lines go.

use supdeck::tui::state::Settings;

use super::desk::{several, small, with};
use supdeck::model::Stream;

#[test]
fn lines_and_bytes_kept_are_bounded() {
    let mut log = with(Settings {
        log_lines: 32,
        log_bytes: 10_000,
        ..Settings::default()
    });
    log.numbered(50);
    let source = &log.pane().sources[0];
    assert!(source.lines().len() <= 32 && source.lines().len() >= 30);
    assert_eq!(log.shown().last().unwrap(), "o|line 49");
    assert_eq!(source.lines().len() as u64 + source.dropped, 50);
    for _ in 0..20 {
        log.out(&format!("{}\n", "x".repeat(1999)));
    }
    let source = &log.pane().sources[0];
    assert!(source.bytes() <= 10_000 && (4..=5).contains(&source.lines().len()));
    let bytes = source.lines().iter().map(|line| line.bytes());
    assert_eq!(source.bytes(), bytes.sum::<usize>());
    assert_eq!(
        log.shown().len(),
        source.lines().len(),
        "what is not kept is not shown"
    );
}

#[test]
fn a_flood_in_one_source_takes_nothing_from_another() {
    let mut log = several(
        2,
        Settings {
            log_lines: 20,
            ..Settings::default()
        },
    );
    log.says("p01", Stream::Stdout, b"precious\n");
    log.numbered(500);
    assert_eq!(log.shown()[0], "o|precious");
    assert!(log.shown().len() <= 21);
}

#[test]
fn twice_as_much_is_kept_while_the_reader_stands_still() {
    let mut log = small(50);
    log.numbered(50).press("k");
    log.numbered(50);
    assert_eq!(log.shown().len(), 100);
    log.press("F");
    assert!(log.shown().len() <= 50);
}

#[test]
fn text_on_screen_stays_though_old_lines_go() {
    let mut log = small(50);
    log.numbered(50).press("k k");
    let screen = log.screen();
    assert_eq!((screen[0].as_str(), screen.len()), ("line 38", 10));
    for _ in 0..100 {
        log.numbered(7);
        assert_eq!(log.screen(), screen);
    }
    assert_eq!(log.unseen(), Some(700));
    let kept = log.pane().sources[0].lines();
    assert!(kept.len() <= 100);
    assert!(kept.iter().all(|line| line.number > 100), "none on screen");
}

#[test]
fn moving_on_says_what_went_meanwhile() {
    let mut log = small(50);
    log.numbered(50).press("k k");
    for _ in 0..100 {
        log.numbered(7);
    }
    let first = log.pane().sources[0].lines()[0].number;
    let gone = log.pane().sources[0].dropped;
    log.press("j");
    assert_eq!(
        log.told(),
        format!("{gone} old lines were let go of while you read: 100 of each log are kept")
    );
    let top = log.pane().window(supdeck::tui::state::Room {
        rows: 10,
        columns: 78,
        width: 80,
    });
    assert_eq!(top.first, 0);
    assert_eq!(log.pane().shown().at(0).unwrap().number, first);
    log.press("k");
    assert_eq!(
        log.pane().shown().at(0).unwrap().number,
        first,
        "nothing is above"
    );
}

#[test]
fn following_lets_go_of_all_that_was_held() {
    let mut log = small(20);
    log.numbered(20).press("k");
    log.numbered(200).press("G");
    assert!(log.pane().held.is_empty());
    assert_eq!(log.pane().base.len(), log.pane().sources[0].lines().len());
}

#[test]
fn a_held_screen_survives_switches_and_filters() {
    let mut log = small(20);
    log.numbered(20).press("k");
    log.numbered(200);
    log.press("w w t t t e e");
    log.prompt("&", "9").press("enter");
    assert!(log.texts().iter().all(|text| text.contains('9')));
    log.press("esc");
    assert_eq!(log.pane().base.len(), log.pane().sources[0].lines().len());
}

#[test]
fn clearing_empties_the_view_only() {
    let mut log = small(100);
    log.numbered(30).press("C");
    assert!(log.shown().is_empty());
    assert!(
        log.desk.requests().is_empty(),
        "the log itself is left alone"
    );
    log.out("more\n");
    assert_eq!(log.shown(), ["o|more"]);
    assert_eq!(log.pane().shown().at(0).unwrap().number, 30);
}
