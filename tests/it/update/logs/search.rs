//! Searching: all lines stay.

use supdeck::model::Stream;
use supdeck::tui::effect::Effect;
use supdeck::tui::msg::{Done, Msg};
use supdeck::tui::state::{Settings, SiftJob};

use super::desk::{LogDesk, open, several, small};

/// The numbers of the lines in which the search finds something.
fn hits(log: &LogDesk) -> Vec<i64> {
    let search = log.pane().search.as_ref().unwrap();
    search.hits.iter().map(|line| line.number).collect()
}

fn current(log: &LogDesk) -> i64 {
    log.pane().current.as_ref().unwrap().number
}

/// What the console wants looked through.
fn jobs(log: &mut LogDesk) -> Vec<SiftJob> {
    let job = |effect| match effect {
        Effect::Sift(job) => Some(job),
        _ => None,
    };
    log.desk.effects.drain(..).filter_map(job).collect()
}

#[test]
fn it_counts_and_goes_from_hit_to_hit() {
    let mut log = open();
    log.numbered(100).press("g");
    log.prompt("/", "7").press("enter");
    assert_eq!(hits(&log).len(), 19);
    assert_eq!(log.shown().len(), 100, "every line stays");
    assert_eq!(log.pane().hit_number(), Some((1, 19)));
    assert_eq!(log.top(), "line 0", "it is on screen already");
    log.press("n");
    assert_eq!(
        (current(&log), log.pane().hit_number()),
        (17, Some((2, 19)))
    );
    assert_eq!(log.top(), "line 14", "a third of the screen is before it");
    log.press("n n N");
    assert_eq!(current(&log), 27);
}

#[test]
fn it_goes_on_at_the_other_end_and_says_so() {
    let mut log = open();
    log.numbered(30).press("g");
    log.prompt("/", "line 2").press("enter");
    assert_eq!(current(&log), 2);
    log.press("N");
    assert_eq!(current(&log), 29);
    assert_eq!(
        log.told(),
        "that was the first match: on from the last line"
    );
    log.press("n");
    assert_eq!(current(&log), 2);
    assert_eq!(
        log.told(),
        "that was the last match: on from the first line"
    );
}

#[test]
fn from_where_the_reader_went_since_it_goes_on() {
    let mut log = open();
    log.numbered(100).press("g");
    log.prompt("/", "5").press("enter");
    assert_eq!(current(&log), 5);
    log.press("pgdn pgdn pgdn pgdn");
    assert_eq!(log.top(), "line 36");
    log.press("n");
    assert_eq!(current(&log), 45);
}

#[test]
fn whoever_follows_and_sees_a_hit_goes_on_following() {
    let mut log = open();
    log.numbered(100);
    log.prompt("/", "line 9").press("enter");
    assert!(log.follows());
    assert_eq!(current(&log), 99);
    log.press("N");
    assert!(!log.follows(), "whoever goes to one reads it");
    assert_eq!(current(&log), 98);
    log.press("F").prompt("/", "line 15").press("enter");
    assert_eq!((current(&log), log.follows()), (15, false));
}

#[test]
fn an_empty_prompt_goes_on_with_the_last_search() {
    let mut log = open();
    log.numbered(30).press("g");
    log.prompt("/", "5").press("enter / enter");
    assert_eq!(current(&log), 15);
    log.prompt("/", "1").press("backspace enter");
    assert_eq!(log.pane().search.as_ref().unwrap().text, "5");
    log.press("/ up enter");
    assert_eq!(
        log.pane().search.as_ref().unwrap().text,
        "5",
        "and it is recalled"
    );
}

#[test]
fn what_nobody_wrote_is_said_and_moves_nothing() {
    let mut log = open();
    log.numbered(100).press("pgup");
    let top = log.top();
    log.prompt("/", "nowhere").press("enter");
    assert_eq!(log.told(), "no line has \"nowhere\"");
    log.press("n N");
    assert_eq!(log.top(), top);
    log.press("esc n");
    assert_eq!(log.told(), "nothing is searched for; / searches");
}

#[test]
fn lines_that_come_are_hits_at_once() {
    let mut log = open();
    log.numbered(3);
    log.prompt("/", "ERR").press("enter");
    log.out("ERR one\nfine\nerr two\nERR three\n");
    assert_eq!(hits(&log), [3, 6]);
    log.err("ERR to");
    assert_eq!(hits(&log), [3, 6]);
    log.err("rn\n");
    assert_eq!(hits(&log), [3, 6, 7]);
}

#[test]
fn hidden_lines_are_no_hits() {
    let mut log = several(2, Settings::default());
    log.out("x out\n").err("x err\n");
    log.says("p01", Stream::Stdout, b"x other\n");
    log.prompt("/", "x").press("enter");
    assert_eq!(hits(&log), [0, 1, 2]);
    log.press("e");
    assert_eq!(hits(&log), [0, 2]);
    log.press("1");
    assert_eq!(hits(&log), [2]);
    log.press("0 e");
    assert_eq!(hits(&log), [0, 1, 2]);
}

#[test]
fn lines_that_are_let_go_of_are_no_hits_any_more() {
    let mut log = small(20);
    log.prompt("/", "line").press("enter");
    log.numbered(100);
    assert_eq!(hits(&log).len(), log.pane().sources[0].lines().len());
}

#[test]
fn a_broken_regex_is_flagged_and_the_last_good_search_stays() {
    let mut log = open();
    log.numbered(30);
    log.prompt("/", "/lin/").prompt("backspace", "(/");
    let prompt = log.desk.state.prompt.as_ref().unwrap();
    assert_eq!(
        prompt.error.as_deref(),
        Some("the regex is broken: unclosed group")
    );
    assert_eq!(
        log.pane().search.as_ref().unwrap().text,
        "/lin(",
        "a text, not a regex yet"
    );
    log.press("enter");
    assert_eq!(log.told(), "the regex is broken: unclosed group");
    assert!(log.pane().search.is_some());
}

#[test]
fn many_lines_are_looked_through_slice_by_slice() {
    let mut log = small(100_000);
    for _ in 0..1000 {
        log.out(&"a line like any other\n".repeat(60));
    }
    log.out("the needle\n");
    log.desk.press("/").type_text("needle");
    let job = jobs(&mut log).pop().unwrap();
    assert_eq!(hits(&log), [0; 0]);
    let mut next = Some(job);
    let mut slices = 0;
    while let Some(job) = next {
        slices += 1;
        assert!(log.pane().search.as_ref().unwrap().under_way.is_some());
        // What comes meanwhile is looked at as it comes, and not twice.
        log.out("another needle\n");
        log.desk.fold(Msg::Performed(Done::Sifted(job.sift())));
        next = jobs(&mut log).pop();
    }
    assert_eq!(slices, 4);
    assert!(log.pane().search.as_ref().unwrap().under_way.is_none());
    assert_eq!(hits(&log).len(), 5);
    assert!(hits(&log).is_sorted());
}

#[test]
fn what_was_typed_before_does_not_count_any_more() {
    let mut log = open();
    log.numbered(30);
    log.desk.press("/").type_text("12");
    let jobs = jobs(&mut log);
    let [first, second] = jobs.as_slice() else {
        panic!("a key is a search")
    };
    for job in [second.clone(), first.clone()] {
        log.desk.fold(Msg::Performed(Done::Sifted(job.sift())));
    }
    assert_eq!(hits(&log), [12]);
    log.press("enter esc");
    log.desk
        .fold(Msg::Performed(Done::Sifted(second.clone().sift())));
    assert!(log.pane().search.is_none());
}

#[test]
fn errors_are_gone_to_record_by_record() {
    let mut log = open();
    log.numbered(20);
    log.err("2026-07-12 12:00:01 ERROR lost\nTraceback (most recent call last):\n  File\nValueError: x\n");
    log.numbered(20);
    log.out("FATAL the end\n").numbered(20).press("g ]");
    assert_eq!((current(&log), log.top().as_str()), (20, "line 17"));
    log.press("]");
    assert_eq!(current(&log), 44);
    log.press("]");
    assert_eq!(current(&log), 20);
    assert_eq!(
        log.told(),
        "that was the last error: on from the first line"
    );
    log.press("[");
    assert_eq!(current(&log), 44);
    let mut calm = open();
    calm.numbered(20).press("]");
    assert_eq!(calm.told(), "no other line here says that it is an error");
}
