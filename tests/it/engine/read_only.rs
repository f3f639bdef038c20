//! Read-only: not one mutating request leaves, whoever asks.

use supdeck::engine::{CallFailure, Event, Request};
use supdeck::model::{
    Action, ConfigChanges, GroupName, LinkError, NodeId, ProcessId, Signal, Subject,
};
use supdeck::plan::{Mode, Operation, OperationId, Permission, RunId, RunStep, Schedule};

use super::bench::Bench;
use crate::support::effort::{count, tell};
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

/// Any action on anything.
fn operation(random: &mut fastrand::Rng, id: usize) -> Operation {
    let node = NodeId::new("a");
    let name = ["web", "cron", "gone"][random.usize(..3)];
    let process = || Subject::Process(ProcessId::new(&node, name, name));
    let group = || Subject::Group(node.clone(), GroupName::new(name));
    let all = [
        (Action::Start, process()),
        (Action::Stop, process()),
        (Action::Restart, process()),
        (Action::RestartOrStart, process()),
        (Action::Signal(Signal::Kill), process()),
        (Action::ClearLogs, process()),
        (Action::AddGroup, group()),
        (Action::ReplaceGroup, group()),
        (Action::RemoveGroup, group()),
        (Action::RestartSupervisor, Subject::Node(node.clone())),
        (Action::ShutDownSupervisor, Subject::Node(node.clone())),
    ];
    let (action, subject) = all[random.usize(..all.len())].clone();
    Operation {
        id: OperationId(id),
        subject,
        action,
        token: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_plan_gets_a_change_past_the_read_only_mode() {
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    let fake = Fake::new()
        .program(Program::new("web:web"))
        .program(Program::new("cron:cron"))
        .listen()
        .await;
    let mut bench = Bench::of([fake.entry("a")])
        .permission(Permission::ReadOnly)
        .start();
    bench.answer("a").await;
    let plans = count("SUPDECK_PLANS", 1_000);
    for number in 1..=plans {
        let number = RunId(number.try_into().unwrap());
        let operations = 0..random.usize(1..6);
        let operations: Vec<_> = operations.map(|id| operation(&mut random, id)).collect();
        bench.ask(Request::Run(
            number,
            Schedule {
                action: operations[0].action,
                operations,
                ..stop("a", "web")
            },
        ));
        bench
            .until(|event| (event == Event::Finished(number)).then_some(()))
            .await;
    }
    assert_eq!(mutations(&fake), 0, "seed {seed}");
    assert!(fake.deeds().is_empty(), "seed {seed}");
    tell(&format!(
        "read-only: {plans} plans, seed {seed}: 0 changes sent"
    ));
}
