//! Reads a whole range of a log, around those bytes that supervisord cannot send.

use super::allowance::Allowance;
use super::narrow::{Piece, Reads, read_on};
use super::pace::AT_ONCE;
use super::reader::{skip, whole_line};
use crate::engine::{CallFailure, LogData};
use crate::model::{LogPiece, LogPlace, Skip, Untrusted};

/// What was found in a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where the first piece lies.
    pub(super) begin: u64,
    /// Bytes and marks, in their order.
    pub(super) pieces: Vec<LogPiece>,
    /// How far they reach: to the end of the range, unless they are many or the file ends before.
    pub(super) end: u64,
    /// Whether only the beginning of a character is left.
    pub(super) is_unfinished: bool,
}

/// What lies from a place on, up to `to`, or a good part of it.
///
/// # Errors
///
/// As for every read.
pub(super) async fn gather(
    read: &Reads,
    from: LogPlace,
    to: u64,
    searches: &mut Allowance,
) -> Result<Found, CallFailure> {
    let mut found = Found {
        begin: from.offset,
        pieces: Vec::new(),
        end: from.offset,
        is_unfinished: false,
    };
    while found.end < to && found.end - from.offset < u64::from(AT_ONCE) {
        let at = found.end;
        match read_on(read, (at, to - at), searches).await? {
            Piece::Bytes(bytes) => {
                found.end += bytes.raw().len() as u64;
                let place = LogPlace { offset: at, ..from };
                found.pieces.push(LogPiece::Bytes(place, bytes));
            }
            Piece::Unreadable(count) => {
                found.end += count;
                skip(&mut found.pieces, count, Skip::Undecodable);
            }
            Piece::Unfinished => {
                found.is_unfinished = true;
                break;
            }
            // It was rotated or removed since: the next look sees that.
            Piece::Nothing | Piece::NoLog => break,
        }
    }
    Ok(found)
}

/// The same from an arbitrary place on, which may lie inside a character and a line: up to three
/// bytes later it can perhaps be read as a whole, and what comes before its first line is left out.
///
/// # Errors
///
/// As for every read.
pub(super) async fn gather_lines(
    read: &Reads,
    from: LogPlace,
    to: u64,
    searches: &mut Allowance,
) -> Result<Found, CallFailure> {
    let mut begin = from;
    for offset in from.offset..(from.offset + 4).min(to) {
        if read(offset, to - offset).await? != LogData::Undecodable {
            begin.offset = offset;
            break;
        }
        searches.spend();
    }
    let mut found = gather(read, begin, to, searches).await?;
    if from.offset > 0 {
        found.cut();
    }
    Ok(found)
}

impl Found {
    /// A range that could be read as a whole.
    pub(super) fn whole(place: LogPlace, bytes: Untrusted) -> Self {
        Self {
            begin: place.offset,
            end: place.offset + bytes.raw().len() as u64,
            pieces: vec![LogPiece::Bytes(place, bytes)],
            is_unfinished: false,
        }
    }

    /// Takes off what stands before the first whole line.
    pub(super) fn cut(&mut self) {
        for at in 0..self.pieces.len() {
            let LogPiece::Bytes(place, bytes) = &self.pieces[at] else {
                continue;
            };
            let line = whole_line(bytes.raw());
            if line > 0 {
                let place = LogPlace {
                    offset: place.offset + line as u64,
                    ..*place
                };
                let bytes = Untrusted::new(&bytes.raw()[line..]);
                self.begin = place.offset;
                self.pieces.splice(..=at, [LogPiece::Bytes(place, bytes)]);
                return;
            }
        }
    }

    /// Whatever could not be had up to there is marked.
    pub(super) fn mark_rest(&mut self, to: u64) {
        let rest = to.saturating_sub(self.end);
        skip(&mut self.pieces, rest, Skip::Undecodable);
        self.end = self.end.max(to);
    }
}

#[cfg(test)]
mod tests {
    use super::super::narrow::serve;
    use super::*;
    use crate::model::LogGap;
    use tokio::time::Instant;

    async fn lines(file: &[u8], from: u64, to: u64) -> Found {
        let place = LogPlace {
            offset: from,
            ..LogPlace::default()
        };
        let mut searches = Allowance::of_searches(Instant::now());
        gather_lines(&serve(file), place, to, &mut searches)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_range_that_begins_in_a_character_begins_with_the_next_line() {
        let file = "漢漢\nzwei\ndrei\n".as_bytes();
        for from in 1..7 {
            let found = lines(file, from, 17).await;
            assert_eq!((found.begin, found.end), (7, 17), "from {from}");
            let place = LogPlace {
                offset: 7,
                ..LogPlace::default()
            };
            let bytes = LogPiece::Bytes(place, "zwei\ndrei\n".into());
            assert_eq!(found.pieces, [bytes]);
        }
        assert_eq!(lines(file, 0, 17).await.begin, 0);
    }

    #[tokio::test]
    async fn bytes_that_cannot_be_had_are_one_mark_and_before_the_first_line_none() {
        let found = lines(b"a\xff\xfeb\nok\xff\xfe\xfdgo\n", 1, 15).await;
        let skipped = LogPiece::Gap(LogGap::Skipped {
            bytes: 3,
            why: Skip::Undecodable,
        });
        assert_eq!((found.begin, found.end), (5, 13));
        assert_eq!(found.pieces[1], skipped);
        assert_eq!(found.pieces.len(), 3);
    }

    #[tokio::test]
    async fn a_range_that_ends_in_a_character_is_marked_to_its_end() {
        let mut found = lines("ab漢".as_bytes(), 0, 4).await;
        assert!(found.is_unfinished);
        found.mark_rest(4);
        let skipped = LogGap::Skipped {
            bytes: 2,
            why: Skip::Undecodable,
        };
        assert_eq!(found.pieces[1..], [LogPiece::Gap(skipped)]);
    }
}
