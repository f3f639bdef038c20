//! Its other keys, and the steps back.

use supdeck::engine::Request;
use supdeck::tui::state::{Colours, Json, Settings, Tab};

use super::desk::{open, several};

#[test]
fn switches_switch() {
    let mut log = open();
    log.numbered(3).press("w z + - P x");
    let pane = log.pane();
    assert!(pane.wraps && pane.zoomed);
    assert_eq!(
        (pane.share, pane.colours, pane.json),
        (55, Colours::Plain, Json::Spread)
    );
    log.press("P x tab");
    assert_eq!(
        (log.pane().colours, log.pane().json),
        (Colours::Shown, Json::AsItCame)
    );
    assert!(!log.pane().focused && !log.pane().zoomed);
    log.press("tab");
    assert!(log.pane().focused);
}

#[test]
fn esc_takes_one_step_at_a_time() {
    let mut log = open();
    log.numbered(30).press("z");
    log.prompt("/", "line").press("enter");
    log.prompt("&", "2").press("enter");
    let mut esc = || {
        log.desk.wait(200);
        log.press("esc");
        let log = log.desk.state.log.as_ref();
        log.map(|log| (log.search.is_some(), log.only.is_some(), log.zoomed))
    };
    assert_eq!(esc(), Some((false, true, true)), "the highlight");
    assert_eq!(esc(), Some((false, false, true)), "the filter");
    assert_eq!(esc(), Some((false, false, false)), "the zoom");
    assert_eq!(esc(), None, "the pane");
}

#[test]
fn esc_in_a_prompt_leaves_everything_as_it_was() {
    let mut log = open();
    log.numbered(30);
    log.prompt("/", "line 1").press("enter");
    log.prompt("/", "0").press("ctrl-u");
    log.desk.wait(200);
    log.press("esc");
    assert_eq!(log.pane().search.as_ref().unwrap().text, "line 1");
    assert_eq!(log.pane().search.as_ref().unwrap().hits.len(), 11);
    log.prompt("&", "7");
    assert_eq!(log.shown().len(), 3);
    log.desk.wait(200);
    log.press("esc");
    assert_eq!(log.shown().len(), 30);
}

#[test]
fn digits_are_tabs_with_one_log_and_logs_with_several() {
    let mut log = open();
    log.press("2");
    assert_eq!(log.desk.state.tab, Tab::Nodes);
    let mut log = several(2, Settings::default());
    log.press("2");
    assert_eq!(log.desk.state.tab, Tab::Processes);
    assert!(log.pane().sources[1].hidden);
    log.press("7");
    assert_eq!(log.told(), "there are 2 logs in this pane");
}

#[test]
fn the_end_can_be_read_again() {
    let mut log = open();
    log.numbered(3).press("k ctrl-r");
    assert!(log.shown().is_empty() && log.follows());
    assert!(matches!(
        log.desk.requests().as_slice(),
        [Request::Unfollow(_), Request::Follow(_)]
    ));
}
