//! How many go at once, what comes between them, and what ends a run: seen from the nodes.

use std::time::Duration;
use std::{fs, thread};

use serde_json::Value;

use super::desk::{Desk, mutations};
use crate::support::fake::{Fake, Fate, Phase, Program};
use crate::support::wait;

/// Nodes with one program each, whose stop ends when it is told to.
async fn holding(nodes: usize) -> (Desk, Vec<Fake>) {
    let mut desk = Desk::new();
    let mut fakes = Vec::new();
    for number in 0..nodes {
        let program = Program::new("api").stops_after(Duration::from_hours(1));
        let fake = Fake::new().program(program).listen().await;
        desk = desk.fake(&format!("n{number}"), &fake);
        fakes.push(fake);
    }
    (desk, fakes)
}

fn sent(fakes: &[Fake]) -> usize {
    fakes.iter().map(mutations).sum()
}

/// Ends a stop that is under way.
fn release_one(fakes: &[Fake]) {
    let mut all = fakes.iter();
    let stopping = all.find(|fake| fake.phase("api:api") == Phase::Stopping);
    stopping
        .unwrap()
        .change("api:api", |program| program.set(Phase::Stopped));
}

/// Follows a run of seven that keeps to a number at once from its begin to its end.
async fn keeps_to(serial: &str, at_once: usize) {
    let (desk, fakes) = holding(7).await;
    let line = format!("stop api --yes {serial}");
    let child = desk.begin(line.trim_end());
    for released in 0..=7 {
        let expected = 7.min(released + at_once);
        wait::until("its width is used", || sent(&fakes) >= expected);
        assert_eq!(sent(&fakes), expected, "{serial} after {released}");
        if released < 7 {
            release_one(&fakes);
        }
    }
    let told = child.end();
    assert_eq!(told.code, 0, "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_width_is_used_and_never_passed() {
    keeps_to("--serial 3", 3).await;
    keeps_to("--serial 30%", 2).await;
    keeps_to("--serial 1%", 1).await;
    keeps_to("", 7).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_each_comes_a_rest() {
    let (desk, fakes) = holding(3).await;
    let mut child = desk.begin("stop api --yes --delay 1h --format json");
    wait::until("the first is at work", || sent(&fakes) == 1);
    let journal = desk.home.path().join(".local/state/supdeck/journal.jsonl");
    let first = fakes.iter().find(|fake| mutations(fake) == 1).unwrap();
    release_one(&fakes);
    wait::until("it has ended", || {
        std::fs::read_to_string(&journal).is_ok_and(|text| text.contains("STOPPED"))
    });
    // The node is polled once more when an operation has ended: whoever begins at once has begun.
    let polls = first.count("supervisor.getAllProcessInfo");
    wait::until("it is polled", || {
        first.count("supervisor.getAllProcessInfo") > polls || polls > 1
    });
    assert_eq!(sent(&fakes), 1, "the next one waits");
    child.interrupt();
    let told = child.end();
    assert_eq!((told.code, sent(&fakes)), (16, 1), "{told:?}");
}

/// Eight targets one after the other, the second, fourth and sixth of which fail.
async fn failing() -> (Desk, Fake) {
    let mut fake = Fake::new();
    for number in 1..=8 {
        let program = Program::new(&format!("p:{number}")).at(Phase::Stopped);
        let fails = number % 2 == 0 && number < 8;
        fake = fake.program(if fails {
            program.fate(Fate::Crashes)
        } else {
            program
        });
    }
    let fake = fake.listen().await;
    (Desk::new().fake("n1", &fake), fake)
}

/// Runs every line at its own desk, all of them side by side: each waits for its processes.
fn side_by_side(cases: &[(Desk, String, i32)], look: impl Fn(&Desk, usize) + Sync) {
    thread::scope(|scope| {
        for (at, (desk, line, exit)) in cases.iter().enumerate() {
            let look = &look;
            scope.spawn(move || {
                assert_eq!(desk.code(line), *exit, "{line}");
                look(desk, at);
            });
        }
    });
}

/// The recap of the only run at a desk: ok, failed, cancelled.
fn recap(desk: &Desk) -> [u64; 3] {
    let folder = desk.home.path().join(".local/state/supdeck/runs");
    let mut kept = fs::read_dir(folder).unwrap();
    let text = fs::read_to_string(kept.next().unwrap().unwrap().path()).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    ["ok", "failed", "cancelled"].map(|field| value["recap"][0][field].as_u64().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_end_a_run_when_they_are_too_many() {
    let limits = [
        ("--max-fail 0", 18, [1, 1, 6]),
        ("--on-error stop", 18, [1, 1, 6]),
        ("--max-fail 1", 18, [2, 2, 4]),
        // A quarter of eight is two.
        ("--max-fail 25%", 18, [3, 3, 2]),
        ("--max-fail 3", 2, [5, 3, 0]),
        ("--on-error continue", 2, [5, 3, 0]),
        ("--max-fail 100%", 2, [5, 3, 0]),
    ];
    let (mut cases, mut fakes) = (Vec::new(), Vec::new());
    for (limit, exit, _) in limits {
        let (desk, fake) = failing().await;
        let line = format!("start p:* --yes --serial 1 {limit}");
        cases.push((desk, line, exit));
        fakes.push(fake);
    }
    side_by_side(&cases, |desk, at| {
        let (limit, _, expected) = limits[at];
        assert_eq!(recap(desk), expected, "{limit}");
    });
}

/// A node that does what it is told, one where a start fails, one where it takes too long, and none.
async fn mixed() -> (Desk, [Fake; 3]) {
    let program = |fate| Program::new("api").at(Phase::Stopped).fate(fate);
    let slow = program(Fate::Runs).starts_after(Duration::from_hours(1));
    let fakes = [
        Fake::new().program(program(Fate::Runs)).listen().await,
        Fake::new().program(program(Fate::Crashes)).listen().await,
        Fake::new().program(slow).listen().await,
    ];
    let desk = Desk::new()
        .fake("well", &fakes[0])
        .fake("fails", &fakes[1])
        .fake("hangs", &fakes[2])
        .absent("gone");
    (desk, fakes)
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_went_wrong_is_in_the_exit_status() {
    let (mut cases, mut fakes) = (Vec::new(), Vec::new());
    for (nodes, exit) in [
        ("well --timeout 5s", 0),
        ("well,gone --timeout 5s", 4),
        ("well,fails --timeout 5s", 2),
        ("well,hangs --timeout 5s", 8),
        ("fails,gone --timeout 5s", 2 | 4),
        ("hangs,gone --timeout 5s", 4 | 8),
        ("fails,hangs --timeout 5s", 2 | 8),
        ("well,fails,hangs,gone --timeout 5s", 2 | 4 | 8),
        // By name, the one that fails comes first.
        ("fails,well,gone --serial 1 --max-fail 0", 2 | 4 | 16),
    ] {
        let (desk, some) = mixed().await;
        cases.push((desk, format!("start api --yes on {nodes}"), exit));
        fakes.push(some);
    }
    side_by_side(&cases, |_, _| {});
}
