//! The fake itself: what other tests rely on.

use std::time::{Duration, Instant};

use supdeck::model::{LinkError, NodeId, ProcessId, ProcessState};
use supdeck::rpc::{Limits, LogName, Supervisor, Transport};

use super::{transport, transport_with};
use crate::support::fake::{Fake, Fate, Phase, Program, Trouble};

const STEP: Duration = Duration::from_millis(20);

fn id(name: &str) -> ProcessId {
    ProcessId::new(&NodeId::new("fake"), name, name)
}

/// Every state that is seen on the way to that one.
async fn states_until(way: &Transport, id: &ProcessId, goal: ProcessState) -> Vec<ProcessState> {
    let deadline = Instant::now() + Duration::from_secs(10);
    let mut states = Vec::new();
    while states.last() != Some(&goal) {
        assert!(
            Instant::now() < deadline,
            "{states:?} does not end in {goal:?}"
        );
        let process = Supervisor::new(way, None).process(id).await.unwrap();
        if states.last() != Some(&process.state) {
            states.push(process.state);
        }
    }
    states
}

#[tokio::test]
async fn programs_fail_and_recover_as_real_ones_do() {
    let stopped = |name: &str| Program::new(name).at(Phase::Stopped).starts_after(STEP);
    let fake = Fake::new()
        .program(stopped("flaky").fate(Fate::Flaky(2)))
        .program(stopped("broken").fate(Fate::Crashes))
        .program(stopped("good"))
        .listen()
        .await;
    let way = transport(&fake);
    let supervisor = Supervisor::new(&way, None);
    for (name, goal) in [
        ("flaky", ProcessState::Running),
        ("broken", ProcessState::Fatal),
        ("good", ProcessState::Running),
    ] {
        supervisor.start(&id(name)).await.unwrap();
        let states = states_until(&way, &id(name), goal).await;
        let failed = states.contains(&ProcessState::Backoff);
        assert_eq!(failed, name != "good", "{name}: {states:?}");
    }
    assert_ne!(fake.pid("good:good"), 0);
    assert_eq!(fake.pid("broken:broken"), 0);
}

#[tokio::test]
async fn a_start_while_stopping_says_yes_and_does_nothing() {
    let slow = Program::new("slow").stops_after(STEP);
    let fake = Fake::new().program(slow).listen().await;
    let way = transport(&fake);
    let supervisor = Supervisor::new(&way, None);
    supervisor.stop(&id("slow")).await.unwrap();
    assert_eq!(fake.phase("slow:slow"), Phase::Stopping);
    supervisor.start(&id("slow")).await.unwrap();
    states_until(&way, &id("slow"), ProcessState::Stopped).await;
}

#[tokio::test]
async fn programs_and_supervisords_come_and_go() {
    let fake = Fake::new().program(Program::new("a")).listen().await;
    let way = transport(&fake);
    let supervisor = Supervisor::new(&way, None);
    let before = supervisor.snapshot().await.unwrap();
    fake.add(Program::new("b").at(Phase::Exited(3)));
    fake.replace();
    let after = supervisor.snapshot().await.unwrap();
    assert_ne!(before.pid, after.pid);
    assert_ne!(before.processes[0].pid, after.processes[0].pid);
    assert_eq!(after.processes[1].exit_status, 3);
    fake.remove("a:a");
    assert_eq!(supervisor.processes().await.unwrap().len(), 1);
    fake.shutting_down(true);
    assert_eq!(supervisor.snapshot().await, Err(LinkError::ShuttingDown));
    fake.shutting_down(false);
    supervisor.snapshot().await.unwrap();
}

#[tokio::test]
async fn a_mute_fake_does_what_it_is_told_and_keeps_silent() {
    let fake = Fake::new().program(Program::new("a")).listen().await;
    fake.once("supervisor.stopProcess", Trouble::Mute);
    let limits = Limits {
        call: Duration::from_millis(200),
        ..Limits::default()
    };
    let way = transport_with(&fake.entry("fake"), limits);
    assert!(Supervisor::new(&way, None).stop(&id("a")).await.is_err());
    assert_eq!(fake.phase("a:a"), Phase::Stopped);
}

#[tokio::test]
async fn a_death_ends_every_connection_even_if_life_goes_on_at_once() {
    let mut fake = Fake::new().program(Program::new("a")).listen().await;
    let way = transport(&fake);
    let supervisor = Supervisor::new(&way, None);
    let name = id("a");
    let mut tail = supervisor
        .follow(LogName::Stderr(&name))
        .await
        .unwrap()
        .unwrap();
    fake.write_err("a:a", b"one\n");
    assert_eq!(tail.next().await, Ok(Some(b"one\n".to_vec())));
    assert_eq!(fake.open(), 1);
    fake.kill().await;
    fake.revive();
    assert_eq!(tail.next().await, Ok(None));
    supervisor.snapshot().await.unwrap();
}
