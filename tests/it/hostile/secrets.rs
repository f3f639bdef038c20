//! A password is used, from every source it can come from, and found nowhere afterwards.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use tempfile::TempDir;

use crate::support::fake::{Fake, HEADER, PASSWORD, Program, Trouble};
use crate::support::pty::{Pty, Spawn};

use super::canary::Canary;
use super::fleet::{POLL, url};

/// Two nodes: one takes the canary, the other one another password.
struct Pair {
    good: Fake,
    bad: Fake,
}

impl Pair {
    async fn of(canary: &Canary) -> Self {
        let node = |password: &str| {
            let program = Program::new("api").stdout(b"hello\n");
            Fake::new().program(program).password("ops", password)
        };
        Self {
            good: node(canary.password()).listen().await,
            bad: node("another").listen().await,
        }
    }

    /// The console on both, which have the password from this source.
    fn console(&self, source: &str) -> Spawn {
        let node = |name: &str, fake: &Fake| {
            format!(
                "[nodes.{name}]\nurl = \"{}\"\nuser = \"ops\"\n{source}\n",
                url(fake)
            )
        };
        let config = [POLL, &node("good", &self.good), &node("bad", &self.bad)].concat();
        Spawn::supdeck(&["--log-file", "debug.log"])
            .file(".config/supdeck/config.toml", &config)
            .file("tmp/.keep", "")
            .env("TMPDIR", "tmp")
            .env("RUST_LOG", "trace")
            .env("RUST_BACKTRACE", "full")
            .size(140, 40)
    }
}

/// Looks at all that tells of the two nodes, acts on one, ends the console, and looks for the
/// canary wherever something was written.
fn use_and_search(mut pty: Pty, canary: &Canary, proc_files: &[&str]) {
    pty.press("2");
    pty.press("/\x15\r");
    pty.wait_until("one is in, the other is not", |screen| {
        screen.contains("+ OK") && screen.contains("a AUTH")
    });
    pty.press("/bad\r\r");
    pty.wait_for("gives no data");
    pty.press("y");
    pty.wait_log("a copy", |log| {
        log.windows(7).any(|piece| piece == b"\x1b]52;c;")
    });
    pty.press("\r");
    pty.wait_for("NODE bad");
    pty.press("\x1b[24~");
    pty.wait_for("own log");
    pty.press_while("\x1b", |screen| screen.contains("own log"));
    pty.press("5/\x15\r");
    pty.wait_for("RUNNING");
    pty.press("l");
    pty.wait_for("hello");
    pty.press_while("\x1b", |screen| screen.contains("hello"));
    pty.press("R");
    pty.confirm();
    pty.wait_for("ok 1");
    canary.assert_not_told(&mut pty, proc_files);
    let limits = fs::read_to_string(format!("/proc/{}/limits", pty.supdeck())).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let core: Vec<_> = core.unwrap().split_whitespace().skip(4).take(2).collect();
    assert_eq!(core, ["0", "0"]);
    pty.press("q");
    pty.wait_away("esc:");
    assert_eq!(pty.leave(), 0);
    search_what_stays(&mut pty, canary);
}

fn search_what_stays(pty: &mut Pty, canary: &Canary) {
    assert!(!canary.is_in(pty.log()), "on the terminal");
    canary.assert_not_below(pty.home());
    let log = fs::read(pty.home().join("debug.log")).unwrap();
    let journal = fs::read(pty.home().join(".local/state/supdeck/journal.jsonl")).unwrap();
    assert!(!journal.is_empty() && !canary.is_in(&[log, journal].concat()));
    for words in [
        &["info", "--self"][..],
        &["journal", "-n", "100"],
        &["config", "check"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_supdeck"))
            .args(words)
            .env_clear()
            .env("HOME", pty.home())
            .env("CANARY", canary.password())
            .output()
            .unwrap();
        assert!(output.status.success(), "{words:?}");
        assert!(
            !canary.is_in(&[output.stdout, output.stderr].concat()),
            "{words:?}"
        );
    }
}

/// The canary in a file that is ours alone, outside of the home.
fn kept(canary: &Canary) -> (TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("password");
    fs::write(&path, format!("{}\n", canary.password())).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (directory, path)
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_environment() {
    let canary = Canary::new();
    let pair = Pair::of(&canary).await;
    let spawn = pair.console("password_env = \"CANARY\"");
    let pty = spawn.env("CANARY", canary.password()).open();
    // Its environment is what it was given; nothing else has it.
    use_and_search(pty, &canary, &["cmdline"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_file() {
    let canary = Canary::new();
    let pair = Pair::of(&canary).await;
    let (_directory, path) = kept(&canary);
    let pty = pair.console(&format!("password_file = \"{path}\"")).open();
    use_and_search(pty, &canary, &["cmdline", "environ"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_command() {
    let canary = Canary::new();
    let pair = Pair::of(&canary).await;
    let (_directory, path) = kept(&canary);
    // What a child can see of itself and of us stays in the home, to be searched.
    let script = format!(
        "cat /proc/$$/environ /proc/$$/cmdline /proc/$PPID/cmdline > seen.$$; cat {path}; \
         cat {path} >&2"
    );
    let source = format!("password_command = [\"sh\", \"-c\", \"{script}\"]");
    let pty = pair.console(&source).open();
    let home = pty.home().to_owned();
    let seen = move || {
        fs::read_dir(&home)
            .unwrap()
            .flatten()
            .any(|entry| entry.file_name().as_encoded_bytes().starts_with(b"seen."))
    };
    crate::support::wait::until("the command ran", seen);
    use_and_search(pty, &canary, &["cmdline", "environ"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_a_node_that_tells_it_back() {
    let canary = Canary::new();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    let page = format!("{head}{PASSWORD} {HEADER}");
    let pair = Pair {
        bad: Fake::new()
            .password("ops", canary.password())
            .trouble(Trouble::Raw(page.into_bytes()))
            .listen()
            .await,
        ..Pair::of(&canary).await
    };
    let (_directory, path) = kept(&canary);
    let mut pty = pair.console(&format!("password_file = \"{path}\"")).open();
    pty.press("2/bad\r");
    pty.wait_for("not XML-RPC: text/html, *** Basic ***");
    pty.press("\r");
    pty.wait_for("gives no data");
    pty.press("y");
    pty.wait_for("copied");
    pty.press("\x1b\x0c");
    canary.assert_not_told(&mut pty, &["cmdline", "environ"]);
    pty.press_while("\x1b", |screen| screen.contains("gives no data."));
    // Something for the journal to tell.
    pty.press("5/\x15\r");
    pty.wait_for("RUNNING");
    pty.press("R");
    pty.confirm();
    pty.wait_for("ok 1");
    pty.press("q");
    pty.wait_away("esc:");
    assert_eq!(pty.leave(), 0);
    search_what_stays(&mut pty, &canary);
}

/// What the form says of a password.
fn try_password(pty: &mut Pty, node: &str, password: &str, answer: &str) {
    pty.press(&format!("/\x15{node}\r"));
    pty.wait_for("1 of 2");
    pty.press("i");
    pty.wait_for(&format!("Sign in to {node}"));
    pty.press(password);
    pty.wait_for("***");
    pty.press("\r");
    pty.wait_for(answer);
}

#[tokio::test(flavor = "multi_thread")]
async fn typed_and_kept_in_the_sealed_file() {
    let (canary, wrong, phrase) = (Canary::new(), Canary::new(), Canary::new());
    let pair = Pair::of(&canary).await;
    let mut pty = pair.console("").open();
    pty.wait_for("No keyring");
    pty.press_while("4", |screen| screen.contains("No keyring"));
    pty.wait_for("Sealed file");
    // Whatever was pressed too often is no part of it.
    pty.press(&format!(
        "\x15{}\t{}\r",
        phrase.password(),
        phrase.password()
    ));
    pty.wait_for("the sealed file is open");
    pty.press("2");
    try_password(&mut pty, "good", wrong.password(), "401 Unauthorized");
    pty.press(canary.password());
    pty.press("\r");
    pty.wait_for("took the password");
    try_password(&mut pty, "bad", wrong.password(), "401 Unauthorized");
    let before = pair.bad.accepted();
    pty.press(canary.password());
    pty.press("\r");
    pty.wait_until("it was tried", |_| pair.bad.accepted() > before);
    pty.wait_for("401 Unauthorized");
    pty.press_while("\x1b", |screen| screen.contains("Sign in to"));
    use_and_search(pty, &canary, &["cmdline", "environ"]);
}
