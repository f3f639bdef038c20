//! `supdeck status`, `check` and `info` beside real supervisords.

use super::desk::Desk;
use crate::support::fake::{Fake, Phase, Program as FakeProgram};
use crate::support::pty::Spawn;
use crate::support::real::{Program, Real};
use crate::support::wait;

fn some() -> Real {
    let real = Real::builder()
        .program(Program::steady("api"))
        .program(Program::manual("batch"))
        .program(Program::steady("a-name-that-is-longer-than-thirty-letters"))
        .group("web", &["api"])
        .start();
    let steady = ["web:api", "a-name-that-is-longer-than-thirty-letters"];
    wait::until("they run", || {
        steady.iter().all(|name| real.state_of(name) == "RUNNING")
    });
    real
}

#[test]
fn ctl_lines_are_those_of_supervisorctl_to_the_byte() {
    let real = some();
    let desk = Desk::new().real("n1", &real);
    let (ours, theirs) = (
        desk.out("status --format ctl", 0),
        real.supervisorctl(&["status"]).0,
    );
    // Uptimes tick between the two.
    let still = |text: &str| {
        let lines = text
            .lines()
            .map(|line| line.split(", uptime").next().unwrap());
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(still(&ours), still(&theirs));
    assert!(ours.contains("web:api "), "{ours}");
}

#[test]
fn the_exit_of_lsb_is_that_of_supervisorctl() {
    let mut real = some();
    let desk = Desk::new().real("n1", &real);
    for words in ["", " batch", " web:api", " nobody"] {
        let theirs = real
            .supervisorctl(&["status", words.trim()][..=usize::from(!words.is_empty())])
            .1;
        let ours = desk.code(&format!("status --lsb{words}"));
        assert_eq!(ours, theirs, "{words:?}");
    }
    real.kill();
    let theirs = real.supervisorctl(&["status"]).1;
    assert_eq!(desk.code("status --lsb"), theirs);
    assert_eq!(theirs, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn check_lists_what_runs() {
    let fake = Fake::new()
        .program(FakeProgram::new("api"))
        .program(FakeProgram::new("batch").at(Phase::Stopped))
        .listen()
        .await;
    let desk = Desk::new().fake("n1", &fake);
    let out = desk.out("check --format csv --columns process", 0);
    assert_eq!(out, "process\napi\n");
    assert_eq!(desk.out("check batch --format ctl", 0), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn info_tells_what_is_known_of_a_node() {
    let fake = Fake::new()
        .identification("left")
        .program(FakeProgram::new("web:api"))
        .listen()
        .await;
    let desk = Desk::new()
        .fake("n1", &fake)
        .text("labels = { dc = \"fra1\" }\n")
        .absent("n2")
        .environment("prod", "n1", "");
    let out = desk.out("info n1", 0);
    for fact in [
        "environments",
        "prod",
        "dc=fra1",
        "4.3.0",
        "left",
        "1 RUNNING",
        "web",
    ] {
        assert!(out.contains(fact), "{fact}\n{out}");
    }
    let out = desk.out("info n1,n2", 4);
    assert!(
        out.contains("connection refused") && out.contains("advice"),
        "{out}"
    );
    assert_eq!(desk.code("info"), 64, "it says how to use it");
}

#[test]
fn a_bug_report_has_what_it_needs() {
    let desk = Desk::new().absent("n1");
    let out = desk.out("info --self", 0);
    let facts: Vec<&str> = out
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let expected = [
        "supdeck",
        "system",
        "config",
        "state",
        "journal",
        "sealed",
        "keyring",
        "TERM",
        "COLORTERM",
        "LANG",
        "TMUX",
    ];
    assert_eq!(facts, expected, "{out}");
    assert!(out.contains(".config/supdeck/config.toml\n"), "{out}");
    assert!(out.contains("DBUS_SESSION_BUS_ADDRESS is unset"), "{out}");
    let named = desk.out("info --self --config gone.toml", 0);
    assert!(named.contains("gone.toml, not there"), "{named}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_that_name_is_said_though_a_node_is_away() {
    let fake = Fake::new().program(FakeProgram::new("api")).listen().await;
    let desk = Desk::new().fake("n1", &fake).absent("n2");
    for line in ["status nobody", "logs nobody", "stop nobody --yes"] {
        let told = desk.run(line);
        assert_eq!(told.code, 4, "{line}: {told:?}");
        let words = "no process is nobody on the nodes that answered";
        assert!(told.err.contains(words), "{line}: {told:?}");
    }
    let told = desk.run("status state:down");
    assert_eq!((told.code, told.err.as_str()), (4, ""), "{told:?}");
    let told = desk.run("stop nobody on n2 --yes");
    assert!(told.err.contains("no node answered"), "{told:?}");
    // Every format says who was not asked.
    for (format, place) in [
        ("csv", 0),
        ("plain", 0),
        ("table", 0),
        ("json", 0),
        ("ctl", 1),
    ] {
        let told = desk.run(&format!("start api --yes --format {format}"));
        let texts = [&told.out, &told.err];
        assert_eq!(told.code, 4, "{format}: {told:?}");
        assert!(
            texts[place].contains("connection refused"),
            "{format}: {told:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn watching_on_a_terminal_stays_in_its_place() {
    let fake = Fake::new().program(FakeProgram::new("api")).listen().await;
    let desk = Desk::new()
        .fake("n1", &fake)
        .text("[poll]\ninterval = \"200ms\"\n");
    let mut pty = Spawn::supdeck(&["status", "--watch"])
        .file(".config/supdeck/config.toml", desk.config())
        .start();
    pty.wait_for("RUNNING");
    fake.change("api:api", |program| program.set(Phase::Stopped));
    pty.wait_until("the new state alone", |screen| {
        screen.contains("STOPPED") && !screen.contains("RUNNING")
    });
    pty.press("\x03");
    assert_eq!(
        pty.exit_code(),
        0,
        "to stop looking is how it is meant to end"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_changes_nothing_and_leaves_nothing() {
    let fake = Fake::new().program(FakeProgram::new("api")).listen().await;
    let desk = Desk::new().fake("n1", &fake);
    for line in ["status", "check", "info n1", "logs api"] {
        desk.out(line, 0);
    }
    assert_eq!(super::desk::mutations(&fake), 0);
    assert!(
        !desk.home.path().join(".local").exists(),
        "no journal, no results"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn watching_prints_again_until_nobody_reads() {
    let fake = Fake::new().program(FakeProgram::new("api")).listen().await;
    let desk = Desk::new()
        .fake("n1", &fake)
        .text("[poll]\ninterval = \"200ms\"\n");
    let mut child = desk.begin("status --watch --format jsonl");
    let mut lines = child.lines();
    let mut states = lines
        .by_ref()
        .map(Result::unwrap)
        .filter(|line| line.contains("\"process\""));
    assert!(states.next().unwrap().contains("RUNNING"));
    fake.change("api:api", |program| program.set(Phase::Stopped));
    assert!(states.any(|line| line.contains("STOPPED")));
    drop(lines);
    assert_eq!(child.end().code, 0, "a broken pipe is quiet");
}
