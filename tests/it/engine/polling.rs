//! Polling: no node waits for another, none is asked too often, none twice at once.

use std::time::Duration;

use supdeck::engine::{Request, Scope};
use supdeck::model::{CredentialSource, Endpoint, LinkError, NodeEntry, NodeId, ProcessState};

use super::bench::Bench;
use crate::support::fake::{Fake, Phase, Program, Trouble};
use crate::support::wait;

const LIST: &str = "supervisor.getAllProcessInfo";

/// A port nobody listens on: bound, and given back.
async fn nobody(name: &str) -> NodeEntry {
    let mut gone = Fake::new().listen().await;
    let entry = gone.entry(name);
    gone.kill().await;
    entry
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn healthy_nodes_do_not_wait_for_silent_refused_and_dripping_ones() {
    let mut fakes = Vec::new();
    let mut entries = vec![nobody("refused").await];
    for index in 0..6 {
        let silent = Fake::new().trouble(Trouble::Silent).listen().await;
        entries.push(silent.entry(&format!("a-silent-{index}")));
        let dripping = Fake::new()
            .trouble(Trouble::Drip(Duration::from_secs(1)))
            .listen()
            .await;
        entries.push(dripping.entry(&format!("a-dripping-{index}")));
        let healthy = Fake::new().program(Program::new("web:web")).listen().await;
        entries.push(healthy.entry(&format!("healthy-{index}")));
        fakes.extend([silent, dripping, healthy]);
    }
    let mut bench = Bench::of(entries)
        .pace(|pace| {
            pace.fan_out = 2;
            pace.answer = Duration::from_secs(50);
        })
        .start();
    for index in 0..6 {
        let name = format!("healthy-{index}");
        bench
            .until_fleet(|fleet| fleet.node(&NodeId::new(&name)).unwrap().link.is_up())
            .await;
    }
    let slow = |event: &supdeck::engine::Event| {
        matches!(event, supdeck::engine::Event::Reported(report)
            if report.node.as_str().starts_with("a-"))
    };
    assert!(!bench.told.iter().any(slow), "a hung poll ended first");
    let refused = |fleet: &supdeck::model::Fleet| {
        let node = fleet.node(&NodeId::new("refused")).unwrap();
        matches!(node.link.error(), Some(LinkError::Refused { .. }))
    };
    bench.until_fleet(refused).await;
    bench.engine.handle.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_comes_back_is_seen_again() {
    let mut fake = Fake::new().program(Program::new("web:web")).listen().await;
    let mut bench = Bench::of([fake.entry("a")]).start();
    let before = bench.answer("a").await;
    assert_eq!(before.processes.len(), 1);
    fake.kill().await;
    let error = bench.failure("a").await;
    assert!(!error.surely_not_executed() || matches!(error, LinkError::Refused { .. }));
    fake.revive();
    let id = NodeId::new("a");
    bench
        .until_fleet(|fleet| fleet.node(&id).unwrap().link.is_up())
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_nudges_during_a_poll_are_one_more_poll() {
    let fake = Fake::new().listen().await;
    let clock = Fake::new().listen().await;
    let mut bench = Bench::of([fake.entry("a"), clock.entry("clock")])
        .pace(|pace| pace.interval = Duration::from_hours(1))
        .start();
    bench.report("a").await;
    fake.once(LIST, Trouble::Slow(Duration::from_secs(1)));
    bench.nudge(&["a"]);
    while fake.count(LIST) < 2 {
        tokio::task::yield_now().await;
    }
    for _ in 0..100 {
        bench.nudge(&["a"]);
    }
    bench.polls("a", 2).await;
    for _ in 0..20 {
        bench.nudge(&["clock"]);
        bench.report("clock").await;
    }
    assert_eq!(fake.count(LIST), 3);
    assert_eq!(fake.most_open(), 1, "polls of one node overlapped");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_equal_answer_is_the_same_snapshot() {
    let fake = Fake::new().listen().await;
    let mut bench = Bench::of([fake.entry("a")]).start();
    let first = bench.answer("a").await;
    let second = bench.answer("a").await;
    assert!(std::sync::Arc::ptr_eq(&first, &second));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_ticks_makes_no_new_snapshot_and_a_change_does() {
    let fake = Fake::new().program(Program::new("web:web")).prepared();
    let fake = fake.listen().await;
    let mut bench = Bench::of([fake.entry("a")]).start();
    let first = bench.answer("a").await;
    let begun = std::time::Instant::now();
    while begun.elapsed() < Duration::from_secs(2) {
        let later = bench.answer("a").await;
        assert!(std::sync::Arc::ptr_eq(&first, &later));
    }
    fake.change("web:web", |program| program.set(Phase::Fatal));
    let id = NodeId::new("a");
    bench
        .until_fleet(|fleet| {
            let process = &fleet.node(&id).unwrap().processes()[0];
            process.state == ProcessState::Fatal
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_front_that_reads_nothing_does_not_stop_the_dispatcher() {
    let fake = Fake::new().listen().await;
    // Paused nodes without a password report at every nudge, and cost nothing.
    let paused = |index: usize| NodeEntry {
        user: Some("ops".into()),
        source: CredentialSource::Env("SUPDECK_TEST_UNSET".into()),
        ..fake.entry(&format!("n{index:02}"))
    };
    let mut bench = Bench::of((0..50).map(paused)).start();
    let full = bench.engine.events.capacity() + bench.engine.events.len();
    wait::until("the channel of events is full", || {
        // A full inbox is emptied soon; the next round finds room.
        let _ = bench.engine.handle.ask(Request::Poll(Scope::All));
        bench.engine.events.len() == full
    });
    for _ in 0..1000 {
        let poll = || Request::Poll(Scope::All);
        wait::until("a request is taken", || {
            bench.engine.handle.ask(poll()).is_ok()
        });
    }
    bench.polls("n00", full / 50).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ca_file_that_cannot_be_read_is_a_row_and_not_the_end() {
    let fake = Fake::new().listen().await;
    let broken = NodeEntry {
        endpoint: Endpoint::Https {
            host: "127.0.0.1".into(),
            port: 1,
            prefix: String::new(),
        },
        ca_file: Some("/nowhere/ca.pem".into()),
        ..fake.entry("broken")
    };
    let mut bench = Bench::of([broken, fake.entry("a")]).start();
    let error = bench.failure("broken").await;
    assert!(matches!(error, LinkError::Tls { .. }), "{error}");
    bench.answer("a").await;
}
