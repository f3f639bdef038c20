//! Reading back: what lies before the oldest line that is kept.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::engine::Request;
use crate::model::{LogChunk, LogPiece, LogPlace, NoOlder, Stream};
use crate::tui::effect::Effect;
use crate::tui::state::{
    LineHead, LogLine, LogPane, Mark, RawLine, Room, Scroll, SourceKey, State, StreamTail,
};

use super::fold::with_tail;
use super::looking::look_again;
use super::scroll::stand;

/// At the top of what is kept: asks for what lies before it, of every output that is shown.
pub fn read_back(state: &mut State, room: Room) -> Vec<Effect> {
    let Some(log) = &mut state.log else {
        return Vec::new();
    };
    // What is read must not be taken away at once by what comes meanwhile.
    if log.scroll == Scroll::Follow {
        stand(log, log.window(room));
    }
    let answers: Vec<_> = log
        .outputs_shown()
        .into_iter()
        .map(|(at, stream)| ask(log, at, stream))
        .collect();
    let why = answers.iter().find_map(|answer| answer.as_ref().err());
    if let (false, Some(why)) = (answers.iter().any(Result::is_ok), why) {
        state.tell(why.clone());
    }
    answers.into_iter().flatten().flatten().collect()
}

/// Asks for what lies before the oldest byte of one output, unless an answer is waited for.
///
/// # Errors
///
/// Returns why there is nothing to ask for.
fn ask(log: &mut LogPane, at: usize, stream: Stream) -> Result<Option<Effect>, String> {
    let source = &mut log.sources[at];
    let place = source.first_place(stream);
    if place.offset == 0 {
        return Err(NoOlder::Beginning.sentence(&source.source, stream));
    }
    let tail = source.tails.entry(stream).or_default();
    if tail.asked.replace(place).is_some() {
        return Ok(None);
    }
    let request = Request::ReadBack(source.source.clone(), stream, place);
    Ok(Some(Effect::Ask(request)))
}

/// Nothing older can be had: says why.
pub fn fold_no_older(state: &mut State, chunk: &LogChunk, why: &NoOlder) {
    let log = state.log.as_mut();
    let tail = log.and_then(|log| {
        let at = log.position(&chunk.source)?;
        log.sources[at].tails.get_mut(&chunk.stream)
    });
    if tail.is_some_and(|tail| tail.asked.take().is_some()) {
        state.tell(why.sentence(&chunk.source, chunk.stream));
    }
}

/// Folds in what lies before the oldest byte kept of an output.
pub fn fold_older(
    log: &mut LogPane,
    at: usize,
    chunk: &LogChunk,
    (place, pieces): (LogPlace, &[LogPiece]),
) -> Vec<Effect> {
    let source = &mut log.sources[at];
    let first = source.first_place(chunk.stream);
    let tail = source.tails.entry(chunk.stream).or_default();
    tail.asked = None;
    if (place.file, place.offset) != (first.file, first.offset) {
        // It would not adjoin: what it was to be put before has been let go of.
        return Vec::new();
    }
    let mut older = Older::new(log, at, chunk);
    older.read(pieces);
    let joined = older.join(log, at, first);
    log.take_in_older(at, older.lines, joined.as_deref());
    if log.filter_text().is_some() {
        return look_again(log);
    }
    Vec::new()
}

/// Older lines in the making, numbered from 0.
struct Older<'a> {
    chunk: &'a LogChunk,
    key: SourceKey,
    zone: TimeZone,
    tail: StreamTail,
    lines: Vec<LogLine>,
}

impl<'a> Older<'a> {
    fn new(log: &LogPane, at: usize, chunk: &'a LogChunk) -> Self {
        Self {
            chunk,
            key: log.sources[at].key,
            zone: log.zone.clone(),
            tail: StreamTail::default(),
            lines: Vec::new(),
        }
    }

    fn read(&mut self, pieces: &[LogPiece]) {
        for piece in pieces {
            match piece {
                LogPiece::Bytes(place, bytes) => self.take(*place, bytes.raw()),
                LogPiece::Gap(gap) => {
                    self.finish();
                    let mark = Mark::Gap(gap.clone());
                    let time = self.tail.reading.time();
                    self.lines.push(LogLine::mark(self.head(), mark, time));
                }
                LogPiece::Older(..) | LogPiece::NoOlder(_) => {}
            }
        }
    }

    /// If the last line goes on in the first one that is kept, it takes its place: that line is
    /// the answer. Otherwise it ends here.
    fn join(&mut self, log: &mut LogPane, at: usize, first: LogPlace) -> Option<Arc<LogLine>> {
        let begin = self.tail.begin();
        let torn = self.tail.partial().to_vec();
        let end = begin.offset + torn.len() as u64;
        if torn.is_empty() || (begin.file, end) != (first.file, first.offset) {
            self.finish();
            return None;
        }
        let Some(line) = log.sources[at].first_output(self.chunk.stream).cloned() else {
            // Nothing of this output is kept but a line without an end.
            with_tail(log, at, self.chunk.stream, |_, tail| {
                tail.lead_in(begin.offset, &torn, |raw, _| self.push(raw));
            });
            return None;
        };
        self.take(first, line.raw());
        if line.has_end {
            let offset = first.offset + line.raw().len() as u64;
            self.take(LogPlace { offset, ..first }, b"\n");
        }
        self.finish();
        Some(line)
    }

    fn take(&mut self, place: LogPlace, bytes: &[u8]) {
        let mut tail = std::mem::take(&mut self.tail);
        tail.reading.look_ahead(bytes, self.chunk.at, &self.zone);
        tail.take(place, bytes, |raw, reading| {
            let line = reading.read(raw, self.head(), &self.zone);
            self.lines.push(line);
        });
        self.tail = tail;
    }

    fn finish(&mut self) {
        let mut tail = std::mem::take(&mut self.tail);
        tail.finish(|raw, reading| {
            let line = reading.read(raw, self.head(), &self.zone);
            self.lines.push(line);
        });
        self.tail = tail;
    }

    fn push(&mut self, raw: RawLine<'_>) {
        let head = self.head();
        let line = self.tail.reading.read(raw, head, &self.zone);
        self.lines.push(line);
    }

    fn head(&self) -> LineHead {
        LineHead {
            number: i64::try_from(self.lines.len()).unwrap_or(i64::MAX),
            source: self.key,
            stream: self.chunk.stream,
            at: self.chunk.at,
        }
    }
}
