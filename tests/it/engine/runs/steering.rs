//! How many at once, in which order, and what a person may say meanwhile.

use std::time::Duration;

use supdeck::engine::Request;
use supdeck::model::{Action, Outcome, ProcessState};
use supdeck::plan::{Batch, Mode, Phase, RunStep};

use super::{Deck, batch};
use crate::support::real::{Program, Real};

fn rolling(action: Action, names: &[&str], stop_after: Option<usize>) -> Batch {
    Batch {
        mode: Mode::Rolling {
            at_once: 1,
            delay: Duration::from_millis(10),
        },
        stop_after,
        ..batch(action, names)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_run_takes_one_at_a_time_and_stops_after_a_failure() {
    let real = Real::builder()
        .program(Program::manual("one"))
        .program(Program::bad_command("two"))
        .program(Program::manual("three"))
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("two", ProcessState::Fatal).await;
    let names = ["one", "two", "three"];
    let followed = deck.run(&rolling(Action::Start, &names, Some(1))).await;
    assert_eq!(followed.most, 1);
    let outcomes = followed.outcomes();
    assert!(matches!(
        outcomes[..],
        [Outcome::Done(_), Outcome::Refused(_), Outcome::Cancelled]
    ));
    assert_eq!(real.state_of("three:three"), "STOPPED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_has_one_down_at_a_time() {
    let names = ["one", "two", "three"];
    let builder = names.iter().fold(Real::builder(), |builder, name| {
        builder.program(Program::steady(name))
    });
    let real = builder.start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    for name in names {
        deck.until_state(name, ProcessState::Running).await;
    }
    let followed = deck.run(&rolling(Action::Restart, &names, None)).await;
    assert_eq!(followed.most, 1);
    assert_eq!(followed.summary().ok, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_run_ends_what_is_under_way_and_drops_the_rest() {
    let names = ["d1", "d2", "d3", "d4", "d5"];
    let builder = names.iter().fold(Real::builder(), |builder, name| {
        builder.program(Program::stubborn(name, 2))
    });
    let real = builder.start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    for name in names {
        deck.until_state(name, ProcessState::Running).await;
    }
    let mut two_at_once = batch(Action::Stop, &names);
    two_at_once.mode = Mode::Parallel { at_once: 2 };
    let schedule = deck.compile(&two_at_once);
    let mut followed = deck.begin(schedule);
    let stopping = |step: &RunStep| matches!(step, RunStep::Reached(_, Phase::Stopping));
    deck.follow(&mut followed, stopping).await;
    deck.bench.ask(Request::Cancel(followed.id));
    let followed = deck.finish(followed).await;
    let summary = followed.summary();
    assert_eq!(
        (summary.ok, summary.cancelled),
        (2, 3),
        "{:?}",
        followed.steps
    );
    assert_eq!(summary.ended(), names.len());
    let running = names
        .iter()
        .filter(|name| real.state_of(&format!("{name}:{name}")) == "RUNNING");
    assert_eq!(running.count(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_run_begins_nothing_new_until_it_is_resumed() {
    let names = ["one", "two"];
    let builder = names.iter().fold(Real::builder(), |builder, name| {
        builder.program(Program::stubborn(name, 2))
    });
    let real = builder.start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    for name in names {
        deck.until_state(name, ProcessState::Running).await;
    }
    let schedule = deck.compile(&rolling(Action::Stop, &names, None));
    let mut followed = deck.begin(schedule);
    let stopping = |step: &RunStep| matches!(step, RunStep::Reached(_, Phase::Stopping));
    deck.follow(&mut followed, stopping).await;
    deck.bench.ask(Request::Pause(followed.id));
    deck.follow(&mut followed, |step| matches!(step, RunStep::Ended(..)))
        .await;
    deck.bench.polls("a", 10).await;
    assert_eq!(followed.summary().queued, 1);
    assert_eq!(real.state_of("two:two"), "RUNNING");
    deck.bench.ask(Request::Resume(followed.id));
    let followed = deck.finish(followed).await;
    assert_eq!(followed.summary().ok, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_runs_go_side_by_side_and_never_act_twice() {
    let real = Real::builder()
        .program(Program::stubborn("deaf", 2))
        .program(Program::steady("web"))
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("deaf", ProcessState::Running).await;
    deck.until_state("web", ProcessState::Running).await;
    let both = deck.compile(&batch(Action::Restart, &["deaf", "web"]));
    let same = deck.compile(&batch(Action::Restart, &["deaf"]));
    let first = deck.begin(both);
    let second = deck.begin(same);
    let ids = (first.id, second.id);
    let mut followed = [first, second];
    let mut open = 2;
    while open > 0 {
        match deck.bench.next().await {
            supdeck::engine::Event::Progressed(id, step) => {
                followed[usize::from(id == ids.1)].take(&step);
            }
            supdeck::engine::Event::Finished(_) => open -= 1,
            _ => {}
        }
    }
    let done = |outcomes: Vec<Outcome>| {
        let done = outcomes.iter().filter(|o| matches!(o, Outcome::Done(_)));
        done.count()
    };
    let [first, second] = followed;
    assert_eq!(
        done(first.outcomes()) + done(second.outcomes()),
        2,
        "{:?} {:?}",
        first.outcomes(),
        second.outcomes()
    );
    assert_eq!(first.summary().skipped + second.summary().skipped, 1);
    assert_eq!(real.state_of("deaf:deaf"), "RUNNING");
}
