//! Random command lines with `--dry-run` or `--read-only`: the node proves that none of them changed anything (`FAULTS` R11).

use std::thread;

use fastrand::Rng;

use super::desk::{Desk, mutations};
use crate::support::effort::{count, tell};
use crate::support::fake::{Fake, Phase, Program};

/// A command line that would change something.
fn line(random: &mut Rng) -> String {
    let mut one_of = |words: &[&str]| words[random.usize(..words.len())].to_owned();
    let target = one_of(&[
        "all",
        "api:*",
        "api:web_00",
        "cron",
        "api:* cron",
        "state:bad",
        "gone",
    ]);
    let on = one_of(&["", " on s1", " on p1", " on @prod"]);
    let verb = one_of(&[
        "start",
        "stop",
        "restart",
        "trystart",
        "signal HUP",
        "clear",
    ]);
    let line = match one_of(&["verb", "verb", "verb", "verb", "node", "run"]).as_str() {
        "verb" => format!("{verb} {target}{on}"),
        "node" => one_of(&["reload s1", "kill p1", "update s1", "reread s1"]),
        _ => format!(
            "run s1 api:* {} cron {}",
            one_of(&["stop", "restart"]),
            one_of(&["start", "stop"])
        ),
    };
    let rhythm = one_of(&["", "", " --serial 1", " --max-fail 0", " --expect-count 2"]);
    let is_act = !line.starts_with("reread");
    let safe = if is_act {
        one_of(&[
            "--dry-run",
            "--dry-run --yes",
            "--dry-run --yes --env-confirm prod",
            "--read-only --yes",
        ])
    } else {
        "--read-only".to_owned()
    };
    let rhythm = if line.starts_with(&verb) {
        rhythm
    } else {
        String::new()
    };
    format!("{line}{rhythm} {safe}")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_command_line_that_promises_to_change_nothing_changes_anything() {
    let node = || {
        Fake::new()
            .program(Program::new("api:web_00"))
            .program(Program::new("api:web_01").at(Phase::Fatal))
            .program(Program::new("cron").at(Phase::Stopped))
            .listen()
    };
    let fakes = [node().await, node().await];
    let desk = Desk::new()
        .fake("p1", &fakes[0])
        .fake("s1", &fakes[1])
        .environment("prod", "p1", "protected = true");
    let seed = fastrand::u64(..);
    let mut random = Rng::with_seed(seed);
    let lines: Vec<String> = (0..count("SUPDECK_DRY_RUNS", 1_000))
        .map(|_| line(&mut random))
        .collect();
    let refused = thread::scope(|scope| {
        let shares = lines.chunks(lines.len().div_ceil(4));
        let shares: Vec<_> = shares
            .map(|share| scope.spawn(|| share.iter().filter(|line| desk.code(line) == 64).count()))
            .collect();
        shares
            .into_iter()
            .map(|share| share.join().unwrap())
            .sum::<usize>()
    });
    assert_eq!(fakes.iter().map(mutations).sum::<usize>(), 0, "seed {seed}");
    assert!(
        fakes.iter().all(|fake| fake.deeds().is_empty()),
        "seed {seed}"
    );
    assert!(
        refused < lines.len() * 9 / 10,
        "seed {seed}: hardly one was understood"
    );
    tell(&format!(
        "dry runs: {} command lines ({refused} refused), seed {seed}: 0 changes sent",
        lines.len()
    ));
}
