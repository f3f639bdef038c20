//! Making a line out of bytes: how it reads, how grave it is, and which record it belongs to.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{Grouper, Level, Membership, Painted, PieceEnd, Stamp};

use super::line::{LineHead, LogLine, LogText};
use super::tail::RawLine;

/// Lines at the begin of a log that are looked through for the first time any of them carries.
const FIRST_LINES: usize = 200;

/// What the lines so far say of the next one of the same stream.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    grouper: Grouper,
    /// The time that the record before carries.
    time: Option<Timestamp>,
    /// The first line of that record.
    record: Option<i64>,
}

impl Reading {
    /// The time that the record before carries.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        self.time
    }

    /// Looks ahead for the first time, so that lines before it are not ordered by when they
    /// reached us: those are the end of a record of which the begin was not read.
    pub fn look_ahead(&mut self, bytes: &[u8], now: Timestamp, zone: &TimeZone) {
        if self.time.is_none() {
            let lines = bytes.split(|byte| *byte == b'\n').take(FIRST_LINES);
            let mut stamps =
                lines.filter_map(|line| stamp(&String::from_utf8_lossy(line), now, zone));
            self.time = stamps.next();
        }
    }

    /// Reads the next line of the stream.
    #[must_use]
    pub fn read(&mut self, raw: RawLine<'_>, head: LineHead, zone: &TimeZone) -> LogLine {
        let painted = Painted::log_line(raw.piece.bytes);
        let text = painted.text.as_str();
        let membership = if raw.piece.is_continued {
            Membership::SameRecord
        } else {
            self.grouper.feed(text)
        };
        let record = match (membership, self.record) {
            (Membership::SameRecord, Some(record)) => record,
            (Membership::SameRecord | Membership::NewRecord, _) => {
                self.time = stamp(text, head.at, zone).or(self.time);
                head.number
            }
        };
        self.record = Some(record);
        let level = Level::of(text);
        let is_as_it_came = text.as_bytes() == raw.piece.bytes;
        LogLine {
            number: head.number,
            source: head.source,
            stream: head.stream,
            at: head.at,
            raw: (!is_as_it_came).then(|| raw.piece.bytes.into()),
            has_end: raw.piece.end == PieceEnd::Line,
            text: LogText::Output(painted),
            level,
            time: self.time,
            record,
            file: raw.file,
            offset: raw.offset,
        }
    }
}

fn stamp(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    Stamp::of(text, zone, now).map(|stamp| stamp.at)
}
