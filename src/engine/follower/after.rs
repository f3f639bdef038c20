//! What is done after a look at one log, where its answer is more than bytes that follow.

use std::time::Duration;

use tokio::time::Instant;

use super::around::{gather, gather_lines};
use super::end::{Probes, find_end};
use super::followed::Suspect;
use super::lookout::{Lookout, Spot};
use super::narrow::Reads;
use super::pace::{OPENING, TOO_FAR};
use super::reader::Next;
use crate::engine::{CallFailure, LogAsk, LogData, LogRange, LogState};
use crate::model::{Fault, LogGap, LogPiece, Missing};

/// After so long a call makes supervisord look at a stream again.
const POKE: Duration = Duration::from_millis(105);
/// After so long it must have ended the stream of a file that was truncated in place.
const VERDICT: Duration = Duration::from_secs(1);
/// How long a stream may take to bring bytes that calls cannot.
const PATIENCE: Duration = Duration::from_millis(1200);
/// Bytes that a stream may bring at once; more is not waited for.
const HEARD_AT_ONCE: u64 = 64 * 1024;

impl Lookout {
    /// Does what the answer about a log asks for.
    ///
    /// # Errors
    ///
    /// As for every read.
    pub(super) async fn go_on(
        &mut self,
        spot: Spot,
        next: Next,
        told: &mut Vec<LogPiece>,
    ) -> Result<(), CallFailure> {
        match next {
            Next::Rest => {}
            Next::Again => self.timing.is_behind = true,
            Next::Measure => self.timing.is_rung = true,
            Next::Changed => self.change(spot, told),
            Next::Decode(size) => self.decode(spot, size, told).await?,
            Next::Join(size) => self.join(spot, size, told).await?,
            Next::FindEnd => self.find_size(spot, told).await?,
        }
        Ok(())
    }

    /// Finds the size that supervisord does not tell, and goes on from there.
    async fn find_size(&mut self, spot: Spot, told: &mut Vec<LogPiece>) -> Result<(), CallFailure> {
        let near = self.output(spot).reader.offset();
        let size = find_end(&*self.probes(spot), near).await?;
        let reader = &mut self.output(spot).reader;
        if !reader.is_open() || size.saturating_sub(near) > TOO_FAR {
            return self.join(spot, size, told).await;
        }
        if reader.is_stuck() {
            return self.decode(spot, size, told).await;
        }
        self.timing.is_behind = true;
        Ok(())
    }

    /// It is another file, or the same one cut short.
    fn change(&mut self, spot: Spot, told: &mut Vec<LogPiece>) {
        let now = Instant::now();
        if self.output(spot).suspect.is_none() {
            // What its stream brought so far is about the old file.
            self.hear_all();
            let it = self.output(spot);
            it.suspect = Some(Suspect {
                since: now,
                heard: it.ear.total(),
            });
        }
        let Some(missing) = self.missing(spot, now) else {
            return;
        };
        let it = self.output(spot);
        let gap = if it.ear.was_cut(now) {
            LogGap::Truncated(missing)
        } else {
            LogGap::Rotated(missing)
        };
        it.begin_anew(gap, now, told);
        self.timing.is_behind = true;
    }

    /// What is missing of the old file; nothing while it is not known yet what happened to it. The
    /// stream of a file that was replaced goes on, that of one that was truncated is ended.
    fn missing(&mut self, spot: Spot, now: Instant) -> Option<Missing> {
        let resting = self.followed[spot.source].resting;
        let lives = self.timing.lives;
        let it = self.output(spot);
        let Suspect { since, heard } = it.suspect?;
        let is_known = it.ear.was_cut(now) || !it.ear.is_listening() || it.ear.total() > heard;
        if !is_known && now < since + VERDICT {
            let wait = if now < since + POKE { POKE } else { VERDICT };
            self.timing.appoint(since + wait);
            return None;
        }
        match resting {
            // It did not run when all of it was read, nor does it now, nor did it in between.
            Some(resting) if it.verified >= resting.since => {
                if lives.is_none_or(|asked| asked < since) {
                    self.timing.hurry();
                    return None;
                }
                Some(it.reader.known_missing())
            }
            Some(_) | None => Some(Missing::Unknown),
        }
    }

    /// Bytes that cannot be sent: the stream brings them, or we read around them.
    async fn decode(
        &mut self,
        spot: Spot,
        size: u64,
        told: &mut Vec<LogPiece>,
    ) -> Result<(), CallFailure> {
        let now = Instant::now();
        let it = self.output(spot);
        let from = it.reader.offset();
        if let Some(bytes) = it.heard(size) {
            it.waits = None;
            it.reader.hear(&bytes, size, told);
            let is_behind = it.reader.offset() < size;
            self.timing.is_behind |= is_behind;
            return Ok(());
        }
        let since = *it.waits.get_or_insert(now);
        let is_small = size - from <= HEARD_AT_ONCE;
        if is_small && !it.ear.is_deaf() && now < since + PATIENCE {
            self.timing.appoint(since + PATIENCE);
            return Ok(());
        }
        it.waits = None;
        it.ear.doubt(now);
        let (place, mut searches) = (it.place(from, size), it.searches);
        searches.earn(now);
        let found = gather(&*self.reads(spot), place, size, &mut searches).await?;
        let it = self.output(spot);
        it.searches = searches;
        let is_behind = from < found.end && found.end < size && !found.is_unfinished;
        it.reader.take_found(found, size, told);
        self.timing.is_behind |= is_behind;
        Ok(())
    }

    /// Goes to the last bytes of a log of this size, around those that cannot be sent.
    async fn join(
        &mut self,
        spot: Spot,
        size: u64,
        told: &mut Vec<LogPiece>,
    ) -> Result<(), CallFailure> {
        let it = self.output(spot);
        let begin = size.saturating_sub(OPENING.into());
        let (place, mut searches) = (it.place(begin, size), it.searches);
        searches.earn(Instant::now());
        let found = gather_lines(&*self.reads(spot), place, size, &mut searches).await?;
        let it = self.output(spot);
        it.searches = searches;
        it.reader.jump(found.begin, size, told);
        it.reader.take_found(found, size, told);
        Ok(())
    }

    /// Reads this log by offset.
    pub(super) fn reads(&self, spot: Spot) -> Box<Reads> {
        let ask = self.ask(spot);
        let connection = self.connection.clone();
        Box::new(move |offset, length| {
            let ask = LogAsk {
                range: LogRange::From(offset, u32::try_from(length).unwrap_or(u32::MAX)),
                ..ask.clone()
            };
            let connection = connection.clone();
            Box::pin(async move {
                let look = connection.look(&[ask], None).await?;
                match look.logs.into_iter().next() {
                    Some(state) => Ok(state?.data),
                    None => Ok(LogData::NoLog),
                }
            })
        })
    }

    /// Asks where this log has bytes.
    fn probes(&self, spot: Spot) -> Box<Probes> {
        let ask = self.ask(spot);
        let connection = self.connection.clone();
        Box::new(move |places| {
            let one = |at: u64| LogAsk {
                range: LogRange::From(at, 1),
                ..ask.clone()
            };
            let asks: Vec<_> = places.into_iter().map(one).collect();
            let connection = connection.clone();
            Box::pin(async move {
                let look = connection.look(&asks, None).await?;
                let exists = |state: Result<LogState, Fault>| match state?.data {
                    LogData::Bytes(bytes) => Ok(!bytes.is_empty()),
                    LogData::Undecodable => Ok(true),
                    LogData::NoLog => Ok(false),
                };
                look.logs.into_iter().map(exists).collect()
            })
        })
    }

    fn ask(&self, spot: Spot) -> LogAsk {
        let followed = &self.followed[spot.source];
        LogAsk {
            source: followed.source.clone(),
            stream: followed.outputs[spot.output].stream,
            range: LogRange::Nothing,
            sized: false,
        }
    }
}
