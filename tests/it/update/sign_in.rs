//! The forms that ask for passwords: what they send, what they keep, and that nothing shows.

use std::fmt::Write as _;

use supdeck::engine::{Event, Request, Scope, SignInResult, StoreChoice, Warning};
use supdeck::model::{LinkError, NodeId};
use supdeck::secrets::Keep;
use supdeck::tui::state::{Dialog, KeepChoice, Passphrase, SignInForm, Store};

use crate::support::fleet::{Cast, Driver, bad};

const CANARY: &str = "c4n4ry-pw";

fn form(desk: &Driver) -> &SignInForm {
    match desk.state.dialogs.last() {
        Some(Dialog::SignIn(form)) => form,
        other => panic!("no form but {other:?}"),
    }
}

fn passphrase(desk: &Driver) -> &Passphrase {
    match desk.state.dialogs.last() {
        Some(Dialog::Passphrase(form)) => form,
        other => panic!("no form but {other:?}"),
    }
}

/// The shop with the form for `api-01` open.
fn open() -> Driver {
    let mut desk = Cast::shop().open();
    desk.press("2 /").type_text("api-01").press("enter i");
    assert_eq!(form(&desk).node, NodeId::new("api-01"));
    desk
}

/// The nodes and the keeping asked for, and whether the password was what was typed.
fn tried(desk: &mut Driver) -> (Vec<String>, Keep, bool) {
    match desk.requests().as_slice() {
        [
            Request::SignIn {
                nodes,
                secret,
                keep,
            },
        ] => (
            nodes.iter().map(ToString::to_string).collect(),
            *keep,
            secret.expose() == CANARY,
        ),
        other => panic!("no try but {other:?}"),
    }
}

fn answer(desk: &mut Driver, result: SignInResult) {
    desk.tell(Event::SignedIn(NodeId::new("api-01"), result));
}

#[test]
fn what_is_typed_is_sent_once_and_shows_nowhere() {
    let mut desk = open();
    desk.type_text(CANARY);
    let mut seen = format!("{:?} {:#?}", desk.state, desk.state.dialogs);
    desk.press("enter");
    write!(seen, "{:?} {:?}", desk.effects, desk.state).unwrap();
    assert!(
        !seen.contains(CANARY),
        "a password can be read in a debug print"
    );
    assert_eq!(
        tried(&mut desk),
        (vec!["api-01".to_owned()], Keep::Lasting, true)
    );
    assert!(form(&desk).trying);
    desk.press("enter").type_text("x").press("enter");
    assert!(desk.requests().is_empty(), "one try at a time");
}

#[test]
fn a_password_in_a_message_shows_nowhere_either() {
    use supdeck::tui::msg::Msg;
    let pasted = format!("{:?}", Msg::Pasted(CANARY.to_owned().into()));
    assert!(!pasted.contains(CANARY), "{pasted}");
}

#[test]
fn every_letter_is_a_letter_there() {
    let mut desk = open();
    desk.type_text("q?:R y").press("backspace backspace ctrl-u");
    desk.type_text(CANARY).press("x backspace enter");
    assert!(tried(&mut desk).2);
}

#[test]
fn it_may_be_pasted_but_not_sent_by_pasting() {
    let mut desk = open();
    desk.paste(&format!("{CANARY}\nsecond line\n"));
    assert!(desk.requests().is_empty());
    desk.press("enter");
    assert!(tried(&mut desk).2);
}

#[test]
fn how_long_it_is_kept_is_chosen_in_a_row_of_its_own() {
    let mut desk = open();
    desk.type_text(CANARY).press("tab right");
    assert_eq!(form(&desk).keep, KeepChoice::LastingEnvironment);
    desk.type_text("zz").press("backspace enter");
    let (nodes, keep, same) = tried(&mut desk);
    assert_eq!(
        (nodes.join(" "), keep),
        ("api-01 api-02".to_owned(), Keep::Lasting)
    );
    assert!(same, "letters in that row are no part of the password");

    let mut desk = open();
    desk.press("tab left").paste(CANARY).press("enter");
    let (nodes, keep, same) = tried(&mut desk);
    assert_eq!((nodes.len(), keep, same), (1, Keep::Session, true));
}

#[test]
fn spaces_of_a_pasted_password_are_kept() {
    let mut desk = open();
    desk.press("tab").paste("two words").press("enter");
    match desk.requests().as_slice() {
        [Request::SignIn { secret, .. }] => assert_eq!(secret.expose(), "two words"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refused_one_leaves_the_form_with_the_reason() {
    let mut desk = open();
    desk.type_text(CANARY).press("enter");
    let error = LinkError::Unauthorized {
        user: Some("deploy".to_owned()),
    };
    answer(&mut desk, SignInResult::Refused(error));
    assert!(!form(&desk).trying);
    assert_eq!(
        form(&desk).refused.as_deref(),
        Some("401 Unauthorized, user deploy")
    );
    desk.requests();
    desk.press("enter");
    assert!(desk.requests().is_empty(), "the old one is gone");
    assert_eq!(
        form(&desk).refused.as_deref(),
        Some("type the password first")
    );
    desk.type_text(CANARY).press("enter");
    assert!(tried(&mut desk).2);
}

#[test]
fn an_accepted_one_closes_the_form_and_says_where_it_is_kept() {
    let mut desk = open();
    desk.type_text(CANARY).press("enter");
    answer(
        &mut desk,
        SignInResult::Accepted("kept in the keyring".to_owned()),
    );
    assert!(desk.state.dialogs.is_empty());
    assert_eq!(desk.told(), "api-01 took the password; kept in the keyring");

    let mut desk = open();
    desk.type_text(CANARY).press("enter esc");
    answer(&mut desk, SignInResult::NotKept("no keyring".to_owned()));
    assert!(desk.told().contains("for this session only: no keyring"));
}

#[test]
fn a_node_without_a_user_cannot_be_signed_in_to() {
    use std::sync::Arc;
    use supdeck::model::Roster;
    let mut desk = Cast::shop().open();
    let nodes = desk.state.roster.nodes().cloned().map(|mut entry| {
        entry.user = None;
        entry
    });
    desk.state.roster = Arc::new(Roster::new(nodes.collect(), Vec::new()));
    desk.press("2 i");
    assert!(desk.state.dialogs.is_empty());
    assert!(desk.told().contains("has no user in the config"));
}

#[test]
fn without_a_keyring_the_screen_comes_once() {
    let mut desk = Cast::shop().open();
    let warning = || Event::Warned(Warning::NoKeyring("no session bus".to_owned()));
    desk.tell(warning());
    assert!(matches!(
        desk.state.dialogs.as_slice(),
        [Dialog::NoKeyring(_)]
    ));
    desk.press("enter");
    assert!(desk.requests().is_empty(), "it was not on screen yet");
    desk.read().press("enter");
    let asked = desk.requests();
    assert!(matches!(
        asked.as_slice(),
        [Request::Store(StoreChoice::Memory)]
    ));
    desk.tell(warning());
    assert!(desk.state.dialogs.is_empty());
    desk.press("2 G i");
    assert_eq!(form(&desk).keep, KeepChoice::Session);
}

#[test]
fn while_something_else_is_asked_that_screen_waits() {
    let mut desk = open();
    desk.tell(Event::Warned(Warning::NoKeyring(
        "no session bus".to_owned(),
    )));
    assert_eq!(form(&desk).node, NodeId::new("api-01"), "typing goes on");
    desk.wait(300).press("esc");
    assert!(matches!(
        desk.state.dialogs.as_slice(),
        [Dialog::NoKeyring(_)]
    ));
}

#[test]
fn a_sealed_file_is_made_under_a_passphrase_typed_twice() {
    let mut desk = Cast::shop().open();
    desk.tell(Event::Warned(Warning::NoKeyring(
        "no session bus".to_owned(),
    )));
    desk.read().press("4 enter");
    assert_eq!(
        passphrase(&desk).refused.as_deref(),
        Some("type a passphrase first")
    );
    desk.type_text(CANARY)
        .press("tab")
        .type_text("other")
        .press("enter");
    assert_eq!(
        passphrase(&desk).refused.as_deref(),
        Some("the two passphrases differ")
    );
    desk.press("ctrl-u").type_text(CANARY);
    let seen = format!("{:?}", desk.state);
    desk.press("enter");
    assert!(!seen.contains(CANARY) && !format!("{:?}", desk.effects).contains(CANARY));
    let asked = desk.requests();
    assert!(
        matches!(asked.as_slice(), [Request::Store(StoreChoice::Sealed(secret))]
        if secret.expose() == CANARY)
    );
    desk.press("enter");
    assert!(desk.requests().is_empty(), "one try at a time");
    desk.tell(Event::Warned(Warning::Unlocked));
    assert!(desk.state.dialogs.is_empty());
}

#[test]
fn one_that_exists_is_opened_and_a_wrong_passphrase_asks_again() {
    let mut desk = Cast::shop().open();
    desk.tell(Event::Warned(Warning::Locked(None)));
    desk.type_text("wrong")
        .press("tab")
        .type_text("er")
        .press("enter");
    desk.requests();
    desk.tell(Event::Warned(Warning::Locked(Some(
        "wrong passphrase".to_owned(),
    ))));
    assert_eq!(desk.state.dialogs.len(), 1);
    assert!(!passphrase(&desk).trying);
    assert_eq!(
        passphrase(&desk).refused.as_deref(),
        Some("wrong passphrase")
    );
    desk.type_text(CANARY).press("enter");
    let asked = desk.requests();
    assert!(
        matches!(asked.as_slice(), [Request::Store(StoreChoice::Sealed(secret))]
        if secret.expose() == CANARY)
    );
    desk.wait(300).press("esc");
    assert!(desk.state.dialogs.is_empty());
}

/// Without a keyring, and nothing else chosen yet.
fn unsettled() -> Driver {
    let mut desk = Cast::shop().open();
    desk.tell(Event::Warned(Warning::NoKeyring(
        "no session bus".to_owned(),
    )));
    desk.read().press("esc").requests();
    desk.press("2 /").type_text("api-01").press("enter i");
    desk
}

#[test]
fn whoever_wants_a_password_kept_is_asked_where_again() {
    let mut desk = unsettled();
    desk.type_text(CANARY).press("tab right enter");
    assert!(desk.requests().is_empty(), "nothing is tried before");
    assert!(matches!(
        desk.state.dialogs.last(),
        Some(Dialog::NoKeyring(_))
    ));
    desk.read().press("4").type_text("pass").press("tab");
    desk.type_text("pass").press("enter").requests();
    desk.tell(Event::Warned(Warning::Unlocked)).press("enter");
    assert_eq!(
        tried(&mut desk),
        (vec!["api-01".to_owned()], Keep::Lasting, true)
    );
}

#[test]
fn whoever_then_chooses_memory_need_not_type_again() {
    let mut desk = unsettled();
    desk.type_text(CANARY).press("tab right enter");
    desk.read().press("1").requests();
    desk.press("enter");
    assert_eq!(
        tried(&mut desk),
        (vec!["api-01".to_owned()], Keep::Session, true)
    );
}

#[test]
fn a_locked_file_asks_for_its_passphrase_where_it_is_needed() {
    let mut desk = Cast::shop().open();
    desk.tell(Event::Warned(Warning::Locked(None)));
    desk.press("esc").wait(300);
    desk.press("2 /").type_text("api-01").press("enter i");
    assert_eq!(form(&desk).keep, KeepChoice::Session);
    desk.type_text(CANARY).press("tab right enter");
    assert_eq!(passphrase(&desk).again, None);
    desk.type_text("pass").press("enter").requests();
    desk.tell(Event::Warned(Warning::Unlocked)).press("enter");
    assert!(tried(&mut desk).2);
}

#[test]
fn the_passphrase_waits_until_nothing_else_is_asked() {
    let mut desk = open();
    desk.tell(Event::Warned(Warning::Locked(None)));
    assert_eq!(form(&desk).node, NodeId::new("api-01"), "typing goes on");
    desk.wait(300).press("esc");
    assert!(!passphrase(&desk).trying);
}

#[test]
fn a_keyring_that_answers_again_is_where_passwords_are_kept() {
    let mut desk = Cast::shop().open();
    desk.tell(Event::Warned(Warning::NoKeyring("locked".to_owned())));
    desk.read().press("enter");
    desk.tell(Event::Warned(Warning::KeyringAnswers));
    assert_eq!(desk.state.session.store, Store::Keyring);
    desk.press("2 G i");
    assert_eq!(form(&desk).keep, KeepChoice::Lasting);
}

#[test]
fn whoever_wants_to_sign_in_without_a_password_has_the_keyring_asked_once_more() {
    let mut desk = Cast::shop().open();
    desk.press("2 G i");
    assert!(desk.requests().is_empty(), "the node answers");
    desk.wait(300).press("esc");
    let reason = "the keyring is locked".to_owned();
    let report = bad("db-01", desk.state.now, LinkError::NoCredential { reason });
    desk.tell(Event::Reported(report)).look();
    desk.press("2 / d b - 0 1 enter i");
    assert_eq!(form(&desk).node, NodeId::new("db-01"));
    let asked = desk.requests();
    let nodes = vec![NodeId::new("db-01")];
    assert!(
        matches!(asked.as_slice(), [Request::Poll(Scope::Nodes(asked))] if *asked == nodes),
        "{asked:?}"
    );
}
