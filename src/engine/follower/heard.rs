//! What a stream brought, and where in the file it lies: the only source of bytes that are not
//! UTF-8, which supervisord's calls cannot send (`PROTOCOL` 3.0).

use std::collections::VecDeque;

/// Bytes that are kept.
const KEPT: usize = 64 * 1024;
/// A stream begins so many bytes before the end of the file (`PROTOCOL` 3.3).
const BEFORE: u64 = 1024;
/// Places that are compared at most.
const PLACES: u64 = 16 * 1024;

/// The last bytes of a stream. It tells no offsets: where they lie follows from the sizes the file
/// had before and after it was opened, and from what was read by offset.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    bytes: VecDeque<u8>,
    total: u64,
    /// Where its first byte lies, at least.
    low: u64,
    /// Where its first byte lies, at most.
    high: u64,
}

impl Heard {
    /// A stream that is opened on a file of at least this size.
    pub(super) fn of(size: u64) -> Self {
        Self {
            bytes: VecDeque::new(),
            total: 0,
            low: size.saturating_sub(BEFORE),
            high: u64::MAX,
        }
    }

    /// It brought bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        self.bytes.extend(bytes);
        let excess = self.bytes.len().saturating_sub(KEPT);
        self.bytes.drain(..excess);
    }

    /// How many bytes it brought in all.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// The file had this size when the stream had brought at most `total` bytes of it. Whether that
    /// can be: if not, the stream is about another file.
    pub(super) fn fits(&mut self, total: u64, size: u64) -> bool {
        match size.checked_sub(total) {
            Some(first) if first >= self.low => {
                self.high = self.high.min(first);
                true
            }
            _ => false,
        }
    }

    /// These bytes end at that offset of the file: places where something else was heard are none.
    pub(super) fn compare(&mut self, known: &[u8], end: u64) {
        if self.low == self.high || self.high.saturating_sub(self.low) > PLACES {
            return;
        }
        let agrees = |first: &u64| self.agrees(*first, known, end);
        let mut places = (self.low..=self.high).filter(agrees);
        if let Some(only) = places.next()
            && places.next().is_none()
        {
            (self.low, self.high) = (only, only);
        }
    }

    /// The bytes from an offset of the file to its size; none if it is not certain which they are.
    pub(super) fn slice(&self, from: u64, size: u64) -> Option<Vec<u8>> {
        if self.low != self.high {
            return None;
        }
        let begin = self.low + self.total - self.bytes.len() as u64;
        let skip = usize::try_from(from.checked_sub(begin)?).ok()?;
        let count = usize::try_from(size.checked_sub(from)?).ok()?;
        let found: Vec<u8> = self.bytes.iter().skip(skip).take(count).copied().collect();
        Some(found).filter(|found| !found.is_empty())
    }

    /// How far it reaches, if that is certain.
    pub(super) fn end(&self) -> Option<u64> {
        (self.low == self.high).then(|| self.low + self.total)
    }

    /// Whether these words are among its last bytes.
    pub(super) fn says(&self, words: &[u8]) -> bool {
        let all: Vec<u8> = self.bytes.iter().copied().collect();
        all.windows(words.len()).any(|some| some == words)
    }

    /// Whether what was heard, were its first byte there, says the same as the known bytes. They
    /// have to overlap in whole.
    fn agrees(&self, first: u64, known: &[u8], end: u64) -> bool {
        let begin = first + self.total - self.bytes.len() as u64;
        let from = end.checked_sub(known.len() as u64 + begin);
        let Some(from) = from.and_then(|from| usize::try_from(from).ok()) else {
            return true;
        };
        let to = from + known.len();
        to > self.bytes.len() || self.bytes.range(from..to).eq(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_file_places_a_stream_at_once() {
        let mut heard = Heard::of(5000);
        heard.push(&[b'x'; 1024]);
        assert!(heard.fits(1024, 5000));
        heard.push(b"\xffnew");
        assert_eq!(heard.slice(5000, 5004), Some(b"\xffnew".to_vec()));
        assert_eq!(heard.slice(5002, 5003), Some(b"e".to_vec()));
        assert_eq!(heard.slice(5004, 6000), None, "not heard yet");
        assert_eq!(heard.slice(3000, 5000), None, "before the stream");
        assert_eq!(heard.end(), Some(5004));
    }

    #[test]
    fn a_short_file_is_heard_from_its_beginning() {
        let mut heard = Heard::of(3);
        heard.push(b"abc\xfe");
        assert!(heard.fits(4, 4));
        assert_eq!(heard.slice(3, 4), Some(b"\xfe".to_vec()));
    }

    #[test]
    fn a_file_that_grew_meanwhile_is_placed_by_what_was_read() {
        let text: Vec<u8> = (0..2000u32)
            .flat_map(|n| format!("{n}\n").into_bytes())
            .collect();
        let (before, after) = (6000, 6100);
        // It was opened when the file had 6050 bytes.
        let mut heard = Heard::of(before);
        heard.push(&text[6050 - 1024..after]);
        assert!(heard.fits(1024, 6090));
        assert_eq!(heard.slice(6050, 6060), None);
        heard.compare(&text[5936..6000], 6000);
        assert_eq!(heard.slice(6050, 6060), Some(text[6050..6060].to_vec()));
    }

    #[test]
    fn a_file_that_is_shorter_than_what_was_heard_of_it_is_another_one() {
        let mut heard = Heard::of(5000);
        heard.push(&[b'x'; 1100]);
        assert!(!heard.fits(1100, 5000));
        assert!(!heard.fits(1100, 200));
    }

    #[test]
    fn only_so_much_is_kept() {
        let mut heard = Heard::of(0);
        for _ in 0..100 {
            heard.push(&[b'x'; 1000]);
        }
        heard.push(b"end");
        assert!(heard.fits(100_003, 100_003));
        assert_eq!(heard.slice(100_000, 100_003), Some(b"end".to_vec()));
        assert_eq!(heard.slice(10, 20), None);
        assert!(heard.says(b"xen") && !heard.says(b"yen"));
    }
}
