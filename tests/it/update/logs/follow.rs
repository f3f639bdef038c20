//! Which logs the pane follows.

use supdeck::engine::Request;
use supdeck::model::{LogSource, NodeId};

use crate::support::fleet::{Cast, process_id};

fn log(node: &str, label: &str) -> LogSource {
    LogSource::Process(process_id(node, label))
}

fn sources(desk: &crate::support::fleet::Driver) -> Vec<LogSource> {
    let log = desk.state.log.as_ref().unwrap();
    log.sources
        .iter()
        .map(|source| source.source.clone())
        .collect()
}

#[test]
fn l_follows_and_esc_lets_go() {
    let mut desk = Cast::shop().open();
    desk.press("5 l");
    let first = log("api-02", "web:b");
    assert!(matches!(desk.requests().as_slice(), [Request::Follow(s)] if *s == first));
    desk.press("tab j");
    assert_eq!(
        sources(&desk),
        std::slice::from_ref(&first),
        "the cursor does not switch it"
    );
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
fn with_marks_it_merges_them() {
    let mut desk = Cast::shop().open();
    desk.press("5 space space l");
    let merged = [log("api-02", "web:b"), log("api-01", "cron")];
    let mut both = sources(&desk);
    both.sort();
    let mut wanted = merged.to_vec();
    wanted.sort();
    assert_eq!(both, wanted);
    assert_eq!(desk.requests().len(), 2);
    let letters: String = desk
        .state
        .log
        .iter()
        .flat_map(|log| &log.sources)
        .map(|source| source.letter)
        .collect();
    assert_eq!(letters, "AB");
}

#[test]
fn enter_is_about_the_row_under_the_cursor_whatever_is_marked() {
    let mut desk = Cast::shop().open();
    desk.press("5 space space enter");
    assert_eq!(sources(&desk), [log("db-01", "backup")]);
}

#[test]
fn a_group_is_all_its_processes() {
    let mut desk = Cast::shop().open();
    desk.press("4 / w e b enter l");
    assert_eq!(sources(&desk).len(), 4);
}

#[test]
fn sources_that_stay_keep_their_lines() {
    let mut desk = super::desk::several(2, supdeck::tui::state::Settings::default());
    desk.out("kept\n");
    desk.says("p01", supdeck::model::Stream::Stdout, b"let go of\n");
    desk.press("tab g enter");
    assert_eq!(desk.shown(), ["o|kept"]);
    assert!(matches!(
        desk.desk.requests().as_slice(),
        [Request::Unfollow(_)]
    ));
    desk.press("tab l");
    assert_eq!(desk.shown(), ["o|kept"]);
    assert!(matches!(
        desk.desk.requests().as_slice(),
        [Request::Follow(_)]
    ));
}

#[test]
fn many_are_opened_only_after_a_question() {
    let mut desk = Cast::many(60).open();
    desk.press("5 * l");
    assert!(desk.state.log.is_none());
    desk.press("n");
    assert!(desk.state.log.is_none() && desk.state.dialogs.is_empty());
    desk.press("l enter");
    assert!(desk.state.log.is_none(), "enter is no");
    desk.press("l y");
    assert_eq!(sources(&desk).len(), 52, "as many as there are letters");
    assert_eq!(desk.requests().len(), 52);
    let mut desk = Cast::many(12).open();
    desk.press("5 * l");
    assert_eq!(sources(&desk).len(), 12);
}

#[test]
fn verbs_in_the_pane_are_about_whose_logs_are_shown() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k l 5 * tab T");
    let targets = crate::support::fleet::targets(&desk.asked().schedule);
    assert_eq!(targets, ["api-02/web:a"], "whatever is marked");
    let mut desk = super::desk::several(3, supdeck::tui::state::Settings::default());
    desk.press("2 T");
    let targets = crate::support::fleet::targets(&desk.desk.asked().schedule);
    assert_eq!(targets, ["n/p00", "n/p02"], "not what is hidden");
}
