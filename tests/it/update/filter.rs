//! The filter: what it hides, what it keeps when it is not understood, and how long it lasts.

use supdeck::model::ProcessState::{Fatal, Running};

use crate::support::fleet::{Cast, Driver};

/// `n of m`, as the line above the table says it.
fn shown(desk: &Driver) -> (usize, usize) {
    let listing = desk.state.listing();
    (listing.order.len(), listing.total)
}

#[test]
fn it_works_while_it_is_typed_and_says_n_of_m() {
    let mut desk = Cast::shop().open();
    desk.press("5");
    assert_eq!(shown(&desk), (8, 8));
    desk.press("/").type_text("state:bad");
    assert_eq!(shown(&desk), (1, 8));
    desk.press("enter");
    desk.poll("db-01", &[("backup", Fatal), ("pg", Fatal)])
        .look();
    assert_eq!(shown(&desk), (3, 8), "new rows have to pass, too");
}

#[test]
fn a_page_counts_what_it_is_about() {
    let mut desk = Cast::shop().open();
    desk.press("3 enter tab /").type_text("cron");
    assert_eq!(shown(&desk), (2, 6));
}

#[test]
fn one_that_is_not_understood_keeps_the_last_good_rows() {
    let mut desk = Cast::shop().open();
    desk.press("5 /").type_text("web");
    let rows = desk.rows();
    desk.type_text(" /a(");
    assert_eq!(desk.rows(), rows);
    assert!(desk.state.listing().filter.error.is_some());
    assert!(
        desk.state
            .prompt
            .as_ref()
            .is_some_and(|p| p.error.is_some())
    );
    desk.press("enter");
    desk.poll("db-01", &[("backup", Running), ("pg", Fatal)])
        .look();
    assert_eq!(desk.rows(), rows);
    assert_eq!(desk.state.listing().filter.text, "web /a(");
    desk.press("/ ctrl-u").type_text("pg").press("enter");
    assert_eq!(desk.rows(), ["db-01/pg"]);
    assert!(desk.state.listing().filter.error.is_none());
}

#[test]
fn it_belongs_to_its_tab_and_comes_back_to_be_edited() {
    let mut desk = Cast::shop().open();
    desk.press("5 /").type_text("web").press("enter 2");
    assert_eq!(shown(&desk), (4, 4));
    desk.press("5");
    assert_eq!(shown(&desk), (4, 8));
    desk.press("/");
    let typed = |desk: &Driver| {
        desk.state
            .prompt
            .as_ref()
            .map(|p| p.input.value().to_owned())
    };
    assert_eq!(typed(&desk).as_deref(), Some("web"));
    desk.type_text(":a");
    assert_eq!(shown(&desk), (2, 8));
    desk.press("esc");
    assert_eq!(shown(&desk), (4, 8), "Esc gives back what was there");
    desk.wait(300).press("esc");
    assert_eq!(shown(&desk), (8, 8), "and again takes the filter away");
}

#[test]
fn nothing_found_is_no_trouble() {
    let mut desk = Cast::shop().open();
    desk.press("5 j j /").type_text("zebra").press("enter");
    assert_eq!((shown(&desk), desk.cursor()), ((0, 8), String::new()));
    desk.press("R S T K space v * l");
    assert!(desk.runs().is_empty() && desk.state.dialogs.is_empty());
    desk.wait(300).press("esc");
    assert_eq!(shown(&desk), (8, 8));
    assert!(!desk.cursor().is_empty());
}

#[test]
fn every_tab_takes_the_same_language() {
    let mut desk = Cast::shop().open();
    let mut with = |tab: &str, text: &str| {
        desk.press(tab)
            .press("/ ctrl-u")
            .type_text(text)
            .press("enter");
        desk.rows()
    };
    assert_eq!(with("1", "env:stage"), ["api-02/web:b"]);
    assert_eq!(with("2", "state:down"), ["old-01"]);
    assert_eq!(with("2", "env:stage"), ["api-02", "api-01"]);
    assert_eq!(with("3", "prod"), ["prod"]);
    assert_eq!(with("4", "env:prod !pg"), ["backup"]);
    assert_eq!(with("5", "cron | pg").len(), 3);
}
