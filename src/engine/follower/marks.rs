//! What is told of logs beside their bytes: that somebody else writes them, that they or the node
//! cannot be read, and that they can again.

use tokio::time::Instant;

use super::lookout::{Lookout, Spot};
use crate::engine::{Event, LookAnswer};
use crate::model::{Fault, LinkError, LogChunk, LogGap, LogPiece, LogSource, Process};

impl Lookout {
    /// Whether others write the logs now, and whether another supervisord answers.
    pub(super) async fn meet(&mut self, answer: &LookAnswer) {
        let before = self.pid;
        self.pid = answer.pid.or(before);
        let replaced = before.zip(self.pid).filter(|(before, now)| before != now);
        let mut processes = answer.processes.iter();
        for source in 0..self.followed.len() {
            if let Some((before, now)) = replaced {
                self.mark(source, LogGap::SupervisorRestarted(before, now))
                    .await;
            }
            if let LogSource::Process(_) = self.followed[source].source
                && let Some(Ok(process)) = processes.next()
            {
                self.recognise(source, process).await;
            }
        }
    }

    async fn recognise(&mut self, source: usize, process: &Process) {
        let followed = &mut self.followed[source];
        followed.rest(process, self.timing.last);
        let Some(now) = process.pid else { return };
        let before = followed.pid.replace(now);
        if before.is_some_and(|before| before != now) {
            self.mark(source, LogGap::Restarted(before, Some(now)))
                .await;
        }
    }

    /// The node does not list the process, or supervisord cannot read this log.
    pub(super) async fn refuse(&mut self, spot: Spot, fault: Fault) {
        let followed = &mut self.followed[spot.source];
        let output = &mut followed.outputs[spot.output];
        if fault.code == Fault::BAD_NAME {
            if !std::mem::replace(&mut followed.is_unknown, true) {
                self.miss(spot.source).await;
            }
        } else if !std::mem::replace(&mut output.is_refused, true) {
            let Fault { code, text } = fault;
            let gap = LogGap::Interrupted(LinkError::Fault { code, text });
            self.tell(spot, vec![LogPiece::Gap(gap)]).await;
        }
    }

    /// Its group was removed.
    async fn miss(&mut self, source: usize) {
        for output in 0..self.followed[source].outputs.len() {
            let gap = LogPiece::Gap(LogGap::NoLog);
            self.tell(Spot { source, output }, vec![gap]).await;
        }
    }

    /// supervisord reads this log, again.
    pub(super) async fn accept(&mut self, spot: Spot) {
        self.followed[spot.source].is_unknown = false;
        if std::mem::take(&mut self.output(spot).is_refused) {
            self.tell(spot, vec![LogPiece::Gap(LogGap::Resumed)]).await;
        }
    }

    /// The node does not answer.
    pub(super) async fn lose(&mut self, error: &LinkError) {
        let now = Instant::now();
        for source in 0..self.followed.len() {
            for it in &mut self.followed[source].outputs {
                it.ear.let_go(now);
            }
            if !std::mem::replace(&mut self.followed[source].is_away, true) {
                self.mark(source, LogGap::Interrupted(error.clone())).await;
            }
        }
    }

    /// The node answers.
    pub(super) async fn regain(&mut self) {
        for source in 0..self.followed.len() {
            if std::mem::take(&mut self.followed[source].is_away) {
                self.mark(source, LogGap::Resumed).await;
            }
        }
    }

    /// A mark that concerns the whole source is told once, with its first output.
    async fn mark(&mut self, source: usize, gap: LogGap) {
        let spot = Spot { source, output: 0 };
        self.tell(spot, vec![LogPiece::Gap(gap)]).await;
    }

    /// Tells it, unless nobody wishes it any more.
    pub(super) async fn tell(&mut self, spot: Spot, pieces: Vec<LogPiece>) {
        let followed = &self.followed[spot.source];
        for piece in pieces {
            if self.wishes.borrow().get(&followed.source) != Some(&followed.wish) {
                return;
            }
            let chunk = LogChunk {
                source: followed.source.clone(),
                stream: followed.outputs[spot.output].stream,
                at: self.kit.clock.now(),
                piece,
            };
            self.kit.tell(Event::Logged(chunk)).await;
        }
    }
}
