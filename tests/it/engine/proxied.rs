//! Nodes behind a bad network: slow, flapping, deaf on one side; none of it is more than a row (`FAULTS` 3, 10, 14).

use std::time::Duration;

use supdeck::engine::{Event, Pace};
use supdeck::model::{Layer, LinkError, NodeEntry, NodeId};
use tokio::runtime::Handle;

use super::bench::Bench;
use crate::support::fake::{Fake, Program};
use crate::support::proxy::{End, Network, Proxy, Way};
use crate::support::real::{self, Real};
use crate::support::wait;

/// Rests too short to be waited for.
fn restless(pace: &mut Pace) {
    pace.interval = Duration::from_millis(5);
    pace.share = 0;
    pace.first_rest = Duration::from_millis(1);
    pace.back_off_cap = Duration::from_millis(5);
}

fn is_up(bench: &Bench) -> bool {
    bench.fleet.node(&NodeId::new("a")).unwrap().link.is_up()
}

/// Every connection is reset at its first byte.
fn dead() -> Network {
    Network::up(Way::ending(0, End::Reset))
}

/// Lets a node go and come back so many times.
async fn flap(bench: &mut Bench, proxy: &Proxy, times: usize) {
    let id = NodeId::new("a");
    for _ in 0..times {
        proxy.switch(dead());
        bench
            .until_fleet(|fleet| !fleet.node(&id).unwrap().link.is_up())
            .await;
        proxy.switch(Network::default());
        bench
            .until_fleet(|fleet| fleet.node(&id).unwrap().link.is_up())
            .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flapping_node_is_one_row_and_nothing_grows() {
    let fake = Fake::new().program(Program::new("web:web")).listen().await;
    let proxy = Proxy::before(&fake.entry("a")).await;
    let mut bench = Bench::of([proxy.entry()]).pace(restless).start();
    let tasks = || Handle::current().metrics().num_alive_tasks();
    flap(&mut bench, &proxy, 3).await;
    let at_first = tasks();
    flap(&mut bench, &proxy, 60).await;
    // What serves the connections of this moment comes and goes.
    wait::until("no task is left over", || tasks() <= at_first + 3);
    assert_eq!(bench.fleet.nodes().count(), 1);
    assert_eq!(bench.fleet.processes().count(), 1);
    // The second try of a poll may come before the end of the first is noticed.
    assert!(fake.most_open() <= 2);
    bench.engine.handle.stop().await;
    wait::until("every connection is closed", || {
        proxy.counts().open == 0 && fake.open() == 0
    });
}

/// A way on which everything comes late and in pieces, but comes.
fn slow() -> Way {
    Way {
        latency: Duration::from_millis(10),
        jitter: Duration::from_millis(60),
        slice: Some(400),
        bandwidth: Some(20_000),
        ..Way::default()
    }
}

/// Polls a node behind a slow network, and sees no failure in it.
async fn is_never_down(node: NodeEntry) -> Proxy {
    let proxy = Proxy::before(&node).await;
    proxy.switch(Network {
        up: slow(),
        down: slow(),
    });
    let mut bench = Bench::of([proxy.entry()]).pace(restless).start();
    bench.polls("a", 12).await;
    let is_failure =
        |event: &Event| matches!(event, Event::Reported(report) if report.result.is_err());
    assert!(!bench.told.iter().any(is_failure), "{:?}", bench.told);
    proxy
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn latency_is_not_an_outage_and_polls_of_one_node_never_overlap() {
    let fake = Fake::new().program(Program::new("web:web")).listen().await;
    is_never_down(fake.entry("a")).await;
    assert_eq!(fake.most_open(), 1);
    let real = Real::builder()
        .program(real::Program::steady("web"))
        .start();
    let proxy = is_never_down(real.node_entry("a")).await;
    assert!(proxy.counts().open <= 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stall_within_the_limit_is_waited_for_and_one_beyond_it_is_told() {
    let fake = Fake::new().program(Program::new("web:web")).listen().await;
    let proxy = Proxy::before(&fake.entry("a")).await;
    let answer = Duration::from_secs(1);
    let mut bench = Bench::of([proxy.entry()])
        .pace(|pace| {
            restless(pace);
            pace.answer = answer;
        })
        .start();
    bench.answer("a").await;
    for (bytes, layer) in [(0, Layer::Answer), (300, Layer::Rest)] {
        proxy.switch(Network::down(Way::ending(bytes, End::Swallow)));
        let expected = LinkError::TimedOut {
            layer,
            after: answer,
        };
        assert_eq!(bench.failure("a").await, expected);
        proxy.switch(Network::default());
        bench.answer("a").await;
    }
    proxy.switch(Network::up(Way::ending(60, End::Swallow)));
    let expected = LinkError::TimedOut {
        layer: Layer::Answer,
        after: answer,
    };
    assert_eq!(bench.failure("a").await, expected);
    proxy.switch(Network::default());
    bench.answer("a").await;
    assert!(is_up(&bench));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_closed_late_holds_nothing_up() {
    let fake = Fake::new().program(Program::new("web:web")).listen().await;
    let proxy = Proxy::before(&fake.entry("a")).await;
    let late = Way {
        slow_close: Duration::from_hours(1),
        ..Way::default()
    };
    proxy.switch(Network::down(late));
    let mut bench = Bench::of([proxy.entry()]).pace(restless).start();
    bench.polls("a", 10).await;
    assert!(is_up(&bench));
    bench.engine.handle.stop().await;
    wait::until("every connection is closed", || proxy.counts().open == 0);
}
