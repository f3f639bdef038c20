//! A log under test, followed as a front would.

use std::collections::BTreeMap;

use supdeck::engine::{Event, Request};
use supdeck::model::{LogGap, LogPiece, LogPlace, LogSource, Missing, NodeId, ProcessId, Stream};
use supdeck::plan::Batch;
use tokio::time::timeout;

use super::super::runs::{Deck, PATIENCE};
use super::tape::Tape;

/// A log under test.
pub struct Pane {
    pub deck: Deck,
    pub source: LogSource,
    tapes: BTreeMap<Stream, Tape>,
    empty: Tape,
}

impl Pane {
    pub fn open(deck: Deck, source: LogSource) -> Self {
        deck.bench.ask(Request::Follow(source.clone()));
        Self {
            deck,
            source,
            tapes: BTreeMap::new(),
            empty: Tape::default(),
        }
    }

    /// The process of that name on node `a`, in a group of that name unless it says another.
    pub fn of(deck: Deck, name: &str) -> Self {
        Self::open(deck, source(name))
    }

    pub fn tape(&self, stream: Stream) -> &Tape {
        self.tapes.get(&stream).unwrap_or(&self.empty)
    }

    /// Standard output.
    pub fn out(&self) -> &Tape {
        self.tape(Stream::Stdout)
    }

    fn take(&mut self, event: Event) {
        if let Event::Logged(chunk) = event {
            assert_eq!(chunk.source, self.source);
            let tape = self.tapes.entry(chunk.stream).or_default();
            tape.take(chunk.piece);
        }
    }

    pub async fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        let waiting = async {
            while !holds(self) {
                self.step().await;
            }
        };
        let held = timeout(PATIENCE, waiting).await;
        assert!(held.is_ok(), "waited in vain; told was {:?}", self.tapes);
    }

    /// Lets time pass: so many more polls of its node.
    pub async fn polls(&mut self, count: usize) {
        for _ in 0..count {
            while !self.step().await {}
        }
    }

    /// Takes the next event; whether it was a poll.
    async fn step(&mut self) -> bool {
        let event = self.deck.bench.next().await;
        let is_poll = matches!(event, Event::Reported(_));
        self.take(event);
        is_poll
    }

    /// Executes a batch; what the log says meanwhile is not lost.
    pub async fn run(&mut self, batch: &Batch) {
        let schedule = self.deck.compile(batch);
        let followed = self.deck.begin(schedule);
        loop {
            match self.deck.bench.next().await {
                Event::Finished(id) if id == followed.id => return,
                event => self.take(event),
            }
        }
    }

    /// What is told of what lies before a place.
    pub async fn before(&mut self, stream: Stream, place: LogPlace) -> LogPiece {
        let known = self.tape(stream).history.len();
        let source = self.source.clone();
        self.deck
            .bench
            .ask(Request::ReadBack(source, stream, place));
        self.until(|pane| pane.tape(stream).history.len() > known)
            .await;
        self.tape(stream).history[known].clone()
    }
}

pub fn source(name: &str) -> LogSource {
    let (group, name) = name.split_once(':').unwrap_or((name, name));
    LogSource::Process(ProcessId::new(&NodeId::new("a"), group, name))
}

/// Whether so many whole lines were told.
pub fn lines(stream: Stream, count: usize) -> impl Fn(&Pane) -> bool {
    move |pane| pane.tape(stream).numbers().len() >= count
}

/// Whether there is such a mark.
pub fn marked(stream: Stream, wanted: fn(&LogGap) -> bool) -> impl Fn(&Pane) -> bool {
    move |pane| pane.tape(stream).has(wanted)
}

pub fn is_rotated(gap: &LogGap) -> bool {
    *gap == LogGap::Rotated(Missing::Unknown)
}

pub fn is_truncated(gap: &LogGap) -> bool {
    *gap == LogGap::Truncated(Missing::Unknown)
}

pub fn is_restarted(gap: &LogGap) -> bool {
    matches!(gap, LogGap::Restarted(Some(before), Some(now)) if before != now)
}
