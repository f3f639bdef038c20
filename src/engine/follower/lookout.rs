//! The task of one node whose logs are followed: it waits for bells, wishes and the time, and looks.

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::bell::{Belfry, BellId, Ring};
use super::followed::{Followed, Output};
use super::lookouts::{Back, Wishes};
use super::timing::Timing;
use crate::engine::Kit;
use crate::engine::connection::Connection;
use crate::engine::crew::Crew;

/// Looks after the logs of one node.
#[derive(Debug)]
pub(super) struct Lookout {
    pub(super) connection: Connection,
    pub(super) kit: Kit,
    pub(super) belfry: Belfry,
    pub(super) wishes: watch::Receiver<Wishes>,
    pub(super) followed: Vec<Followed>,
    pub(super) timing: Timing,
    /// supervisord's own pid.
    pub(super) pid: Option<u32>,
    questions: mpsc::Receiver<Back>,
    rings: mpsc::Receiver<(BellId, Ring)>,
    /// When anybody here asked the node anything last.
    asked: Option<watch::Receiver<Instant>>,
}

/// Which output: of which source, and which of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) source: usize,
    pub(super) output: usize,
}

/// What happened while nothing was looked at.
enum Turn {
    Wished,
    Rang(BellId, Ring),
    Questioned(Back),
    Woke(Instant),
    Due,
    Gone,
}

impl Lookout {
    /// One that follows what is wished.
    pub(super) fn new(
        connection: Connection,
        (kit, crew): (Kit, Crew),
        (wishes, questions): (watch::Receiver<Wishes>, mpsc::Receiver<Back>),
    ) -> Self {
        let (belfry, rings) = Belfry::new(connection.clone(), crew);
        Self {
            asked: connection.asked(),
            connection,
            kit,
            belfry,
            wishes,
            followed: Vec::new(),
            timing: Timing::new(Instant::now()),
            pid: None,
            questions,
            rings,
        }
    }

    /// Tells what the logs say until it is dropped.
    pub(super) async fn run(mut self) {
        self.obey();
        loop {
            match self.wait().await {
                Turn::Wished => self.obey(),
                Turn::Rang(id, ring) => self.hear(id, ring),
                Turn::Questioned(question) => self.read_back(question).await,
                Turn::Woke(at) => self.timing.wake(at),
                Turn::Due => self.look().await,
                Turn::Gone => return,
            }
        }
    }

    async fn wait(&mut self) -> Turn {
        let deaf = self.outputs().filter(|output| output.is_deaf()).count();
        let due = self.timing.due(Instant::now(), deaf);
        let asked = async {
            if let Some(asked) = &mut self.asked
                && asked.changed().await.is_ok()
            {
                return *asked.borrow_and_update();
            }
            std::future::pending().await
        };
        tokio::select! {
            wished = self.wishes.changed() => wished.map_or(Turn::Gone, |()| Turn::Wished),
            Some((id, ring)) = self.rings.recv() => Turn::Rang(id, ring),
            Some(question) = self.questions.recv() => Turn::Questioned(question),
            at = asked => Turn::Woke(at),
            () = sleep_until(due) => Turn::Due,
        }
    }

    /// Begins and ends to follow as wished.
    fn obey(&mut self) {
        let now = Instant::now();
        let wishes = self.wishes.borrow_and_update().clone();
        self.followed
            .retain(|followed| wishes.get(&followed.source) == Some(&followed.wish));
        for (source, wish) in wishes {
            if self.followed.iter().all(|known| known.source != source) {
                self.followed.push(Followed::new(source, wish, now));
                self.timing.hurry();
            }
        }
    }

    /// Takes everything that has rung by now.
    pub(super) fn hear_all(&mut self) {
        while let Ok((id, ring)) = self.rings.try_recv() {
            self.hear(id, ring);
        }
    }

    fn hear(&mut self, id: BellId, ring: Ring) {
        let now = Instant::now();
        self.timing.wake(now);
        let mut outputs = self.followed.iter_mut().flat_map(|it| &mut it.outputs);
        if let Some(output) = outputs.find(|output| output.ear.knows(id)) {
            self.timing.is_rung |= output.ear.ring(ring, (output.reader.offset(), now));
        }
    }

    /// All outputs of all sources.
    pub(super) fn outputs(&self) -> impl Iterator<Item = &Output> {
        self.followed.iter().flat_map(|it| &it.outputs)
    }

    /// One of them.
    pub(super) fn output(&mut self, spot: Spot) -> &mut Output {
        &mut self.followed[spot.source].outputs[spot.output]
    }
}
