//! Read-only: by flag, by environment and by W.

use supdeck::engine::Request;
use supdeck::plan::Permission;

use crate::support::fleet::{Cast, Driver};

/// Every way there is to act, in dialogs and menus too, with all that could confirm it.
fn try_everything(desk: &mut Driver) {
    let openers = [
        "R",
        "S",
        "T",
        "K",
        "K K",
        "K h",
        "a R",
        "a S",
        "a T",
        "a K",
        "a D",
        "a B",
        "a X",
        "a u",
        ": r e s t a r t enter",
    ];
    for tab in ["1", "2", "3", "4", "5"] {
        for opener in openers {
            for marks in ["U", "*"] {
                desk.press(tab).press("g").press(marks).press(opener).read();
                desk.press("y").type_text("db-01").press("enter");
                desk.read().press("y 6 enter").read().press("8 enter");
                for _ in 0..4 {
                    desk.wait(300).press("esc");
                }
            }
        }
    }
}

fn acted(desk: &mut Driver) -> bool {
    let requests = desk.requests();
    let acts = |request: &Request| matches!(request, Request::Run(..) | Request::Reread(_));
    requests.iter().any(acts)
}

#[test]
fn everything_acts_where_it_may_or_this_test_proves_nothing() {
    let mut desk = Cast::shop().open();
    try_everything(&mut desk);
    assert!(desk.runs().len() > 20);
}

#[test]
fn with_the_flag_nothing_is_sent_and_w_does_not_help() {
    let mut desk = Cast::shop().open();
    desk.state.session.permission = Permission::ReadOnly;
    desk.state.session.locked = true;
    desk.press("W").read().press("y");
    assert_eq!(desk.state.session.permission, Permission::ReadOnly);
    assert!(desk.requests().is_empty());
    try_everything(&mut desk);
    assert!(!acted(&mut desk));
}

#[test]
fn in_a_read_only_environment_nothing_is_sent() {
    let all = ["api-01", "api-02", "db-01", "old-01"];
    let mut desk = Cast::shop().environment("all", &all).read_only().open();
    try_everything(&mut desk);
    assert!(!acted(&mut desk));
    desk.press("5 U G k R");
    assert_eq!(desk.told(), "restart: api-02 is in a read-only environment");
}

#[test]
fn beside_a_read_only_environment_the_rest_may_be_acted_on() {
    let mut desk = Cast::shop()
        .environment("quiet", &["api-02"])
        .read_only()
        .open();
    desk.press("5 * T").read();
    let on_it = |node: &str| {
        let operations = &desk.asked().schedule.operations;
        operations
            .iter()
            .filter(|o| o.subject.node().as_str() == node)
            .count()
    };
    assert_eq!((on_it("api-02"), on_it("api-01")), (0, 2));
    let said = &desk.asked().disclosures;
    assert!(
        said.iter().any(|s| s.text.contains("read-only")),
        "{said:?}"
    );
}

#[test]
fn w_forbids_at_once_and_allows_only_after_a_question() {
    let mut desk = Cast::shop().open();
    desk.press("W");
    let asked = desk.requests();
    assert!(matches!(
        asked.as_slice(),
        [Request::Permit(Permission::ReadOnly)]
    ));
    try_everything(&mut desk);
    assert!(!acted(&mut desk));

    desk.press("5 W y");
    assert!(desk.requests().is_empty(), "typed ahead");
    desk.read().press("enter");
    assert!(desk.requests().is_empty(), "Enter is no");
    assert_eq!(desk.state.session.permission, Permission::ReadOnly);
    desk.press("W").read().press("y");
    let asked = desk.requests();
    assert!(matches!(
        asked.as_slice(),
        [Request::Permit(Permission::ReadWrite)]
    ));
    desk.press("U G k R").read().press("y");
    assert_eq!(desk.sent(), ["api-02/web:a"]);
}

#[test]
fn w_under_a_dialog_does_nothing() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k R").read().press("W");
    assert!(desk.requests().is_empty());
    assert_eq!(desk.state.session.permission, Permission::ReadWrite);
}
