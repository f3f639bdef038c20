//! One password for many nodes: by a shared name, or for a whole environment.

use super::desk::{USER, node};
use super::{CANARY, Desk, guarded, open_form, open_to_all, polls, see_source, show_all, wait_row};
use crate::support::fake::Fake;
use crate::support::keyring::Session;

async fn three() -> Vec<Fake> {
    let mut fakes = Vec::new();
    for _ in 0..3 {
        fakes.push(guarded().listen().await);
    }
    fakes
}

/// The sections of `a`, `b` and `c`.
fn sections(fakes: &[Fake], more: &str) -> Vec<String> {
    let named = ["a", "b", "c"].into_iter().zip(fakes);
    named.map(|(name, fake)| node(name, fake, more)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_sign_in_opens_every_node_with_that_credential() {
    let fakes = three().await;
    let desk = Desk::new();
    let source = format!("{USER}\ncredential = \"fleet\"\npassword_env = \"PW_UNSET\"");
    desk.config(&sections(&fakes, &source));
    let mut pty = desk.open();
    pty.press("2");
    wait_row(&mut pty, "c", "password_env PW_UNSET is not set");
    open_form(&mut pty, "b");
    pty.press(&format!("{CANARY}\r"));
    pty.wait_for("b took the password");
    show_all(&mut pty);
    for name in ["a", "b", "c"] {
        wait_row(&mut pty, name, "OK");
    }
    assert_eq!(pty.leave(), 0);
    assert!(fakes.iter().all(|fake| fake.refused() == 0));
    let journal = desk.journal(&[CANARY]);
    assert_eq!(journal.matches("signed in to").count(), 1, "{journal}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_for_the_environment_signs_in_every_node_of_the_same_user() {
    let fakes = three().await;
    let own = guarded().listen().await;
    let stranger = open_to_all().password("root", CANARY).listen().await;
    let desk = Desk::new();
    let session = Session::unlocked(desk.path());
    let desk = desk.env("DBUS_SESSION_BUS_ADDRESS", &session.address());
    let mut all = sections(&fakes, USER);
    let named = format!("{USER}\npassword_env = \"PW_UNSET\"");
    all.push(node("own", &own, &named));
    all.push(node("stranger", &stranger, "user = \"root\""));
    all.push("[environments.dev]\nnodes = \"a,b,c,own,stranger\"\n".to_owned());
    desk.config(&all);
    let mut pty = desk.open();
    pty.press("2");
    wait_row(&mut pty, "c", "holds no entry");
    open_form(&mut pty, "a");
    pty.press(&format!("{CANARY}\t\x1b[C"));
    pty.wait_for("(*) keyring, all of dev");
    pty.press("\r");
    pty.wait_away("Sign in to a");
    show_all(&mut pty);
    for name in ["a", "b", "c"] {
        wait_row(&mut pty, name, "OK");
    }
    assert_eq!(pty.leave(), 0);
    assert_eq!((own.accepted(), stranger.accepted()), (0, 0));

    let mut pty = desk.open();
    pty.press("2");
    for name in ["a", "b", "c"] {
        wait_row(&mut pty, name, "OK");
    }
    see_source(&mut pty, "c", "OS keyring, entry supdeck/c");
    assert_eq!(pty.leave(), 0);
    assert!(fakes.iter().all(|fake| fake.refused() == 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_refusal_nothing_is_sent_until_told() {
    let guarded = guarded().listen().await;
    let clock = open_to_all().listen().await;
    let desk = Desk::new().env("PW", "wrong-pw");
    let source = format!("{USER}\npassword_env = \"PW\"");
    desk.config(&[node("a", &guarded, &source), node("clock", &clock, "")]);
    let mut pty = desk.open();
    pty.press("2");
    wait_row(&mut pty, "a", "paused");
    wait_row(&mut pty, "a", "401 Unauthorized");
    for told in 1..=2 {
        polls(&mut pty, &clock, 3);
        assert_eq!((guarded.refused(), guarded.accepted()), (told, told));
        pty.press("\x12");
        pty.wait_until("one request more", |_| guarded.refused() > told);
    }
    polls(&mut pty, &clock, 3);
    assert_eq!(guarded.accepted(), 3);
    assert_eq!(pty.leave(), 0);
}
