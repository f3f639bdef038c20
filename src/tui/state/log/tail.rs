//! One output of a source: what of it has no line end yet, where it lies in its file, and what the
//! lines so far say of those that come.

use crate::model::{LogPlace, Piece, Splitter};

use super::reading::Reading;

/// Bytes of one line, or of a piece of one that is too long, and where they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawLine<'a> {
    /// The bytes.
    pub piece: Piece<'a>,
    /// Which file, as in [`LogPlace`].
    pub file: u32,
    /// Bytes before them in that file.
    pub offset: u64,
}

/// What is known of one output of a source beside its lines.
#[derive(Clone, Debug, Default)]
pub struct StreamTail {
    /// Streams never share a row: what is torn waits here for its end.
    splitter: Splitter,
    /// Where what is torn begins; without it, where the next byte will lie.
    begin: LogPlace,
    /// What the lines so far say of the next.
    pub reading: Reading,
    /// The place before which more was asked for, while no answer came.
    pub asked: Option<LogPlace>,
}

impl StreamTail {
    /// The begin of a line that has no end yet.
    #[must_use]
    pub fn partial(&self) -> &[u8] {
        self.splitter.partial()
    }

    /// Where the partial line begins; without one, where the next byte will lie.
    #[must_use]
    pub fn begin(&self) -> LogPlace {
        self.begin
    }

    /// The size of its file when it was last read, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.begin.size.max(self.end())
    }

    /// Takes in what came next, and gives every line that is whole now.
    pub fn take(
        &mut self,
        place: LogPlace,
        bytes: &[u8],
        mut each: impl FnMut(RawLine<'_>, &mut Reading),
    ) {
        if place.file != self.begin.file || place.offset != self.end() {
            // What is torn here does not go on with these bytes.
            self.finish(&mut each);
            self.begin = place;
        }
        self.begin.size = place.size;
        let (begin, reading) = (&mut self.begin, &mut self.reading);
        self.splitter
            .feed(bytes, |piece| tell(begin, piece, |raw| each(raw, reading)));
    }

    /// Gives what has no end yet: what it would go on with will never come.
    pub fn finish(&mut self, mut each: impl FnMut(RawLine<'_>, &mut Reading)) {
        let (begin, reading) = (&mut self.begin, &mut self.reading);
        self.splitter
            .flush(|piece| tell(begin, piece, |raw| each(raw, reading)));
    }

    /// Puts bytes that lie before what is torn in front of it.
    pub fn lead_in(
        &mut self,
        offset: u64,
        bytes: &[u8],
        mut each: impl FnMut(RawLine<'_>, &mut Reading),
    ) {
        let torn = std::mem::take(&mut self.splitter);
        self.begin.offset = offset;
        let (begin, reading) = (&mut self.begin, &mut self.reading);
        for part in [bytes, torn.partial()] {
            self.splitter
                .feed(part, |piece| tell(begin, piece, |raw| each(raw, reading)));
        }
    }

    fn end(&self) -> u64 {
        self.begin.offset + self.partial().len() as u64
    }
}

/// Says where a piece lies, and goes on behind it.
fn tell(begin: &mut LogPlace, piece: Piece<'_>, each: impl FnOnce(RawLine<'_>)) {
    each(RawLine {
        piece,
        file: begin.file,
        offset: begin.offset,
    });
    begin.offset += piece.size() as u64;
}
