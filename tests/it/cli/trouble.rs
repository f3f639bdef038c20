//! Twenty real nodes, one killed, one frozen, one with a wrong password: the rest is not delayed by them
//! and nothing is said of them that nobody knows.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;

use super::desk::Desk;
use crate::support::fake::{Fake, Phase, Program as FakeProgram, Trouble};
use crate::support::real::{Program, Real};
use crate::support::wait;

/// The nodes that are well, and the three that are not.
const WELL: usize = 17;

fn twenty() -> Vec<Real> {
    let start = |at: usize| {
        let builder = Real::builder()
            .program(Program::steady("api"))
            .program(Program::manual("cron"));
        let builder = if at == 19 {
            builder.login("ops", "right")
        } else {
            builder
        };
        builder.start()
    };
    // Starting Python takes most of the time, and waits for nobody.
    let threads: Vec<_> = (0..20).map(|at| thread::spawn(move || start(at))).collect();
    threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect()
}

#[test]
fn three_of_twenty_nodes_are_in_trouble() {
    let mut nodes = twenty();
    wait::until("everything runs", || {
        nodes.iter().all(|node| node.state_of("api") == "RUNNING")
    });
    let mut desk = Desk::new();
    for (at, node) in nodes.iter().enumerate() {
        desk = desk.real(&format!("web{:02}", at + 1), node);
    }
    nodes[17].kill();
    nodes[18].freeze();
    let password = nodes[19].config().with_file_name("password");
    fs::write(&password, "wrong").unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let desk = desk.text("[poll]\nanswer_timeout = \"2s\"\n");

    let out = desk.out("status api --format csv --columns state,node,note", 4);
    let rows = |word: &str| out.lines().filter(|line| line.starts_with(word)).count();
    assert_eq!(
        (rows("RUNNING"), rows("DOWN"), rows("AUTH")),
        (WELL, 2, 1),
        "{out}"
    );
    for reason in ["connection refused", "no answer in 2s", "401 Unauthorized"] {
        assert!(out.contains(reason), "{reason}\n{out}");
    }

    let out = desk.out("restart api --yes --format table", 4);
    assert!(out.contains("ok       web[01-17]: api: RUNNING"), "{out}");
    assert!(
        out.contains("web18: ok=0 changed=0 failed=0 lost=0 skipped=0 unreachable=1"),
        "{out}"
    );
    assert!(
        out.contains("web01: ok=1 changed=1 failed=0 lost=0 skipped=0\n"),
        "{out}"
    );

    let told = desk.run("stop cron --yes --all-or-nothing");
    assert_eq!(told.code, 4 | 16, "{told:?}");
    nodes[18].thaw();
    nodes[17].restart();
    fs::write(&password, "right").unwrap();
    desk.out("start cron --yes --all-or-nothing --expect-count 20", 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_and_never_answered_is_lost_and_not_failed() {
    let fake = Fake::new()
        .program(FakeProgram::new("mute"))
        .program(FakeProgram::new("gone").at(Phase::Stopped))
        .listen()
        .await;
    fake.always("supervisor.signalProcess", Trouble::LoseAnswer);
    let desk = Desk::new().fake("n1", &fake);
    let out = desk.out("signal HUP mute --yes", 8);
    assert!(out.contains("LOST     n1: mute: sent, then "), "{out}");
    assert!(
        out.contains("n1: ok=0 changed=0 failed=0 lost=1 skipped=0"),
        "{out}"
    );
    fake.always("supervisor.startProcess", Trouble::LoseRequest);
    let out = desk.out("start gone --yes --timeout 2s", 8);
    assert!(out.contains("lost=1"), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_between_the_look_and_its_turn_is_left_alone() {
    let slow = FakeProgram::new("p:a").stops_after(std::time::Duration::from_millis(1500));
    let fake = Fake::new()
        .program(slow)
        .program(FakeProgram::new("p:b"))
        .listen()
        .await;
    let desk = Desk::new().fake("n1", &fake);
    let child = desk.begin("restart p:* --yes --serial 1 --format json");
    wait::until("the first is at work", || {
        fake.count("supervisor.stopProcess") == 1
    });
    // Somebody else restarts the second one.
    fake.change("p:b", |program| program.respawn(&mut 9000));
    let told = child.end();
    assert_eq!(told.code, 4, "{told:?}");
    assert!(
        told.out.contains("restarted by somebody else meanwhile"),
        "{told:?}"
    );
    assert_eq!(fake.count("supervisor.stopProcess"), 1);
}
