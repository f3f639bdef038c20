//! Signing in: a typed password is tried first and kept only if the node takes it.

use supdeck::engine::{Event, Keep, Request, SignInResult, StoreChoice, Warning};
use supdeck::model::{CredentialSource, LinkError, NodeEntry, NodeId};
use supdeck::secrets::Secret;

use super::bench::Bench;
use crate::support::fake::{Fake, FakeBuilder};

fn guarded() -> FakeBuilder {
    Fake::new().password("ops", "right")
}

/// Its password has a source that gives none, so nothing but typing helps.
fn sourceless(entry: NodeEntry) -> NodeEntry {
    NodeEntry {
        source: CredentialSource::Env("SUPDECK_TEST_UNSET".into()),
        ..entry
    }
}

fn sign_in(nodes: &[&str], password: &str, keep: Keep) -> Request {
    Request::SignIn {
        nodes: nodes.iter().map(|name| NodeId::new(name)).collect(),
        secret: Secret::new(password.to_owned()),
        keep,
    }
}

async fn result(bench: &mut Bench, node: &str) -> SignInResult {
    let id = NodeId::new(node);
    bench
        .until(|event| match event {
            Event::SignedIn(node, result) if node == id => Some(result),
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_good_password_ends_the_pause() {
    let fake = guarded().listen().await;
    let mut bench = Bench::of([sourceless(fake.entry("a"))]).start();
    bench.failure("a").await;
    bench.ask(sign_in(&["a"], "right", Keep::Session));
    let accepted = SignInResult::Accepted("typed, kept for this session".into());
    assert_eq!(result(&mut bench, "a").await, accepted);
    bench.answer("a").await;
    bench.polls("a", 3).await;
    assert!(
        !format!("{:?}", bench.told).contains("right"),
        "the password is told"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_password_is_refused_and_the_pause_stays() {
    let fake = guarded().listen().await;
    let clock = Fake::new().listen().await;
    let mut bench = Bench::of([sourceless(fake.entry("a")), clock.entry("clock")]).start();
    bench.failure("a").await;
    bench.ask(sign_in(&["a"], "wrong", Keep::Session));
    let user = Some("ops".to_owned());
    let refused = SignInResult::Refused(LinkError::Unauthorized { user });
    assert_eq!(result(&mut bench, "a").await, refused);
    bench.polls("clock", 20).await;
    assert_eq!(fake.accepted(), 1, "only the attempt itself");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_password_for_many_nodes_is_judged_by_each() {
    let one = guarded().listen().await;
    let other = Fake::new().password("ops", "another").listen().await;
    let entries = [sourceless(one.entry("a")), sourceless(other.entry("b"))];
    let mut bench = Bench::of(entries).start();
    bench.ask(sign_in(&["a", "b"], "right", Keep::Session));
    let mut results = Vec::new();
    while results.len() < 2 {
        results.push(
            bench
                .until(|event| match event {
                    Event::SignedIn(node, result) => Some((node.to_string(), result)),
                    _ => None,
                })
                .await,
        );
    }
    results.sort_by(|(a, _), (b, _)| a.cmp(b));
    assert!(
        matches!(results[0].1, SignInResult::Accepted(_)),
        "{results:?}"
    );
    assert!(
        matches!(results[1].1, SignInResult::Refused(_)),
        "{results:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_share_the_credential_come_back_too() {
    let one = guarded().listen().await;
    let other = guarded().listen().await;
    let shared = |entry| NodeEntry {
        credential: "fleet".into(),
        ..sourceless(entry)
    };
    let mut bench = Bench::of([shared(one.entry("a")), shared(other.entry("b"))]).start();
    for node in ["a", "b"] {
        let id = NodeId::new(node);
        bench
            .until_fleet(|fleet| fleet.node(&id).unwrap().link.error().is_some())
            .await;
    }
    bench.ask(sign_in(&["a"], "right", Keep::Session));
    bench.answer("b").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_config_names_elsewhere_is_kept_for_the_session_only() {
    let fake = guarded().listen().await;
    let mut bench = Bench::of([sourceless(fake.entry("a"))]).start();
    bench.ask(sign_in(&["a"], "right", Keep::Lasting));
    match result(&mut bench, "a").await {
        SignInResult::NotKept(words) => assert!(words.contains("named in the config"), "{words}"),
        other => panic!("{other:?}"),
    }
    bench.answer("a").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_is_journaled_with_its_outcome() {
    let fake = guarded().listen().await;
    let mut bench = Bench::of([sourceless(fake.entry("a"))]).start();
    bench.ask(sign_in(&["a"], "wrong", Keep::Session));
    let line = |words: &'static str| {
        move |event: Event| match event {
            Event::Journaled(lines) => lines.into_iter().find(|line| line.contains(words)),
            _ => None,
        }
    };
    let refused = bench.until(line("could not sign in to a as ops")).await;
    assert!(refused.contains("401"), "{refused}");
    bench.ask(sign_in(&["a"], "right", Keep::Session));
    bench.until(line("signed in to a as ops")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sealed_file_is_made_and_opened_by_its_passphrase() {
    let fake = guarded().listen().await;
    let mut bench = Bench::of([sourceless(fake.entry("a"))]).start();
    let store =
        |passphrase: &str| Request::Store(StoreChoice::Sealed(Secret::new(passphrase.to_owned())));
    let warning = |event| match event {
        Event::Warned(warning) => Some(warning),
        _ => None,
    };
    bench.ask(store(""));
    let locked = bench.until(warning).await;
    assert!(
        matches!(&locked, Warning::Locked(Some(why)) if why.contains("empty")),
        "{locked:?}"
    );
    bench.ask(store("correct horse"));
    assert_eq!(bench.until(warning).await, Warning::Unlocked);
}
