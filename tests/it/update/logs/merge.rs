//! Several logs in one pane.

use supdeck::model::Stream;
use supdeck::tui::state::{LineOrder, Settings};

use super::desk::{LogDesk, several};

fn three() -> LogDesk {
    let mut log = several(3, Settings::default());
    for name in ["p00", "p01", "p02"] {
        log.says(name, Stream::Stdout, format!("{name} out\n").as_bytes());
        log.says(name, Stream::Stderr, format!("{name} err\n").as_bytes());
    }
    log
}

#[test]
fn lines_stand_as_they_arrived() {
    let mut log = three();
    log.says("p01", Stream::Stdout, b"half");
    log.says("p00", Stream::Stdout, b"half");
    log.says("p00", Stream::Stdout, b" of a\n");
    log.says("p01", Stream::Stdout, b" of b\n");
    assert_eq!(log.pane().times.order(), LineOrder::Arrival);
    assert_eq!(log.pane().times.order().word(), "ARRIVAL");
    assert_eq!(log.texts()[..2], ["p00 out", "p00 err"]);
    assert_eq!(log.texts()[6..], ["half of a", "half of b"]);
    let letters: String = log
        .pane()
        .sources
        .iter()
        .map(|source| source.letter)
        .collect();
    assert_eq!(letters, "ABC");
}

#[test]
fn each_can_be_hidden_and_shown() {
    let mut log = three();
    log.press("2");
    assert_eq!(log.texts(), ["p00 out", "p00 err", "p02 out", "p02 err"]);
    log.press("1 e");
    assert_eq!(log.texts(), ["p02 out"]);
    log.press("2 e");
    assert_eq!(log.texts(), ["p01 out", "p01 err", "p02 out", "p02 err"]);
    log.press("3 2");
    assert!(log.texts().is_empty());
    log.press("0");
    assert_eq!(log.texts().len(), 6);
}

#[test]
fn each_can_be_shown_alone() {
    let mut log = three();
    log.press("3 .");
    assert_eq!(log.texts(), ["p00 out", "p00 err"]);
    log.press(". .");
    assert_eq!(log.texts(), ["p02 out", "p02 err"], "hidden or not");
    log.press(".");
    assert_eq!(log.texts().len(), 4, "as it was before");
    log.press(". 0");
    assert_eq!(log.texts().len(), 6);
    log.press(". 1");
    assert_eq!(log.texts().len(), 4, "a switch ends it");
}

#[test]
fn what_comes_of_a_hidden_one_is_kept() {
    let mut log = three();
    log.press("1 k");
    log.out("more\n");
    assert_eq!(log.unseen(), Some(0));
    log.press("1");
    assert!(log.texts().contains(&"more".to_owned()));
}

#[test]
fn rates_and_gaps_are_of_each() {
    let mut log = three();
    log.out(&"x\n".repeat(100));
    log.says("p02", Stream::Stdout, b"y\n");
    let rates: Vec<u64> = log
        .pane()
        .sources
        .iter()
        .map(|source| source.rate.lines())
        .collect();
    assert_eq!(rates, [20, 0, 0]);
}

#[test]
fn one_that_is_let_go_of_takes_its_lines_along() {
    let mut log = three();
    log.press("k tab g U space space l");
    assert_eq!(log.pane().sources.len(), 2);
    assert_eq!(log.texts(), ["p00 out", "p00 err", "p01 out", "p01 err"]);
}
