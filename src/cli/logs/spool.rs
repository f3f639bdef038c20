//! Bytes of one output, cut into lines.

/// A line is not kept longer than this; what is longer comes in pieces.
const LONGEST: usize = 64 * 1024;

/// Bytes of one output, of which the last line may not be finished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spool(Vec<u8>);

impl Spool {
    /// Adds bytes, and takes the lines that are finished, without their ends.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        self.0.extend_from_slice(bytes);
        let mut lines: Vec<Vec<u8>> = self
            .0
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        // What follows the last end is the line that is not finished; without one it is all.
        self.0 = lines.pop().unwrap_or_default();
        if self.0.len() > LONGEST {
            lines.push(std::mem::take(&mut self.0));
        }
        lines
    }

    /// Takes the line that is not finished, if there is one.
    pub(super) fn rest(&mut self) -> Option<Vec<u8>> {
        let rest = std::mem::take(&mut self.0);
        (!rest.is_empty()).then_some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_that_is_not_finished_waits() {
        let mut spool = Spool::default();
        assert_eq!(spool.feed(b"one\ntwo"), [b"one".to_vec()]);
        assert_eq!(spool.feed(b"\n\nthree"), [b"two".to_vec(), b"".to_vec()]);
        assert_eq!(spool.rest(), Some(b"three".to_vec()));
        assert_eq!(spool.rest(), None);
    }

    proptest! {
        #[test]
        fn no_byte_is_lost_however_it_is_cut(
            text in prop::collection::vec(prop_oneof![Just(b'\n'), any::<u8>()], 0..200),
            cuts in prop::collection::vec(1usize..20, 1..20),
        ) {
            let mut spool = Spool::default();
            let mut lines = Vec::new();
            let mut rest = text.as_slice();
            for cut in cuts.iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                lines.extend(spool.feed(piece));
                rest = after;
            }
            lines.push(spool.rest().unwrap_or_default());
            prop_assert_eq!(lines.join(&b'\n'), text);
        }
    }
}
