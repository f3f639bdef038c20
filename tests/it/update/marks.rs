//! Rows chosen by hand: they stick to what they are, and are counted and shown.

use proptest::prelude::*;
use supdeck::model::ProcessState::{Fatal, Running, Stopped};
use supdeck::tui::state::{Dialog, Menu, RowId};

use crate::support::fleet::{Cast, Driver, targets};

fn menu(desk: &Driver) -> &Menu {
    match desk.state.dialogs.last() {
        Some(Dialog::Menu(menu)) => menu,
        other => panic!("no menu but {other:?}"),
    }
}

#[test]
fn space_marks_and_goes_down_and_again_takes_the_mark() {
    let mut desk = Cast::shop().open();
    desk.press("5 space space");
    assert_eq!(desk.marked(), ["api-01/cron", "api-02/web:b"]);
    assert_eq!(desk.cursor(), "db-01/backup");
    desk.press("g space");
    assert_eq!(desk.marked(), ["api-01/cron"]);
}

#[test]
fn marks_stick_to_their_process_through_polls_sorts_filters_and_tabs() {
    let mut desk = Cast::shop().open();
    desk.press("5 space space");
    let marked = desk.marked();
    desk.poll(
        "api-02",
        &[("cron", Fatal), ("web:a", Fatal), ("web:b", Running)],
    )
    .look();
    desk.press("O o 2 /").type_text("pg").press("enter 2 5");
    assert_eq!(desk.marked(), marked);
    desk.lose("api-02").look();
    desk.poll("api-02", &[("web:b", Running)]).look();
    assert_eq!(desk.marked(), marked, "a node may go down and come up");
}

#[test]
fn what_no_longer_exists_loses_its_mark() {
    let mut desk = Cast::shop().open();
    desk.press("5 space space");
    desk.poll("api-02", &[("cron", Running)]).look();
    assert_eq!(desk.marked(), ["api-01/cron"]);
    desk.press("4 *");
    assert!(desk.marked().contains(&"pg".to_owned()));
    desk.poll("db-01", &[]).look();
    assert_eq!(desk.marked(), ["cron", "web"]);
}

#[test]
fn a_range_follows_the_cursor_and_gives_back_what_it_took() {
    let mut desk = Cast::many(9).open();
    desk.press("5 j j space g v j j j");
    assert_eq!(desk.marked(), ["n/p00", "n/p01", "n/p02", "n/p03"]);
    desk.press("k k");
    assert_eq!(
        desk.marked(),
        ["n/p00", "n/p01", "n/p02"],
        "p02 was marked before"
    );
    desk.press("esc j j");
    assert_eq!(desk.marked(), ["n/p00", "n/p01", "n/p02"]);
    assert!(desk.state.listing().range.is_none());
}

#[test]
fn a_range_ends_at_v_space_and_goes_both_ways() {
    for end in ["v", "space", "esc"] {
        let mut desk = Cast::many(9).open();
        desk.press("5 G v k k").press(end).press("k k");
        assert_eq!(desk.marked(), ["n/p06", "n/p07", "n/p08"], "{end}");
    }
}

#[test]
fn star_marks_all_shown_and_again_unmarks_them() {
    let mut desk = Cast::shop().open();
    desk.press("5 G space /").type_text("web").press("enter *");
    assert_eq!(desk.marked().len(), 5);
    desk.press("*");
    assert_eq!(desk.marked(), ["db-01/pg"], "only what is shown");
    desk.press("space *");
    assert_eq!(desk.marked().len(), 5, "one of them is not all of them");
    desk.press("U");
    assert!(desk.marked().is_empty());
}

#[test]
fn only_marked_rows_can_be_shown_and_esc_shows_all_again() {
    let mut desk = Cast::shop().open();
    desk.press("5 space j space m o");
    assert_eq!(desk.rows(), ["api-02/web:b", "db-01/backup"]);
    desk.press("g space");
    assert_eq!(desk.rows(), ["db-01/backup"], "an unmarked one goes");
    assert_eq!(desk.cursor(), "db-01/backup");
    desk.press("esc");
    assert_eq!(desk.rows().len(), 8);
}

#[test]
fn invert_goes_over_what_is_shown() {
    let mut desk = Cast::shop().open();
    desk.press("5 /").type_text("web").press("enter space m i");
    assert_eq!(
        desk.marked(),
        ["api-01/web:a", "api-01/web:b", "api-02/web:a"]
    );
}

#[test]
fn marks_on_the_dashboard_are_counted_there() {
    let mut desk = Cast::shop().open();
    assert_eq!(desk.rows(), ["api-02/web:b", "old-01"]);
    desk.press("space space");
    assert_eq!(desk.marked().len(), 2);
    desk.press("U");
    assert!(desk.state.marks.is_empty());
}

#[test]
fn a_node_without_data_that_is_marked_is_told_of() {
    let mut desk = Cast::shop().open();
    desk.poll("old-01", &[("lamp", Running)]);
    desk.lose("old-01").look();
    desk.press("1 G space R");
    assert!(desk.state.dialogs.is_empty());
    assert_eq!(
        desk.told(),
        "restart: old-01 gives no data, nothing can be done there"
    );
}

#[test]
fn marks_made_elsewhere_do_not_reach_into_a_page_about_something_else() {
    let mut desk = Cast::shop().open();
    desk.press("2 * 3 enter R");
    let sent = &desk.asked().schedule.operations;
    assert!(
        sent.iter()
            .all(|o| o.subject.node().as_str().starts_with("api"))
    );
    desk.press("n 4 g enter");
    assert_eq!(desk.cursor(), "api-02/web:b");
    desk.press("U 5 G space 4 R");
    assert_eq!(targets(&desk.asked().schedule), ["api-02/web:b"]);
}

proptest! {
    #[test]
    fn the_mark_menu_adds_as_many_as_it_says(
        before in prop::collection::vec(0usize..8, 0..6),
        cursor in 0usize..8,
        filter in prop::sample::select(vec!["", "web", "state:bad", "api-01", "nothing"]),
        choice in prop::sample::select(vec!["a", "b", "g", "n", "e", "f"]),
        tab in prop::sample::select(vec!["1", "2", "3", "4", "5"]),
    ) {
        let mut desk = Cast::shop().open();
        desk.press("5");
        for row in before {
            desk.press("g");
            desk.times(row, "j");
            desk.press("space");
        }
        desk.press(tab).press("g");
        desk.times(cursor, "j");
        desk.press("/ ctrl-u").type_text(filter).press("enter m");
        let key = choice.chars().next().unwrap();
        let item = menu(&desk).items.iter().find(|item| item.key == key).unwrap();
        let says: usize = item.note.parse().unwrap();
        let had = desk.marked().len();
        desk.press(choice);
        prop_assert_eq!(desk.marked().len(), had + says);
    }
}

#[test]
fn failed_ones_of_the_last_batch_can_be_marked_if_they_still_exist() {
    use supdeck::engine::Event;
    use supdeck::model::{LinkError, Outcome};
    use supdeck::plan::{OperationId, RunStep};

    let mut desk = Cast::shop().open();
    desk.press("5 /").type_text("web").press("enter * R").read();
    desk.press("y");
    let (id, schedule) = desk.runs().remove(0);
    for operation in &schedule.operations {
        let lost = Outcome::Lost {
            error: LinkError::ShuttingDown,
        };
        desk.tell(Event::Progressed(id, RunStep::Ended(operation.id, lost)));
    }
    assert_eq!(schedule.operations.len(), 4);
    assert_eq!(schedule.operations[0].id, OperationId(0));
    desk.poll("api-01", &[("cron", Stopped)]);
    desk.tell(Event::Finished(id)).look();
    let exists = |row: &RowId| match row {
        RowId::Process(id) => desk.state.fleet.process(id).is_some(),
        _ => true,
    };
    let kind = desk.state.listing().kind;
    assert!(desk.state.marks.of(kind).all(exists), "{:?}", desk.marked());
    desk.press("esc U m f");
    assert_eq!(desk.marked(), ["api-02/web:a", "api-02/web:b"]);
}
