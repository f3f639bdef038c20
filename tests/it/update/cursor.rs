//! Where the cursor stands, and in which order rows come.

use proptest::prelude::*;
use supdeck::model::ProcessState::{Fatal, Running, Starting, Stopped};

use crate::support::fleet::{Cast, Driver};

/// The rows on screen.
fn on_screen(desk: &Driver) -> Vec<usize> {
    let listing = desk.state.listing();
    let end = (listing.top + desk.seen.table_rows).min(listing.order.len());
    (listing.top..end).collect()
}

#[test]
fn worst_comes_first_and_equals_keep_node_and_name() {
    let mut desk = Cast::shop().open();
    desk.press("5");
    let worst_first = [
        "api-02/web:b",
        "api-01/cron",
        "db-01/backup",
        "api-01/web:a",
        "api-01/web:b",
        "api-02/cron",
        "api-02/web:a",
        "db-01/pg",
    ];
    assert_eq!(desk.rows(), worst_first);
    desk.press("O");
    assert_eq!(
        desk.rows(),
        [
            "api-01/web:a",
            "api-01/web:b",
            "api-02/cron",
            "api-02/web:a",
            "db-01/pg",
            "db-01/backup",
            "api-01/cron",
            "api-02/web:b",
        ],
        "reversed, but equals stay in order"
    );
}

#[test]
fn a_sorted_column_keeps_equals_in_order_both_ways() {
    let mut desk = Cast::shop().open();
    desk.press("5 : s o r t space n o d e enter");
    let of_api_01 = ["api-01/cron", "api-01/web:a", "api-01/web:b"];
    assert_eq!(desk.rows()[..3], of_api_01);
    desk.press("O");
    assert_eq!(desk.rows()[5..], of_api_01);
}

#[test]
fn the_cursor_stays_on_its_process_when_a_poll_sorts_it_elsewhere() {
    let mut desk = Cast::shop().open();
    desk.press("5 G");
    assert_eq!(desk.cursor(), "db-01/pg");
    desk.poll("db-01", &[("backup", Running), ("pg", Fatal)])
        .look();
    assert_eq!(desk.cursor(), "db-01/pg");
    assert_eq!(desk.state.listing().index, 1);
    desk.press("O");
    assert_eq!(desk.cursor(), "db-01/pg");
}

#[test]
fn a_vanished_row_hands_the_cursor_to_the_one_that_took_its_place() {
    let mut desk = Cast::shop().open();
    desk.press("5 j j j");
    assert_eq!(desk.cursor(), "api-01/web:a");
    desk.poll("api-01", &[("cron", Stopped), ("web:b", Running)])
        .look();
    assert_eq!(desk.cursor(), "api-01/web:b");
    assert_eq!(desk.state.listing().index, 3);
}

#[test]
fn when_the_last_row_vanishes_the_cursor_goes_up_one() {
    let mut desk = Cast::shop().open();
    desk.press("5 G");
    desk.poll("db-01", &[]).look();
    assert_eq!(desk.cursor(), "api-02/web:a");
    for node in ["api-01", "api-02"] {
        desk.poll(node, &[]).look();
    }
    assert_eq!((desk.cursor(), desk.rows().len()), (String::new(), 0));
    desk.press("j G pgdn space v * R l d y enter");
    assert_eq!(desk.cursor(), "");
}

#[test]
fn the_cursor_stays_on_its_process_while_a_filter_is_typed() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k /").type_text("web");
    assert_eq!(desk.cursor(), "api-02/web:a");
    desk.press("esc");
    assert_eq!(desk.cursor(), "api-02/web:a");
}

#[test]
fn a_page_down_moves_the_window_by_a_page_and_keeps_one_line() {
    let mut desk = Cast::many(90).open();
    desk.press("5 pgdn");
    let before = on_screen(&desk);
    desk.press("pgdn");
    let after = on_screen(&desk);
    assert_eq!(before.last(), after.first(), "one line is seen twice");
    assert_eq!(after.len(), 20);
    desk.press("pgup");
    assert_eq!(on_screen(&desk), before, "and back the same way");
}

#[test]
fn the_first_page_down_moves_the_window_too() {
    let mut desk = Cast::many(90).open();
    desk.press("5 pgdn");
    assert!(desk.state.listing().top >= 17, "{:?}", on_screen(&desk));
}

#[test]
fn each_tab_keeps_its_cursor_and_a_page_comes_back_as_it_was() {
    let mut desk = Cast::shop().open();
    desk.press("5 j j 2 j");
    let node = desk.cursor();
    desk.press("5");
    assert_eq!(desk.cursor(), "db-01/backup");
    desk.press("4 G enter");
    assert_eq!(desk.rows(), ["db-01/pg"]);
    desk.press("esc 2");
    assert_eq!(desk.cursor(), node);
}

#[test]
fn a_smaller_screen_brings_the_cursor_back_into_sight() {
    let mut desk = Cast::many(60).open();
    desk.press("5");
    desk.times(15, "j");
    desk.look();
    desk.state.dirty = false;
    desk.seen.table_rows = 6;
    desk.look();
    assert!(on_screen(&desk).contains(&15));
    assert!(desk.state.dirty, "another frame is needed to show it");
    desk.state.dirty = false;
    desk.look();
    assert!(!desk.state.dirty, "and then none");
}

#[test]
fn a_held_table_ignores_polls_but_not_its_user() {
    let mut desk = Cast::shop().open();
    desk.press("5 p");
    let held = desk.rows();
    desk.poll("db-01", &[("backup", Running), ("pg", Fatal)])
        .look();
    assert_eq!(desk.rows(), held);
    desk.press("/").type_text("web").press("enter");
    assert_eq!(desk.rows().len(), 4, "a filter works on it");
    desk.press("esc p");
    assert_eq!(
        desk.rows()[1],
        "db-01/pg",
        "let go, it is what the fleet is"
    );
}

#[test]
fn a_clock_that_only_moves_within_its_second_needs_no_frame() {
    let mut desk = Cast::shop().open();
    desk.look();
    desk.state.dirty = false;
    desk.wait(300).wait(300);
    assert!(!desk.state.dirty);
    desk.wait(500);
    assert!(desk.state.dirty, "ages are shown in seconds");
}

proptest! {
    #[test]
    fn the_cursor_is_always_on_screen_with_a_margin(
        rows in 1usize..12,
        keys in prop::collection::vec(
            prop::sample::select(vec!["j", "k", "g", "G", "pgdn", "pgup", "ctrl-d", "ctrl-u"]), 1..40),
        gone in 0usize..30,
    ) {
        let mut desk = Cast::many(30).open();
        desk.seen.table_rows = rows;
        desk.press("5").look();
        for (at, name) in keys.into_iter().enumerate() {
            if at == 10 {
                let names: Vec<String> = (gone..30).map(|number| format!("p{number:02}")).collect();
                let left: Vec<_> =
                    names.iter().map(|name| (name.as_str(), Starting)).collect();
                desk.poll("n", &left).look();
            }
            desk.key(name);
            let listing = desk.state.listing();
            let (index, last) = (listing.index, listing.order.len() - 1);
            let window = on_screen(&desk);
            prop_assert!(window.contains(&index), "{index} in {window:?}");
            let margin = 2.min((rows - 1) / 2);
            prop_assert!(window.contains(&index.saturating_sub(margin)));
            prop_assert!(window.contains(&(index + margin).min(last)));
            prop_assert_eq!(window.len(), rows.min(last + 1), "no empty line below the last row");
            desk.cursor();
        }
    }
}

#[test]
fn a_list_may_grow_to_thousands_and_shrink_to_one_under_the_cursor() {
    let mut desk = Cast::new().node("n-1", &[]).open();
    desk.press("5 G j k pgdn pgup").look();
    assert_eq!(desk.cursor(), "");
    let labels: Vec<String> = (0..2000).map(|number| format!("p:{number:04}")).collect();
    let many: Vec<_> = labels
        .iter()
        .map(|label| (label.as_str(), Running))
        .collect();
    for key in ["G", "g", "G"] {
        desk.poll("n-1", &many).look().press(key).look();
        let on_key = desk.cursor();
        assert_eq!(
            on_key,
            if key == "G" {
                "n-1/p:1999"
            } else {
                "n-1/p:0000"
            }
        );
        desk.press("space");
        desk.poll("n-1", &many[1000..1001]).look();
        assert_eq!(desk.cursor(), "n-1/p:1000");
        assert_eq!(on_screen(&desk), [0]);
        assert!(desk.marked().is_empty(), "what is gone is not marked");
        desk.poll("n-1", &[]).look();
        assert_eq!(desk.cursor(), "");
        desk.press("R S T space v j");
        assert!(desk.runs().is_empty());
    }
}
