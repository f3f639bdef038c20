//! The dashboard where it is taller than its room.

use supdeck::tui::state::Dialog;

use crate::support::fleet::{Cast, Driver};

/// A dashboard of two rows that need somebody, nine rows taller than the screen.
fn tall() -> Driver {
    let mut desk = Cast::shop().open();
    desk.seen.page_rows = (18, 27);
    desk.seen.table_rows = 3;
    desk.press("1").look();
    assert_eq!(desk.rows().len(), 2, "{:?}", desk.rows());
    desk
}

fn scroll(desk: &Driver) -> usize {
    desk.state.page().scroll
}

#[test]
fn the_cursor_goes_first_and_then_the_page() {
    let mut desk = tall();
    desk.press("j");
    assert_eq!((desk.state.listing().index, scroll(&desk)), (1, 0));
    desk.press("j j");
    assert_eq!((desk.state.listing().index, scroll(&desk)), (1, 2));
    desk.press("k");
    assert_eq!((desk.state.listing().index, scroll(&desk)), (1, 1));
    desk.press("k k");
    assert_eq!((desk.state.listing().index, scroll(&desk)), (0, 0));
}

#[test]
fn a_page_down_is_one_of_the_page_and_no_further_than_its_end() {
    let mut desk = tall();
    desk.press("ctrl-d");
    assert_eq!((desk.state.listing().index, scroll(&desk)), (0, 9));
    desk.press("pgdn");
    assert_eq!(scroll(&desk), 9);
    desk.press("pgup");
    assert_eq!((desk.state.listing().index, scroll(&desk)), (0, 0));
    desk.press("G");
    assert_eq!((desk.state.listing().index, scroll(&desk)), (1, 9));
    desk.press("g");
    assert_eq!((desk.state.listing().index, scroll(&desk)), (0, 0));
}

#[test]
fn a_list_with_more_rows_than_fit_is_turned_before_the_page() {
    let mut desk = tall();
    desk.seen.table_rows = 1;
    desk.look().press("pgdn");
    assert_eq!((desk.state.listing().index, scroll(&desk)), (1, 0));
}

#[test]
fn what_a_command_is_about_is_brought_into_sight() {
    for (key, opens) in [("enter", true), ("R", true), ("space", false), ("/", false)] {
        let mut desk = tall();
        desk.press("pgdn");
        assert_eq!(scroll(&desk), 9);
        desk.press(key);
        assert_eq!(scroll(&desk), 0, "{key}");
        assert_eq!(!desk.state.dialogs.is_empty(), opens, "{key}");
    }
}

#[test]
fn esc_goes_back_to_the_top_before_anything_else_is_left() {
    let mut desk = tall();
    desk.press("/").type_text("state:bad").press("enter pgdn");
    assert!(scroll(&desk) > 0);
    desk.wait(500).press("esc");
    assert_eq!(scroll(&desk), 0);
    assert_eq!(desk.state.listing().filter.text, "state:bad");
    desk.press("pgdn").wait(500).press("q").wait(500).press("q");
    assert!(!desk.quits() && !matches!(desk.state.dialogs.last(), Some(Dialog::Leave)));
}

#[test]
fn a_taller_screen_leaves_nothing_to_scroll() {
    let mut desk = tall();
    desk.press("G");
    desk.seen.page_rows = (34, 34);
    desk.look();
    assert_eq!(scroll(&desk), 0);
}
