//! supervisord's own log on nodes that have none to give: the pane says so in words.

use supdeck::engine::{Event, Request};
use supdeck::model::{LinkError, LogGap, LogPiece, LogSource, NodeId, Stream};

use super::bench::Bench;
use crate::support::real::Real;

/// What is said of the log of a node that writes it there.
async fn said(main_log: &str) -> (LogGap, String) {
    let real = Real::builder().main_log(main_log).start();
    let mut bench = Bench::of([real.node_entry("a")]).start();
    let source = LogSource::Main(NodeId::new("a"));
    bench.ask(Request::Follow(source.clone()));
    let gap = bench
        .until(|event| match event {
            Event::Logged(chunk) => match chunk.piece {
                LogPiece::Gap(gap) => Some(gap),
                _ => None,
            },
            _ => None,
        })
        .await;
    let sentence = gap.sentence(&source, Stream::Main);
    (gap, sentence)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_goes_to_syslog_is_no_file() {
    let (gap, sentence) = said("syslog").await;
    assert_eq!(gap, LogGap::NoLog);
    assert_eq!(
        sentence,
        "supervisord on a keeps no log of its own in a file"
    );
}

#[test]
fn one_that_cannot_be_read_back_is_not_given() {
    let gap = LogGap::Interrupted(LinkError::Fault {
        code: 30,
        text: "FAILED: \x1b[2J".into(),
    });
    let sentence = gap.sentence(&LogSource::Main(NodeId::new("a")), Stream::Main);
    assert_eq!(
        sentence,
        r"supervisord on a does not give the log: FAILED: \x1b[2J (fault 30)"
    );
}
