//! Reads a whole range of a log, around those bytes that supervisord cannot send.

use super::allowance::Allowance;
use super::narrow::{LONGEST, Piece, Reads, read_on};
use super::pace::AT_ONCE;
use super::reader::{skip, whole_line};
use crate::engine::{CallFailure, LogData};
use crate::model::{LogGap, LogPiece, LogPlace, Skip, Untrusted};

/// Bytes of a block of a range that is read from its end back; more where all can be sent.
const BLOCK: u64 = 256;

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
    let mut found = Found::nothing(from.offset);
    while found.end < to && found.end - from.offset < u64::from(AT_ONCE) {
        let at = found.end;
        match read_on(read, (at, to - at), searches).await? {
            Piece::Bytes(bytes) => found.push(from.at(at), bytes),
            Piece::Until(bytes, invalid) => {
                found.push(from.at(at), bytes);
                found.mark_rest(found.end + invalid);
            }
            Piece::Unreadable(count) => found.mark_rest(at + count),
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

/// The same from an arbitrary place on, which may lie inside a character and a line: what comes
/// before its first line is left out.
///
/// It is read from its end back: where so much cannot be sent that the search has to end, the newest
/// was found, and what lies before is history.
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
    let near = from.offset..to.min(from.offset + LONGEST);
    let begin = first_character(read, near, to, searches).await?;
    let from = from.at(begin.unwrap_or(from.offset));
    let mut found = match read(from.offset, to - from.offset).await? {
        LogData::Undecodable => gather_back(read, from, to, searches).await?,
        LogData::Bytes(_) | LogData::NoLog => gather(read, from, to, searches).await?,
    };
    if found.begin > 0 {
        found.cut();
    }
    Ok(found)
}

/// A range in blocks, the last one first, as far as searches are left.
async fn gather_back(
    read: &Reads,
    from: LogPlace,
    to: u64,
    searches: &mut Allowance,
) -> Result<Found, CallFailure> {
    let (mut found, mut size, mut wanted) = (Found::nothing(to), BLOCK, to);
    while wanted > from.offset {
        wanted = found.begin.saturating_sub(size).max(from.offset);
        // Where it lies inside a character, that one belongs to the block.
        let near = from.offset.max(wanted.saturating_sub(LONGEST - 1))..=wanted;
        let begin = first_character(read, near.rev(), found.begin, searches).await?;
        let place = from.at(begin.unwrap_or(wanted));
        let mut block = gather(read, place, found.begin, searches).await?;
        if searches.is_spent() && found.begin < to {
            break;
        }
        if block.end < found.begin && !block.is_unfinished {
            // It was rotated or removed since: the next look sees that.
            return Ok(block);
        }
        if found.begin == to {
            found = block;
            continue;
        }
        // Where a character follows, the one before it will never be finished.
        block.mark_rest(found.begin);
        let is_whole = matches!(block.pieces[..], [LogPiece::Bytes(..)]);
        size = if is_whole { size * 2 } else { BLOCK };
        found.put_before(block);
    }
    Ok(found)
}

/// The first of these places at which a character begins.
async fn first_character(
    read: &Reads,
    places: impl Iterator<Item = u64>,
    to: u64,
    searches: &mut Allowance,
) -> Result<Option<u64>, CallFailure> {
    for place in places {
        for length in (1..=LONGEST.min(to - place)).rev() {
            if read(place, length).await? != LogData::Undecodable {
                return Ok(Some(place));
            }
            searches.spend();
        }
    }
    Ok(None)
}

impl Found {
    /// Nothing, at this place.
    fn nothing(at: u64) -> Self {
        Self {
            begin: at,
            pieces: Vec::new(),
            end: at,
            is_unfinished: false,
        }
    }

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
                let place = place.at(place.offset + line as u64);
                let bytes = Untrusted::new(&bytes.raw()[line..]);
                self.begin = place.offset;
                self.pieces.splice(..=at, [LogPiece::Bytes(place, bytes)]);
                return;
            }
        }
    }

    /// Puts bytes behind it.
    fn push(&mut self, place: LogPlace, bytes: Untrusted) {
        self.end += bytes.raw().len() as u64;
        self.pieces.push(LogPiece::Bytes(place, bytes));
    }

    /// Puts what ends where this begins before it.
    fn put_before(&mut self, block: Self) {
        let later = std::mem::replace(&mut self.pieces, block.pieces);
        self.begin = block.begin;
        for piece in later {
            match piece {
                LogPiece::Gap(LogGap::Skipped { bytes, why }) => skip(&mut self.pieces, bytes, why),
                piece => self.pieces.push(piece),
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
    use proptest::prelude::*;
    use tokio::time::Instant;

    async fn lines(file: &[u8], from: u64, to: u64) -> Found {
        searched(file, from, to).await.0
    }

    /// The same, and whether searches were left.
    async fn searched(file: &[u8], from: u64, to: u64) -> (Found, bool) {
        let place = LogPlace::default().at(from);
        let mut searches = Allowance::of_searches(Instant::now());
        let found = gather_lines(&serve(file), place, to, &mut searches).await;
        (found.unwrap(), !searches.is_spent())
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
    async fn of_more_than_can_be_searched_the_newest_is_found() {
        let file = b"caf\xe9 latin one \xe9\xe8\n".repeat(3_000);
        let to = file.len() as u64;
        let found = lines(&file, 1, to).await;
        assert_eq!(found.end, to, "the newest is there");
        assert!(
            found.begin > 1 && found.begin < to - 100,
            "{}",
            to - found.begin
        );
        let begin = usize::try_from(found.begin).unwrap();
        let is_told = |(told, byte): (&u8, &u8)| told == byte || *told == SKIPPED;
        assert!(laid_out(&found).iter().zip(&file[begin..]).all(is_told));
        let older = lines(&file, 1, found.begin).await;
        assert_eq!(older.end, found.begin, "from there it goes on");
    }

    proptest! {
        #[test]
        fn wherever_a_range_begins_it_says_what_the_file_does(
            file in prop::collection::vec(part(), 0..60), from in 0u64..64, to in 0u64..64,
        ) {
            let file = file.concat();
            let size = file.len() as u64;
            let (from, to) = (from.min(size), size - to.min(size));
            prop_assume!(from < to);
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let (found, is_all) = runtime.block_on(searched(&file, from, to));
            let told = laid_out(&found);
            prop_assert!(found.begin + told.len() as u64 == found.end && found.end <= to);
            prop_assert!(found.end == to || found.is_unfinished && to - found.end < 4);
            let begin = usize::try_from(found.begin).unwrap();
            let is_text = file.utf8_chunks().flat_map(|chunk| {
                let (text, bad) = (chunk.valid().len(), chunk.invalid().len());
                [true].repeat(text).into_iter().chain([false].repeat(bad))
            });
            let mut is_text: Vec<bool> = is_text.collect();
            let cut = usize::try_from(from).unwrap();
            // The rest of a character of which the begin is not in the range.
            is_text[cut..file.len().min(cut + 3)].fill(false);
            for (at, byte) in told.iter().enumerate().map(|(at, byte)| (begin + at, byte)) {
                let may_be_skipped = !is_all || !is_text[at];
                let is_skipped = *byte == SKIPPED && may_be_skipped;
                prop_assert!(*byte == file[at] || is_skipped, "at {}", at);
            }
        }
    }

    /// Stands for a byte that was skipped.
    const SKIPPED: u8 = 0xc0;

    fn part() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            6 => "[a-z]{1,30}\n".prop_map(String::into_bytes),
            3 => "[é漢🚀]{1,9}".prop_map(String::into_bytes),
            1 => prop::collection::vec(0xc1u8.., 1..3),
        ]
    }

    /// The bytes of what was found.
    fn laid_out(found: &Found) -> Vec<u8> {
        let mut all = Vec::new();
        for piece in &found.pieces {
            match piece {
                LogPiece::Bytes(place, bytes) => {
                    assert_eq!(place.offset, found.begin + all.len() as u64);
                    all.extend_from_slice(bytes.raw());
                }
                LogPiece::Gap(LogGap::Skipped { bytes, .. }) => {
                    all.extend(vec![SKIPPED; usize::try_from(*bytes).unwrap()]);
                }
                other => panic!("{other:?}"),
            }
        }
        all
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
