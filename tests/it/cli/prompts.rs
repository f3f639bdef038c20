//! Questions on a terminal: what is shown, and which answers count.

use supdeck::secrets::{Cost, Credentials, Keep, Secret, VaultPlace};

use super::desk::{Desk, mutations};
use crate::support::fake::{Fake, Program};
use crate::support::pty::{Pty, Spawn};

/// A sealed file that opens at once.
const CHEAP: Cost = Cost {
    memory_kib: 8,
    passes: 1,
};

async fn node() -> Fake {
    Fake::new()
        .program(Program::new("api:web_00"))
        .program(Program::new("api:web_01"))
        .listen()
        .await
}

fn ask(desk: &Desk, line: &str) -> Pty {
    let words: Vec<&str> = line.split(' ').collect();
    Spawn::supdeck(&words)
        .file(".config/supdeck/config.toml", desk.config())
        .start()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_yes_is_a_yes() {
    let fake = node().await;
    let desk = Desk::new().fake("n1", &fake);
    for answer in ["\r", "n\r", "q\r", "x\r", "\x03"] {
        let mut pty = ask(&desk, "stop api:*");
        let screen = pty.wait_for("stop 2 processes? y/N");
        assert!(
            screen.contains("RUNNING   api:web_00 api:web_01 on n1"),
            "{screen}"
        );
        pty.press(answer);
        assert_eq!(pty.exit_code(), 16, "{answer:?}");
        assert!(pty.see().contains("nothing was sent"));
    }
    assert_eq!(mutations(&fake), 0);
    let mut pty = ask(&desk, "stop api:*");
    pty.wait_for("y/N");
    pty.press("y\r");
    assert_eq!(pty.exit_code(), 0);
    let screen = pty.see();
    assert!(
        screen.contains("ok       n1: api:web_00: STOPPED"),
        "{screen}"
    );
    assert!(screen.contains("the results are in"), "{screen}");
    assert_eq!(mutations(&fake), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_asks_and_says_how_many_that_are() {
    let fake = node().await;
    let desk = Desk::new().fake("n1", &fake);
    let mut pty = ask(&desk, "stop all");
    pty.wait_for("stop 2 processes? y/N");
    pty.press("\r");
    assert_eq!(pty.exit_code(), 16);
    assert_eq!(mutations(&fake), 0);
    let mut pty = ask(&desk, "stop all --yes");
    assert_eq!(pty.exit_code(), 64);
    assert!(pty.see().contains("all wants --expect-count as well"));
    assert_eq!(mutations(&fake), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_a_node_do_not_take_over_the_terminal() {
    let hostile = Program::named("g", "a\x1b]0;title\x07b\u{202e}c\x1b[2J");
    let fake = Fake::new().program(hostile).listen().await;
    let desk = Desk::new().fake("n1", &fake);
    for (line, answer) in [("status", ""), ("stop g:*", "n\r"), ("stop g:* --yes", "")] {
        let mut pty = ask(&desk, line);
        if !answer.is_empty() {
            pty.wait_for("y/N");
            pty.press(answer);
        }
        pty.exit_code();
        let text = String::from_utf8_lossy(pty.log()).into_owned();
        assert!(text.contains("title"), "{line}: {text:?}");
        for bad in ["\x1b]", "\x07", "\u{202e}", "\x1b[2J"] {
            assert!(!text.contains(bad), "{line}: {bad:?} in {text:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_protected_environment_has_to_be_typed() {
    let fake = node().await;
    let desk = Desk::new()
        .fake("n1", &fake)
        .environment("prod", "n1", "protected = true");
    for answer in ["y\r", "pro\r", "2\r"] {
        let mut pty = ask(&desk, "stop api:*");
        pty.wait_for("Type prod to go on:");
        pty.press(answer);
        assert_eq!(pty.exit_code(), 16, "{answer:?}");
    }
    assert_eq!(mutations(&fake), 0);
    let mut pty = ask(&desk, "stop api:web_00");
    pty.wait_for("Type prod to go on:");
    pty.press("prod\r");
    assert_eq!(pty.exit_code(), 0);
    let mut pty = ask(&desk, "stop api:web_01 --env-confirm prod");
    pty.wait_for("y/N");
    pty.press("yes\r");
    assert_eq!(pty.exit_code(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_undone_has_to_be_typed() {
    let fake = node().await;
    let desk = Desk::new().fake("n1", &fake);
    let mut pty = ask(&desk, "clear api:*");
    pty.wait_for("Type 2 to go on:");
    pty.press("y\r");
    assert_eq!(pty.exit_code(), 16);
    let mut pty = ask(&desk, "kill n1");
    pty.wait_for("Type n1 to go on:");
    pty.press("\r");
    assert_eq!(pty.exit_code(), 16);
    assert_eq!(mutations(&fake), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_ahead_confirms_nothing() {
    let fake = node().await;
    fake.once(
        "supervisor.getAllProcessInfo",
        crate::support::fake::Trouble::Slow(std::time::Duration::from_millis(700)),
    );
    let desk = Desk::new().fake("n1", &fake);
    let mut pty = ask(&desk, "stop api:*");
    pty.wait_for("0 of 1 nodes answered; waiting for n1");
    pty.press("y\ry\r");
    pty.wait_for("y/N");
    pty.press("\r");
    assert_eq!(pty.exit_code(), 16);
    assert_eq!(mutations(&fake), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_a_line_that_goes_away() {
    let slow = std::time::Duration::from_millis(1500);
    let fake = Fake::new()
        .program(Program::new("api").stops_after(slow))
        .listen()
        .await;
    let desk = Desk::new().fake("n1", &fake);
    let mut pty = ask(&desk, "stop api --yes");
    pty.wait_for("api on n1 stopping");
    assert_eq!(pty.exit_code(), 0);
    let screen = pty.see();
    assert!(!screen.contains("stopping"), "{screen}");
    assert!(
        screen.contains("n1: ok=1 changed=1 failed=0 lost=0 skipped=0"),
        "{screen}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_password_is_asked_for_by_its_passphrase() {
    let fake = Fake::new()
        .program(Program::new("api"))
        .password("ops", "hunter2")
        .listen()
        .await;
    let desk = Desk::new().fake("n1", &fake);
    let spawn = Spawn::supdeck(&["status", "--format", "csv", "--columns", "state"])
        .file(".config/supdeck/config.toml", desk.config())
        .file(".local/state/supdeck/here", "");
    let sealed = spawn.home().join(".local/state/supdeck/credentials.sealed");
    let mut credentials = Credentials::new(VaultPlace::new(sealed));
    let passphrase = Secret::new("open sesame".to_owned());
    credentials.create_sealed(&passphrase, CHEAP).await.unwrap();
    let (entry, secret) = (fake.entry("n1"), Secret::new("hunter2".to_owned()));
    credentials
        .remember(&[&entry], &secret, Keep::Lasting)
        .await
        .unwrap();
    let mut pty = spawn.start();
    pty.wait_for("Passphrase of the sealed passwords:");
    pty.press("wrong\r");
    pty.wait_until("the second question", |screen| {
        screen.matches("Passphrase").count() == 2
    });
    pty.press("open sesame\r");
    pty.wait_for("RUNNING");
    assert_eq!(pty.exit_code(), 0);
    assert!(!pty.see().contains("sesame"), "what is typed is not shown");
}
