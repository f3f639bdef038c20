//! Polling real supervisords: answering, killed, frozen, thawed, restarted.

use std::time::Duration;

use supdeck::model::{LinkError, NodeId, ProcessState, Standing};

use super::bench::Bench;
use crate::support::real::{Program, Real};

fn up(bench: &Bench, node: &str) -> bool {
    bench.fleet.node(&NodeId::new(node)).unwrap().link.is_up()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_node_with_a_password_is_read_whole() {
    let real = Real::builder()
        .login("ops", "s3:cret")
        .program(Program::steady("sleeper"))
        .start();
    let mut bench = Bench::of([real.node_entry("a")]).start();
    let snapshot = bench.answer("a").await;
    assert_eq!(snapshot.version.raw(), b"4.3.0");
    assert_eq!(snapshot.identification.raw(), b"real");
    assert_eq!(snapshot.pid, Some(real.pid()));
    assert_eq!(snapshot.processes.len(), 1);
    assert!(up(&bench, "a"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_node_is_refused_and_seen_again_after_its_restart() {
    let mut real = Real::builder().program(Program::steady("sleeper")).start();
    let mut bench = Bench::of([real.node_entry("a")]).start();
    let before = bench.answer("a").await;
    real.kill();
    let id = NodeId::new("a");
    bench
        .until_fleet(|fleet| {
            let error = fleet.node(&id).unwrap().link.error();
            matches!(error, Some(LinkError::Refused { .. }))
        })
        .await;
    let node = bench.fleet.node(&id).unwrap();
    assert_eq!(node.standing(), Standing::LastKnown);
    assert_eq!(node.processes().len(), 1, "what was known stays visible");
    real.restart();
    bench.nudge(&["a"]);
    let after = bench.answer("a").await;
    assert_ne!(before.pid, after.pid);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_node_times_out_and_a_thawed_one_answers() {
    let frozen = Real::builder().program(Program::steady("sleeper")).start();
    let healthy = Real::builder().start();
    let mut bench = Bench::of([frozen.node_entry("frozen"), healthy.node_entry("healthy")])
        .pace(|pace| pace.answer = Duration::from_secs(2))
        .start();
    bench.answer("frozen").await;
    frozen.freeze();
    let error = bench.failure("frozen").await;
    assert!(matches!(error, LinkError::TimedOut { .. }), "{error}");
    bench.polls("healthy", 3).await;
    assert!(up(&bench, "healthy"));
    frozen.thaw();
    bench.nudge(&["frozen"]);
    let snapshot = bench.answer("frozen").await;
    assert!(
        snapshot
            .processes
            .iter()
            .all(|process| process.state != ProcessState::Stopped)
    );
}
