//! A node that dies, or stands still, in the middle of a batch.

use std::time::Duration;

use supdeck::model::{Action, NodeId, Outcome, OutcomeClass, ProcessState, Subject};
use supdeck::plan::{Batch, Phase, RunStep};

use super::{Deck, batch, process, quick};
use crate::support::real::{Program, Real};
use crate::support::wait;

const NAMES: [&str; 3] = ["d1", "d2", "d3"];

fn stubborn() -> Real {
    let builder = NAMES.iter().fold(Real::builder(), |builder, name| {
        builder.program(Program::stubborn(name, 3))
    });
    builder.start()
}

/// An engine that soon notices a frozen node.
async fn deck(real: &Real, checking: Duration) -> Deck {
    let mut deck = Deck::with(vec![real.node_entry("a")], |builder| {
        builder.pace(|pace| {
            pace.answer = Duration::from_secs(1);
            pace.runs = quick();
            pace.runs.checking = checking;
        })
    });
    for name in NAMES {
        deck.until_state(name, ProcessState::Running).await;
    }
    deck
}

fn is(phase: Phase) -> impl Fn(&RunStep) -> bool {
    move |step| matches!(step, RunStep::Reached(_, now) if *now == phase)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_node_is_checked_until_it_thaws_and_nothing_is_called_failed() {
    let real = stubborn();
    let mut deck = deck(&real, Duration::from_mins(1)).await;
    let schedule = deck.compile(&batch(Action::Restart, &NAMES));
    let mut followed = deck.begin(schedule);
    deck.follow(&mut followed, is(Phase::Stopping)).await;
    real.freeze();
    deck.follow(&mut followed, is(Phase::Checking)).await;
    let id = NodeId::new("a");
    deck.bench
        .until_fleet(|fleet| !fleet.node(&id).unwrap().link.is_up())
        .await;
    real.thaw();
    let followed = deck.finish(followed).await;
    for outcome in followed.outcomes() {
        // Those that had not begun when it froze were never sent.
        assert!(
            matches!(outcome, Outcome::Done(_) | Outcome::Unreached(_)),
            "{outcome:?}"
        );
    }
    assert!(followed.summary().ok > 0);
    for name in NAMES {
        assert_eq!(real.state_of(&format!("{name}:{name}")), "RUNNING");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_freezes_under_watch_is_waited_for() {
    let real = stubborn();
    let mut deck = deck(&real, Duration::from_mins(1)).await;
    let schedule = deck.compile(&batch(Action::Restart, &NAMES));
    let mut followed = deck.begin(schedule);
    wait::until("all of them stop", || {
        NAMES
            .iter()
            .all(|name| real.state_of(&format!("{name}:{name}")) == "STOPPING")
    });
    real.freeze();
    for _ in NAMES {
        deck.follow(&mut followed, is(Phase::Checking)).await;
    }
    real.thaw();
    let followed = deck.finish(followed).await;
    assert_eq!(followed.summary().ok, NAMES.len(), "{:?}", followed.steps);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_to_a_node_that_does_not_answer_the_last_read() {
    let real = stubborn();
    let mut deck = deck(&real, Duration::from_mins(1)).await;
    let schedule = deck.compile(&batch(Action::Stop, &NAMES));
    real.freeze();
    let followed = deck.begin(schedule);
    let followed = deck.finish(followed).await;
    for outcome in followed.outcomes() {
        assert!(matches!(outcome, Outcome::Unreached(_)), "{outcome:?}");
    }
    real.thaw();
    for name in NAMES {
        assert_eq!(real.state_of(&format!("{name}:{name}")), "RUNNING");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_dies_in_a_batch_leaves_it_lost() {
    let mut real = stubborn();
    let mut deck = deck(&real, Duration::from_secs(3)).await;
    let schedule = deck.compile(&batch(Action::Stop, &NAMES));
    let mut followed = deck.begin(schedule);
    deck.follow(&mut followed, is(Phase::Stopping)).await;
    // The phase is told right before the call is sent.
    wait::until("one of them stops", || {
        NAMES
            .iter()
            .any(|name| real.state_of(&format!("{name}:{name}")) == "STOPPING")
    });
    real.kill();
    let followed = deck.finish(followed).await;
    let outcomes = followed.outcomes();
    for outcome in &outcomes {
        assert!(
            matches!(outcome, Outcome::Lost { .. } | Outcome::Unreached(_)),
            "{outcome:?}"
        );
    }
    let lost = outcomes
        .iter()
        .filter(|outcome| outcome.class() == OutcomeClass::Lost);
    assert!(lost.count() > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_node_that_stands_still_delays_no_other() {
    let frozen = Real::builder().program(Program::steady("web")).start();
    let healthy = Real::builder().program(Program::steady("web")).start();
    let nodes = vec![frozen.node_entry("a"), healthy.node_entry("b")];
    let mut deck = Deck::with(nodes, |builder| {
        builder.pace(|pace| {
            pace.answer = Duration::from_secs(2);
            pace.runs = quick();
        })
    });
    let subjects = vec![process("a", "web"), process("b", "web")];
    for subject in &subjects {
        let Subject::Process(id) = subject else {
            continue;
        };
        deck.bench
            .until_fleet(|fleet| {
                let process = fleet.process(id);
                process.is_some_and(|process| process.state == ProcessState::Running)
            })
            .await;
    }
    let schedule = deck.compile(&Batch {
        subjects,
        ..batch(Action::Restart, &[])
    });
    frozen.freeze();
    let followed = deck.begin(schedule);
    let followed = deck.finish(followed).await;
    let outcomes = followed.outcomes();
    assert!(matches!(outcomes[0], Outcome::Unreached(_)), "{outcomes:?}");
    assert!(matches!(outcomes[1], Outcome::Done(_)), "{outcomes:?}");
    frozen.thaw();
}
