//! Ctrl-C in the middle of a batch: what was sent is followed, what was not is listed, nothing is lost.

use std::time::Duration;

use super::desk::{Desk, Told, mutations};
use crate::support::fake::{Fake, Phase, Program};
use crate::support::pty::Spawn;
use crate::support::wait;

/// Ten nodes with twenty programs each, whose stops take a moment.
async fn two_hundred(takes: Duration) -> (Desk, Vec<Fake>) {
    let mut fakes = Vec::new();
    let mut desk = Desk::new();
    for node in 0..10 {
        let mut fake = Fake::new();
        for number in 0..20 {
            fake = fake.program(Program::new(&format!("p:{number:02}")).stops_after(takes));
        }
        let fake = fake.listen().await;
        desk = desk.fake(&format!("n{node}"), &fake);
        fakes.push(fake);
    }
    (desk, fakes)
}

fn sent(fakes: &[Fake]) -> usize {
    fakes.iter().map(mutations).sum()
}

/// How many ended how: ok, lost, cancelled.
fn counts(told: &Told) -> [u64; 3] {
    let value: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(value["outcomes"].as_array().unwrap().len(), 200);
    let sum = |field: &str| {
        let recaps = value["recap"].as_array().unwrap().iter();
        recaps.map(|recap| recap[field].as_u64().unwrap()).sum()
    };
    ["ok", "lost", "cancelled"].map(sum)
}

#[tokio::test(flavor = "multi_thread")]
async fn once_follows_what_is_under_way_and_drops_the_rest() {
    let (desk, fakes) = two_hundred(Duration::from_millis(300)).await;
    let mut child = desk.begin("stop p:* --yes --format json --serial 10");
    wait::until("some are at work", || sent(&fakes) >= 30);
    child.interrupt();
    let told = child.end();
    let [ok, lost, cancelled] = counts(&told);
    assert_eq!((told.code, lost), (16, 0), "{}", told.err);
    assert_eq!(ok + cancelled, 200);
    assert_eq!(
        ok,
        sent(&fakes) as u64,
        "what was sent was followed to its end"
    );
    assert!(cancelled > 0);
    assert!(told.err.contains("nothing more is sent"), "{}", told.err);
    let stopped = |fake: &Fake| {
        (0..20)
            .filter(|at| fake.phase(&format!("p:{at:02}")) == Phase::Stopped)
            .count()
    };
    assert_eq!(fakes.iter().map(stopped).sum::<usize>() as u64, ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn twice_leaves_and_says_what_nobody_saw_the_end_of() {
    let (desk, fakes) = two_hundred(Duration::from_mins(10)).await;
    let mut child = desk.begin("stop p:* --yes --format json --serial 10");
    wait::until("some are at work", || sent(&fakes) >= 10);
    child.interrupt();
    // The second one counts only after the first was taken.
    let line = child.first_error();
    assert!(line.contains("Ctrl-C again leaves"), "{line}");
    child.interrupt();
    let told = child.end();
    let [ok, lost, cancelled] = counts(&told);
    assert_eq!((told.code, ok), (8 | 16, 0), "{told:?}");
    assert_eq!(lost + cancelled, 200);
    assert_eq!(lost, sent(&fakes) as u64);
    let kept = desk.home.path().join(".local/state/supdeck/runs");
    assert_eq!(
        std::fs::read_dir(kept).unwrap().count(),
        1,
        "the partial result is kept"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn before_anything_was_sent_nothing_is() {
    let fake = Fake::new().program(Program::new("cron")).listen().await;
    fake.trouble(crate::support::fake::Trouble::Silent);
    let desk = Desk::new().fake("n1", &fake);
    let mut child = desk.begin("stop cron --yes");
    wait::until("it is asked", || fake.accepted() > 0);
    child.interrupt();
    let told = child.end();
    assert_eq!(told.code, 16, "{told:?}");
    assert!(told.err.contains("nothing was sent"), "{told:?}");
    assert_eq!(mutations(&fake), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_is_cut_short_prints_what_came() {
    let (quick, silent) = (
        Fake::new().program(Program::new("cron")).listen().await,
        Fake::new().listen().await,
    );
    silent.trouble(crate::support::fake::Trouble::Silent);
    let desk = Desk::new().fake("n1", &quick).fake("n2", &silent);
    let words = ["status", "--format", "csv", "--columns", "state,node"];
    let mut pty = Spawn::supdeck(&words)
        .file(".config/supdeck/config.toml", desk.config())
        .start();
    pty.wait_for("1 of 2 nodes answered; waiting for n2");
    pty.press("\x03");
    assert_eq!(pty.exit_code(), 4 | 16);
    let screen = pty.see();
    assert!(
        screen.contains("RUNNING,n1") && screen.contains("ASKING,n2"),
        "{screen}"
    );
}
