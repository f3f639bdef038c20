//! Logs of processes with odd names, on several versions, and of outputs that are no files.

use std::fs;

use supdeck::model::{LogGap, LogSource, NodeId, ProcessId, Stream};

use super::super::runs::Deck;
use super::pane::{Pane, lines};
use crate::support::real::{Program, Real, Version};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_version_tells_every_line() {
    for version in Version::available() {
        let writer = Program::writer("w");
        let real = Real::builder().version(version).program(writer).start();
        let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "w");
        pane.until(|pane| lines(Stream::Stdout, 20)(pane) && lines(Stream::Stderr, 20)(pane))
            .await;
        for stream in [Stream::Stdout, Stream::Stderr] {
            let tape = pane.tape(stream);
            assert!(tape.agrees_with(&fs::read(real.log("w", stream)).unwrap()));
            assert!(tape.is_in_order() && tape.gaps.is_empty(), "{tape:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_in_any_script_and_with_any_sign_are_followed() {
    let names = ["wörker-漢字-🚀", "a&b<c>d", "odd%;?#+=~'\"x"];
    let mut builder = Real::builder();
    for (at, name) in names.iter().enumerate() {
        let writer = Program::writer(&format!("p{at}"));
        builder =
            builder.program(writer.extra(&format!("process_name={}", name.replace('%', "%%"))));
    }
    let real = builder.start();
    for (at, name) in names.iter().enumerate() {
        let id = ProcessId::new(&NodeId::new("a"), &format!("p{at}"), name);
        let deck = Deck::of(vec![real.node_entry("a")]);
        let mut pane = Pane::open(deck, LogSource::Process(id));
        pane.until(lines(Stream::Stdout, 15)).await;
        assert!(
            pane.out().is_in_order() && pane.out().gaps.is_empty(),
            "{name}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_cannot_be_streamed_is_polled() {
    // The harness marks the processes of a node with its directory, a path.
    let writer = Program::writer("w").extra("process_name=%(ENV_SUPDECK_TEST_NODE)s");
    let real = Real::builder().program(writer).start();
    let path = real.config().parent().unwrap().display().to_string();
    let id = ProcessId::new(&NodeId::new("a"), "w", &path);
    let mut pane = Pane::open(Deck::of(vec![real.node_entry("a")]), LogSource::Process(id));
    pane.until(lines(Stream::Stderr, 20)).await;
    let tape = pane.tape(Stream::Stderr);
    assert!(tape.is_in_order() && tape.gaps.is_empty(), "{tape:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn syslog_is_no_log_and_a_device_is_an_empty_one() {
    let real = Real::builder()
        .program(
            Program::writer("w")
                .extra("stdout_logfile=syslog")
                .extra("stderr_logfile=/dev/null\nstderr_logfile_maxbytes=0"),
        )
        .start();
    let mut pane = Pane::of(Deck::of(vec![real.node_entry("a")]), "w");
    pane.until(|pane| pane.out().has(|gap| *gap == LogGap::NoLog))
        .await;
    pane.polls(100).await;
    assert_eq!(pane.out().marks(), [&LogGap::NoLog]);
    assert_eq!(pane.tape(Stream::Stderr).gaps, []);
}
