//! Reread and update: what would restart is shown first, and each kind of change is confirmed.

use supdeck::engine::{CallFailure, Event, Request};
use supdeck::model::{Action, ConfigChanges, GroupName, LinkError, NodeId};
use supdeck::tui::state::{Dialog, Preview};

use crate::support::fleet::{Cast, Driver, targets};

fn preview(desk: &Driver) -> &Preview {
    match desk.state.dialogs.last() {
        Some(Dialog::Preview(preview)) => preview,
        other => panic!("no preview but {other:?}, {}", desk.told()),
    }
}

fn changes() -> ConfigChanges {
    let names = |names: &[&str]| names.iter().map(|name| GroupName::new(name)).collect();
    ConfigChanges {
        added: names(&["new"]),
        changed: names(&["cron", "web"]),
        removed: names(&["old"]),
    }
}

/// The preview of `api-01`, with the answer there.
fn opened() -> Driver {
    let mut desk = Cast::shop().open();
    desk.press("2 /").type_text("api-01").press("enter a u");
    let asked = desk.requests();
    assert!(matches!(asked.as_slice(), [Request::Reread(node)] if node.as_str() == "api-01"));
    desk.press("y");
    assert!(preview(&desk).changes.is_none(), "still asked for");
    desk.tell(Event::Reread(NodeId::new("api-01"), Ok(changes())))
        .look();
    desk
}

#[test]
fn the_kind_of_change_under_the_cursor_is_confirmed() {
    let mut desk = opened();
    desk.press("j y").read();
    assert_eq!(desk.asked().schedule.action, Action::ReplaceGroup);
    assert_eq!(
        targets(&desk.asked().schedule),
        ["api-01/cron", "api-01/web"]
    );
    desk.press("y");
    assert_eq!(desk.sent(), ["api-01/cron", "api-01/web"]);
}

#[test]
fn the_key_that_opens_the_question_is_dropped_there() {
    let mut desk = opened();
    desk.press("y y y").look().press("y").wait(299).press("y");
    assert!(desk.runs().is_empty());
}

#[test]
fn unticked_groups_are_left_out() {
    let mut desk = opened();
    desk.press("j space y");
    assert_eq!(targets(&desk.asked().schedule), ["api-01/web"]);
    let mut desk = opened();
    desk.press("space space space space y");
    assert_eq!(desk.told(), "nothing is ticked");
    assert!(desk.runs().is_empty());
}

#[test]
fn enter_and_esc_leave_it() {
    for key in ["enter", "esc", "n", "q"] {
        let mut desk = opened();
        desk.wait(300).press(key);
        assert!(desk.state.dialogs.is_empty(), "{key}");
        assert!(desk.runs().is_empty());
    }
}

#[test]
fn an_answer_for_another_node_or_too_late_changes_nothing() {
    let mut desk = opened();
    desk.tell(Event::Reread(
        NodeId::new("api-02"),
        Err(CallFailure::Link(LinkError::ShuttingDown)),
    ));
    assert_eq!(preview(&desk).trouble, None);
    desk.wait(300).press("esc");
    desk.tell(Event::Reread(NodeId::new("api-01"), Ok(changes())));
    assert!(desk.state.dialogs.is_empty());
}

#[test]
fn why_it_cannot_be_read_is_said() {
    let mut desk = opened();
    let failure = CallFailure::Link(LinkError::ShuttingDown);
    desk.tell(Event::Reread(NodeId::new("api-01"), Err(failure)));
    let said = preview(&desk).trouble.as_deref();
    assert_eq!(said, Some("supervisord is shutting down or restarting"));
}
