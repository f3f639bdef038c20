//! One process of a real supervisord, started, stopped, restarted, signalled.

use supdeck::model::{
    Action, Fault, Outcome, Process, ProcessState, Signal, SkipReason, Subject, Untrusted,
};
use supdeck::plan::Phase;

use super::{Deck, batch, process};
use crate::support::real::{Program, Real, Version};

const NAMES: [&str; 2] = ["steady", "wörker-漢字-🚀"];

fn known<'a>(deck: &'a Deck, name: &str) -> &'a Process {
    let Subject::Process(id) = process("a", name) else {
        panic!("a process was asked for")
    };
    deck.bench.fleet.process(&id).unwrap()
}

/// Down, up and round again, under a plain name and under one that no old client can read.
async fn goes_round(version: Version, names: &[&str]) {
    if !Version::available().contains(&version) {
        return;
    }
    let builder = Real::builder().version(version);
    let real = names
        .iter()
        .fold(builder, |builder, name| {
            builder.program(Program::steady(name))
        })
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    for name in names {
        deck.until_state(name, ProcessState::Running).await;
        let before = known(&deck, name).pid;
        let reached = deck.act(Action::Restart, name).await.reached();
        assert_eq!(reached.state, Some(ProcessState::Running));
        assert_eq!(reached.pids.0, before);
        assert!(reached.pids.1.is_some() && reached.pids.1 != before);
        assert!(reached.down_after.is_some() && reached.up_after.is_some());

        deck.until_state(name, ProcessState::Running).await;
        let reached = deck.act(Action::Stop, name).await.reached();
        assert_eq!(reached.state, Some(ProcessState::Stopped));
        assert_eq!(real.state_of(&format!("{name}:{name}")), "STOPPED");

        deck.until_state(name, ProcessState::Stopped).await;
        let reached = deck.act(Action::Start, name).await.reached();
        assert_eq!(reached.state, Some(ProcessState::Running));
        assert_eq!(real.state_of(&format!("{name}:{name}")), "RUNNING");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_name_goes_round_on_4_3_0() {
    goes_round(Version::V4_3_0, &NAMES).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_name_goes_round_on_4_0_4() {
    goes_round(Version::V4_0_4, &NAMES).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plain_name_goes_round_on_3_4_0() {
    // On Python 2 other names are listed and cannot be addressed.
    goes_round(Version::V3_4_0, &NAMES[..1]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stubborn_process_is_watched_until_it_is_killed() {
    let real = Real::builder()
        .program(Program::stubborn("deaf", 2))
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("deaf", ProcessState::Running).await;
    let followed = deck.act(Action::Stop, "deaf").await;
    assert!(followed.has_been(Phase::Stopping));
    assert_eq!(followed.reached().state, Some(ProcessState::Stopped));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_outlives_its_deadline_is_overdue_and_not_failed() {
    let real = Real::builder()
        .program(Program::stubborn("deaf", 600))
        .start();
    let mut deck = Deck::with(vec![real.node_entry("a")], |builder| {
        builder.pace(|pace| {
            pace.runs = super::quick();
            pace.runs.lookup = std::time::Duration::ZERO;
            pace.runs.stop_margin = std::time::Duration::from_secs(1);
        })
    });
    deck.until_state("deaf", ProcessState::Running).await;
    // As if its configuration said so: 3.x does not tell, and then the default holds.
    let config = std::fs::read_to_string(real.config()).unwrap();
    let hurried = config.replace("stopwaitsecs=600", "stopwaitsecs=1");
    std::fs::write(real.config(), hurried).unwrap();
    real.call("supervisor.reloadConfig", "").unwrap();
    let outcome = deck.act(Action::Stop, "deaf").await.outcome();
    let Outcome::Overdue { state, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(state, ProcessState::Stopping);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_fails_at_first_is_followed_until_it_runs() {
    let flaky = Program::flaky("flaky").extra("autostart=false");
    let real = Real::builder().program(flaky).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("flaky", ProcessState::Stopped).await;
    let followed = deck.act(Action::Start, "flaky").await;
    assert!(followed.has_been(Phase::Retrying(ProcessState::Backoff)));
    assert_eq!(followed.reached().state, Some(ProcessState::Running));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_loop_fails_when_supervisord_gives_up() {
    let crash = Program::crash_loop("crash").extra("autostart=false");
    let real = Real::builder().program(crash).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("crash", ProcessState::Stopped).await;
    let followed = deck.act(Action::Start, "crash").await;
    assert!(followed.has_been(Phase::Retrying(ProcessState::Backoff)));
    let Outcome::Failed { state, reason } = followed.outcome() else {
        panic!("{:?}", followed.outcome())
    };
    assert_eq!(state, ProcessState::Fatal);
    assert_eq!(
        reason,
        Untrusted::from("Exited too quickly (process log may have details)")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_loop_is_stopped_between_two_lives() {
    let crash = Program::crash_loop("crash").extra("startretries=1000");
    let real = Real::builder().program(crash).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("crash", ProcessState::Backoff).await;
    let followed = deck.act(Action::Stop, "crash").await;
    assert_eq!(followed.reached().state, Some(ProcessState::Stopped));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_start_is_waited_for() {
    let slow = Program::slow_start("slow").extra("autostart=false");
    let real = Real::builder().program(slow).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("slow", ProcessState::Stopped).await;
    let followed = deck.act(Action::Start, "slow").await;
    assert_eq!(followed.reached().state, Some(ProcessState::Running));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_is_not_there_is_refused() {
    let real = Real::builder().program(Program::bad_command("bad")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("bad", ProcessState::Fatal).await;
    let outcome = deck.act(Action::Start, "bad").await.outcome();
    assert!(
        matches!(&outcome, Outcome::Refused(fault) if fault.code == Fault::NO_FILE),
        "{outcome:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_one_shot_is_judged_by_how_it_ends() {
    let real = Real::builder()
        .program(Program::one_shot("good", 0).extra("autostart=false"))
        .program(Program::one_shot("bad", 3).extra("autostart=false"))
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("bad", ProcessState::Stopped).await;
    let reached = deck.act(Action::Start, "good").await.reached();
    assert_eq!(reached.state, Some(ProcessState::Exited));
    let failed = Outcome::Failed {
        state: ProcessState::Exited,
        reason: "exit 3".into(),
    };
    assert_eq!(deck.act(Action::Start, "bad").await.outcome(), failed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_during_a_stop_waits_for_its_end() {
    let real = Real::builder()
        .program(Program::stubborn("deaf", 2))
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("deaf", ProcessState::Running).await;
    let before = known(&deck, "deaf").pid;
    stop_by_hand(&real, "deaf");
    deck.until_state("deaf", ProcessState::Stopping).await;
    let reached = deck.act(Action::Start, "deaf").await.reached();
    assert_eq!(reached.state, Some(ProcessState::Running));
    assert_ne!(reached.pids.1, before);
    assert_eq!(real.state_of("deaf:deaf"), "RUNNING");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_leaves_alone_what_was_stopped_meanwhile() {
    let real = Real::builder().program(Program::steady("web")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("web", ProcessState::Running).await;
    let confirmed = deck.compile(&batch(Action::Restart, &["web"]));
    stop_by_hand(&real, "web");
    deck.until_state("web", ProcessState::Stopped).await;
    let followed = deck.begin(confirmed);
    let followed = deck.finish(followed).await;
    let skipped = Outcome::Skipped(SkipReason::WasDown(ProcessState::Stopped));
    assert_eq!(followed.outcome(), skipped);
    assert_eq!(real.state_of("web:web"), "STOPPED");
    let reached = deck.act(Action::RestartOrStart, "web").await.reached();
    assert_eq!(reached.state, Some(ProcessState::Running));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_under_the_same_name_is_not_touched() {
    let real = Real::builder()
        .program(Program::steady("web").extra("autorestart=true"))
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("web", ProcessState::Running).await;
    let confirmed = deck.compile(&batch(Action::Stop, &["web"]));
    let before = known(&deck, "web").pid;
    deck.act(Action::Restart, "web").await.reached();
    let followed = deck.begin(confirmed);
    let outcome = deck.finish(followed).await.outcome();
    assert_eq!(
        outcome,
        Outcome::Skipped(SkipReason::Replaced),
        "{before:?}"
    );
    assert_eq!(real.state_of("web:web"), "RUNNING");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signals_and_cleared_logs_are_confirmed_by_their_answer() {
    let real = Real::builder().program(Program::steady("web")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("web", ProcessState::Running).await;
    let followed = deck.act(Action::Signal(Signal::Cont), "web").await;
    assert_eq!(followed.reached().state, Some(ProcessState::Running));
    deck.act(Action::ClearLogs, "web").await.reached();
}

/// Somebody else stops it.
fn stop_by_hand(real: &Real, name: &str) {
    let params = format!(
        "<param><value><string>{name}:{name}</string></value></param>\
         <param><value><boolean>0</boolean></value></param>"
    );
    real.call("supervisor.stopProcess", &params).unwrap();
}
