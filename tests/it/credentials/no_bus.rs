//! Without any bus, as on a jump host: a screen that offers a choice, and each choice works.

use std::os::unix::fs::MetadataExt;

use super::desk::{USER, node};
use super::{CANARY, Desk, guarded, open_form, open_to_all, polls, see_source, wait_row};
use crate::support::fake::Fake;
use crate::support::pty::Pty;

const PASSPHRASE: &str = "correct h0rse";

async fn fakes() -> (Fake, Fake) {
    (guarded().listen().await, open_to_all().listen().await)
}

fn desk((guarded, open): &(Fake, Fake)) -> Desk {
    let desk = Desk::new();
    desk.config(&[node("dev-03", guarded, USER), node("free", open, "")]);
    desk
}

/// Chooses the sealed file and types its passphrase twice.
fn make_sealed(pty: &mut Pty) {
    pty.wait_for("No keyring");
    pty.press("jjj");
    pty.wait_for("> 4");
    pty.press_while("\r", |screen| screen.contains("No keyring"));
    pty.wait_for("once more");
    pty.press(&format!("{PASSPHRASE}\t{PASSPHRASE}\r"));
    pty.wait_for("the sealed file is open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_memory_it_works_until_the_end_and_the_choice_can_be_made_later() {
    let fakes = fakes().await;
    let desk = desk(&fakes);
    let mut pty = desk.open();
    pty.wait_for("Secret Service over D-Bus: DBUS_SESSION_BUS_ADDRESS is unset");
    polls(&mut pty, &fakes.1, 3);
    pty.press_while("\x1b", |screen| screen.contains("No keyring"));
    pty.press("3");
    pty.wait_for("[3 Environments]");
    pty.press("2");
    wait_row(&mut pty, "free", "OK");
    wait_row(&mut pty, "dev-03", "DBUS_SESSION_BUS_ADDRESS is unset");

    open_form(&mut pty, "dev-03");
    pty.wait_for("(*) this session");
    pty.press(&format!("{CANARY}\r"));
    pty.wait_for("took the password; typed, kept for this session");
    see_source(&mut pty, "dev-03", "typed, kept for this session");

    // Whoever wants it to last is asked where, and types the password once.
    open_form(&mut pty, "dev-03");
    pty.press(&format!("{CANARY}\t\x1b[C"));
    pty.wait_for("(*) sealed file");
    pty.press("\r");
    make_sealed(&mut pty);
    pty.press("\r");
    pty.wait_for("took the password; sealed file");
    see_source(&mut pty, "dev-03", "sealed file");
    assert_eq!(pty.leave(), 0);
    let journal = desk.journal(&[CANARY, PASSPHRASE]);
    for kept in ["for the session", "in the sealed file"] {
        let line = format!("signed in to dev-03 as ops: password kept {kept}");
        assert!(journal.contains(&line), "{journal}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_sealed_file_it_lasts_under_a_passphrase() {
    let fakes = fakes().await;
    let desk = desk(&fakes);
    let mut pty = desk.open();
    make_sealed(&mut pty);
    pty.press("2");
    wait_row(&mut pty, "dev-03", "no password");
    open_form(&mut pty, "dev-03");
    pty.wait_for("(*) sealed file");
    pty.press(&format!("{CANARY}\r"));
    pty.wait_for("took the password; sealed file");
    wait_row(&mut pty, "dev-03", "OK");
    assert_eq!(pty.leave(), 0);
    let file = desk.path().join(".local/state/supdeck/credentials.sealed");
    assert_eq!(file.metadata().unwrap().mode() & 0o7777, 0o600);

    let mut pty = desk.open();
    pty.wait_for("It opens with its passphrase");
    pty.press("wr0ng\r");
    pty.wait_for("the passphrase does not open the sealed file");
    pty.press(&format!("{PASSPHRASE}\r"));
    pty.wait_for("the sealed file is open");
    pty.press("2");
    wait_row(&mut pty, "dev-03", "OK");
    see_source(&mut pty, "dev-03", "sealed file /tmp/");
    let written = String::from_utf8_lossy(pty.log()).into_owned();
    assert!(!written.contains("No keyring"), "nothing else is asked");
    for secret in [CANARY, PASSPHRASE, "wr0ng"] {
        assert!(!written.contains(secret), "{secret:?} was on screen");
    }
    assert_eq!(pty.leave(), 0);
    assert_eq!(fakes.0.refused(), 0);
    desk.journal(&[CANARY, PASSPHRASE, "wr0ng"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sealed_file_that_stays_open_asks_the_next_console_nothing() {
    let guarded = guarded().listen().await;
    let desk = Desk::new();
    let stays = "[sealed_file]\nstays_open = \"1m\"\n".to_owned();
    desk.config(&[stays, node("dev-03", &guarded, USER)]);
    let mut pty = desk.open();
    make_sealed(&mut pty);
    pty.press("2");
    wait_row(&mut pty, "dev-03", "no password");
    open_form(&mut pty, "dev-03");
    pty.wait_for("(*) sealed file");
    pty.press(&format!("{CANARY}\r"));
    pty.wait_for("took the password; sealed file");
    assert_eq!(pty.leave(), 0);

    let mut pty = desk.open();
    pty.wait_for("the sealed file is open");
    pty.press("2");
    wait_row(&mut pty, "dev-03", "OK");
    open_form(&mut pty, "dev-03");
    pty.wait_for("(*) sealed file");
    pty.press_while("\x1b", |screen| screen.contains("Sign in"));
    let written = String::from_utf8_lossy(pty.log()).into_owned();
    assert!(!written.contains("passphrase"), "nothing is asked");
    assert!(!written.contains("No keyring"), "nothing is asked");
    assert_eq!(pty.leave(), 0);
    desk.journal(&[CANARY, PASSPHRASE]);
}
