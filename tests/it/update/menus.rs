//! Menus: what they offer, why not, and that they act on what they were opened for.

use supdeck::engine::Request;
use supdeck::model::LogSource;
use supdeck::model::ProcessState::{Fatal, Running, Stopped};
use supdeck::tui::effect::Effect;
use supdeck::tui::state::{Dialog, Menu};

use crate::support::fleet::{Cast, Driver, process_id, targets};

fn menu(desk: &Driver) -> &Menu {
    match desk.state.dialogs.last() {
        Some(Dialog::Menu(menu)) => menu,
        other => panic!("no menu but {other:?}"),
    }
}

fn note(desk: &Driver, key: char) -> (bool, String) {
    let item = menu(desk)
        .items
        .iter()
        .find(|item| item.key == key)
        .unwrap();
    (item.enabled, item.note.clone())
}

#[test]
fn it_offers_what_makes_sense_with_counts_and_reasons() {
    let mut desk = Cast::shop().open();
    desk.press("5 * a");
    assert_eq!(note(&desk, 'S'), (true, "3 of 8 are down".to_owned()));
    assert_eq!(note(&desk, 'T'), (true, "5 of 8 are up".to_owned()));
    assert_eq!(
        note(&desk, 'd'),
        (false, "one process at a time".to_owned())
    );
    desk.wait(300).press("esc U g a");
    assert_eq!(note(&desk, 'T'), (false, "none of 1 are up".to_owned()));
    desk.press("T");
    assert!(matches!(desk.state.dialogs.last(), Some(Dialog::Menu(_))));
    assert_eq!(desk.told(), "stop: none of 1 are up");
}

#[test]
fn nodes_have_actions_of_their_own() {
    let mut desk = Cast::shop().open();
    desk.press("2 a");
    assert_eq!(desk.cursor(), "old-01");
    assert_eq!(note(&desk, 'B'), (false, "no answer from there".to_owned()));
    desk.wait(300).press("esc G a");
    assert!(note(&desk, 'B').0 && note(&desk, 'u').0);
    desk.wait(300).press("esc * a");
    assert_eq!(note(&desk, 'u'), (false, "one node at a time".to_owned()));
}

#[test]
fn on_the_page_of_a_node_its_title_says_what_its_verbs_are_about() {
    let mut desk = Cast::shop().open();
    desk.press("2 /").type_text("api-01").press("enter enter a");
    assert_eq!(menu(&desk).title, "Actions on cron");
    desk.press("B");
    assert_eq!(targets(&desk.asked().schedule), ["api-01/supervisord"]);
}

#[test]
fn letters_arrows_and_enter_choose_and_esc_leaves() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k a R");
    assert_eq!(targets(&desk.asked().schedule), ["api-02/web:a"]);
    desk.press("n a down down enter");
    assert_eq!(desk.asked().schedule.action.verb(), "stop");
    desk.press("n a").wait(300).press("esc");
    assert!(desk.state.dialogs.is_empty() && desk.effects.is_empty());
}

#[test]
fn it_acts_on_what_it_was_opened_for_whatever_the_table_does_meanwhile() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k a");
    assert_eq!(menu(&desk).title, "Actions on web:a");
    desk.poll("api-02", &[("cron", Running), ("web:b", Fatal)])
        .look();
    assert_ne!(desk.cursor(), "api-02/web:a");
    desk.press("l");
    let followed = desk.requests();
    assert!(
        matches!(followed.as_slice(), [Request::Follow(LogSource::Process(id))]
            if *id == process_id("api-02", "web:a")),
        "{followed:?}"
    );

    let mut desk = Cast::shop().open();
    desk.press("5 G a");
    desk.poll("db-01", &[("backup", Stopped)]).look();
    desk.press("T");
    assert!(
        desk.state.dialogs.is_empty(),
        "not the row that took its place"
    );
    assert_eq!(desk.told(), "stop: pg: the node no longer lists it");

    let mut desk = Cast::shop().open();
    desk.press("5 G k K");
    desk.poll(
        "api-02",
        &[("cron", Running), ("web:a", Fatal), ("web:b", Running)],
    )
    .look();
    desk.press("G h");
    assert!(desk.state.dialogs.is_empty(), "{:?}", desk.state.dialogs);
}

#[test]
fn the_trouble_of_a_node_stays_about_that_node() {
    let mut desk = Cast::shop().open();
    desk.press("2 /")
        .type_text("state:down")
        .press("enter enter");
    desk.poll("old-01", &[("lamp", Running)]);
    desk.lose("api-01").look();
    assert_eq!(
        desk.cursor(),
        "api-01",
        "another row is under the cursor now"
    );
    desk.press("l");
    let asked = desk.requests();
    assert!(
        matches!(asked.as_slice(), [Request::Follow(LogSource::Main(node))]
            if node.as_str() == "old-01"),
        "{asked:?}"
    );
}

#[test]
fn trouble_is_retried_copied_and_signed_in_to() {
    let mut desk = Cast::shop().open();
    desk.press("2 enter ctrl-r");
    let asked = desk.requests();
    assert!(matches!(asked.as_slice(), [Request::Poll(_)]), "{asked:?}");
    desk.press("y");
    let Some(Effect::Copy { excerpt, .. }) = desk.effects.pop() else {
        panic!("nothing to copy");
    };
    let text = excerpt.as_str();
    assert!(text.contains("old-01: connection refused by 10.0.3.19:9001"));
    assert!(text.contains("--unix-socket '/run/old-01.sock'"));
    desk.press("i");
    assert!(
        matches!(desk.state.dialogs.as_slice(), [Dialog::SignIn(form)]
        if form.node.as_str() == "old-01")
    );
}

#[test]
fn names_and_commands_are_copied() {
    let copied = |desk: &mut Driver| match desk.effects.pop() {
        Some(Effect::Copy { excerpt, what }) => (excerpt.as_str().to_owned(), what),
        other => panic!("nothing to copy but {other:?}"),
    };
    let mut desk = Cast::shop().open();
    desk.press("5 G k y");
    assert_eq!(copied(&mut desk), ("web:a".to_owned(), "1 name".to_owned()));
    desk.press("Y");
    assert_eq!(
        copied(&mut desk).0,
        "supervisorctl -s unix:///run/api-02.sock -u 'deploy' status 'web:a'"
    );
    desk.press("2 space space y");
    assert_eq!(copied(&mut desk).1, "2 names");
    desk.press("U /").type_text("db-01").press("enter enter y");
    assert_eq!(
        copied(&mut desk).0,
        "backup",
        "a row of the page, not its node"
    );
}

#[test]
fn sorting_by_the_menu_and_again_reverses() {
    let mut desk = Cast::shop().open();
    desk.press("5 o 2");
    let up = desk.rows();
    assert_eq!(up[0], "db-01/backup");
    desk.press("o 2");
    assert_eq!(desk.rows()[0].split('/').next_back(), Some("web:b"));
    desk.press("o 0");
    assert_eq!(desk.rows()[0], "api-02/web:b");
    desk.press("1 o");
    assert!(desk.state.dialogs.is_empty());
}

#[test]
fn logs_that_would_not_be_emptied_say_why() {
    let note = |desk: &mut Driver| {
        desk.wait(300).press("a");
        let Some(Dialog::Menu(menu)) = desk.state.dialogs.last() else {
            panic!("no menu but {:?}", desk.state.dialogs);
        };
        let clear = menu.items.iter().find(|item| item.key == 'D').unwrap();
        (clear.enabled, clear.note.clone())
    };
    let mut desk = Cast::shop().open();
    desk.press("5 /")
        .type_text("node:api-01 cron")
        .press("enter");
    assert_eq!(
        note(&mut desk),
        (false, "STOPPED: it would do nothing".to_owned())
    );
    desk.press("D");
    assert_eq!(
        desk.told(),
        "clear the logs on the node: STOPPED: it would do nothing"
    );
    desk.press("esc / ctrl-u")
        .type_text("api-01")
        .press("enter *");
    assert_eq!(note(&mut desk), (true, "2 of 3 can be".to_owned()));
    desk.press("D").read();
    let targets = crate::support::fleet::targets(&desk.asked().schedule);
    assert_eq!(targets, ["api-01/web:a", "api-01/web:b"]);
}
