//! One output of a source: where it was read to, and what came since.

use tokio::time::Instant;

use super::allowance::Allowance;
use super::narrow::{Piece, read_on};
use super::pace::{OPENING, TOO_FAR};
use crate::engine::{CallFailure, LogData};
use crate::model::{LogGap, LogPiece, Stream, Untrusted};

/// One output of a source.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    /// Which one.
    pub(super) stream: Stream,
    offset: Option<u64>,
    /// Whether it is known whether there is a log, as long as it is empty.
    is_empty_known: bool,
    /// The size at which only the beginning of a character was left.
    unfinished: Option<u64>,
    allowance: Allowance,
}

impl Reader {
    /// One that has read nothing.
    pub(super) fn new(stream: Stream) -> Self {
        Self {
            stream,
            offset: None,
            is_empty_known: false,
            unfinished: None,
            allowance: Allowance::new(Instant::now()),
        }
    }

    /// How far it was read.
    pub(super) fn offset(&self) -> u64 {
        self.offset.unwrap_or(0)
    }

    /// Takes everything that is new in a log of this size.
    ///
    /// # Errors
    ///
    /// As for every read; what was taken before stays taken.
    pub(super) async fn advance(
        &mut self,
        read: &impl AsyncFn(u64, u64) -> Result<LogData, CallFailure>,
        size: u64,
        told: &mut Vec<LogPiece>,
    ) -> Result<(), CallFailure> {
        self.allowance.earn(Instant::now());
        if size < self.offset() {
            told.push(LogPiece::Gap(LogGap::Rotated));
            self.offset = Some(0);
            (self.is_empty_known, self.unfinished) = (false, None);
        }
        if size == 0 {
            return self.look_for(read, told).await;
        }
        self.is_empty_known = false;
        match self.offset {
            None if size > OPENING => self.join(read, (0, size), told).await?,
            Some(offset) if size - offset > TOO_FAR => {
                self.join(read, (offset, size), told).await?;
            }
            None => self.offset = Some(0),
            Some(_) => {}
        }
        self.read_to(read, size, told).await
    }

    /// An empty log may be none at all.
    async fn look_for(
        &mut self,
        read: &impl AsyncFn(u64, u64) -> Result<LogData, CallFailure>,
        told: &mut Vec<LogPiece>,
    ) -> Result<(), CallFailure> {
        if self.is_empty_known {
            return Ok(());
        }
        if read(0, 1).await? == LogData::NoLog {
            told.push(LogPiece::Gap(LogGap::NoLog));
        }
        (self.offset, self.is_empty_known) = (Some(0), true);
        Ok(())
    }

    /// Goes to a line near the end and counts what is left out before it.
    async fn join(
        &mut self,
        read: &impl AsyncFn(u64, u64) -> Result<LogData, CallFailure>,
        (from, size): (u64, u64),
        told: &mut Vec<LogPiece>,
    ) -> Result<(), CallFailure> {
        let mut at = self.whole_from(read, (size - OPENING, size)).await?;
        let mut rest = Untrusted::default();
        while at < size {
            match read_on(read, (at, size - at), &mut self.allowance).await? {
                Piece::Bytes(bytes) => {
                    let line = bytes.raw().iter().position(|byte| *byte == b'\n');
                    let cut = line.map_or(0, |newline| newline + 1);
                    rest = Untrusted::new(&bytes.raw()[cut..]);
                    at += cut as u64;
                    break;
                }
                Piece::Unreadable(count) => at += count,
                Piece::Unfinished | Piece::Nothing | Piece::NoLog => break,
            }
        }
        let left_out = at - from;
        told.push(LogPiece::Gap(match self.offset {
            None => LogGap::Earlier(left_out),
            Some(_) => LogGap::Skipped(left_out),
        }));
        self.offset = Some(at + rest.raw().len() as u64);
        if !rest.is_empty() {
            told.push(LogPiece::Bytes(rest));
        }
        Ok(())
    }

    /// The first place from which on the rest can be read: we may have come down inside a
    /// character. The first place of all where none is readable throughout.
    async fn whole_from(
        &mut self,
        read: &impl AsyncFn(u64, u64) -> Result<LogData, CallFailure>,
        (from, size): (u64, u64),
    ) -> Result<u64, CallFailure> {
        for at in from..from + 4 {
            if read(at, size - at).await? != LogData::Undecodable {
                return Ok(at);
            }
            self.allowance.spend();
        }
        Ok(from)
    }

    async fn read_to(
        &mut self,
        read: &impl AsyncFn(u64, u64) -> Result<LogData, CallFailure>,
        size: u64,
        told: &mut Vec<LogPiece>,
    ) -> Result<(), CallFailure> {
        if self.unfinished == Some(size) {
            return Ok(());
        }
        self.unfinished = None;
        let mut at = self.offset();
        while at < size {
            match read_on(read, (at, size - at), &mut self.allowance).await? {
                Piece::Bytes(bytes) => {
                    at += bytes.raw().len() as u64;
                    told.push(LogPiece::Bytes(bytes));
                }
                Piece::Unreadable(count) => {
                    at += count;
                    skip(told, count);
                }
                Piece::Unfinished => {
                    self.unfinished = Some(size);
                    break;
                }
                // It was rotated or removed since: the next look sees that by its size.
                Piece::Nothing | Piece::NoLog => break,
            }
            self.offset = Some(at);
        }
        Ok(())
    }
}

/// Adds to the mark that is last, if it is one of the same kind.
fn skip(told: &mut Vec<LogPiece>, count: u64) {
    if let Some(LogPiece::Gap(LogGap::Skipped(before))) = told.last_mut() {
        *before += count;
    } else {
        told.push(LogPiece::Gap(LogGap::Skipped(count)));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::model::LinkError;

    async fn step(reader: &mut Reader, file: Option<&[u8]>) -> Vec<LogPiece> {
        let read = async |offset: u64, length: u64| {
            let Some(file) = file else {
                return Ok(LogData::NoLog);
            };
            let begin = usize::try_from(offset).unwrap().min(file.len());
            let end = usize::try_from(offset + length).unwrap().min(file.len());
            Ok(match std::str::from_utf8(&file[begin..end]) {
                Ok(text) => LogData::Bytes(text.into()),
                Err(_) => LogData::Undecodable,
            })
        };
        let mut told = Vec::new();
        let size = file.map_or(0, |file| file.len() as u64);
        reader.advance(&read, size, &mut told).await.unwrap();
        told
    }

    fn bytes(text: &str) -> LogPiece {
        LogPiece::Bytes(text.into())
    }

    #[tokio::test]
    async fn a_log_is_told_from_its_beginning_and_then_what_is_new() {
        let mut reader = Reader::new(Stream::Stdout);
        assert_eq!(step(&mut reader, Some(b"one\n")).await, [bytes("one\n")]);
        assert_eq!(step(&mut reader, Some(b"one\n")).await, []);
        assert_eq!(
            step(&mut reader, Some(b"one\ntwo\n")).await,
            [bytes("two\n")]
        );
        assert_eq!(
            step(&mut reader, Some(b"3\n")).await,
            [LogPiece::Gap(LogGap::Rotated), bytes("3\n")]
        );
    }

    #[tokio::test]
    async fn a_long_log_is_joined_at_a_line_and_the_rest_counted() {
        let mut reader = Reader::new(Stream::Stdout);
        let file = "0123456789é\n".repeat(10_000);
        let told = step(&mut reader, Some(file.as_bytes())).await;
        let [
            LogPiece::Gap(LogGap::Earlier(before)),
            LogPiece::Bytes(rest),
        ] = &told[..]
        else {
            panic!("{told:?}")
        };
        assert_eq!(before % 13, 0, "cut at a line");
        let told = usize::try_from(*before).unwrap() + rest.raw().len();
        assert_eq!(told, file.len());
        assert!(rest.raw().len() as u64 <= OPENING);
    }

    #[tokio::test]
    async fn who_falls_too_far_behind_is_told_how_far() {
        let mut reader = Reader::new(Stream::Stdout);
        step(&mut reader, Some(b"one\n")).await;
        let file = "0123456789\n".repeat(500_000);
        let told = step(&mut reader, Some(file.as_bytes())).await;
        let [
            LogPiece::Gap(LogGap::Skipped(skipped)),
            LogPiece::Bytes(rest),
        ] = &told[..]
        else {
            panic!("{told:?}")
        };
        let told = 4 + usize::try_from(*skipped).unwrap() + rest.raw().len();
        assert_eq!(told, file.len());
    }

    #[tokio::test]
    async fn that_there_is_no_log_is_told_once() {
        let mut reader = Reader::new(Stream::Stderr);
        let none = [LogPiece::Gap(LogGap::NoLog)];
        assert_eq!(step(&mut reader, None).await, none);
        assert_eq!(step(&mut reader, None).await, []);
        assert_eq!(step(&mut reader, Some(b"late\n")).await, [bytes("late\n")]);
        let mut empty = Reader::new(Stream::Stderr);
        assert_eq!(step(&mut empty, Some(b"")).await, []);
    }

    #[tokio::test]
    async fn bytes_that_cannot_be_had_are_one_mark() {
        let mut reader = Reader::new(Stream::Stdout);
        let told = step(&mut reader, Some(b"ok\xff\xfe\xfdgo\n")).await;
        let skipped = LogPiece::Gap(LogGap::Skipped(3));
        assert_eq!(told, [bytes("ok"), skipped, bytes("go\n")]);
    }

    #[tokio::test]
    async fn what_was_taken_before_a_failure_is_not_asked_for_again() {
        let file = "0123456789\n".repeat(60_000);
        let answers = Cell::new(2);
        let read = async |offset: u64, length: u64| {
            if answers.get() == 0 {
                return Err(CallFailure::Link(LinkError::Cut { bytes: 0 }));
            }
            answers.set(answers.get() - 1);
            let begin = usize::try_from(offset).unwrap();
            let end = usize::try_from(offset + length).unwrap();
            Ok(LogData::Bytes(file[begin..end.min(file.len())].into()))
        };
        let mut reader = Reader::new(Stream::Stdout);
        let mut told = Vec::new();
        reader.offset = Some(0);
        let size = file.len() as u64;
        assert!(reader.advance(&read, size, &mut told).await.is_err());
        assert_eq!(told.len(), 2);
        answers.set(9);
        reader.advance(&read, size, &mut told).await.unwrap();
        let all = told.iter().map(|piece| match piece {
            LogPiece::Bytes(bytes) => bytes.raw(),
            LogPiece::Gap(gap) => panic!("{gap:?}"),
        });
        assert_eq!(all.collect::<Vec<_>>().concat(), file.as_bytes());
    }
}
