//! The prompt at the foot, the palette and the searchable help.

use supdeck::tui::state::{Dialog, Tab};

use crate::support::fleet::{Cast, Driver};

fn typed(desk: &Driver) -> String {
    let prompt = desk.state.prompt.as_ref();
    prompt.map_or(String::new(), |p| p.input.value().to_owned())
}

fn search(desk: &Driver) -> String {
    match desk.state.dialogs.last() {
        Some(Dialog::Pager(pager)) => pager.search.clone(),
        other => panic!("no help but {other:?}"),
    }
}

#[test]
fn readline_keys_edit() {
    let mut desk = Cast::shop().open();
    desk.press("/").type_text("one two").press("ctrl-w");
    assert_eq!(typed(&desk), "one ");
    desk.press("ctrl-a X end Y left backspace");
    assert_eq!(typed(&desk), "XoneY");
    desk.press("ctrl-e alt-b ctrl-u");
    assert_eq!(
        typed(&desk),
        "XoneY",
        "nothing stands before the first word"
    );
    desk.press("ctrl-e ctrl-u");
    assert_eq!(typed(&desk), "");
}

#[test]
fn keys_in_a_prompt_are_text_and_nothing_else() {
    let mut desk = Cast::shop().open();
    desk.press("5 /").press("R y S y T y K q q 1 2 : ?");
    assert_eq!(typed(&desk), "RySyTyKqq12:?");
    assert!(desk.effects.is_empty() && desk.state.dialogs.is_empty());
    desk.press("ctrl-c");
    assert!(desk.state.prompt.is_none());
    assert_eq!(desk.rows().len(), 8);
}

#[test]
fn pasted_text_is_one_line_of_text_in_a_prompt_and_nothing_elsewhere() {
    let mut desk = Cast::shop().open();
    desk.press("5 *").paste("RyRyRy\n");
    assert!(desk.state.dialogs.is_empty() && desk.effects.is_empty());
    assert!(!desk.told().is_empty());
    desk.press(":").paste("restart\nq\n");
    assert_eq!(typed(&desk), "restart");
    assert!(desk.state.dialogs.is_empty());
    desk.press("esc /").paste("we\x1bb");
    assert!(!typed(&desk).contains('\x1b'));
}

#[test]
fn each_kind_of_prompt_recalls_its_own() {
    let mut desk = Cast::shop().open();
    desk.press("5 /").type_text("web").press("enter");
    desk.press("/ ctrl-u").type_text("pg").press("enter");
    desk.press(": r e v e r s e enter");
    desk.press("/ ctrl-u").type_text("cr").press("up");
    assert_eq!(typed(&desk), "pg");
    desk.press("up up up");
    assert_eq!(typed(&desk), "web");
    desk.press("down down down");
    assert_eq!(typed(&desk), "cr", "what was being typed");
    desk.press("esc : up");
    assert_eq!(typed(&desk), "reverse");
}

#[test]
fn the_palette_knows_every_command_and_says_the_nearest() {
    let mut desk = Cast::shop().open();
    desk.press(":").type_text("groups").press("enter");
    assert_eq!(desk.place(), (Tab::Groups, 1));
    desk.press(":").type_text("proceses").press("enter");
    assert_eq!(
        desk.told(),
        "no command is called \"proceses\"; did you mean processes?"
    );
    desk.press(":").type_text("xyzzyx").press("enter");
    assert!(desk.told().contains("no command is called \"xyzzyx\""));
    desk.press("5 :").type_text("filter web").press("enter");
    assert_eq!(desk.rows().len(), 4);
    desk.press(":").type_text("sort colour").press("enter");
    assert_eq!(desk.told(), "no column is called \"colour\"");
}

#[test]
fn a_verb_in_the_palette_asks_like_its_key() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k :").type_text("restart").press("enter y");
    assert!(desk.runs().is_empty(), "typed ahead");
    desk.read().press("y");
    assert_eq!(desk.sent(), ["api-02/web:a"]);
}

#[test]
fn commands_of_dialogs_and_logs_are_not_in_the_palette() {
    let mut desk = Cast::shop().open();
    for name in ["yes", "retry", "drop_queued", "not_here", "clear_view"] {
        desk.press(":").type_text(name).press("enter");
        assert!(desk.told().starts_with("no command is called"), "{name}");
    }
    assert!(desk.effects.is_empty());
}

#[test]
fn tab_completes_as_far_as_it_is_clear() {
    let mut desk = Cast::shop().open();
    desk.press(":").type_text("jou").press("tab");
    assert_eq!(typed(&desk), "journal");
    desk.press("ctrl-u").type_text("unm").press("tab");
    assert_eq!(typed(&desk), "unmark_all");
    desk.press("ctrl-u").type_text("mark_").press("tab");
    assert_eq!(typed(&desk), "mark_", "mark_all or mark_menu");
    desk.press("ctrl-u").type_text("zzz").press("tab");
    assert_eq!(typed(&desk), "zzz");
}

#[test]
fn the_help_is_searched_by_typing() {
    let mut desk = Cast::shop().open();
    desk.press("?").type_text("restart q");
    assert_eq!(search(&desk), "restart q", "letters are letters now");
    desk.wait(300).press("backspace ctrl-u esc");
    assert!(
        desk.state.dialogs.is_empty(),
        "nothing was searched any more"
    );
    desk.press("?").type_text("log").wait(300).press("esc");
    assert_eq!(search(&desk), "", "first the search");
    desk.wait(300).press("?");
    assert!(desk.state.dialogs.is_empty());
    assert!(desk.effects.is_empty());
}

#[test]
fn a_long_help_scrolls_by_lines_and_pages_and_ends_at_its_end() {
    let mut desk = Cast::shop().open();
    desk.seen.dialog_rows = (10, 45);
    desk.press("?").look();
    let scroll = |desk: &Driver| match desk.state.dialogs.last() {
        Some(Dialog::Pager(pager)) => pager.scroll,
        _ => usize::MAX,
    };
    desk.press("down down");
    assert_eq!(scroll(&desk), 2);
    desk.press("pgdn");
    assert!(scroll(&desk) > 8);
    desk.press("pgdn pgdn pgdn pgdn pgdn down");
    assert_eq!(scroll(&desk), 35);
}
