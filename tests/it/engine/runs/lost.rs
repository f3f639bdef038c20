//! Answers that are lost: settled by reads, sent again at most once, and never called a failure.

use std::time::Duration;

use supdeck::model::{Action, GroupName, NodeId, Outcome, ProcessState, Signal, Subject};
use supdeck::plan::{Batch, Phase};

use super::{Deck, Followed, batch, quick};
use crate::support::fake::{self, Fake, Program, Trouble};

const STOP: &str = "supervisor.stopProcess";
const START: &str = "supervisor.startProcess";
const SIGNAL: &str = "supervisor.signalProcess";
const CLEAR: &str = "supervisor.clearProcessLogs";

/// Every way to lose an answer to a call that is executed.
fn executed() -> Vec<Trouble> {
    let cuts = [0, 1, 12, 17, 60, 90, 110, 150, 200];
    let mut all: Vec<_> = cuts.map(Trouble::CutAfter).into();
    all.extend([
        Trouble::LoseAnswer,
        Trouble::Mute,
        Trouble::ContentLength("100000".into()),
        Trouble::Previous,
    ]);
    all
}

/// Every way to lose a call before it is executed that looks the same from here.
fn not_executed() -> Vec<Trouble> {
    vec![
        Trouble::LoseRequest,
        Trouble::Silent,
        Trouble::html(),
        Trouble::status("502 Bad Gateway"),
        Trouble::Body(b"<methodResponse><params>".to_vec()),
    ]
}

fn deck(fake: &Fake) -> Deck {
    Deck::with(vec![fake.entry("a")], |builder| {
        builder.pace(|pace| {
            pace.answer = Duration::from_millis(500);
            pace.runs = quick();
            pace.runs.settle = Duration::from_millis(200);
            pace.runs.checking = Duration::from_secs(2);
        })
    })
}

fn web() -> Program {
    Program::new("web").stops_after(Duration::from_millis(100))
}

/// A fake and one action on it that meets one trouble.
async fn meets(
    action: Action,
    program: Program,
    method: &str,
    trouble: &Trouble,
) -> (Fake, Followed) {
    let fake = Fake::new().program(program).listen().await;
    let mut deck = deck(&fake);
    deck.bench.answer("a").await;
    fake.once(method, trouble.clone());
    let followed = deck.act(action, "web").await;
    (fake, followed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_whose_answer_is_lost_is_confirmed_by_a_read_and_not_sent_again() {
    for trouble in executed() {
        let (fake, followed) = meets(Action::Stop, web(), STOP, &trouble).await;
        let reached = followed.reached();
        assert_eq!(reached.state, Some(ProcessState::Stopped), "{trouble:?}");
        assert!(followed.has_been(Phase::Checking), "{trouble:?}");
        assert_eq!(fake.count(STOP), 1, "{trouble:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_whose_answer_is_lost_is_confirmed_by_a_read_and_not_sent_again() {
    for trouble in executed() {
        let down = web().at(fake::Phase::Stopped);
        let (fake, followed) = meets(Action::Start, down, START, &trouble).await;
        let reached = followed.reached();
        assert_eq!(reached.state, Some(ProcessState::Running), "{trouble:?}");
        assert_eq!(fake.count(START), 1, "{trouble:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_survives_a_lost_answer_in_either_half() {
    for trouble in executed() {
        for method in [STOP, START] {
            let (fake, followed) = meets(Action::Restart, web(), method, &trouble).await;
            let reached = followed.reached();
            assert_eq!(reached.state, Some(ProcessState::Running), "{trouble:?}");
            assert_ne!(reached.pids.0, reached.pids.1, "{trouble:?}");
            assert_eq!((fake.count(STOP), fake.count(START)), (1, 1), "{trouble:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_had_no_effect_is_sent_once_more_and_no_oftener() {
    for trouble in not_executed() {
        for method in [STOP, START] {
            let (fake, followed) = meets(Action::Restart, web(), method, &trouble).await;
            let reached = followed.reached();
            assert_eq!(reached.state, Some(ProcessState::Running), "{trouble:?}");
            assert_eq!(fake.count(method), 2, "{trouble:?}");
            assert_eq!(fake.count(STOP) + fake.count(START), 3, "{trouble:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_never_comes_through_is_lost_after_two_tries() {
    for trouble in not_executed() {
        let fake = Fake::new().program(web()).listen().await;
        let mut deck = deck(&fake);
        deck.bench.answer("a").await;
        fake.always(STOP, trouble.clone());
        let outcome = deck.act(Action::Stop, "web").await.outcome();
        assert!(
            matches!(outcome, Outcome::Lost { .. }),
            "{trouble:?}: {outcome:?}"
        );
        assert_eq!(fake.count(STOP), 2, "{trouble:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signals_and_cleared_logs_are_sent_exactly_once() {
    let all = executed().into_iter().chain(not_executed());
    for trouble in all {
        for (action, method) in [
            (Action::Signal(Signal::Hup), SIGNAL),
            (Action::ClearLogs, CLEAR),
        ] {
            let (fake, followed) = meets(action, web(), method, &trouble).await;
            let outcome = followed.outcome();
            assert!(
                matches!(outcome, Outcome::Lost { .. }),
                "{trouble:?}: {outcome:?}"
            );
            assert_eq!(fake.count(method), 1, "{trouble:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_goes_after_the_stop_gets_its_start_when_it_is_back() {
    let mut fake = Fake::new().program(web()).listen().await;
    let mut deck = deck(&fake);
    deck.bench.answer("a").await;
    fake.always(START, Trouble::status("404 Not Found"));
    let schedule = deck.compile(&batch(Action::Restart, &["web"]));
    let mut followed = deck.begin(schedule);
    deck.follow(&mut followed, |step| {
        matches!(step, supdeck::plan::RunStep::Reached(_, Phase::Starting))
    })
    .await;
    fake.kill().await;
    fake.calm();
    fake.revive();
    let followed = deck.finish(followed).await;
    assert_eq!(followed.reached().state, Some(ProcessState::Running));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_cannot_be_started_again_is_reported_as_left_stopped() {
    let fake = Fake::new().program(web()).listen().await;
    let mut deck = deck(&fake);
    deck.bench.answer("a").await;
    fake.always(START, Trouble::status("404 Not Found"));
    let outcome = deck.act(Action::Restart, "web").await.outcome();
    let Outcome::Failed { state, reason } = &outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(*state, ProcessState::Stopped);
    assert!(reason.raw().starts_with(b"stopped, and not started: "));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_whose_answers_are_lost_is_removed_and_added_once() {
    for method in [
        "supervisor.removeProcessGroup",
        "supervisor.addProcessGroup",
    ] {
        for trouble in [Trouble::LoseAnswer, Trouble::CutAfter(90)] {
            let fake = Fake::new().program(web()).listen().await;
            let mut deck = deck(&fake);
            deck.bench.answer("a").await;
            fake.once(method, trouble.clone());
            let followed = deck
                .run(&Batch {
                    subjects: vec![Subject::Group(NodeId::new("a"), GroupName::new("web"))],
                    ..batch(Action::ReplaceGroup, &[])
                })
                .await;
            followed.reached();
            assert_eq!(fake.count(method), 1, "{trouble:?}");
        }
    }
}
