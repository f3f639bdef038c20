//! Batches under way: their steps, their end, and the keys of their dialog.

use supdeck::engine::{Event, Request};
use supdeck::model::ProcessState::{Fatal, Running, Stopped};
use supdeck::model::{LinkError, Outcome, Reached, SkipReason};
use supdeck::plan::{Operation, Phase, RunId, RunStep};
use supdeck::tui::effect::Effect;
use supdeck::tui::state::Dialog;

use crate::support::fleet::{Cast, Driver, targets};

/// The shop with a restart of six processes under way.
fn under_way() -> (Driver, RunId, Vec<Operation>) {
    let mut desk = Cast::shop().open();
    desk.press("5 * R").read().press("6 enter");
    let (id, schedule) = desk.runs().remove(0);
    assert_eq!(
        targets(&schedule),
        [
            "api-01/web:a",
            "api-01/web:b",
            "api-02/cron",
            "api-02/web:a",
            "api-02/web:b",
            "db-01/pg",
        ]
    );
    (desk, id, schedule.operations)
}

fn done() -> Outcome {
    Outcome::Done(Reached {
        state: Some(Running),
        ..Reached::default()
    })
}

fn lost() -> Outcome {
    Outcome::Lost {
        error: LinkError::Cut { bytes: 0 },
    }
}

fn failed() -> Outcome {
    Outcome::Failed {
        state: Fatal,
        reason: "can't find command".into(),
    }
}

/// Ends the batch with one of each kind, then what was never begun.
fn end(desk: &mut Driver, id: RunId, operations: &[Operation]) {
    let outcomes = [
        done(),
        failed(),
        Outcome::Skipped(SkipReason::WasDown(Stopped)),
        lost(),
        Outcome::Unneeded(Running),
        Outcome::Cancelled,
    ];
    for (operation, outcome) in operations.iter().zip(outcomes) {
        desk.tell(Event::Progressed(id, RunStep::Ended(operation.id, outcome)));
    }
    desk.tell(Event::Finished(id)).look();
}

#[test]
fn what_failed_or_was_lost_stays_marked_and_the_rest_does_not() {
    let (mut desk, id, operations) = under_way();
    end(&mut desk, id, &operations);
    let marked = desk.marked();
    for kept in ["api-01/web:b", "api-02/web:a", "db-01/pg"] {
        assert!(marked.contains(&kept.to_owned()), "{kept} in {marked:?}");
    }
    for gone in ["api-01/web:a", "api-02/cron", "api-02/web:b"] {
        assert!(!marked.contains(&gone.to_owned()), "{gone} in {marked:?}");
    }
    assert_eq!(
        desk.told(),
        "batch #1 restart: 6 of 6 ended, 2 ok, 1 failed, 1 lost, 1 skipped, 1 dropped"
    );
    desk.wait(60_000);
    assert!(!desk.told().is_empty(), "bad news stays");
}

#[test]
fn what_failed_is_marked_though_only_the_cursor_had_chosen_it() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k R").read().press("y");
    let (id, schedule) = desk.runs().remove(0);
    let step = RunStep::Ended(schedule.operations[0].id, failed());
    desk.tell(Event::Progressed(id, step))
        .tell(Event::Finished(id));
    assert_eq!(desk.marked(), ["api-02/web:a"]);
}

#[test]
fn a_view_of_only_marked_rows_follows_the_end_of_a_batch() {
    let (mut desk, id, operations) = under_way();
    desk.press("esc m o");
    assert_eq!(desk.rows().len(), 8);
    end(&mut desk, id, &operations);
    assert_eq!(desk.rows().len(), desk.marked().len());
}

#[test]
fn retry_asks_for_exactly_what_failed_or_was_lost() {
    let (mut desk, id, operations) = under_way();
    desk.press("r");
    assert_eq!(desk.told(), "the batch is still under way");
    end(&mut desk, id, &operations);
    desk.press("r y");
    assert!(desk.runs().is_empty(), "it asks like everything else");
    assert_eq!(
        targets(&desk.asked().schedule),
        ["api-01/web:b", "api-02/web:a"]
    );
    desk.read().press("y");
    assert_eq!(desk.sent(), ["api-01/web:b", "api-02/web:a"]);
}

#[test]
fn a_retry_names_what_the_filter_hides() {
    let (mut desk, id, operations) = under_way();
    end(&mut desk, id, &operations);
    desk.wait(300)
        .press("esc /")
        .type_text("web:a")
        .press("enter B r");
    let hidden: Vec<_> = desk
        .asked()
        .hidden
        .iter()
        .map(|id| id.node.as_str())
        .collect();
    assert_eq!(hidden, ["api-01"]);
}

#[test]
fn a_batch_without_failures_has_nothing_to_retry() {
    let (mut desk, id, operations) = under_way();
    for operation in &operations {
        desk.tell(Event::Progressed(id, RunStep::Ended(operation.id, done())));
    }
    desk.tell(Event::Finished(id)).press("r");
    assert_eq!(desk.told(), "nothing failed and nothing was lost");
    assert!(
        desk.marked()
            .iter()
            .all(|name| name.ends_with("cron") || name.ends_with("backup"))
    );
}

#[test]
fn p_pauses_and_lets_go_on_and_capital_x_drops_what_is_queued() {
    let (mut desk, id, _) = under_way();
    desk.press("p");
    assert!(matches!(desk.requests().as_slice(), [Request::Pause(run)] if *run == id));
    desk.tell(Event::Progressed(id, RunStep::Paused)).press("p");
    assert!(matches!(desk.requests().as_slice(), [Request::Resume(run)] if *run == id));
    desk.press("X");
    assert!(matches!(desk.requests().as_slice(), [Request::Cancel(run)] if *run == id));
}

#[test]
fn an_ended_batch_is_neither_paused_nor_cancelled() {
    let (mut desk, id, operations) = under_way();
    end(&mut desk, id, &operations);
    desk.press("p X");
    assert!(desk.requests().is_empty());
}

#[test]
fn it_goes_on_in_the_background_and_is_shown_again() {
    let (mut desk, id, operations) = under_way();
    desk.wait(300).press("esc");
    assert!(desk.state.dialogs.is_empty());
    assert!(
        desk.told().contains("goes on; B shows it"),
        "{}",
        desk.told()
    );
    let step = RunStep::Reached(operations[0].id, Phase::Reading);
    desk.wait(700).tell(Event::Progressed(id, step));
    desk.press("B");
    assert!(matches!(desk.state.dialogs.last(), Some(Dialog::Run(shown)) if *shown == id));
    let view = desk.state.runs.view(id).unwrap();
    assert_eq!(view.run.summary().now, 1);
    assert_eq!(view.starts[&operations[0].id], desk.state.now);
}

#[test]
fn its_list_scrolls_and_stops_at_its_end() {
    let (mut desk, id, _) = under_way();
    desk.seen.dialog_rows = (4, 9);
    desk.look().press("j pgdn pgdn j j j");
    assert_eq!(desk.state.runs.view(id).map(|view| view.scroll), Some(5));
    desk.press("k g");
    assert_eq!(desk.state.runs.view(id).map(|view| view.scroll), Some(0));
}

#[test]
fn its_report_can_be_copied() {
    let (mut desk, id, operations) = under_way();
    end(&mut desk, id, &operations);
    desk.press("y");
    let Some(Effect::Copy { excerpt, what }) = desk.effects.pop() else {
        panic!("nothing to copy");
    };
    let text = excerpt.as_str();
    assert_eq!(what, "the report of batch #1");
    assert_eq!(text.lines().count(), 7);
    assert!(text.contains("api-01 web:b"), "{text}");
}

#[test]
fn two_batches_have_two_numbers_and_the_newer_is_shown() {
    let (mut desk, first, _) = under_way();
    desk.wait(300).press("esc U G k T").read().press("y");
    let (second, _) = desk.runs().remove(0);
    assert_ne!(first, second);
    desk.wait(300).press("esc B");
    assert!(matches!(desk.state.dialogs.last(), Some(Dialog::Run(shown)) if *shown == second));
}

#[test]
fn leaving_while_it_runs_asks() {
    let (mut desk, id, operations) = under_way();
    desk.wait(300)
        .press("q")
        .wait(300)
        .press("q")
        .wait(300)
        .press("q");
    assert!(!desk.quits());
    assert!(matches!(desk.state.dialogs.as_slice(), [Dialog::Leave]));
    desk.press("enter");
    assert!(desk.state.dialogs.is_empty(), "Enter stays");
    desk.press(": q enter X");
    assert!(matches!(desk.requests().as_slice(), [Request::Cancel(run)] if *run == id));
    desk.press(": q enter").read().press("y");
    assert!(desk.quits());
    end(&mut desk, id, &operations);
    desk.press("esc : q enter");
    assert!(desk.quits(), "with nothing under way nothing is asked");
}

#[test]
fn changes_our_batch_makes_are_no_bad_news() {
    let (mut desk, id, _) = under_way();
    desk.wait(6000);
    let fatal = [("cron", Running), ("web:a", Fatal), ("web:b", Fatal)];
    desk.poll("api-02", &fatal);
    assert_eq!(desk.told(), "");
    let line = desk.state.history.lines().next().unwrap();
    assert_eq!(line.run, Some(id));
    desk.poll("db-01", &[("backup", Fatal), ("pg", Running)]);
    assert_eq!(desk.told(), "prod db-01 backup EXITED -> FATAL");
    assert_eq!(desk.state.history.lines().next().unwrap().run, None);
}

#[test]
fn steps_of_an_unknown_batch_are_left_alone() {
    let mut desk = Cast::shop().open();
    desk.tell(Event::Progressed(RunId(9), RunStep::Paused));
    desk.tell(Event::Finished(RunId(9)));
    assert!(desk.effects.is_empty());
}
