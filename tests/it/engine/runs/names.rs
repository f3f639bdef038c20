//! Names that could lead to another process than the one that was meant (`FAULTS` 16, 69).

use supdeck::model::{Action, LinkKind, ProcessState};

use super::Deck;
use crate::support::fake::{self, Fake};
use crate::support::real::{Program, Real};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_with_one_name_only_the_one_in_its_group_is_meant() {
    let web = |program: &str| Program::steady(program).extra("process_name=web");
    let real = Real::builder()
        .program(web("one"))
        .program(web("two"))
        .program(Program::steady("web"))
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    for name in ["one:web", "two:web", "web:web"] {
        deck.until_state(name, ProcessState::Running).await;
    }
    let reached = deck.act(Action::Stop, "two:web").await.reached();
    assert_eq!(reached.state, Some(ProcessState::Stopped));
    for (name, state) in [
        ("one:web", "RUNNING"),
        ("two:web", "STOPPED"),
        ("web:web", "RUNNING"),
    ] {
        assert_eq!(real.state_of(name), state, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_supervisord_that_stumbles_over_a_name_of_its_own_is_told_with_that_name() {
    let real = Real::builder()
        .program(Program::steady("star").extra("process_name=*"))
        .program(Program::steady("other"))
        .group("g", &["star", "other"])
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    // `g:*` means the whole group, so it cannot list its own process.
    let error = deck.bench.failure("a").await;
    assert_eq!(error.to_string(), "fault 10: BAD_NAME: g:*");
    assert_eq!(error.kind(), LinkKind::Down);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_looks_like_a_pattern_is_sent_as_it_is_after_a_read_of_the_same() {
    let fake = Fake::new();
    let fake = ["*", "all", "group:*", "-h", "a b"]
        .into_iter()
        .fold(fake, |fake, name| {
            fake.program(fake::Program::named("g", name))
        });
    let fake = fake.listen().await;
    let mut deck = Deck::of(vec![fake.entry("a")]);
    deck.bench.answer("a").await;
    deck.act(Action::Stop, "g:*").await.reached();
    let stopped: Vec<_> = fake.deeds().into_iter().map(|deed| deed.to).collect();
    assert_eq!(stopped, ["g:*"]);
    let asked = fake.seen();
    let of = |method: &str| {
        let seen = asked.iter().position(|seen| seen.method == method);
        (
            seen.unwrap(),
            asked[seen.unwrap()].params[0].bytes().unwrap().to_vec(),
        )
    };
    let (read, stop) = (
        of("supervisor.getProcessInfo"),
        of("supervisor.stopProcess"),
    );
    assert!(read.0 < stop.0 && read.1 == stop.1 && stop.1 == b"g:*");
}
