//! Reads bytes from an exact offset, around those that supervisord cannot send.
//!
//! supervisord 4 answers nothing at all for a range that is not whole UTF-8 (`PROTOCOL` 3.0), be it
//! that a byte in it is invalid or that one of its ends cuts a character. So the range is made
//! smaller until it gives something; what gives nothing in any size is left out, and said so.

use std::pin::Pin;

use super::allowance::Allowance;
use super::pace::AT_ONCE;
use crate::engine::{CallFailure, LogData};
use crate::model::Untrusted;

/// The longest character of UTF-8, in bytes.
pub(super) const LONGEST: u64 = 4;

/// Reads a log by offset: so many bytes from there on.
pub(super) type Reads = dyn Fn(u64, u64) -> Reading + Send + Sync;

/// One such read.
pub(super) type Reading = Pin<Box<dyn Future<Output = Result<LogData, CallFailure>> + Send>>;

/// What a place of a log gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Bytes from there on.
    Bytes(Untrusted),
    /// The same, and behind them so many that cannot be had.
    Until(Untrusted, u64),
    /// So many bytes that cannot be had.
    Unreadable(u64),
    /// The beginning of a character whose rest is not written yet.
    Unfinished,
    /// Nothing is there: the log is shorter than it was.
    Nothing,
    /// There is no log.
    NoLog,
}

/// Reads from an offset on, where `available` bytes are known to be.
///
/// # Errors
///
/// As for every read.
pub(super) async fn read_on(
    read: &Reads,
    (offset, available): (u64, u64),
    allowance: &mut Allowance,
) -> Result<Piece, CallFailure> {
    let length = available.min(AT_ONCE.into());
    match read(offset, length).await? {
        LogData::Bytes(bytes) if bytes.is_empty() => return Ok(Piece::Nothing),
        LogData::Bytes(bytes) => return Ok(Piece::Bytes(bytes)),
        LogData::NoLog => return Ok(Piece::NoLog),
        LogData::Undecodable => {}
    }
    if available > length
        && let Some(bytes) = shortened(read, (offset, length)).await?
    {
        return Ok(Piece::Bytes(bytes));
    }
    allowance.spend();
    if allowance.is_spent() {
        return Ok(Piece::Unreadable(available));
    }
    let mut search = Search {
        read,
        offset,
        allowance,
    };
    let (found, invalid) = search.prefix(length).await?;
    if !found.is_empty() {
        let bytes = Untrusted::new(found);
        return Ok(match invalid {
            0 => Piece::Bytes(bytes),
            count => Piece::Until(bytes, count),
        });
    }
    if search.allowance.is_spent() {
        return Ok(Piece::Unreadable(available));
    }
    search.invalid(available).await
}

/// A little less: where we cut the range ourselves, its end may lie in a character. That is no
/// search; a log of letters that floods needs it all the time.
async fn shortened(
    read: &Reads,
    (offset, length): (u64, u64),
) -> Result<Option<Untrusted>, CallFailure> {
    for less in 1..LONGEST.min(length) {
        if let LogData::Bytes(bytes) = read(offset, length - less).await?
            && !bytes.is_empty()
        {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}

/// A search for what can be read at a place.
struct Search<'a> {
    read: &'a Reads,
    offset: u64,
    allowance: &'a mut Allowance,
}

impl Search<'_> {
    /// The bytes of a range, or nothing where it cannot be sent, or is no more.
    async fn try_range(&mut self, at: u64, length: u64) -> Result<Vec<u8>, CallFailure> {
        match (self.read)(at, length).await? {
            LogData::Bytes(bytes) => Ok(bytes.raw().to_vec()),
            LogData::Undecodable => {
                self.allowance.spend();
                Ok(Vec::new())
            }
            LogData::NoLog => Ok(Vec::new()),
        }
    }

    /// The longest readable beginning of a range that cannot be sent as a whole, and how many bytes
    /// behind it are known to be invalid.
    async fn prefix(&mut self, length: u64) -> Result<(Vec<u8>, u64), CallFailure> {
        // First a few bytes: after one invalid byte there is often another.
        let mut found = self.few(0, length).await?;
        if found.is_empty() {
            return Ok((found, 0));
        }
        let (mut low, mut high) = (found.len() as u64, length);
        while high - low > LONGEST && !self.allowance.is_spent() {
            let middle = low + (high - low) / 2;
            let bytes = self.try_range(self.offset + low, middle - low).await?;
            if bytes.is_empty() {
                high = middle;
            } else {
                low += bytes.len() as u64;
                found.extend(bytes);
            }
        }
        let last = self.few(low, length).await?;
        // With fewer bytes it may yet become a character.
        let is_invalid = last.is_empty() && length - low >= LONGEST && !self.allowance.is_spent();
        found.extend(last);
        Ok((found, is_invalid.into()))
    }

    /// As many bytes of a character's length as can be read.
    async fn few(&mut self, from: u64, length: u64) -> Result<Vec<u8>, CallFailure> {
        for count in (1..=LONGEST.min(length - from)).rev() {
            let bytes = self.try_range(self.offset + from, count).await?;
            if !bytes.is_empty() || self.allowance.is_spent() {
                return Ok(bytes);
            }
        }
        Ok(Vec::new())
    }

    /// What no length gave is invalid, unless it may yet become a character.
    async fn invalid(&mut self, available: u64) -> Result<Piece, CallFailure> {
        if available >= LONGEST {
            return Ok(Piece::Unreadable(1));
        }
        for skipped in 1..available {
            for length in 1..=available - skipped {
                let bytes = self.try_range(self.offset + skipped, length).await?;
                if !bytes.is_empty() {
                    // A character begins here, so the one before it was never finished.
                    return Ok(Piece::Unreadable(skipped));
                }
            }
        }
        Ok(Piece::Unfinished)
    }
}

/// Serves a file as supervisord 4 does.
#[cfg(test)]
pub(super) fn serve(file: &[u8]) -> impl Fn(u64, u64) -> Reading + Send + Sync + use<> {
    let file = file.to_vec();
    move |offset, length| {
        let data = super::reader::cut_out(&file, offset, length);
        Box::pin(async move { Ok(data) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tokio::time::Instant;

    /// Everything a follower would get of a file that does not grow, invalid bytes as `None`.
    async fn all(file: &[u8]) -> Vec<Option<u8>> {
        let read = serve(file);
        let mut told = Vec::new();
        while told.len() < file.len() {
            let place = (told.len() as u64, (file.len() - told.len()) as u64);
            let mut allowance = Allowance::of_searches(Instant::now());
            match read_on(&read, place, &mut allowance).await.unwrap() {
                Piece::Bytes(bytes) => told.extend(bytes.raw().iter().copied().map(Some)),
                Piece::Until(bytes, invalid) => {
                    told.extend(bytes.raw().iter().copied().map(Some));
                    told.extend(vec![None; usize::try_from(invalid).unwrap()]);
                }
                Piece::Unreadable(count) => {
                    told.extend(vec![None; usize::try_from(count).unwrap()]);
                }
                Piece::Unfinished => break,
                Piece::Nothing | Piece::NoLog => panic!("the file is there"),
            }
        }
        told
    }

    fn pieces() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            4 => "[a-z]{1,40}\n".prop_map(String::into_bytes),
            2 => "[é漢🚀]{1,20}".prop_map(String::into_bytes),
            1 => prop::collection::vec(any::<u8>(), 1..5),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|all| all.concat())
    }

    proptest! {
        #[test]
        fn every_byte_is_told_or_counted_and_no_readable_one_is_lost(file in pieces()) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let told = runtime.block_on(all(&file));
            prop_assert!(file.len() - told.len() < 4, "only an unfinished character may wait");
            let mut at = 0;
            for chunk in file.utf8_chunks() {
                for byte in chunk.valid().bytes() {
                    if at < told.len() {
                        prop_assert_eq!(told[at], Some(byte), "at {}", at);
                    }
                    at += 1;
                }
                for _ in chunk.invalid() {
                    if at < told.len() {
                        prop_assert_eq!(told[at], None, "at {}", at);
                    }
                    at += 1;
                }
            }
        }
    }

    #[tokio::test]
    async fn a_character_that_is_being_written_is_waited_for() {
        let whole = "ab漢".as_bytes();
        assert_eq!(all(&whole[..4]).await, [Some(b'a'), Some(b'b')]);
        assert_eq!(
            all(b"ab\xff\n").await,
            [Some(b'a'), Some(b'b'), None, Some(b'\n')]
        );
    }

    #[tokio::test]
    async fn where_we_cut_a_character_ourselves_no_search_is_needed() {
        for shift in 0..3 {
            let file = ["x".repeat(shift), "漢".repeat(100_000)].concat();
            let mut none = Allowance::of_searches(Instant::now());
            while !none.is_spent() {
                none.spend();
            }
            let place = (0, file.len() as u64);
            let read = read_on(&serve(file.as_bytes()), place, &mut none).await;
            let Ok(Piece::Bytes(bytes)) = read else {
                panic!("{read:?}")
            };
            assert!(bytes.raw().len() as u64 > u64::from(AT_ONCE) - LONGEST);
        }
    }

    #[tokio::test]
    async fn a_log_of_garbage_is_given_up_before_it_floods_the_node() {
        let file = vec![0xff; 10_000];
        let read = serve(&file);
        let mut allowance = Allowance::of_searches(Instant::now());
        let mut offset = 0;
        while offset < 10_000 {
            let place = (offset, 10_000 - offset);
            match read_on(&read, place, &mut allowance).await.unwrap() {
                Piece::Unreadable(count) => offset += count,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(offset, 10_000);
        assert!(allowance.is_spent());
    }
}
