//! Every verb on every state of a process: what happens, and how it exits.

use std::thread;

use super::desk::{Desk, mutations};
use crate::support::fake::{Fake, Phase, Program};
use crate::support::real::{Program as RealProgram, Real};
use crate::support::wait;

/// A state in which a process may be found, a verb's exit there, and how many calls it makes.
type Case = (Phase, i32, usize);

/// Every verb with its cases.
const TABLE: [(&str, [Case; 8]); 6] = [
    (
        "start",
        [
            (Phase::Stopped, 0, 1),
            (Phase::Running, 0, 0),
            (Phase::Starting, 8, 0),
            (Phase::Exited(0), 0, 1),
            (Phase::Exited(3), 0, 1),
            (Phase::Fatal, 0, 1),
            (Phase::Backoff, 8, 0),
            (Phase::Stopping, 8, 0),
        ],
    ),
    (
        "stop",
        [
            (Phase::Stopped, 0, 0),
            (Phase::Running, 0, 1),
            (Phase::Starting, 0, 1),
            (Phase::Exited(0), 0, 0),
            (Phase::Exited(3), 0, 0),
            (Phase::Fatal, 0, 0),
            (Phase::Backoff, 0, 1),
            (Phase::Stopping, 8, 0),
        ],
    ),
    (
        "restart",
        [
            (Phase::Stopped, 64, 0),
            (Phase::Running, 0, 2),
            (Phase::Starting, 0, 2),
            (Phase::Exited(0), 64, 0),
            (Phase::Exited(3), 0, 1),
            (Phase::Fatal, 0, 1),
            (Phase::Backoff, 0, 2),
            (Phase::Stopping, 4, 0),
        ],
    ),
    (
        "trystart",
        [
            (Phase::Stopped, 0, 1),
            (Phase::Running, 0, 2),
            (Phase::Starting, 0, 2),
            (Phase::Exited(0), 0, 1),
            (Phase::Exited(3), 0, 1),
            (Phase::Fatal, 0, 1),
            (Phase::Backoff, 0, 2),
            (Phase::Stopping, 8, 0),
        ],
    ),
    (
        "signal HUP",
        [
            (Phase::Stopped, 64, 0),
            (Phase::Running, 0, 1),
            (Phase::Starting, 0, 1),
            (Phase::Exited(0), 64, 0),
            (Phase::Exited(3), 64, 0),
            (Phase::Fatal, 64, 0),
            (Phase::Backoff, 64, 0),
            (Phase::Stopping, 0, 1),
        ],
    ),
    (
        "clear",
        [
            (Phase::Stopped, 64, 0),
            (Phase::Running, 0, 1),
            (Phase::Starting, 0, 1),
            (Phase::Exited(0), 64, 0),
            (Phase::Exited(3), 64, 0),
            (Phase::Fatal, 64, 0),
            (Phase::Backoff, 64, 0),
            (Phase::Stopping, 0, 1),
        ],
    ),
];

/// A desk with a process in a phase.
async fn process_at(phase: Phase) -> (Desk, Fake) {
    let mut program = Program::new("api:web").at(phase);
    if phase == Phase::Exited(3) {
        program = program.spawn_error("Bad exit code 3");
    }
    let fake = Fake::new().program(program).listen().await;
    (Desk::new().fake("n1", &fake), fake)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_verb_on_every_state() {
    let mut cases = Vec::new();
    for (verb, phases) in TABLE {
        for (phase, exit, calls) in phases {
            let (desk, fake) = process_at(phase).await;
            cases.push((verb, phase, (exit, calls), desk, fake));
        }
    }
    let check = |(verb, phase, expected, desk, fake): &(&str, Phase, (i32, usize), Desk, Fake)| {
        // What is on its way stays there here, so whoever waits for its end gives up.
        let line = format!("{verb} api:web --yes --expect-count 1 --timeout 4s");
        let told = desk.run(&line);
        let found = (told.code, mutations(fake));
        assert_eq!(found, *expected, "{verb} {phase:?}\n{told:?}");
        let is_said = expected.0 != 64 || told.err.contains("left alone");
        assert!(is_said, "{verb} {phase:?}\n{told:?}");
    };
    // Most of the time is spent waiting.
    thread::scope(|scope| {
        for some in cases.chunks(8) {
            scope.spawn(move || some.iter().for_each(check));
        }
    });
}

#[test]
fn what_goes_wrong_is_said_and_counted() {
    let real = Real::builder()
        .program(RealProgram::crash_loop("crash"))
        .program(RealProgram::bad_command("absent"))
        .program(RealProgram::flaky("flaky").extra("autostart=false"))
        .program(RealProgram::stubborn("stubborn", 600))
        .program(RealProgram::steady("api"))
        .start();
    wait::until("they have given up", || {
        real.state_of("crash") == "FATAL" && real.state_of("absent") == "FATAL"
    });
    let desk = Desk::new().real("n1", &real);
    let out = desk.out("start crash | absent | flaky --yes", 2);
    assert!(
        out.contains("FAILED   n1: crash: FATAL: Exited too quickly"),
        "{out}"
    );
    assert!(out.contains("FAILED   n1: absent: "), "{out}");
    assert!(out.contains("ok       n1: flaky: RUNNING"), "{out}");
    assert!(
        out.contains("n1: ok=1 changed=1 failed=2 lost=0 skipped=0"),
        "{out}"
    );
    let out = desk.out("stop stubborn | api --yes --timeout 2s", 8);
    assert!(
        out.contains("LOST     n1: stubborn: still STOPPING"),
        "{out}"
    );
    assert!(
        out.contains("n1: ok=1 changed=1 failed=0 lost=1 skipped=0"),
        "{out}"
    );
    assert_eq!(
        desk.code("start crash | absent --yes --on-error stop --serial 1"),
        18
    );
}

#[test]
fn what_comes_up_already_is_followed_and_no_success_before_it_runs() {
    let real = Real::builder()
        .program(RealProgram::steady("slow").extra("startsecs=5"))
        .program(RealProgram::crash_loop("crash"))
        .start();
    let desk = Desk::new().real("n1", &real);
    assert_eq!(real.state_of("slow"), "STARTING");
    let out = desk.out("start slow --yes", 0);
    assert!(out.contains("ok       n1: slow: already RUNNING"), "{out}");
    assert!(out.contains("n1: ok=1 changed=0 "), "{out}");
    wait::until("it has given up", || real.state_of("crash") == "FATAL");
    real.supervisorctl(&["start", "crash"]);
    assert_eq!(real.state_of("crash"), "BACKOFF");
    let out = desk.out("start crash --yes", 2);
    assert!(out.contains("FAILED   n1: crash: FATAL"), "{out}");
}

#[test]
fn outcomes_in_supervisorctls_words() {
    let real = Real::builder()
        .program(RealProgram::manual("api"))
        .program(RealProgram::bad_command("absent").extra("autostart=false"))
        .start();
    let desk = Desk::new().real("n1", &real);
    let ours = |line: &str, code: i32| desk.out(&format!("{line} --yes --format ctl"), code);
    assert_eq!(ours("start api", 0), "api: started\n");
    assert_eq!(
        ours("start api", 0),
        real.supervisorctl(&["start", "api"]).0
    );
    assert_eq!(
        ours("restart api", 0),
        real.supervisorctl(&["restart", "api"]).0
    );
    assert_eq!(ours("signal HUP api", 0), "api: signalled\n");
    assert_eq!(
        ours("start absent", 2),
        real.supervisorctl(&["start", "absent"]).0
    );
    assert_eq!(
        ours("stop absent", 0),
        real.supervisorctl(&["stop", "absent"]).0
    );
}
