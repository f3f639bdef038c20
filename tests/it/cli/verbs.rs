//! The verbs on supervisord itself, and several things one after the other.

use super::desk::{Desk, mutations};
use crate::support::fake::{Fake, Phase, Program};
use crate::support::real::{Program as RealProgram, Real};

#[test]
fn a_reload_restarts_supervisord_and_a_kill_ends_it_after_its_last_words() {
    let real = Real::builder().program(RealProgram::steady("api")).start();
    let desk = Desk::new().real("n1", &real);
    assert_eq!(desk.code("reload n1 --yes"), 64, "it cannot be undone");
    let out = desk.out("reload n1 --yes --expect-count 1 --format ctl", 0);
    assert_eq!(out, "Restarted supervisord\n");
    let told = desk.run("kill n1 --yes --expect-count 1 --format ctl");
    assert_eq!(
        (told.out.as_str(), told.code),
        ("Shut down\n", 0),
        "{told:?}"
    );
    assert!(
        told.err.contains("last words of supervisord on n1:"),
        "{told:?}"
    );
    assert!(
        told.err.contains("supervisord started with pid"),
        "{told:?}"
    );
    assert_eq!(
        desk.code("kill n1 --yes --expect-count 1"),
        4,
        "nobody is there"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pairs_go_one_after_the_other_on_the_same_nodes() {
    let node = || {
        Fake::new()
            .program(Program::new("cron"))
            .program(Program::new("nginx").at(Phase::Stopped))
            .listen()
    };
    let (one, two) = (node().await, node().await);
    let desk = Desk::new().fake("n1", &one).fake("n2", &two);
    let out = desk.out("run n[1-2] cron stop nginx start cron start --yes", 0);
    let heads = [
        "TASK [stop cron] ***",
        "ok       n[1-2]: cron: STOPPED",
        "TASK [start nginx] ***",
        "ok       n[1-2]: nginx: RUNNING",
        "TASK [start cron] ***",
        "ok       n[1-2]: cron: RUNNING",
        "RECAP ***",
        "n1: ok=3 changed=3 failed=0 lost=0 skipped=0",
        "n2: ok=3 changed=3 failed=0 lost=0 skipped=0",
    ];
    for (line, head) in out.lines().zip(heads) {
        assert!(line.starts_with(head), "{line} is not {head}");
    }
    let methods: Vec<String> = one.seen().into_iter().map(|seen| seen.method).collect();
    let order = methods
        .iter()
        .filter(|it| it.contains("startP") || it.contains("stopP"));
    let order: Vec<_> = order.map(String::as_str).collect();
    assert_eq!(
        order,
        [
            "supervisor.stopProcess",
            "supervisor.startProcess",
            "supervisor.startProcess"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_pair_that_means_nobody_stops_all_of_them_before_they_begin() {
    let fake = Fake::new().program(Program::new("cron")).listen().await;
    let desk = Desk::new().fake("n1", &fake);
    assert_eq!(desk.code("run n1 cron stop ngnix restart --yes"), 64);
    assert_eq!(mutations(&fake), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_that_fails_keeps_the_next_from_beginning_where_that_is_wanted() {
    let fake = Fake::new()
        .program(
            Program::new("cron")
                .at(Phase::Stopped)
                .fate(crate::support::fake::Fate::Crashes),
        )
        .program(Program::new("nginx"))
        .listen()
        .await;
    let desk = Desk::new().fake("n1", &fake);
    let out = desk.out("run n1 cron start nginx stop --yes --on-error stop", 2 | 16);
    assert!(
        out.contains("dropped  n1: nginx: dropped before it was sent"),
        "{out}"
    );
    assert_eq!(fake.phase("nginx:nginx"), Phase::Running);
    desk.out("run n1 cron start nginx stop --yes", 2);
    assert_eq!(fake.phase("nginx:nginx"), Phase::Stopped);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_may_just_look_and_reload_is_a_hang_up() {
    let fake = Fake::new().program(Program::new("cron")).listen().await;
    let desk = Desk::new().fake("n1", &fake);
    let out = desk.out("run n1 cron status --format ctl", 0);
    assert!(out.starts_with("cron ") && out.contains("RUNNING"), "{out}");
    desk.out("run n1 cron reload --yes", 0);
    assert_eq!(fake.count("supervisor.signalProcess"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_are_in_the_journal_as_those_of_the_console_are() {
    let fake = Fake::new().program(Program::new("cron")).listen().await;
    let desk = Desk::new().fake("n1", &fake);
    desk.out("stop cron --yes", 0);
    let journal = desk.out("journal", 0);
    for words in [
        "began batch #1, stop 1 target",
        "stopped cron on n1: STOPPED",
        "ok 1",
    ] {
        assert!(journal.contains(words), "{words}\n{journal}");
    }
}
