//! Passwords: had from where the config says, once for all who share one, and never tried again
//! after a refusal unless somebody asks for it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use supdeck::engine::{Event, Request, Scope};
use supdeck::model::{CredentialSource, LinkError, NodeEntry, NodeId};
use tempfile::TempDir;

use super::bench::Bench;
use crate::support::fake::{Fake, FakeBuilder};

fn guarded(password: &str) -> FakeBuilder {
    Fake::new().password("ops", password)
}

fn with(source: CredentialSource, entry: NodeEntry) -> NodeEntry {
    NodeEntry { source, ..entry }
}

fn file(directory: &TempDir, password: &str) -> PathBuf {
    let path = directory.path().join("password");
    fs::write(&path, password).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path
}

fn origin(event: Event) -> Option<String> {
    match event {
        Event::Authenticated(_, words) => Some(words),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_kind_of_source_opens_its_node() {
    let directory = tempfile::tempdir().unwrap();
    let path = file(&directory, "from a file\n");
    // Set by cargo for every test; the environment of a running program cannot be changed safely.
    let variable = "CARGO_PKG_NAME";
    let argv = ["printf", "from a command"].map(str::to_owned).to_vec();
    let cases = [
        (CredentialSource::File(path), "from a file"),
        (CredentialSource::Env(variable.into()), "supdeck"),
        (CredentialSource::Command(argv), "from a command"),
    ];
    for (source, password) in cases {
        let fake = guarded(password).listen().await;
        let mut bench = Bench::of([with(source.clone(), fake.entry("a"))]).start();
        assert_eq!(bench.until(origin).await, source.to_string());
        bench.answer("a").await;
        bench.engine.handle.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_refusal_each_nudge_is_one_request() {
    let directory = tempfile::tempdir().unwrap();
    let source = CredentialSource::File(file(&directory, "wrong"));
    let fake = guarded("right").listen().await;
    let clock = Fake::new().listen().await;
    let entries = [with(source, fake.entry("a")), clock.entry("clock")];
    let mut bench = Bench::of(entries).start();
    for nudges in 1..=3 {
        let report = bench.report("a").await;
        assert!(matches!(report.result, Err(LinkError::Unauthorized { .. })));
        assert_eq!(report.next, None, "it is paused");
        bench.polls("clock", 20).await;
        assert_eq!(fake.accepted(), nudges);
        bench.nudge(&["a"]);
    }
    bench.report("a").await;
    file(&directory, "right");
    bench.ask(Request::Poll(Scope::All));
    bench.answer("a").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shared_password_is_fetched_once() {
    let directory = tempfile::tempdir().unwrap();
    let count = directory.path().join("count");
    // It takes longer than the first polls are apart, so that all of them wait for it.
    let script = format!("echo asked >> {}; sleep 0.5; echo shared", count.display());
    let source = CredentialSource::Command(["sh", "-c", &script].map(str::to_owned).to_vec());
    let mut fakes = Vec::new();
    let mut entries = Vec::new();
    for index in 0..5 {
        let fake = guarded("shared").listen().await;
        entries.push(NodeEntry {
            credential: "fleet".into(),
            ..with(source.clone(), fake.entry(&format!("n{index}")))
        });
        fakes.push(fake);
    }
    let mut bench = Bench::of(entries).start();
    for index in 0..5 {
        let id = NodeId::new(&format!("n{index}"));
        bench
            .until_fleet(|fleet| fleet.node(&id).unwrap().link.is_up())
            .await;
    }
    assert_eq!(fs::read_to_string(count).unwrap(), "asked\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_source_delays_nobody_else() {
    let directory = tempfile::tempdir().unwrap();
    let gate = directory.path().join("gate");
    let script = format!(
        "until [ -e {} ]; do sleep 0.1; done; echo slow",
        gate.display()
    );
    let slow = CredentialSource::Command(["sh", "-c", &script].map(str::to_owned).to_vec());
    let quick = CredentialSource::Command(["echo", "quick"].map(str::to_owned).to_vec());
    let one = guarded("slow").listen().await;
    let other = guarded("quick").listen().await;
    let entries = [
        with(slow, one.entry("a-slow")),
        with(quick, other.entry("quick")),
    ];
    let mut bench = Bench::of(entries).start();
    bench.polls("quick", 5).await;
    assert!(!bench.has_reported("a-slow"));
    fs::write(gate, "").unwrap();
    bench.answer("a-slow").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_gives_nothing_is_said_and_nothing_is_sent() {
    let fake = guarded("right").listen().await;
    let source = CredentialSource::Env("SUPDECK_TEST_UNSET".into());
    let mut bench = Bench::of([with(source, fake.entry("a"))]).start();
    let report = bench.report("a").await;
    let error = report.result.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no password: password_env SUPDECK_TEST_UNSET is not set"
    );
    assert_eq!((report.next, fake.accepted()), (None, 0));
}
