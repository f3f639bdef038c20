//! Calls cut or reset at any byte, by a proxy before a fake and before a real supervisord (`FAULTS` 5, 45, 46).

use supdeck::model::{LinkError, NodeId, ProcessId};
use supdeck::rpc::{CallError, Limits, Supervisor, Transport};

use super::{ask, transport_with};
use crate::support::fake::{Fake, Phase, Program};
use crate::support::proxy::{End, Network, Proxy, Way};
use crate::support::real::{self, Real};
use crate::support::wait;

const STOP: &str = "supervisor.stopProcess";
const STATE: &str = "supervisor.getState";

fn api() -> ProcessId {
    ProcessId::new(&NodeId::new("fake"), "api", "api")
}

/// Every way to end a connection after so many bytes.
fn ends(at: usize) -> [Network; 4] {
    [
        Network::up(Way::ending(at, End::Close)),
        Network::up(Way::ending(at, End::Reset)),
        Network::down(Way::ending(at, End::Close)),
        Network::down(Way::ending(at, End::Reset)),
    ]
}

fn way(proxy: &Proxy) -> Transport {
    transport_with(&proxy.entry(), Limits::default())
}

/// Stops `api`; tells why that is not known to have been done.
async fn stop(way: &Transport) -> LinkError {
    match Supervisor::new(way, None).stop(&api()).await {
        Err(CallError::Link(error)) => error,
        other => panic!("no answer was expected, not {other:?}"),
    }
}

#[tokio::test]
async fn wherever_it_is_cut_a_read_is_asked_once_more_and_a_change_never() {
    let fake = Fake::new().program(Program::new("api")).listen().await;
    let proxy = Proxy::before(&fake.entry("fake")).await;
    let way = way(&proxy);
    for network in (0..200).step_by(9).flat_map(ends) {
        proxy.switch(network.clone());
        let before = proxy.counts().connections;
        let read = ask(&way).await;
        let is_cut =
            |error: &LinkError| matches!(error, LinkError::Broken { .. } | LinkError::Cut { .. });
        assert!(
            matches!(&read, Err(CallError::Link(error)) if is_cut(error)),
            "{network:?}: {read:?}"
        );
        assert_eq!(proxy.counts().connections, before + 2, "{network:?}");
        fake.change("api:api", |program| program.set(Phase::Running));
        let seen = fake.count(STOP);
        let error = stop(&way).await;
        assert!(is_cut(&error), "{network:?}: {error}");
        assert!(!error.surely_not_executed(), "{network:?}: {error}");
        assert_eq!(proxy.counts().connections, before + 3, "{network:?}");
        let reached = usize::from(network.down.end.is_some());
        assert_eq!(fake.count(STOP), seen + reached, "{network:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_supervisord_executes_what_it_was_sent_once_whatever_becomes_of_the_answer() {
    let real = Real::builder()
        .program(real::Program::steady("api"))
        .start();
    let proxy = Proxy::before(&real.node_entry("fake")).await;
    let way = way(&proxy);
    for network in [0, 1, 60, 150].into_iter().flat_map(ends) {
        proxy.switch(network.clone());
        let before = proxy.counts().connections;
        assert!(ask(&way).await.is_err(), "{network:?}");
        assert_eq!(proxy.counts().connections, before + 2, "{network:?}");
        wait::until("it runs", || real.state_of("api:api") == "RUNNING");
        let error = stop(&way).await;
        assert!(!error.surely_not_executed(), "{network:?}: {error}");
        assert_eq!(proxy.counts().connections, before + 3, "{network:?}");
        if network.down.end.is_some() {
            wait::until("it is stopped", || real.state_of("api:api") == "STOPPED");
            let name = "<param><value><string>api</string></value></param>";
            real.call("supervisor.startProcess", name).unwrap();
        } else {
            assert_eq!(real.state_of("api:api"), "RUNNING", "{network:?}");
        }
    }
}

#[tokio::test]
async fn no_call_ever_travels_on_a_connection_that_was_used_before() {
    let fake = Fake::new().program(Program::new("api")).listen().await;
    let proxy = Proxy::before(&fake.entry("fake")).await;
    let way = way(&proxy);
    for calls in 1..20 {
        ask(&way).await.unwrap();
        assert_eq!(proxy.counts().connections, calls);
    }
    Supervisor::new(&way, None).stop(&api()).await.unwrap();
    assert_eq!(proxy.counts().connections, 20);
}

#[tokio::test]
async fn the_node_sees_each_request_once_however_often_connections_are_reset() {
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    let fake = Fake::new().program(Program::new("api")).listen().await;
    let proxy = Proxy::before(&fake.entry("fake")).await;
    let way = way(&proxy);
    let (mut reads, mut changes) = (0, 0);
    for _ in 0..400 {
        // No request and no answer is that short.
        let reset = Way::ending(random.usize(..100), End::Reset);
        let arrives = random.bool();
        proxy.switch(if arrives {
            Network::down(reset)
        } else {
            Network::up(reset)
        });
        if random.bool() {
            let _ = ask(&way).await;
            reads += 2 * usize::from(arrives);
        } else {
            stop(&way).await;
            changes += usize::from(arrives);
        }
    }
    assert_eq!(fake.count(STATE), reads, "seed {seed}");
    assert_eq!(fake.count(STOP), changes, "seed {seed}");
    assert_eq!(
        proxy.counts().ended,
        proxy.counts().connections,
        "seed {seed}"
    );
}
