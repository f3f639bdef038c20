//! Cuts a stream of bytes into lines, the same however the bytes were cut on their way.

/// A line longer than this comes in several pieces, in bytes.
const LONGEST: usize = 16 << 10;

/// How a piece of a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceEnd {
    /// With a line feed, which is not in the piece.
    Line,
    /// In the middle of a line that is too long: the next piece goes on.
    Cut,
    /// Where the stream ended, or was interrupted.
    Open,
}

/// A line, or a piece of one that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Its bytes, without the line feed.
    pub bytes: &'a [u8],
    /// Whether it goes on with the line that the piece before it is of.
    pub is_continued: bool,
    /// How it ends.
    pub end: PieceEnd,
}

impl Piece<'_> {
    /// The bytes it takes in the log, with its line feed.
    #[must_use]
    pub fn size(&self) -> usize {
        self.bytes.len() + usize::from(self.end == PieceEnd::Line)
    }
}

/// Cuts one stream of bytes into lines, and holds what has no end yet.
#[derive(Clone, Debug, Default)]
pub struct Splitter {
    partial: Vec<u8>,
    /// Whether the line that is held had pieces before.
    is_continued: bool,
}

impl Splitter {
    /// The bytes of a line that has no end yet: at most 16 KiB.
    #[must_use]
    pub fn partial(&self) -> &[u8] {
        &self.partial
    }

    /// Takes in what came next, and gives every line that is whole now.
    pub fn feed(&mut self, bytes: &[u8], mut each: impl FnMut(Piece<'_>)) {
        let mut rest = bytes;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            self.feed_line(&rest[..end], &mut each);
            rest = &rest[end + 1..];
        }
        self.hold(rest, &mut each);
    }

    /// Gives what has no end yet, if there is anything, as the stream will not go on with it.
    pub fn flush(&mut self, mut each: impl FnMut(Piece<'_>)) {
        if !self.partial.is_empty() {
            self.give(PieceEnd::Open, &mut each);
        }
        self.is_continued = false;
    }

    /// Takes the rest of a line.
    fn feed_line(&mut self, rest: &[u8], each: &mut impl FnMut(Piece<'_>)) {
        if self.partial.is_empty() && rest.len() <= LONGEST {
            // Most lines come whole: they need not be copied.
            each(Piece {
                bytes: rest,
                is_continued: self.is_continued,
                end: PieceEnd::Line,
            });
        } else {
            self.hold(rest, each);
            self.give(PieceEnd::Line, each);
        }
        self.is_continued = false;
    }

    /// Takes a part of a line that holds no line feed.
    fn hold(&mut self, part: &[u8], each: &mut impl FnMut(Piece<'_>)) {
        let mut rest = part;
        while !rest.is_empty() {
            if self.partial.len() >= LONGEST {
                self.cut(each);
            }
            let (taken, left) = rest.split_at(rest.len().min(LONGEST - self.partial.len()));
            self.partial.extend_from_slice(taken);
            rest = left;
        }
    }

    /// Gives a piece of a line that is too long, but for the letter that may be cut at its end.
    fn cut(&mut self, each: &mut impl FnMut(Piece<'_>)) {
        let begun = begun_letter(&self.partial);
        let letter = self.partial.split_off(self.partial.len() - begun);
        self.give(PieceEnd::Cut, each);
        self.partial.extend_from_slice(&letter);
    }

    fn give(&mut self, end: PieceEnd, each: &mut impl FnMut(Piece<'_>)) {
        each(Piece {
            bytes: &self.partial,
            is_continued: self.is_continued,
            end,
        });
        self.is_continued = end == PieceEnd::Cut;
        self.partial.clear();
    }
}

/// How many bytes at the end are of a letter that is not whole.
fn begun_letter(bytes: &[u8]) -> usize {
    let tail = &bytes[bytes.len().saturating_sub(3)..];
    let last = tail.utf8_chunks().last();
    let begun = last.map_or(&[][..], |chunk| chunk.invalid());
    match str::from_utf8(begun) {
        Err(error) if error.error_len().is_none() => begun.len(),
        Ok(_) | Err(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a stream that is cut after every so many bytes.
    fn pieces(stream: &[u8], every: usize) -> Vec<(Vec<u8>, bool, PieceEnd)> {
        let mut splitter = Splitter::default();
        let mut pieces = Vec::new();
        let mut keep =
            |piece: Piece<'_>| pieces.push((piece.bytes.to_vec(), piece.is_continued, piece.end));
        for chunk in stream.chunks(every) {
            splitter.feed(chunk, &mut keep);
        }
        splitter.flush(&mut keep);
        assert!(splitter.partial().is_empty());
        pieces
    }

    fn whole(text: &str) -> (Vec<u8>, bool, PieceEnd) {
        (text.into(), false, PieceEnd::Line)
    }

    #[test]
    fn lines_are_the_same_however_they_came() {
        for every in [1, 2, 3, 100] {
            let pieces = pieces("one\n\ntwo é\r\nopen".as_bytes(), every);
            let open = (b"open".to_vec(), false, PieceEnd::Open);
            assert_eq!(pieces, [whole("one"), whole(""), whole("two é\r"), open]);
        }
    }

    #[test]
    fn a_long_line_is_cut_between_letters() {
        let long = format!(
            "{}é{}\nnext\n",
            "x".repeat(LONGEST - 1),
            "y".repeat(LONGEST)
        );
        for every in [7, 4096, LONGEST, LONGEST + 1, 1 << 20] {
            let pieces = pieces(long.as_bytes(), every);
            let x = ("x".repeat(LONGEST - 1).into(), false, PieceEnd::Cut);
            let y = (
                format!("é{}", "y".repeat(LONGEST - 2)).into(),
                true,
                PieceEnd::Cut,
            );
            let rest = (b"yy".to_vec(), true, PieceEnd::Line);
            assert_eq!(pieces, [x, y, rest, whole("next")]);
        }
    }

    #[test]
    fn a_line_of_just_the_length_is_not_cut() {
        let just = "x".repeat(LONGEST) + "\n";
        for every in [1, LONGEST, LONGEST + 1] {
            assert_eq!(
                pieces(just.as_bytes(), every),
                [whole(&"x".repeat(LONGEST))]
            );
        }
    }

    #[test]
    fn what_is_held_can_be_seen_and_is_counted_once() {
        let mut splitter = Splitter::default();
        let mut bytes = 0;
        let stream = [
            b"half a ".to_vec(),
            b"line\n".to_vec(),
            vec![0xff; 3 * LONGEST],
        ];
        for chunk in &stream {
            splitter.feed(chunk, |piece| bytes += piece.size());
            assert!(splitter.partial().len() <= LONGEST);
        }
        assert_eq!(splitter.partial(), vec![0xff; LONGEST]);
        splitter.flush(|piece| bytes += piece.size());
        assert_eq!(bytes, stream.concat().len());
        splitter.flush(|_| panic!("nothing is left"));
    }
}
