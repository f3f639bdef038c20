//! The table at 80 columns, in colour and without, and in a pipe.

use insta::assert_snapshot;

use super::desk::Desk;
use crate::support::fake::{Fake, Phase, Program};
use crate::support::pty::Spawn;

/// A node with one process of each kind, and one that is away.
async fn fleet() -> (Desk, Fake) {
    let fake = Fake::new()
        .program(Program::new("api:web_00"))
        .program(Program::new(
            "api:a-process-whose-name-is-longer-than-the-column-01",
        ))
        .program(
            Program::new("batch")
                .at(Phase::Fatal)
                .spawn_error("command not found"),
        )
        .program(
            Program::new("cron")
                .at(Phase::Exited(3))
                .spawn_error("Bad exit code 3"),
        )
        .listen()
        .await;
    let desk = Desk::new()
        .fake("web-01", &fake)
        .absent("web-02")
        .environment("prod", "web-[01-02]", "");
    (desk, fake)
}

/// What is on an 80 columns wide terminal, without pids and times.
fn see(desk: &Desk, line: &str, variables: &[(&str, &str)]) -> (String, Vec<u8>) {
    let words: Vec<&str> = line.split(' ').collect();
    let mut spawn = Spawn::supdeck(&words).file(".config/supdeck/config.toml", desk.config());
    for (name, value) in variables {
        spawn = spawn.env(name, value);
    }
    let mut pty = spawn.start();
    pty.exit_code();
    (still(&pty.see()), pty.log().to_vec())
}

fn still(text: &str) -> String {
    let digits = regex::Regex::new(r"\b50\d\d\b").unwrap();
    let times = regex::Regex::new(r"\b\d+m\d\ds\b|[A-Z][a-z]{2} \d\d \d\d:\d\d").unwrap();
    let text = digits.replace_all(text, "PID.");
    let text = times.replace_all(&text, "TIME");
    text.lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn at_80_columns_nothing_is_wider_and_names_are_cut_in_the_middle() {
    let (desk, _fake) = fleet().await;
    let (screen, _) = see(&desk, "status", &[("NO_COLOR", "1")]);
    assert_snapshot!(screen, @r#"
      STATE    PROCESS             NODE    ENV   UPTIME   PID  NOTE
    ? DOWN     -                   web-02  prod                DOWN: connection ref…
    ! FATAL    batch               web-01  prod      0s        command not found
    x EXITED   cron                web-01  prod      0s        exit 3
    + RUNNING  api:a-proc…lumn-01  web-01  prod   TIME  PID.
    + RUNNING  api:web_00          web-01  prod   TIME  PID.
    "#);
    let longest = screen.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(80), "{longest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_pipe_every_column_is_there_in_full_and_without_colour() {
    let (desk, _fake) = fleet().await;
    let out = desk.out("status", 4);
    assert_snapshot!(still(&out), @r#"
      STATE    PROCESS                                                NODE    ENV   UPTIME   PID  EXIT  NOTE                                     GROUP
    ? DOWN     -                                                      web-02  prod                      DOWN: connection refused by 127.0.0.1:1
    ! FATAL    batch                                                  web-01  prod      0s           0  command not found                        batch
    x EXITED   cron                                                   web-01  prod      0s           3  exit 3                                   cron
    + RUNNING  api:a-process-whose-name-is-longer-than-the-column-01  web-01  prod   TIME  PID.                                                 api
    + RUNNING  api:web_00                                             web-01  prod   TIME  PID.                                                 api
    "#);
    assert!(!out.contains('\x1b'));
}

#[tokio::test(flavor = "multi_thread")]
async fn colour_is_for_terminals_that_want_it() {
    let (desk, _fake) = fleet().await;
    let coloured = |line: &str, variables: &[(&str, &str)]| {
        let (_, bytes) = see(&desk, line, variables);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        text.contains("\x1b[32m")
    };
    assert!(coloured("status", &[]));
    assert!(!coloured("status", &[("NO_COLOR", "1")]));
    assert!(!coloured("status", &[("CLICOLOR", "0")]));
    assert!(!coloured("--color never status", &[]));
}

#[tokio::test(flavor = "multi_thread")]
async fn ascii_asks_for_ascii() {
    let (desk, _fake) = fleet().await;
    let (screen, _) = see(&desk, "--ascii status", &[("NO_COLOR", "1")]);
    assert!(
        screen.is_ascii() && screen.contains("api:a-pro"),
        "{screen}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_and_order_are_as_asked() {
    let (desk, _fake) = fleet().await;
    let out = desk.out(
        "status -n web-01 --columns process,state --sort -process",
        0,
    );
    let names: Vec<&str> = out
        .lines()
        .skip(1)
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(names.is_sorted_by(|a, b| a >= b), "{names:?}");
    let told = desk.run("status --columns proces");
    assert_eq!(told.code, 64);
    assert!(told.err.contains("did you mean process?"), "{}", told.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_row_has_a_table() {
    let (desk, _fake) = fleet().await;
    for (of, word) in [("nodes", "web-02"), ("envs", "prod"), ("groups", "batch")] {
        let out = desk.out(&format!("status --of {of}"), 4);
        assert!(out.contains(word), "{of}\n{out}");
        for format in ["json", "jsonl", "csv", "plain"] {
            let out = desk.out(&format!("status --of {of} --format {format}"), 4);
            assert!(out.contains(word), "{of} {format}\n{out}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_from_a_node_is_harmless_in_every_format() {
    let fake = Fake::new()
        .program(
            Program::named("=cmd|' /C calc'!A0", "a\x1b]0;title\x07b\u{202e}c")
                .at(Phase::Fatal)
                .spawn_error("-1+1\x1b[2J"),
        )
        .listen()
        .await;
    let desk = Desk::new().fake("n1", &fake);
    for format in ["table", "json", "jsonl", "csv", "ctl", "plain"] {
        let out = desk.out(&format!("status --format {format}"), 0);
        let is_harmless = |letter: char| letter == '\n' || (' '..='~').contains(&letter);
        assert!(out.chars().all(is_harmless), "{format}\n{out:?}");
        if format == "csv" {
            assert!(out.contains("'=cmd") && out.contains("'-1+1"), "{out}");
        }
    }
}
