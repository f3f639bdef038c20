//! A supervisord that ends, is replaced, or was another one all along, and runs that were confirmed before (`FAULTS` 6 to 8).

use supdeck::engine::Event;
use supdeck::model::{Action, LinkError, NodeId, Outcome, SkipReason};

use super::runs::{Deck, Followed, batch};
use crate::support::fake::{Fake, Program};

/// A node with one process, as the console knows it.
async fn known() -> (Fake, Deck) {
    let fake = Fake::new().program(Program::new("web")).listen().await;
    let mut deck = Deck::of(vec![fake.entry("a")]);
    deck.bench.answer("a").await;
    (fake, deck)
}

/// Runs a restart that was confirmed before something happened to the node.
async fn too_late(deck: &mut Deck, happens: impl FnOnce()) -> Followed {
    let schedule = deck.compile(&batch(Action::Restart, &["web"]));
    assert_eq!(schedule.operations.len(), 1);
    happens();
    let followed = deck.begin(schedule);
    deck.finish(followed).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_supervisord_that_is_shutting_down_is_told_and_is_sent_no_change() {
    let (fake, mut deck) = known().await;
    let outcome = too_late(&mut deck, || fake.shutting_down(true))
        .await
        .outcome();
    assert_eq!(outcome, Outcome::Unreached(LinkError::ShuttingDown));
    assert_eq!(fake.count("supervisor.stopProcess"), 0);
    assert_eq!(deck.bench.failure("a").await, LinkError::ShuttingDown);
    let schedule = deck.compile(&batch(Action::Restart, &["web"]));
    assert!(schedule.operations.is_empty());
    assert_eq!(schedule.excluded[0].1, SkipReason::NoData);
    fake.shutting_down(false);
    deck.bench.answer("a").await;
    let schedule = deck.compile(&batch(Action::Restart, &["web"]));
    assert_eq!(schedule.operations.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_supervisord_that_was_replaced_nothing_is_touched_that_was_confirmed_before() {
    let (fake, mut deck) = known().await;
    let id = NodeId::new("a");
    let pid = |deck: &Deck| {
        let node = deck.bench.fleet.node(&id).unwrap();
        node.snapshot.as_ref().unwrap().pid
    };
    let before = pid(&deck);
    let outcome = too_late(&mut deck, || fake.replace()).await.outcome();
    assert_eq!(outcome, Outcome::Skipped(SkipReason::Replaced));
    assert!(fake.deeds().is_empty());
    deck.bench
        .until(|event| match event {
            Event::Reported(report) => report.result.ok().filter(|known| known.pid != before),
            _ => None,
        })
        .await;
    assert_ne!(pid(&deck), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_supervisord_at_the_same_address_is_told_by_its_name_and_left_alone() {
    let (mut fake, mut deck) = known().await;
    let schedule = deck.compile(&batch(Action::Stop, &["web"]));
    fake.kill().await;
    let other = Fake::new()
        .identification("other")
        .program(Program::new("first"))
        .program(Program::new("web"))
        .listen_on(&fake.endpoint().to_string().replace("http://", ""))
        .await
        .unwrap();
    let followed = deck.begin(schedule);
    let outcome = deck.finish(followed).await.outcome();
    assert_eq!(outcome, Outcome::Skipped(SkipReason::Replaced));
    assert!(other.deeds().is_empty());
    deck.bench
        .until_fleet(|fleet| {
            let node = fleet.node(&NodeId::new("a")).unwrap();
            let known = node.snapshot.as_ref().unwrap();
            known.identification.raw() == b"other"
        })
        .await;
}
