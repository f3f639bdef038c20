//! The demo behind the engine: the same pollers and sign-ins, and nothing touches the network.

use supdeck::engine::demo::World;
use supdeck::engine::{CallFailure, Event, Keep, Request, SignInResult, Warning};
use supdeck::model::{Layer, LinkError, LinkKind, LogPiece, LogSource, NodeId, ProcessId, Stream};
use supdeck::plan::Permission;
use supdeck::secrets::Secret;

use super::bench::Bench;

fn world() -> World {
    World::new(7, "2026-07-12T12:04:00Z".parse().unwrap())
}

/// The node of the demo that wants a password.
async fn locked(bench: &mut Bench) -> NodeId {
    bench
        .until(|event| match event {
            Event::Reported(report) => {
                let error = report.result.err()?;
                (error.kind() == LinkKind::Auth).then_some(report.node)
            }
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn most_nodes_answer_and_reports_carry_the_time_of_the_demo() {
    let world = world();
    let opening = world.clock().now();
    let mut bench = Bench::of_demo(world).start();
    let most = bench.fleet.nodes().len() * 3 / 4;
    bench
        .until_fleet(|fleet| fleet.nodes().filter(|node| node.link.is_up()).count() > most)
        .await;
    let earliest = bench.fleet.nodes().filter_map(|node| node.last_good).min();
    assert!(earliest.unwrap().duration_since(opening).as_secs() < 3600);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_password_is_tried_and_never_kept() {
    let mut bench = Bench::of_demo(world()).start();
    let node = locked(&mut bench).await;
    let sign_in = |password: &str| Request::SignIn {
        nodes: vec![node.clone()],
        secret: Secret::new(password.to_owned()),
        keep: Keep::Lasting,
    };
    let result = |event| match event {
        Event::SignedIn(_, result) => Some(result),
        _ => None,
    };
    bench.ask(sign_in("wrong"));
    let refused = bench.until(result).await;
    assert!(matches!(
        refused,
        SignInResult::Refused(LinkError::Unauthorized { .. })
    ));
    bench.ask(sign_in("demo"));
    let accepted = SignInResult::Accepted("typed, kept for this session".into());
    assert_eq!(bench.until(result).await, accepted);
    bench.answer(node.as_str()).await;
    let keyring = |event: &Event| matches!(event, Event::Warned(Warning::NoKeyring(_)));
    assert!(!bench.told.iter().any(keyring));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn read_only_holds_for_it_too() {
    let mut bench = Bench::of_demo(world())
        .permission(Permission::ReadOnly)
        .start();
    let node = bench
        .until(|event| match event {
            Event::Reported(report) => report.result.is_ok().then_some(report.node),
            _ => None,
        })
        .await;
    bench.ask(Request::Reread(node));
    let result = bench
        .until(|event| match event {
            Event::Reread(_, result) => Some(result),
            _ => None,
        })
        .await;
    assert_eq!(result, Err(CallFailure::Link(LinkError::ReadOnly)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_silent_node_times_out_as_a_real_one_would() {
    let mut bench = Bench::of_demo(world()).start();
    bench
        .until(|event| match event {
            Event::Reported(report) => match report.result {
                Err(LinkError::TimedOut { layer, .. }) => (layer == Layer::Connect).then_some(()),
                _ => None,
            },
            _ => None,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_logs_are_followed_and_paged_back_as_real_ones() {
    let mut bench = Bench::of_demo(world()).start();
    let source = LogSource::Process(ProcessId::new(&NodeId::new("stg-01"), "api", "web_00"));
    let first = |event| match event {
        Event::Logged(chunk) => Some((chunk.stream, chunk.piece)),
        _ => None,
    };
    bench.ask(Request::Follow(source.clone()));
    let mut place = None;
    while place.is_none() {
        if let (Stream::Stdout, LogPiece::Bytes(at, _)) = bench.until(first).await {
            place = Some(at);
        }
    }
    let begin = place.unwrap();
    // The next piece begins where the first one ended, so its size is the whole log.
    let mut next = begin;
    while next.offset == begin.offset {
        if let (Stream::Stdout, LogPiece::Bytes(at, _)) = bench.until(first).await {
            next = at;
        }
    }
    bench.ask(Request::ReadBack(source, Stream::Stdout, next));
    let older = bench
        .until(|event| match event {
            Event::Logged(chunk) => match chunk.piece {
                LogPiece::Older(asked, pieces) => Some((asked, pieces)),
                _ => None,
            },
            _ => None,
        })
        .await;
    assert_eq!(older.0, next);
    let [LogPiece::Bytes(at, bytes)] = &older.1[..] else {
        panic!("{older:?}")
    };
    assert_eq!(at.offset + bytes.raw().len() as u64, next.offset);
}
