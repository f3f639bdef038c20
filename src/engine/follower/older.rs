//! History: what lies before a place of a log, in pieces of a bounded length.

use tokio::time::Instant;

use super::around::{Found, gather_lines};
use super::lookout::{Lookout, Spot};
use super::lookouts::Back;
use super::pace::OPENING;
use crate::engine::{CallFailure, LogAsk, LogData, LogRange};
use crate::model::{Fault, LogPiece, LogPlace, NoOlder};

impl Lookout {
    /// Tells what lies before a place of a log, or that nothing does.
    pub(super) async fn read_back(&mut self, question: Back) {
        let mut sources = self.followed.iter();
        let Some(source) = sources.position(|it| it.source == question.source) else {
            return;
        };
        let mut outputs = self.followed[source].outputs.iter();
        let Some(output) = outputs.position(|it| it.stream == question.stream) else {
            return;
        };
        let spot = Spot { source, output };
        let piece = match self.older(spot, question.place).await {
            Ok(Ok(pieces)) => LogPiece::Older(question.place, pieces),
            Ok(Err(why)) => LogPiece::NoOlder(why),
            Err(CallFailure::Fault(fault)) if fault.code == Fault::BAD_NAME => {
                LogPiece::NoOlder(NoOlder::NoLog)
            }
            Err(failure) => LogPiece::NoOlder(NoOlder::Link(failure.into_link())),
        };
        self.tell(spot, vec![piece]).await;
    }

    async fn older(
        &mut self,
        spot: Spot,
        place: LogPlace,
    ) -> Result<Result<Vec<LogPiece>, NoOlder>, CallFailure> {
        if place.file != self.output(spot).reader.file() {
            return Ok(Err(NoOlder::Rotated));
        }
        if place.offset == 0 {
            return Ok(Err(NoOlder::Beginning));
        }
        let begin = place.offset.saturating_sub(OPENING.into());
        let data = match self.still(spot, (begin, place.offset - begin)).await? {
            Ok(data) => data,
            Err(why) => return Ok(Err(why)),
        };
        let from = place.at(begin);
        match data {
            LogData::NoLog => Ok(Err(NoOlder::NoLog)),
            LogData::Bytes(bytes) if bytes.raw().len() as u64 != place.offset - begin => {
                Ok(Err(NoOlder::Rotated))
            }
            LogData::Bytes(bytes) => {
                let mut found = Found::whole(from, bytes);
                if begin > 0 {
                    found.cut();
                }
                Ok(Ok(found.pieces))
            }
            LogData::Undecodable => self.search(spot, from, place.offset).await,
        }
    }

    /// History that cannot be sent as a whole.
    async fn search(
        &mut self,
        spot: Spot,
        from: LogPlace,
        to: u64,
    ) -> Result<Result<Vec<LogPiece>, NoOlder>, CallFailure> {
        let mut searches = self.output(spot).searches;
        searches.earn(Instant::now());
        let mut found = gather_lines(&*self.reads(spot), from, to, &mut searches).await?;
        self.output(spot).searches = searches;
        if found.end < to && !found.is_unfinished {
            return Ok(Err(NoOlder::Rotated));
        }
        found.mark_rest(to);
        Ok(Ok(found.pieces))
    }

    /// Bytes of a range of the file that is read, at a moment at which it is still that file.
    async fn still(
        &mut self,
        spot: Spot,
        (offset, length): (u64, u64),
    ) -> Result<Result<LogData, NoOlder>, CallFailure> {
        let reader = &self.followed[spot.source].outputs[spot.output].reader;
        let (end, tail) = (reader.offset(), reader.tail().to_vec());
        let ask = |offset: u64, length: u64| LogAsk {
            source: self.followed[spot.source].source.clone(),
            stream: self.followed[spot.source].outputs[spot.output].stream,
            range: LogRange::From(offset, u32::try_from(length).unwrap_or(OPENING)),
            sized: true,
        };
        let known = tail.len() as u64;
        let asks = [ask(offset, length), ask(end - known, known)];
        let mut logs = self.connection.look(&asks, None).await?.logs.into_iter();
        let (Some(wanted), Some(check)) = (logs.next(), logs.next()) else {
            return Ok(Err(NoOlder::NoLog));
        };
        let (wanted, check) = (wanted?, check?);
        let is_same = match check.data {
            LogData::Bytes(bytes) => tail.is_empty() || bytes.raw() == tail,
            LogData::Undecodable => false,
            LogData::NoLog => return Ok(Err(NoOlder::NoLog)),
        };
        if !is_same || wanted.size.is_some_and(|size| size < end) {
            return Ok(Err(NoOlder::Rotated));
        }
        Ok(Ok(wanted.data))
    }
}
