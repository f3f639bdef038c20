//! The last bytes that were told of a file: read again with what follows them, they show whether it
//! is still the same file.

/// Bytes that are remembered.
const REMEMBERED: usize = 64;

/// The last bytes told of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Tail(Vec<u8>);

impl Tail {
    /// More was told.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.0
            .extend_from_slice(&bytes[bytes.len().saturating_sub(REMEMBERED)..]);
        let excess = self.0.len().saturating_sub(REMEMBERED);
        self.0.drain(..excess);
    }

    /// What was told last cannot be read again, or it is another file.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Those of the last bytes that supervisord can send: whole characters, up to the end.
    pub(super) fn text(&self) -> &[u8] {
        match self.0.utf8_chunks().last() {
            Some(last) if last.invalid().is_empty() => last.valid().as_bytes(),
            Some(_) | None => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_and_ends_with_whole_characters() {
        let mut tail = Tail::default();
        assert_eq!(tail.text(), b"");
        tail.push("é".repeat(40).as_bytes());
        assert_eq!(tail.text(), "é".repeat(32).as_bytes());
        tail.push(b"x");
        assert_eq!(tail.text(), ["é".repeat(31).as_bytes(), b"x"].concat());
        tail.push(b"\xc3");
        assert_eq!(tail.text(), b"", "it ends in a character");
        tail.push(b"\xa9 \xff then");
        assert_eq!(tail.text(), b" then");
    }
}
