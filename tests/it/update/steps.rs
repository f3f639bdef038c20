//! Steps back: Esc and q, in their order, and what it takes to leave.

use supdeck::tui::state::{Dialog, Scroll, Tab};

use crate::support::fleet::{Cast, Driver};

/// A step back after a while, so that it is no repeated key.
fn step(desk: &mut Driver, key: &str) {
    desk.wait(500).press(key);
}

#[test]
fn esc_goes_back_one_thing_at_a_time_and_never_leaves() {
    let mut desk = Cast::shop().open();
    desk.press("3 enter tab /").type_text("web").press("enter");
    desk.press("space l z tab v j ?").look();
    let range = |desk: &Driver| desk.state.listing().range.is_some();
    assert!(desk.state.log.is_some() && range(&desk));
    assert!(!desk.state.dialogs.is_empty());

    step(&mut desk, "esc");
    assert!(desk.state.dialogs.is_empty() && range(&desk), "the help");
    step(&mut desk, "esc");
    assert!(!range(&desk) && desk.state.log.is_some(), "the range");
    step(&mut desk, "esc");
    assert!(desk.state.log.is_none(), "the log pane");
    assert_eq!(desk.state.listing().filter.text, "web");
    step(&mut desk, "esc");
    assert_eq!(desk.state.listing().filter.text, "", "the filter");
    assert_eq!(desk.state.page().focus, 1);
    step(&mut desk, "esc");
    assert_eq!(desk.state.page().focus, 0, "the second table");
    step(&mut desk, "esc");
    assert_eq!(desk.place(), (Tab::Environments, 1), "the page");
    assert!(!desk.state.marks.is_empty(), "the marks are left alone");

    for _ in 0..5 {
        step(&mut desk, "esc");
    }
    assert!(!desk.quits());
    assert!(!desk.told().is_empty(), "{:?}", "how to leave is said");
}

#[test]
fn in_the_log_pane_esc_leaves_the_zoom_first() {
    let mut desk = Cast::shop().open();
    desk.press("5 l z");
    step(&mut desk, "esc");
    assert!(desk.state.log.as_ref().is_some_and(|log| !log.zoomed));
    assert_eq!(
        desk.state.log.as_ref().map(|log| log.scroll.clone()),
        Some(Scroll::Follow)
    );
    step(&mut desk, "q");
    assert!(desk.state.log.is_none());
}

#[test]
fn q_twice_within_two_seconds_leaves() {
    let mut desk = Cast::shop().open();
    desk.press("q");
    assert!(!desk.quits());
    desk.wait(400).press("q");
    assert!(desk.quits());
}

#[test]
fn two_slow_ones_do_not_leave() {
    let mut desk = Cast::shop().open();
    desk.press("q").wait(2100).press("q");
    assert!(!desk.quits());
    desk.wait(300).press("q");
    assert!(desk.quits(), "the second one began a new pair");
}

#[test]
fn a_key_in_between_breaks_the_pair() {
    let mut desk = Cast::shop().open();
    desk.press("q").wait(300).press("j").wait(300).press("q");
    assert!(!desk.quits());
}

#[test]
fn esc_is_not_half_of_a_pair() {
    let mut desk = Cast::shop().open();
    desk.press("esc").wait(300).press("q");
    assert!(!desk.quits());
    desk.wait(300).press("esc");
    assert!(!desk.quits());
}

#[test]
fn a_key_that_repeats_by_itself_leaves_nothing() {
    for key in ["q", "esc"] {
        let mut desk = Cast::shop().open();
        desk.press("4 enter enter");
        assert_eq!(desk.place(), (Tab::Groups, 2));
        assert!(desk.state.log.is_some());
        for _ in 0..60 {
            desk.press(key).wait(33);
        }
        assert!(!desk.quits(), "{key} held down");
        assert_eq!(desk.place(), (Tab::Groups, 2), "{key} took one step");
        assert!(desk.state.log.is_none(), "{key} took one step");
    }
}

#[test]
fn a_held_q_that_closes_the_help_goes_no_further() {
    let mut desk = Cast::shop().open();
    desk.press("4 enter ?");
    for _ in 0..9 {
        desk.press("q").wait(33);
    }
    assert!(desk.state.dialogs.is_empty());
    assert_eq!(desk.place(), (Tab::Groups, 2));
}

#[test]
fn q_closes_what_lies_on_top_and_ctrl_c_never_leaves() {
    for key in ["q", "esc", "ctrl-c"] {
        let mut desk = Cast::shop().open();
        for open in ["a", "m", "?", "J", "d"] {
            desk.press("5").press(open);
            assert_eq!(desk.state.dialogs.len(), 1, "{open}");
            step(&mut desk, key);
            assert!(desk.state.dialogs.is_empty(), "{key} closes {open}");
        }
    }
    let mut desk = Cast::shop().open();
    for _ in 0..4 {
        step(&mut desk, "ctrl-c");
    }
    assert!(!desk.quits());
}

#[test]
fn the_palette_leaves_at_once() {
    let mut desk = Cast::shop().open();
    desk.press(": q enter");
    assert!(desk.quits());
    desk.press(": q u i t enter");
    assert!(desk.quits());
}

#[test]
fn enter_opens_what_is_under_the_cursor_and_esc_comes_back() {
    let mut desk = Cast::shop().open();
    desk.press("3 enter");
    assert_eq!(desk.rows(), ["api-02", "api-01"]);
    desk.press("G enter");
    assert_eq!(desk.place(), (Tab::Environments, 3));
    assert_eq!(desk.rows()[0], "api-01/cron");
    desk.press("2 g enter");
    assert!(
        matches!(desk.state.dialogs.last(), Some(Dialog::Trouble(id)) if id.as_str() == "old-01")
    );
    step(&mut desk, "esc");
    desk.press("3");
    step(&mut desk, "esc");
    assert_eq!(desk.cursor(), "api-01");
}
