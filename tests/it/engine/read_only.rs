//! Read-only: not one mutating request leaves, whoever asks.

use supdeck::engine::{CallFailure, Event, Request};
use supdeck::model::{Action, ConfigChanges, LinkError, NodeId, ProcessId, Subject};
use supdeck::plan::{Mode, Operation, OperationId, Permission, RunId, RunStep, Schedule};

use super::bench::Bench;
use crate::support::fake::{Fake, Program};

/// What would change something on the fake.
const MUTATING: [&str; 10] = [
    "supervisor.startProcess",
    "supervisor.stopProcess",
    "supervisor.signalProcess",
    "supervisor.clearProcessLogs",
    "supervisor.reloadConfig",
    "supervisor.addProcessGroup",
    "supervisor.removeProcessGroup",
    "supervisor.restart",
    "supervisor.shutdown",
    "supervisor.sendProcessStdin",
];

fn mutations(fake: &Fake) -> usize {
    MUTATING.iter().map(|method| fake.count(method)).sum()
}

/// A schedule made by hand: a front would not even compile it in read-only mode.
pub fn stop(node: &str, process: &str) -> Schedule {
    let id = ProcessId::new(&NodeId::new(node), process, process);
    Schedule {
        action: Action::Stop,
        operations: vec![Operation {
            id: OperationId(0),
            subject: Subject::Process(id),
            action: Action::Stop,
            token: None,
        }],
        excluded: Vec::new(),
        unneeded: Vec::new(),
        mode: Mode::default(),
        stop_after: None,
    }
}

async fn reread(bench: &mut Bench, node: &str) -> Result<ConfigChanges, CallFailure> {
    bench.ask(Request::Reread(NodeId::new(node)));
    bench
        .until(|event| match event {
            Event::Reread(_, result) => Some(result),
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_only_console_sends_nothing_that_changes() {
    let fake = Fake::new().program(Program::new("web:web")).listen().await;
    let mut bench = Bench::of([fake.entry("a")])
        .permission(Permission::ReadOnly)
        .start();
    bench.answer("a").await;
    let refused = Err(CallFailure::Link(LinkError::ReadOnly));
    assert_eq!(reread(&mut bench, "a").await, refused);
    bench.ask(Request::Run(RunId(1), stop("a", "web")));
    bench
        .until(|event| (event == Event::Finished(RunId(1))).then_some(()))
        .await;
    let cancelled = Event::Progressed(RunId(1), RunStep::Cancelled);
    assert!(bench.told.contains(&cancelled));
    assert_eq!(mutations(&fake), 0);

    bench.ask(Request::Permit(Permission::ReadWrite));
    assert!(reread(&mut bench, "a").await.is_ok());
    assert_eq!(mutations(&fake), 1);
    bench.ask(Request::Permit(Permission::ReadOnly));
    assert_eq!(reread(&mut bench, "a").await, refused);
    assert_eq!(mutations(&fake), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_run_is_journaled() {
    let fake = Fake::new().listen().await;
    let mut bench = Bench::of([fake.entry("a")])
        .permission(Permission::ReadOnly)
        .start();
    bench.ask(Request::Run(RunId(1), stop("a", "web")));
    let line = bench
        .until(|event| match event {
            Event::Journaled(lines) => lines.last().cloned(),
            _ => None,
        })
        .await;
    assert!(
        line.ends_with("may not stop 1 target: the console is read-only"),
        "{line}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_only_environment_stays_so_whatever_the_console_may() {
    let locked = Fake::new().program(Program::new("web:web")).listen().await;
    let open = Fake::new().listen().await;
    let mut bench = Bench::of([locked.entry("a"), open.entry("b")])
        .read_only("prod", &["a"])
        .start();
    bench.ask(Request::Permit(Permission::ReadWrite));
    let refused = Err(CallFailure::Link(LinkError::ReadOnly));
    assert_eq!(reread(&mut bench, "a").await, refused);
    assert!(reread(&mut bench, "b").await.is_ok());
    bench.ask(Request::Run(RunId(1), stop("a", "web")));
    bench
        .until(|event| (event == Event::Finished(RunId(1))).then_some(()))
        .await;
    assert_eq!(mutations(&locked), 0);
}
