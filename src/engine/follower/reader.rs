//! Where one output was read to: what the next look asks for, and what its answer means.

use super::around::Found;
use super::pace::{OPENING, TOO_FAR};
use super::tail::Tail;
use crate::engine::{LogData, LogRange, LogState};
use crate::model::{LogGap, LogPiece, LogPlace, Missing, Skip, Untrusted};

/// After so many looks a log whose size is not known has grown too far ahead, or nearly so.
const LONG_CHASE: u32 = 20;

/// Where one output was read to.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    /// Which file it is, counted by what was seen.
    file: u32,
    offset: Option<u64>,
    size: u64,
    tail: Tail,
    ahead: Ahead,
    /// Whether that there is no log was told, and still holds.
    is_missing: bool,
    /// Whether supervisord was asked for the size and did not tell.
    is_vast: bool,
    /// Looks since there is more than they bring, while the size is not known.
    chased: u32,
}

/// What is known of the bytes after those that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ahead {
    /// There were none.
    #[default]
    Nothing,
    /// There are more than the last look brought.
    More,
    /// They cannot be sent as they are, so the size has to be known.
    Stuck,
    /// The beginning of a character is all that is left of a file of this size.
    Unfinished(u64),
}

/// What is to be done after a look at a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing, before the next look.
    Rest,
    /// To look again soon, as there is more.
    Again,
    /// To ask for the size at once, as the bytes cannot be sent as they are.
    Measure,
    /// The bytes up to this size cannot be sent as they are.
    Decode(u64),
    /// To go to the last bytes before this size, which cannot be sent as they are.
    Join(u64),
    /// supervisord does not tell the size.
    FindEnd,
    /// It is another file, or the same one cut short.
    Changed,
}

impl Reader {
    /// How far it was read.
    pub(super) fn offset(&self) -> u64 {
        self.offset.unwrap_or(0)
    }

    /// Whether it was ever read.
    pub(super) fn is_open(&self) -> bool {
        self.offset.is_some()
    }

    /// Whether there was no log when it was read last.
    pub(super) fn is_missing(&self) -> bool {
        self.is_missing
    }

    /// Whether the bytes that follow could not be sent.
    pub(super) fn is_stuck(&self) -> bool {
        self.ahead == Ahead::Stuck
    }

    /// Which file it reads.
    pub(super) fn file(&self) -> u32 {
        self.file
    }

    /// How long that file was when it was seen last.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The last bytes it told.
    pub(super) fn tail(&self) -> &[u8] {
        self.tail.text()
    }

    /// What the next look has to ask, at most so many new bytes, and whether the size is needed.
    pub(super) fn question(&self, most: u32) -> (LogRange, bool) {
        let Some(offset) = self.offset else {
            return (LogRange::Last(OPENING), true);
        };
        let is_too_far = self.size.saturating_sub(offset) > TOO_FAR;
        let tail = self.tail.text().len();
        let is_needed = match self.ahead {
            Ahead::More if is_too_far => return (LogRange::Last(OPENING), true),
            Ahead::Unfinished(_) => return (LogRange::Nothing, true),
            Ahead::More | Ahead::Stuck => true,
            // Without bytes to compare, a shorter file would not be seen.
            Ahead::Nothing => tail == 0 && offset > 0,
        };
        let length = most + u32::try_from(tail).unwrap_or(0);
        let range = LogRange::From(offset - tail as u64, length);
        (range, is_needed && !self.is_vast)
    }

    /// Takes the answer.
    pub(super) fn take(
        &mut self,
        asked: (LogRange, bool),
        state: LogState,
        told: &mut Vec<LogPiece>,
    ) -> Next {
        let (range, sized) = asked;
        let size = state.size;
        self.is_vast |= sized && size.is_none() && state.data != LogData::NoLog;
        match (range, state.data) {
            (_, LogData::NoLog) => self.miss(told),
            (LogRange::Last(most), LogData::Bytes(bytes)) => {
                let is_whole = bytes.raw().len() < most as usize;
                match size.or(is_whole.then_some(bytes.raw().len() as u64)) {
                    Some(size) => self.join(bytes.raw(), size, told),
                    None => Next::FindEnd,
                }
            }
            (LogRange::Last(_), LogData::Undecodable) => size.map_or(Next::FindEnd, Next::Join),
            (LogRange::From(_, length), LogData::Bytes(bytes)) => {
                self.go_on((bytes.raw(), length), size, told)
            }
            (LogRange::From(..), LogData::Undecodable) => match size {
                Some(size) if size < self.offset() => Next::Changed,
                Some(size) => Next::Decode(size),
                None => {
                    self.ahead = Ahead::Stuck;
                    if self.is_vast {
                        Next::FindEnd
                    } else {
                        Next::Measure
                    }
                }
            },
            (LogRange::Nothing, LogData::Bytes(_) | LogData::Undecodable) => self.wait_on(size),
        }
    }

    /// The bytes that follow what was told.
    fn go_on(
        &mut self,
        (bytes, length): (&[u8], u32),
        size: Option<u64>,
        told: &mut Vec<LogPiece>,
    ) -> Next {
        let Some(new) = bytes.strip_prefix(self.tail.text()) else {
            return Next::Changed;
        };
        let offset = self.offset();
        if size.is_some_and(|size| size < offset) {
            return Next::Changed;
        }
        self.is_missing = false;
        let end = offset + new.len() as u64;
        self.size = size.unwrap_or(end).max(end);
        let is_full = bytes.len() == length as usize;
        self.ahead = if is_full { Ahead::More } else { Ahead::Nothing };
        self.tell(offset, new, told);
        self.chase()
    }

    /// Goes on at once if more is there. How much, is searched for now and then if supervisord does
    /// not tell.
    fn chase(&mut self) -> Next {
        if self.ahead == Ahead::Nothing {
            self.chased = 0;
            return Next::Rest;
        }
        self.chased += u32::from(self.is_vast);
        if self.chased < LONG_CHASE {
            return Next::Again;
        }
        self.chased = 0;
        Next::FindEnd
    }

    /// The last bytes of a log of this size: it is told from a whole line on.
    pub(super) fn join(&mut self, bytes: &[u8], size: u64, told: &mut Vec<LogPiece>) -> Next {
        if size < self.offset() {
            return Next::Changed;
        }
        let begin = size.saturating_sub(bytes.len() as u64);
        let cut = if begin == 0 { 0 } else { whole_line(bytes) };
        self.jump(begin + cut as u64, size, told);
        self.tell(begin + cut as u64, &bytes[cut..], told);
        Next::Rest
    }

    /// Goes on at another place, and counts what is left out before it.
    pub(super) fn jump(&mut self, at: u64, size: u64, told: &mut Vec<LogPiece>) {
        match self.offset {
            Some(from) if at < from => return,
            Some(from) => skip(told, at - from, Skip::TooFast),
            None => {}
        }
        self.is_missing = false;
        self.ahead = Ahead::Nothing;
        self.size = size;
        self.offset = Some(at);
        self.tail.clear();
    }

    /// Whether the rest of a character has come.
    fn wait_on(&mut self, size: Option<u64>) -> Next {
        if size.is_some_and(|size| size < self.offset()) {
            return Next::Changed;
        }
        if size.map(Ahead::Unfinished) == Some(self.ahead) {
            return Next::Rest;
        }
        self.ahead = Ahead::More;
        Next::Again
    }

    fn miss(&mut self, told: &mut Vec<LogPiece>) -> Next {
        if !self.is_missing {
            self.is_missing = true;
            told.push(LogPiece::Gap(LogGap::NoLog));
        }
        if self.offset() > 0 {
            self.file += 1;
        }
        self.begin();
        Next::Rest
    }

    /// Another file is read from its beginning.
    pub(super) fn change(&mut self, gap: LogGap, told: &mut Vec<LogPiece>) {
        told.push(LogPiece::Gap(gap));
        self.file += 1;
        self.begin();
    }

    fn begin(&mut self) {
        (self.offset, self.size) = (Some(0), 0);
        self.ahead = Ahead::Nothing;
        self.tail.clear();
    }

    /// Takes what was found around bytes that cannot be sent, in a file of this size.
    pub(super) fn take_found(&mut self, found: Found, size: u64, told: &mut Vec<LogPiece>) {
        self.size = size.max(found.end);
        for piece in found.pieces {
            match piece {
                LogPiece::Bytes(place, bytes) => self.tell(place.offset, bytes.raw(), told),
                LogPiece::Gap(LogGap::Skipped { bytes, why }) => {
                    skip(told, bytes, why);
                    self.tail.clear();
                }
                LogPiece::Gap(_) | LogPiece::Older(..) | LogPiece::NoOlder(_) => {}
            }
        }
        self.offset = Some(found.end);
        self.ahead = if found.end >= size {
            Ahead::Nothing
        } else if found.is_unfinished && !self.is_vast {
            Ahead::Unfinished(size)
        } else {
            Ahead::More
        };
    }

    /// Takes bytes that the stream brought of what follows in a file of this size.
    pub(super) fn hear(&mut self, bytes: &[u8], size: u64, told: &mut Vec<LogPiece>) {
        let offset = self.offset();
        self.size = size;
        self.tell(offset, bytes, told);
        self.ahead = if self.offset() < size {
            Ahead::Stuck
        } else {
            Ahead::Nothing
        };
    }

    /// Takes bytes that lie at this place.
    fn tell(&mut self, offset: u64, bytes: &[u8], told: &mut Vec<LogPiece>) {
        let end = offset + bytes.len() as u64;
        self.offset = Some(end);
        self.size = self.size.max(end);
        if !bytes.is_empty() {
            self.tail.push(bytes);
            told.push(LogPiece::Bytes(self.place(offset), Untrusted::new(bytes)));
        }
    }

    fn place(&self, offset: u64) -> LogPlace {
        LogPlace {
            file: self.file,
            offset,
            size: self.size,
        }
    }

    /// What is missing of the file if nobody wrote to it since it was looked at last.
    pub(super) fn known_missing(&self) -> Missing {
        match self.size.saturating_sub(self.offset()) {
            0 => Missing::Nothing,
            bytes => Missing::Bytes(bytes),
        }
    }
}

/// Where the first whole line begins; at once where no line ends in it, or only the last one.
pub(super) fn whole_line(bytes: &[u8]) -> usize {
    let newline = bytes.iter().position(|byte| *byte == b'\n');
    let after = newline.map_or(0, |newline| newline + 1);
    if after == bytes.len() { 0 } else { after }
}

/// Adds to the mark that is last, if it is one of the same kind.
pub(super) fn skip(told: &mut Vec<LogPiece>, count: u64, reason: Skip) {
    if count == 0 {
        return;
    }
    if let Some(LogPiece::Gap(LogGap::Skipped { bytes, why })) = told.last_mut()
        && *why == reason
    {
        *bytes += count;
    } else {
        told.push(LogPiece::Gap(LogGap::Skipped {
            bytes: count,
            why: reason,
        }));
    }
}

/// What supervisord 4 gives of a range of a file.
#[cfg(test)]
pub(super) fn cut_out(file: &[u8], offset: u64, length: u64) -> LogData {
    let within = |at: u64| usize::try_from(at).map_or(file.len(), |at| at.min(file.len()));
    let bytes = &file[within(offset)..within(offset.saturating_add(length))];
    match std::str::from_utf8(bytes) {
        Ok(text) => LogData::Bytes(text.into()),
        Err(_) => LogData::Undecodable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One look at a file, or at none.
    fn step(reader: &mut Reader, file: Option<&[u8]>) -> (Next, Vec<LogPiece>) {
        let question = reader.question(1000);
        let whole = file.unwrap_or_default();
        let size = whole.len() as u64;
        let data = match (file, question.0) {
            (None, _) => LogData::NoLog,
            (_, LogRange::From(offset, length)) => cut_out(whole, offset, length.into()),
            (_, LogRange::Last(length)) => cut_out(whole, size.saturating_sub(length.into()), size),
            (_, LogRange::Nothing) => LogData::Bytes(Untrusted::default()),
        };
        let state = LogState {
            size: question.1.then_some(size),
            data,
        };
        let mut told = Vec::new();
        let next = reader.take(question, state, &mut told);
        (next, told)
    }

    fn bytes((file, offset, size): (u32, u64, u64), text: &str) -> LogPiece {
        let place = LogPlace { file, offset, size };
        LogPiece::Bytes(place, text.into())
    }

    #[test]
    fn a_log_is_told_from_its_beginning_and_then_what_is_new() {
        let mut reader = Reader::default();
        let one = (Next::Rest, vec![bytes((0, 0, 4), "one\n")]);
        assert_eq!(step(&mut reader, Some(b"one\n")), one);
        assert_eq!(step(&mut reader, Some(b"one\n")), (Next::Rest, vec![]));
        let two = (Next::Rest, vec![bytes((0, 4, 8), "two\n")]);
        assert_eq!(step(&mut reader, Some(b"one\ntwo\n")), two);
    }

    #[test]
    fn a_file_that_is_shorter_or_says_something_else_is_another_one() {
        for other in [&b"3\n"[..], b"", b"two\nmore\n", b"1ne\n"] {
            let mut reader = Reader::default();
            step(&mut reader, Some(b"one\n"));
            assert_eq!(step(&mut reader, Some(other)), (Next::Changed, vec![]));
            let mut told = Vec::new();
            reader.change(LogGap::Rotated(Missing::Unknown), &mut told);
            assert_eq!(told, [LogPiece::Gap(LogGap::Rotated(Missing::Unknown))]);
            let (next, told) = step(&mut reader, Some(other));
            assert_eq!(next, Next::Rest);
            let size = other.len() as u64;
            let text = String::from_utf8(other.to_vec()).unwrap();
            let new = (size > 0).then(|| bytes((1, 0, size), &text));
            assert_eq!(told, Vec::from_iter(new));
        }
    }

    #[test]
    fn a_long_log_is_joined_at_a_line() {
        let mut reader = Reader::default();
        let file = "0123456789e\n".repeat(10_000);
        let (next, told) = step(&mut reader, Some(file.as_bytes()));
        let [LogPiece::Bytes(place, rest)] = &told[..] else {
            panic!("{told:?}")
        };
        assert_eq!(next, Next::Rest);
        assert_eq!(place.offset % 12, 0, "cut at a line");
        assert_eq!(place.size, file.len() as u64);
        assert_eq!(place.offset + rest.raw().len() as u64, place.size);
        assert!(rest.raw().len() <= OPENING as usize);
    }

    #[test]
    fn a_size_that_is_not_told_has_to_be_found_unless_the_log_is_short() {
        let last = (LogRange::Last(OPENING), true);
        let state = |bytes: Vec<u8>| LogState {
            size: None,
            data: LogData::Bytes(Untrusted::new(bytes)),
        };
        let mut told = Vec::new();
        let mut reader = Reader::default();
        let full = state(vec![b'x'; OPENING as usize]);
        assert_eq!(reader.take(last, full, &mut told), Next::FindEnd);
        assert_eq!(
            reader.take(last, state(b"one\n".to_vec()), &mut told),
            Next::Rest
        );
        assert_eq!(told, [bytes((0, 0, 4), "one\n")]);
    }

    #[test]
    fn who_falls_too_far_behind_is_told_how_far() {
        let mut reader = Reader::default();
        step(&mut reader, Some(b"one\n"));
        let file = ["one\n", &"0123456789\n".repeat(500_000)].concat();
        assert_eq!(step(&mut reader, Some(file.as_bytes())).0, Next::Again);
        assert_eq!(step(&mut reader, Some(file.as_bytes())).0, Next::Again);
        let known = usize::try_from(reader.offset()).unwrap();
        let (next, told) = step(&mut reader, Some(file.as_bytes()));
        let [
            LogPiece::Gap(LogGap::Skipped {
                bytes,
                why: Skip::TooFast,
            }),
            LogPiece::Bytes(place, rest),
        ] = &told[..]
        else {
            panic!("{told:?}")
        };
        assert_eq!(next, Next::Rest);
        let told = known + usize::try_from(*bytes).unwrap() + rest.raw().len();
        assert_eq!(told, file.len());
        assert_eq!(place.offset, known as u64 + bytes);
    }

    #[test]
    fn that_there_is_no_log_is_told_once() {
        let mut reader = Reader::default();
        let none = (Next::Rest, vec![LogPiece::Gap(LogGap::NoLog)]);
        assert_eq!(step(&mut reader, None), none);
        assert_eq!(step(&mut reader, None), (Next::Rest, vec![]));
        assert!(reader.is_missing());
        let (_, told) = step(&mut reader, Some(b"late\n"));
        assert_eq!(told, [bytes((0, 0, 5), "late\n")]);
        assert_eq!(step(&mut reader, None), none);
        let (_, told) = step(&mut reader, Some(b"new\n"));
        assert_eq!(told, [bytes((1, 0, 4), "new\n")]);
        assert_eq!(
            step(&mut Reader::default(), Some(b"")),
            (Next::Rest, vec![])
        );
    }

    #[test]
    fn bytes_that_cannot_be_sent_are_measured_and_then_decoded() {
        let mut reader = Reader::default();
        step(&mut reader, Some(b"one\n"));
        let file = b"one\nok\xff\n";
        assert_eq!(step(&mut reader, Some(file)), (Next::Measure, vec![]));
        assert_eq!(step(&mut reader, Some(file)), (Next::Decode(8), vec![]));
        let mut told = Vec::new();
        reader.hear(b"ok\xff\n", 8, &mut told);
        let more = b"one\nok\xff\nmore\n";
        assert_eq!(reader.tail(), b"\n");
        let (next, told) = step(&mut reader, Some(more));
        assert_eq!(
            (next, told),
            (Next::Rest, vec![bytes((0, 8, 13), "more\n")])
        );
    }

    #[test]
    fn the_rest_of_a_character_is_waited_for_without_reading() {
        let mut reader = Reader::default();
        step(&mut reader, Some(b"ab"));
        let found = Found {
            begin: 2,
            pieces: Vec::new(),
            end: 2,
            is_unfinished: true,
        };
        reader.take_found(found, 4, &mut Vec::new());
        assert_eq!(reader.question(1000), (LogRange::Nothing, true));
        let half = "ab漢".as_bytes();
        assert_eq!(step(&mut reader, Some(&half[..4])), (Next::Rest, vec![]));
        assert_eq!(step(&mut reader, Some(half)), (Next::Again, vec![]));
        let (_, told) = step(&mut reader, Some(half));
        assert_eq!(told, [bytes((0, 2, 5), "漢")]);
    }
}
