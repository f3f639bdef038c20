//! Only lines with a text, or without it, and lines around them.

use supdeck::model::{LogGap, Missing, Stream};
use supdeck::tui::state::Settings;

use super::desk::{LogDesk, open, several, small};

fn only(log: &mut LogDesk, text: &str) {
    log.prompt("&", text).press("enter");
}

#[test]
fn only_lines_with_it_and_only_lines_without() {
    let mut log = open();
    log.numbered(20);
    only(&mut log, "1");
    assert_eq!(log.shown().len(), 11);
    log.out("line 21\nline 22\n");
    assert_eq!(log.shown().len(), 12, "lines that come, too");
    log.press("& ctrl-u enter");
    assert_eq!(log.shown().len(), 22);
    only(&mut log, "!1");
    assert_eq!(log.shown().len(), 10);
    log.press("esc");
    assert_eq!(log.shown().len(), 22);
    assert_eq!(
        log.pane().sources[0].lines().len(),
        22,
        "none was let go of"
    );
}

#[test]
fn taking_it_away_returns_to_the_same_line() {
    let mut log = open();
    log.numbered(100).press("pgup pgup pgup");
    let top = log.top();
    assert_eq!(top, "line 63");
    only(&mut log, "1");
    assert_eq!(log.top(), "line 71", "the next one that is shown");
    log.press("esc");
    assert_eq!(log.top(), top);
    only(&mut log, "1");
    log.press("k");
    assert_eq!(log.top(), "line 61");
    log.press("esc");
    assert_eq!(log.top(), "line 61", "whoever moved is where they moved to");
}

#[test]
fn whoever_follows_goes_on_following() {
    let mut log = open();
    log.numbered(100);
    only(&mut log, "1");
    assert!(log.follows());
    log.press("esc");
    assert!(log.follows());
}

#[test]
fn search_and_filter_are_on_together() {
    let mut log = open();
    log.numbered(100);
    log.prompt("/", "5").press("enter");
    only(&mut log, "1");
    let hits = |log: &LogDesk| log.pane().search.as_ref().unwrap().hits.len();
    assert_eq!(hits(&log), 2, "15 and 51");
    log.out("line 115\n");
    assert_eq!(hits(&log), 3);
    log.press("& ctrl-u enter");
    assert_eq!(hits(&log), 20);
}

#[test]
fn a_mark_is_never_hidden_by_it() {
    let mut log = open();
    log.numbered(3);
    log.gap(LogGap::Rotated(Missing::Bytes(7)));
    only(&mut log, "nothing");
    log.gap(LogGap::NoLog);
    assert_eq!(log.shown(), ["o-Gap(Rotated(Bytes(7)))", "o-Gap(NoLog)"]);
}

#[test]
fn lines_around_it_are_shown_as_many_as_wanted() {
    let mut log = open();
    log.numbered(50);
    only(&mut log, "line 25");
    log.press("> >");
    assert_eq!(log.told(), "2 lines before and after each match");
    let texts = ["line 23", "line 24", "line 25", "line 26", "line 27"];
    assert_eq!(log.texts(), texts);
    log.press("<");
    assert_eq!(log.texts(), texts[1..4]);
    log.press("< <");
    assert_eq!(log.texts(), texts[2..3]);
    log.press("esc >");
    assert_eq!(log.told(), "lines around matches are shown where & filters");
}

#[test]
fn lines_around_what_comes_are_shown_as_well() {
    let mut log = open();
    log.numbered(3);
    only(&mut log, "match");
    log.press(">");
    log.numbered(3);
    log.out("match\nafter\nnot\n");
    assert_eq!(log.texts(), ["line 2", "match", "after"]);
    log.out("before\nmatch\nmatch\nafter\n");
    assert_eq!(
        log.texts()[3..],
        ["before", "match", "match", "after"],
        "each once"
    );
}

#[test]
fn lines_around_it_are_of_the_same_log() {
    let mut log = several(2, Settings::default());
    let say = |log: &mut LogDesk, name: &str, text: &str| {
        log.says(name, Stream::Stdout, text.as_bytes());
    };
    only(&mut log, "match");
    log.press(">");
    say(&mut log, "p00", "before\n");
    say(&mut log, "p01", "other\n");
    say(&mut log, "p00", "match\n");
    say(&mut log, "p01", "other\n");
    say(&mut log, "p00", "after\n");
    assert_eq!(log.texts(), ["before", "match", "after"]);
    log.press("& ctrl-u enter");
    only(&mut log, "match");
    assert_eq!(
        log.texts(),
        ["before", "match", "after"],
        "and looked for anew"
    );
}

#[test]
fn what_comes_while_lines_are_looked_through_is_not_lost() {
    let mut log = small(100_000);
    log.out(&"line x\n".repeat(45_000));
    log.desk.press("&").type_text("y");
    for _ in 0..10 {
        log.out("line x\nline y\n");
    }
    assert_eq!(
        log.shown().len(),
        45_020,
        "what was shown stays until it is known"
    );
    log.desk.sift();
    assert_eq!(log.shown().len(), 10);
    log.out("yes\n");
    assert_eq!(log.shown().len(), 11);
}

#[test]
fn what_is_not_kept_any_more_is_not_shown() {
    let mut log = small(20);
    only(&mut log, "line");
    log.numbered(300);
    assert_eq!(log.shown().len(), log.pane().sources[0].lines().len());
    log.desk.press("&").type_text("s");
    log.numbered(300);
    log.desk.press("backspace").sift();
    log.press("enter");
    assert_eq!(log.shown().len(), log.pane().sources[0].lines().len());
}

#[test]
fn a_broken_regex_is_flagged_and_the_last_good_filter_stays() {
    let mut log = open();
    log.numbered(30);
    only(&mut log, "/1$/");
    assert_eq!(log.shown().len(), 3);
    log.prompt("&", "").press("backspace backspace");
    log.desk.type_text("(/").sift();
    let prompt = log.desk.state.prompt.as_ref().unwrap();
    assert_eq!(
        prompt.error.as_deref(),
        Some("the regex is broken: unclosed group")
    );
    log.press("enter");
    assert_eq!(log.told(), "the regex is broken: unclosed group");
}
