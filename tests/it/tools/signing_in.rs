//! `supdeck login` and `supdeck logout`, with a keyring, without one, and on a terminal.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use supdeck::model::Endpoint;
use supdeck::secrets::CredentialKey;

use crate::support::fake::{Fake, FakeBuilder, Program};
use crate::support::home::Home;
use crate::support::keyring::{self, Session};
use crate::support::pty::{Pty, Spawn};

const CANARY: &str = "c4n4ry-pw";
const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";

fn guarded() -> FakeBuilder {
    Fake::new()
        .program(Program::new("web"))
        .password("ops", CANARY)
}

/// A config with these nodes of one user and one credential.
fn config(nodes: &[(&str, &Fake)]) -> String {
    nodes.iter().fold(String::new(), |text, (name, fake)| {
        let Endpoint::Http { host, port, .. } = fake.endpoint() else {
            panic!("it listens on a port");
        };
        text + &format!(
            "[nodes.{name}]\nurl = \"http://{host}:{port}\"\nuser = \"ops\"\ncredential = \"web\"\n"
        )
    })
}

/// What it says with this to read and this bus.
fn piped(home: &Home, bus: &str, words: &[&str], input: &str) -> String {
    let mut command = home.command(words);
    let command = command.env(BUS, bus).stdin(Stdio::piped());
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that refuses early does not read on.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    home.told(&child.wait_with_output().unwrap())
}

fn journal(home: &std::path::Path) -> String {
    let file = home.join(".local/state/supdeck/journal.jsonl");
    let text = fs::read_to_string(file).unwrap();
    assert!(!text.contains(CANARY), "{text}");
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_piped_password_is_tried_on_one_node_and_kept_for_all_that_share_it() {
    let fakes = [guarded().listen().await, guarded().listen().await];
    let (home, desk) = (Home::new(), keyring::home());
    let session = Session::unlocked(desk.path());
    let bus = session.address();
    home.write(
        "c.toml",
        &config(&[("web1", &fakes[0]), ("web2", &fakes[1])]),
    );
    let login = ["--config", "c.toml", "login", "web[1-2]", "--stdin"];

    let told = piped(&home, &bus, &login, "wrong\n");
    let refused =
        "--\nsupdeck: web1 did not take it: 401 Unauthorized, user ops; nothing is kept\n-- exit 2";
    assert_eq!(told, refused);
    assert_eq!(
        (fakes[0].refused(), fakes[1].refused()),
        (1, 0),
        "a wrong one is sent once"
    );

    let told = piped(&home, &bus, &login, &format!("{CANARY}\nmore\n"));
    let kept = "The password of ops on web[1-2] is kept: OS keyring, entry supdeck/web; web1 took it.\n--\n-- exit 0";
    assert_eq!(told, kept);
    let entry = CredentialKey::new("web", "ops").entry();
    assert_eq!(session.secret(&entry), CANARY);
    let told = piped(&home, &bus, &["--config", "c.toml", "ping", "web2"], "");
    assert!(told.ends_with("-- exit 0"), "{told}");
    let journal = journal(home.path());
    assert!(
        journal.contains("web1") && !journal.contains("web2"),
        "{journal}"
    );

    let told = piped(&home, &bus, &["--config", "c.toml", "logout", "web1"], "");
    let forgotten = "The password of ops on web1 is forgotten; web2 shared it.\n--\n-- exit 0";
    assert_eq!(told, forgotten);
    assert_eq!(session.secret(&entry), "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_is_down_is_passed_over() {
    let (mut down, up) = (guarded().listen().await, guarded().listen().await);
    let (home, desk) = (Home::new(), keyring::home());
    let session = Session::unlocked(desk.path());
    home.write("c.toml", &config(&[("web1", &down), ("web2", &up)]));
    down.kill().await;
    let login = ["--config", "c.toml", "login", "all", "--stdin"];
    let told = piped(&home, &session.address(), &login, CANARY);
    assert!(
        told.contains("web2 took it.\n--\nsupdeck: web1 could not be asked: connection refused"),
        "{told}"
    );
    assert!(told.ends_with("-- exit 0"), "{told}");
    let only = ["--config", "c.toml", "login", "web1", "--stdin"];
    let told = piped(&home, &session.address(), &only, CANARY);
    assert!(
        told.contains("nothing is kept for ops on web1: no node could be asked"),
        "{told}"
    );
    assert!(told.ends_with("-- exit 4"), "{told}");
}

#[test]
fn what_cannot_be_signed_in_to_is_said() {
    let home = Home::new();
    home.write(
        "c.toml",
        "[nodes.open]\nurl = 'http://127.0.0.1:1'\n\
         [nodes.file]\nurl = 'http://127.0.0.1:1'\nuser = 'ops'\npassword_file = 'pw'\n\
         [nodes.one]\nurl = 'http://127.0.0.1:1'\nuser = 'ops'\n\
         [nodes.two]\nurl = 'http://127.0.0.1:1'\nuser = 'me'\n",
    );
    let see = |words: &[&str]| home.see(&[&["--config", "c.toml"], words].concat());
    insta::assert_snapshot!(see(&["login", "open,file"]), @r#"
    --
    supdeck: file has its password from password_file pw: change it there
    supdeck: open has no user in the config, so it has no password
    -- exit 64
    "#);
    insta::assert_snapshot!(see(&["login", "one,two", "--stdin"]), @r#"
    --
    supdeck: --stdin gives one password, and there are 2 here: ops on one, me on two
    -- exit 64
    "#);
    insta::assert_snapshot!(see(&["login", "one", "--stdin"]), @r#"
    --
    supdeck: no password on standard input: nothing was given
    -- exit 64
    "#);
    insta::assert_snapshot!(see(&["logout", "open"]), @r#"
    --
    supdeck: open has no user in the config, so it has no password
    -- exit 64
    "#);
    insta::assert_snapshot!(see(&["logout", "three"]), @r#"
    --
    supdeck: no node is called three; `supdeck status --of nodes` lists them
      three
      ^
    -- exit 64
    "#);
    insta::assert_snapshot!(see(&["logout", "one"]), @r#"
    --
    supdeck: the password of ops on one stays where it is: Secret Service over D-Bus: DBUS_SESSION_BUS_ADDRESS is unset
    -- exit 1
    "#);
    insta::assert_snapshot!(see(&["login"]), @r#"
    --
    error: the following required arguments were not provided:
      <NODESET>...

    Usage: supdeck login <NODESET>...

    For more information, try '--help'.
    -- exit 64
    "#);
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let home = Home::new();
    home.write(
        "c.toml",
        "[nodes.one]\nurl = 'http://127.0.0.1:1'\nuser = 'ops'\n",
    );
    // In a session of its own it has no terminal, wherever the test is run.
    let output = Command::new("setsid")
        .args([
            "--wait",
            env!("CARGO_BIN_EXE_supdeck"),
            "--config",
            "c.toml",
            "login",
            "one",
        ])
        .current_dir(home.path())
        .env("HOME", home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = "--\nsupdeck: no password was read: there is no terminal to ask on\n-- exit 64";
    assert_eq!(home.told(&output), told);
}

/// The program in a terminal, in this home. A shell that Ctrl-C does not end tells how it ended.
fn open(home: &std::path::Path, words: &[&str]) -> Pty {
    let words = [&["--config", "c.toml"], words].concat();
    let home = home.to_str().unwrap();
    let script = format!(
        "stty -echoctl; trap : INT; cd {home}; \"$@\"; echo \"ended with $?.\"; read -r rest"
    );
    Spawn::supdeck(&words)
        .by(&script)
        .env("HOME", home)
        .size(120, 24)
        .start()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_is_not_shown_and_ctrl_c_leaves_the_terminal_as_it_was() {
    let fake = guarded().listen().await;
    let home = keyring::home();
    fs::write(home.path().join("c.toml"), config(&[("web1", &fake)])).unwrap();
    let mut pty = open(home.path(), &["login", "web1"]);
    pty.wait_for("Password of ops on web1: ");
    pty.press("half\x03");
    pty.wait_for("ended with 16.");
    assert_eq!(fake.accepted(), 0);
    // The shell shows what is typed again.
    pty.press("seen");
    pty.wait_for("seen");
    assert!(!String::from_utf8_lossy(pty.log()).contains("half"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_keyring_a_sealed_file_keeps_it() {
    let fake = guarded().listen().await;
    let home = keyring::home();
    fs::write(home.path().join("c.toml"), config(&[("web1", &fake)])).unwrap();
    let sealed = home.path().join(".local/state/supdeck/credentials.sealed");

    let mut pty = open(home.path(), &["login", "web1"]);
    pty.wait_for("Password of ops on web1: ");
    pty.press(&format!("{CANARY}\n"));
    pty.wait_for("New passphrase: ");
    pty.press("one\n");
    pty.wait_for("Once more: ");
    pty.press("two\n");
    pty.wait_for("these are two passphrases; nothing is kept");
    pty.wait_for("ended with 64.");
    assert!(!sealed.exists());

    let mut pty = open(home.path(), &["login", "web1"]);
    pty.wait_for("Password of ops on web1: ");
    pty.press(&format!("{CANARY}\n"));
    pty.wait_for("New passphrase: ");
    pty.press("correct h0rse\n");
    pty.wait_for("Once more: ");
    pty.press("correct h0rse\n");
    pty.wait_for("is kept: sealed file");
    pty.wait_for("ended with 0.");
    let log = String::from_utf8_lossy(pty.log()).into_owned();
    assert!(!log.contains(CANARY) && !log.contains("h0rse"), "{log}");
    assert!(sealed.exists());

    let mut pty = open(home.path(), &["logout", "web1"]);
    pty.wait_for("Passphrase of ");
    pty.press("wrong\n");
    pty.wait_for("holds stays there: ");
    pty.wait_for("ended with 1.");
    let mut pty = open(home.path(), &["logout", "web1"]);
    pty.wait_for("Passphrase of ");
    pty.press("correct h0rse\n");
    pty.wait_for("The password of ops on web1 is forgotten.");
    pty.wait_for("ended with 0.");
}
