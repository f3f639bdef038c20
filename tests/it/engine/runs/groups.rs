//! Groups made what the config files say, and supervisord itself restarted and ended.

use std::fs;

use supdeck::model::{Action, Fault, GroupName, NodeId, Outcome, ProcessState, Subject};
use supdeck::plan::Batch;

use super::{Deck, batch};
use crate::support::real::{Program, Real};

fn on_group(action: Action, name: &str) -> Batch {
    Batch {
        subjects: vec![Subject::Group(NodeId::new("a"), GroupName::new(name))],
        ..batch(action, &[])
    }
}

fn on_node(action: Action) -> Batch {
    Batch {
        subjects: vec![Subject::Node(NodeId::new("a"))],
        ..batch(action, &[])
    }
}

/// Puts another text into the config file, and lets supervisord read it.
fn rewrite(real: &Real, change: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(real.config()).unwrap();
    fs::write(real.config(), change(text)).unwrap();
    real.call("supervisor.reloadConfig", "").unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_group_is_stopped_removed_and_added() {
    let name = "größe-漢字";
    let real = Real::builder()
        .program(Program::steady(name))
        .program(Program::stubborn("deaf", 2))
        .group("mixed", &[name, "deaf"])
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("mixed:deaf", ProcessState::Running).await;
    rewrite(&real, |text| text.replace("startsecs=1", "startsecs=0"));
    let followed = deck.run(&on_group(Action::ReplaceGroup, "mixed")).await;
    assert!(followed.reached().down_after.is_some());
    deck.until_state("mixed:deaf", ProcessState::Running).await;
    assert_eq!(real.state_of(&format!("mixed:{name}")), "RUNNING");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_is_removed_and_one_that_is_named_in_the_files_is_added() {
    let real = Real::builder().program(Program::steady("web")).start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("web", ProcessState::Running).await;
    deck.run(&on_group(Action::RemoveGroup, "web"))
        .await
        .reached();
    deck.bench
        .until_fleet(|fleet| {
            let node = fleet.node(&NodeId::new("a")).unwrap();
            node.processes().is_empty()
        })
        .await;
    deck.run(&on_group(Action::AddGroup, "web")).await.reached();
    deck.until_state("web", ProcessState::Running).await;
    let outcome = deck
        .run(&on_group(Action::AddGroup, "nowhere"))
        .await
        .outcome();
    assert!(
        matches!(&outcome, Outcome::Refused(fault) if fault.code == Fault::BAD_NAME),
        "{outcome:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn supervisord_is_restarted_and_then_shut_down() {
    let real = Real::builder()
        .program(Program::steady("web"))
        .program(Program::steady("api"))
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("api", ProcessState::Running).await;
    deck.until_state("web", ProcessState::Running).await;
    let before = real.children();
    deck.run(&on_node(Action::RestartSupervisor))
        .await
        .reached();
    deck.bench.answer("a").await;
    let after = real.children();
    assert!(after.iter().all(|pid| !before.contains(pid)), "{after:?}");
    deck.run(&on_node(Action::ShutDownSupervisor))
        .await
        .reached();
    assert!(real.call("supervisor.getState", "").is_err());
}
