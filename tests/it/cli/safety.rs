//! What is refused before anything is sent: the nodes themselves prove that nothing came.

use super::desk::{Desk, mutations};
use crate::support::fake::{Fake, Phase, Program};

async fn node() -> Fake {
    Fake::new()
        .program(Program::new("api:web_00"))
        .program(Program::new("api:web_01"))
        .program(Program::new("cron").at(Phase::Stopped))
        .listen()
        .await
}

/// A protected and an open node.
async fn two() -> (Desk, [Fake; 2]) {
    let fakes = [node().await, node().await];
    let desk = Desk::new()
        .fake("p1", &fakes[0])
        .fake("s1", &fakes[1])
        .environment("prod", "p1", "protected = true")
        .environment("stage", "s1", "");
    (desk, fakes)
}

/// Runs lines that must all be refused, and proves that nothing was sent.
fn refused(desk: &Desk, fakes: &[Fake], lines: &[(&str, &str)]) {
    for (line, why) in lines {
        let told = desk.run(line);
        assert_eq!(told.code, 64, "{line}: {told:?}");
        assert!(told.err.contains(why), "{line}: {told:?}");
        assert!(told.err.contains("nothing was sent"), "{line}: {told:?}");
    }
    assert_eq!(fakes.iter().map(mutations).sum::<usize>(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_somebody_to_ask_only_yes_goes_on() {
    let (desk, fakes) = two().await;
    refused(
        &desk,
        &fakes,
        &[
            ("stop api:* on s1", "nobody can be asked here"),
            (
                "restart api:* on s1 --expect-count 2",
                "nobody can be asked here",
            ),
            ("reload s1", "nobody can be asked here"),
        ],
    );
    let told = desk.run("stop api:* on s1");
    let seen = "stop 2 processes in stage\n  RUNNING   api:web_00 api:web_01 on s1\n";
    assert!(
        told.err.starts_with(seen),
        "what it would have been: {told:?}"
    );
    let told = desk.run("stop api:* on s1 --yes");
    assert_eq!((told.code, told.err.as_str()), (0, ""), "no progress here");
    assert_eq!(mutations(&fakes[1]), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_number_than_expected_is_refused() {
    let (desk, fakes) = two().await;
    refused(
        &desk,
        &fakes,
        &[
            (
                "stop api:* on s1 --yes --expect-count 1",
                "says 1, and 2 are chosen",
            ),
            (
                "stop api:* on s1 --yes --expect-count 3",
                "says 3, and 2 are chosen",
            ),
            (
                "start api:* on s1 --yes --expect-count 3",
                "says 3, and 2 are chosen",
            ),
            (
                "run s1 api:* stop cron start --yes --expect-count 2",
                "and 3 are chosen",
            ),
        ],
    );
    desk.out("stop api:* on s1 --yes --expect-count 2", 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_protected_environment_has_to_be_named() {
    let (desk, fakes) = two().await;
    refused(
        &desk,
        &fakes,
        &[
            (
                "stop api:* on p1 --yes",
                "prod is protected; --env-confirm prod",
            ),
            ("stop api:* --yes", "prod is protected"),
            ("stop api:* --yes --env-confirm stage", "prod is protected"),
            // What a later pair may touch counts as if it did.
            ("run p1,s1 cron stop cron start --yes", "prod is protected"),
        ],
    );
    desk.out("stop api:* --yes --env-confirm prod", 0);
    assert_eq!(fakes.iter().map(mutations).sum::<usize>(), 4);
    desk.out("stop api:* --yes", 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_in_a_script_is_not_everything() {
    let (desk, fakes) = two().await;
    for (line, why) in [
        // The word of a variable that is unset.
        ("stop  --yes", "this word is empty"),
        ("stop  cron --yes", "this word is empty"),
        ("stop cron on  --yes", "no node is left"),
        ("run s1  stop --yes", "this word is empty"),
        ("run s1 * stop --yes", "a star alone is refused"),
        ("run s1 all stop --yes", "all is not taken here"),
        ("run  cron stop --yes", "no node is left"),
        ("stop * --yes", "a star alone is refused"),
        (
            "stop api:* --yes --env-confirm prd",
            "no environment is called prd; did you mean prod?; nothing was sent",
        ),
        (
            "stop api:* --yes --timeout 0s",
            "no answer comes in no time",
        ),
        ("stop api:* --yes --expect-count -1", "invalid value '-1'"),
    ] {
        let told = desk.run(line);
        assert_eq!(told.code, 64, "{line}: {told:?}");
        assert!(told.err.contains(why), "{line}: {told:?}");
    }
    assert_eq!(fakes.iter().map(mutations).sum::<usize>(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_and_what_cannot_be_undone_have_to_be_counted() {
    let (desk, fakes) = two().await;
    refused(
        &desk,
        &fakes,
        &[
            (
                "stop all on s1 --yes",
                "all wants --expect-count as well; 3 are chosen",
            ),
            ("clear api:web_00 on s1 --yes", "1 is chosen"),
            ("signal KILL api:* on s1 --yes", "2 are chosen"),
            ("kill s1 --yes", "1 is chosen"),
        ],
    );
    desk.out("stop all on s1 --yes --expect-count 3", 0);
    assert_eq!(mutations(&fakes[1]), 2, "one was down");
}

#[tokio::test(flavor = "multi_thread")]
async fn read_only_is_refused_by_flag_by_config_and_by_environment() {
    let (desk, fakes) = two().await;
    refused(
        &desk,
        &fakes,
        &[
            ("--read-only stop api:* on s1 --yes", "read-only"),
            ("stop api:* on s1 --yes --read-only", "read-only"),
            ("reread s1 --read-only", "read-only"),
            ("update s1 --read-only --yes", "read-only"),
        ],
    );
    let locked = Desk::new()
        .fake("s1", &fakes[1])
        .environment("stage", "s1", "read_only = true");
    let told = locked.run("stop api:* --yes");
    assert_eq!(told.code, 64, "{told:?}");
    assert!(
        told.err
            .contains("left alone: api:web_00 api:web_01 on s1: read-only"),
        "{told:?}"
    );
    assert_eq!(fakes.iter().map(mutations).sum::<usize>(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_sends_nothing_and_prints_what_a_run_does() {
    let (desk, fakes) = two().await;
    let lines = [
        "stop api:* on s1",
        "restart all on s1",
        "trystart cron | api:web_00",
        "start cron on s1 --serial 1 --max-fail 0",
        "signal KILL api:*",
        "clear api:*",
        "reload s1",
        "kill s1",
        "run s1 api:* stop cron start",
    ];
    for line in lines {
        let out = desk.out(&format!("{line} --dry-run"), 0);
        assert!(!out.is_empty(), "{line}");
        // Not even with everything that would confirm it.
        desk.out(&format!("{line} --dry-run --yes --env-confirm prod"), 0);
    }
    assert_eq!(
        desk.code("update s1 --dry-run --yes"),
        64,
        "only a reread could tell"
    );
    assert_eq!(fakes.iter().map(mutations).sum::<usize>(), 0);
    assert_eq!(
        fakes
            .iter()
            .map(|fake| fake.count("supervisor.reloadConfig"))
            .sum::<usize>(),
        0
    );
    assert!(
        !desk.home.path().join(".local").exists(),
        "no journal, no results"
    );
    let out = desk.out("stop api:* on s1 --dry-run", 0);
    assert!(
        out.contains("RUNNING   api:web_00 api:web_01 on s1"),
        "{out}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_or_nothing_is_nothing_where_one_node_is_away() {
    let fake = node().await;
    let desk = Desk::new().fake("s1", &fake).absent("s2");
    let told = desk.run("stop api:* --yes --all-or-nothing");
    assert_eq!(told.code, 4 | 16, "{told:?}");
    assert!(told.err.contains("s2: connection refused"), "{told:?}");
    assert_eq!(mutations(&fake), 0);
    assert_eq!(desk.code("stop api:* --yes"), 4);
    assert_eq!(mutations(&fake), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_journal_nothing_is_sent() {
    let fake = node().await;
    let desk = Desk::new()
        .fake("s1", &fake)
        .text("[journal]\npath = \"/dev/null/journal\"\n");
    let told = desk.run("stop api:* --yes");
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.err.contains("journal"), "{told:?}");
    assert_eq!(mutations(&fake), 0);
    desk.out("status", 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rhythm_in_which_nothing_begins_is_refused() {
    let (desk, fakes) = two().await;
    for line in [
        "stop api:* on s1 --yes --serial 0",
        "stop api:* on s1 --yes --serial 0%",
        "stop api:* on s1 --yes --serial 101%",
        "stop api:* on s1 --yes --serial -1",
        "stop api:* on s1 --yes --delay soon",
        "stop api:* on s1 --yes --max-fail 1 --on-error stop",
    ] {
        assert_eq!(desk.code(line), 64, "{line}");
    }
    assert_eq!(fakes.iter().map(mutations).sum::<usize>(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn serial_keeps_to_its_number_and_a_failure_too_many_ends_it() {
    let mut fake = Fake::new();
    for number in 0..8 {
        let mut program = Program::new(&format!("p:{number}")).at(Phase::Stopped);
        if number == 2 {
            program = program.fate(crate::support::fake::Fate::Crashes);
        }
        fake = fake.program(program);
    }
    let fake = fake.listen().await;
    let desk = Desk::new().fake("n1", &fake);
    let out = desk.out(
        "start p:* --yes --serial 25% --max-fail 0 --format json",
        2 | 16,
    );
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    let recap = &value["recap"][0];
    assert_eq!(recap["failed"], 1);
    let (ok, cancelled) = (
        recap["ok"].as_u64().unwrap(),
        recap["cancelled"].as_u64().unwrap(),
    );
    assert_eq!(ok + cancelled, 7, "{recap}");
    assert!(cancelled > 0, "nothing new after the failure: {recap}");
}

#[tokio::test(flavor = "multi_thread")]
async fn results_that_cannot_be_kept_are_told() {
    let fake = node().await;
    let desk = Desk::new().fake("s1", &fake);
    desk.home.write(".local/state/supdeck/runs", "in the way");
    let told = desk.run("stop api:web_00 --yes");
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.err.contains("could not be kept"), "{told:?}");
    assert!(
        told.out.contains("ok       s1: api:web_00: STOPPED"),
        "{told:?}"
    );
}
