//! Emptying logs on the node: refused, with nothing sent, where it would do nothing or harm.

use std::fs;

use supdeck::model::{Action, Outcome, ProcessState, SkipReason, Stream, Untrusted};
use supdeck::plan::{Operation, OperationId, Schedule};

use super::{Deck, batch, process};
use crate::support::fake::{Fake, Phase, Program as Scripted};
use crate::support::real::{Program, Real};

const CLEAR: &str = "supervisor.clearProcessLogs";

/// What no front would compile: the runner has to refuse it by itself.
fn forced(name: &str) -> Schedule {
    Schedule {
        action: Action::ClearLogs,
        operations: vec![Operation {
            id: OperationId(0),
            subject: process("a", name),
            action: Action::ClearLogs,
            token: None,
        }],
        excluded: Vec::new(),
        unneeded: Vec::new(),
        mode: batch(Action::ClearLogs, &[]).mode,
        stop_after: None,
    }
}

async fn force(deck: &mut Deck, name: &str) -> Outcome {
    let followed = deck.begin(forced(name));
    deck.finish(followed).await.outcome()
}

/// Why a front leaves it out.
fn left_out(deck: &Deck, name: &str) -> SkipReason {
    let schedule = deck.compile(&batch(Action::ClearLogs, &[name]));
    assert!(schedule.operations.is_empty(), "{schedule:?}");
    schedule.excluded[0].1.clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_stopped_process_nothing_is_emptied_and_that_is_said() {
    let real = Real::builder()
        .program(Program::writer("w").extra("autorestart=false"))
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    deck.until_state("w", ProcessState::Running).await;
    deck.act(Action::Stop, "w").await.reached();
    deck.until_state("w", ProcessState::Stopped).await;
    let written = fs::read(real.log("w", Stream::Stdout)).unwrap();
    assert!(!written.is_empty());
    let why = SkipReason::WasDown(ProcessState::Stopped);
    assert_eq!(left_out(&deck, "w"), why);
    assert_eq!(force(&mut deck, "w").await, Outcome::Skipped(why));
    // supervisord itself would have said yes, and done nothing.
    let name = "<param><value><string>w:w</string></value></param>";
    real.call(CLEAR, name).unwrap();
    assert_eq!(fs::read(real.log("w", Stream::Stdout)).unwrap(), written);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_log_below_dev_is_emptied() {
    let folder = tempfile::tempdir_in("/dev/shm").unwrap();
    let path = folder.path().join("w.out");
    let real = Real::builder()
        .program(Program::writer("w").extra(&format!("stdout_logfile={}", path.display())))
        .program(
            Program::writer("null")
                .extra("stdout_logfile=/dev/null")
                .extra("stdout_logfile_maxbytes=0"),
        )
        .program(
            Program::writer("none")
                .extra("stdout_logfile=NONE")
                .extra("stderr_logfile=NONE"),
        )
        .start();
    let mut deck = Deck::of(vec![real.node_entry("a")]);
    for name in ["w", "null", "none"] {
        deck.until_state(name, ProcessState::Running).await;
    }
    let null = SkipReason::UnsafeLog(Untrusted::from("/dev/null"));
    assert_eq!(left_out(&deck, "null"), null);
    assert_eq!(left_out(&deck, "none"), SkipReason::Unlogged);
    let why = SkipReason::UnsafeLog(Untrusted::from(path.to_str().unwrap()));
    assert_eq!(left_out(&deck, "w"), why);
    assert_eq!(force(&mut deck, "w").await, Outcome::Skipped(why));
    assert!(fs::read_to_string(&path).unwrap().starts_with("out 1\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_where_it_is_refused() {
    let fake = Fake::new()
        .program(Scripted::new("stopped").at(Phase::Stopped))
        .program(Scripted::new("null").log_path("/dev/null"))
        .program(Scripted::new("pipe").log_path("/proc/self/fd/1"))
        .program(Scripted::new("odd").log_path("web.log"))
        .program(Scripted::new("none").unlogged('o').unlogged('e'))
        .program(Scripted::new("plain").stdout(b"text\n"))
        .listen()
        .await;
    let mut deck = Deck::of(vec![fake.entry("a")]);
    deck.bench.answer("a").await;
    for name in ["stopped", "null", "pipe", "odd", "none"] {
        let why = left_out(&deck, name);
        assert_eq!(
            force(&mut deck, name).await,
            Outcome::Skipped(why),
            "{name}"
        );
    }
    assert_eq!(fake.count(CLEAR), 0);
    deck.act(Action::ClearLogs, "plain").await.reached();
    assert_eq!(fake.count(CLEAR), 1);
}
