//! Folding in what a log says.

use jiff::Timestamp;

use crate::model::{LogChunk, LogGap, LogPiece, LogPlace, LogSource, Missing, Stream, Transition};
use crate::tui::effect::Effect;
use crate::tui::state::{
    LineHead, LogLine, LogPane, Mark, PaneSource, RawLine, Reading, State, StreamTail,
};

use super::read_back::{fold_no_older, fold_older};
use super::scroll::room;

/// Folds in what a log said.
pub fn fold(state: &mut State, chunk: &LogChunk) -> Vec<Effect> {
    let room = room(state);
    let Some(log) = &mut state.log else {
        return Vec::new();
    };
    let Some(at) = log.position(&chunk.source) else {
        return Vec::new();
    };
    state.dirty = true;
    let mut effects = Vec::new();
    match &chunk.piece {
        LogPiece::Bytes(_, bytes) if log.sources[at].cut.is_some() => {
            log.count(at, chunk.at, bytes.raw());
        }
        LogPiece::Gap(_) if log.sources[at].cut.is_some() => {}
        LogPiece::Bytes(place, bytes) => fold_bytes(log, at, chunk, (*place, bytes.raw())),
        LogPiece::Gap(gap) => fold_gap(log, at, chunk, gap),
        LogPiece::Older(place, pieces) => {
            effects = fold_older(log, at, chunk, (*place, pieces));
        }
        LogPiece::NoOlder(why) => fold_no_older(state, chunk, why),
    }
    if let Some(log) = &mut state.log {
        log.shrink(at, room);
    }
    effects
}

fn fold_bytes(log: &mut LogPane, at: usize, chunk: &LogChunk, (place, bytes): (LogPlace, &[u8])) {
    let before = log.next_number;
    // What was there when the log was opened says nothing of how fast it comes.
    let is_opening = !log.sources[at].tails.contains_key(&chunk.stream);
    with_tail(log, at, chunk.stream, |log, tail| {
        tail.reading.look_ahead(bytes, chunk.at, &log.zone);
        tail.take(place, bytes, |raw, reading| {
            push(log, at, chunk, (raw, reading));
        });
    });
    if !is_opening {
        let lines = log.next_number.abs_diff(before);
        let rate = &mut log.sources[at].rate;
        rate.count(chunk.at, lines, bytes.len() as u64);
    }
}

fn fold_gap(log: &mut LogPane, at: usize, chunk: &LogChunk, gap: &LogGap) {
    with_tail(log, at, chunk.stream, |log, tail| {
        tail.finish(|raw, reading| push(log, at, chunk, (raw, reading)));
    });
    mark(log, at, (chunk.stream, chunk.at), Mark::Gap(gap.clone()));
    count(&mut log.sources[at], gap);
}

/// Something happened: it stands behind all that the source said so far.
fn mark(log: &mut LogPane, at: usize, of: (Stream, Timestamp), mark: Mark) {
    let head = head(log, at, of);
    let time = log.sources[at].latest_time();
    log.take_in(LogLine::mark(head, mark, time));
}

/// Lends out what is known of an output, together with the pane it belongs to.
pub fn with_tail(
    log: &mut LogPane,
    at: usize,
    stream: Stream,
    act: impl FnOnce(&mut LogPane, &mut StreamTail),
) {
    let tails = &mut log.sources[at].tails;
    let mut tail = std::mem::take(tails.entry(stream).or_default());
    act(log, &mut tail);
    log.sources[at].tails.insert(stream, tail);
}

/// The next line comes at the end.
fn push(
    log: &mut LogPane,
    at: usize,
    chunk: &LogChunk,
    (raw, reading): (RawLine<'_>, &mut Reading),
) {
    let head = head(log, at, (chunk.stream, chunk.at));
    let line = reading.read(raw, head, &log.zone);
    log.take_in(line);
}

fn head(log: &mut LogPane, at: usize, (stream, now): (Stream, Timestamp)) -> LineHead {
    let number = log.next_number;
    log.next_number += 1;
    LineHead {
        number,
        source: log.sources[at].key,
        stream,
        at: now,
    }
}

/// Counts what is missing.
fn count(source: &mut PaneSource, gap: &LogGap) {
    let missing = match gap {
        LogGap::Skipped { bytes, .. } => Missing::Bytes(*bytes),
        LogGap::Rotated(missing) | LogGap::Truncated(missing) => *missing,
        LogGap::NoLog
        | LogGap::Interrupted(_)
        | LogGap::Resumed
        | LogGap::Restarted(..)
        | LogGap::SupervisorRestarted(..) => Missing::Nothing,
    };
    match missing {
        Missing::Nothing => {}
        Missing::Unknown => {
            source.gaps += 1;
            source.skipped_more = true;
        }
        Missing::Bytes(bytes) => {
            source.gaps += 1;
            source.skipped += bytes;
        }
    }
}

/// A process came or went: its log stays, with a mark.
pub fn notice(state: &mut State, transition: &Transition) {
    let room = room(state);
    let (id, what) = match transition {
        Transition::Process { id, to: None, .. } => (id, Mark::Gone),
        Transition::Process { id, from: None, .. } => (id, Mark::Back),
        Transition::Process { .. } | Transition::Restarted { .. } | Transition::Link { .. } => {
            return;
        }
    };
    let Some(log) = &mut state.log else { return };
    let Some(at) = log.position(&LogSource::Process(id.clone())) else {
        return;
    };
    let is_gone = what == Mark::Gone;
    if std::mem::replace(&mut log.sources[at].gone, is_gone) != is_gone {
        mark(log, at, (Stream::Stdout, state.now), what);
        log.shrink(at, room);
    }
}

/// The rate is taken over the last seconds.
pub fn tick(state: &mut State) {
    let now = state.now;
    for source in state.log.iter_mut().flat_map(|log| &mut log.sources) {
        source.rate.tick(now);
    }
}
