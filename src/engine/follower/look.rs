//! One look at the logs of a node: asks about all of them at one moment and tells what is new.

use std::time::Duration;

use tokio::time::Instant;

use super::lookout::{Lookout, Spot};
use super::pace::{AT_ONCE, Look};
use crate::engine::{CallFailure, LogAsk, LogRange, LogState};
use crate::model::{Fault, LogPiece, LogSource, ProcessId, Untrusted};

/// Events that may wait for the front before logs wait too: polls and runs go first, and what logs
/// hold in memory stays small.
const CROWD: usize = 64;
/// How long logs wait then.
const YIELD: Duration = Duration::from_millis(10);
/// What one look brings of all logs together, in bytes, unless they are very many, while more is known
/// to be there than the last one brought. Otherwise one answer has room for all of it.
const BEHIND: u32 = 512 * 1024;
/// What it brings of one of them at least.
const AT_LEAST: u32 = 8 * 1024;

/// What was asked about an output.
#[derive(Clone, Debug)]
struct Asked {
    spot: Spot,
    ask: LogAsk,
    /// What its stream had brought by then.
    heard: u64,
}

impl Lookout {
    /// Tells what is new.
    pub(super) async fn look(&mut self) {
        let now = Instant::now();
        if self.is_crowded() {
            return self.timing.postpone(now + YIELD);
        }
        let in_all = if self.timing.is_behind {
            BEHIND
        } else {
            AT_ONCE
        };
        let lives = self.timing.begin(now).then(|| self.processes());
        let look = match self.try_look(lives, in_all).await {
            Ok(look) => look,
            Err(failure) => {
                self.lose(&failure.into_link()).await;
                Look::Away
            }
        };
        self.timing.end(look);
        self.listen();
    }

    async fn try_look(
        &mut self,
        mut lives: Option<Vec<ProcessId>>,
        in_all: u32,
    ) -> Result<Look, CallFailure> {
        let mut look = Look::Quiet;
        for batch in batches(self.asks(in_all)) {
            let asks: Vec<_> = batch.iter().map(|asked| asked.ask.clone()).collect();
            let sent = Instant::now();
            let answer = self.connection.look(&asks, lives.as_deref()).await?;
            self.timing.measure(sent.elapsed());
            self.regain().await;
            if lives.take().is_some() {
                self.meet(&answer).await;
            }
            for (asked, state) in batch.into_iter().zip(answer.logs) {
                if self.take(&asked, state).await? == Look::News {
                    look = Look::News;
                }
            }
        }
        Ok(look)
    }

    /// Whether the front has enough to do.
    fn is_crowded(&self) -> bool {
        self.kit.events.max_capacity() - self.kit.events.capacity() > CROWD
    }

    /// The processes whose logs are followed.
    fn processes(&self) -> Vec<ProcessId> {
        let id = |source: &LogSource| match source {
            LogSource::Process(id) => Some(id.clone()),
            LogSource::Main(_) => None,
        };
        let sources = self.followed.iter().map(|it| &it.source);
        sources.filter_map(id).collect()
    }

    /// A question for each output; their answers have so many bytes in all.
    fn asks(&self, in_all: u32) -> Vec<Asked> {
        let count = u32::try_from(self.outputs().count().max(1)).unwrap_or(u32::MAX);
        let most = (in_all / count).clamp(AT_LEAST, AT_ONCE);
        let mut asks = Vec::new();
        for (source, followed) in self.followed.iter().enumerate() {
            for (output, it) in followed.outputs.iter().enumerate() {
                let (range, sized) = it.reader.question(most);
                asks.push(Asked {
                    spot: Spot { source, output },
                    heard: it.ear.total(),
                    ask: LogAsk {
                        source: followed.source.clone(),
                        stream: it.stream,
                        range,
                        sized,
                    },
                });
            }
        }
        asks
    }

    async fn take(
        &mut self,
        asked: &Asked,
        state: Result<LogState, Fault>,
    ) -> Result<Look, CallFailure> {
        let spot = asked.spot;
        let state = match state {
            Ok(state) => state,
            Err(fault) => {
                self.refuse(spot, fault).await;
                return Ok(Look::Quiet);
            }
        };
        self.accept(spot).await;
        let (at, it) = (self.timing.last, self.output(spot));
        let was_open = it.reader.is_open();
        let mut told = Vec::new();
        let question = (asked.ask.range, asked.ask.sized);
        let next = it.reader.take(question, state, &mut told);
        it.verify(next, (asked.heard, at));
        let result = self.go_on(spot, next, &mut told).await;
        let look = if told.is_empty() {
            Look::Quiet
        } else {
            Look::News
        };
        self.measure(spot, &told);
        let it = self.output(spot);
        if !was_open && it.reader.is_open() && told.is_empty() {
            // Whoever waits for the end of a log hears that there is nothing before it.
            let here = it.place(it.reader.offset(), it.reader.size());
            told.push(LogPiece::Bytes(here, Untrusted::default()));
        }
        // What was taken is told, whatever came after it: it is not asked for again.
        self.tell(spot, told).await;
        result.map(|()| look)
    }

    /// A log that says very much needs no bell.
    fn measure(&mut self, spot: Spot, told: &[LogPiece]) {
        let length = |piece: &LogPiece| match piece {
            LogPiece::Bytes(_, bytes) => bytes.raw().len(),
            LogPiece::Gap(_) | LogPiece::Older(..) | LogPiece::NoOlder(_) => 0,
        };
        let bytes = told.iter().map(length).sum();
        self.output(spot).ear.measure(bytes, Instant::now());
    }

    /// Hangs bells up where there is none and could be one.
    fn listen(&mut self) {
        let now = Instant::now();
        if self.timing.is_away {
            return;
        }
        for followed in &mut self.followed {
            let has_log = !followed.is_unknown;
            for it in followed.outputs.iter_mut().filter(|_| has_log) {
                if it.reader.is_open() && !it.reader.is_missing() {
                    let log = (&followed.source, it.stream);
                    it.ear.hang(&mut self.belfry, log, (it.reader.size(), now));
                }
            }
        }
    }
}

/// Questions that can be asked together without holding supervisord up.
fn batches(asks: Vec<Asked>) -> Vec<Vec<Asked>> {
    let mut batches: Vec<Vec<Asked>> = Vec::new();
    let mut room = 0;
    for asked in asks {
        let wanted = match asked.ask.range {
            LogRange::From(_, length) | LogRange::Last(length) => length,
            LogRange::Nothing => 0,
        };
        match batches.last_mut() {
            Some(batch) if wanted <= room => batch.push(asked),
            Some(_) | None => {
                batches.push(vec![asked]);
                room = AT_ONCE;
            }
        }
        room = room.saturating_sub(wanted);
    }
    batches
}
