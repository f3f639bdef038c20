//! Escape sequences as terminals read them: which are colours, and where their strings end.

const ESCAPE: u8 = 0x1b;

/// A part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segment<'a> {
    /// Bytes without an escape.
    Text(&'a [u8]),
    /// `ESC [ … m`: how the next letters look, by these parameters.
    Look(&'a [u8]),
    /// A command with a body that a terminal would not draw: OSC, DCS, SOS, PM or APC.
    Body {
        /// The byte after the escape.
        kind: u8,
        /// What stands between.
        body: &'a [u8],
        /// What ends it: BEL, or ESC and a backslash.
        end: &'a [u8],
    },
    /// An escape that begins neither, or something without an end: nothing after it may be lost
    /// for that.
    Escape,
}

/// The parts of a line, left to right.
pub(super) fn segments(line: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let (segment, length) = match memchr::memchr(ESCAPE, rest) {
            Some(0) => sequence(rest).unwrap_or((Segment::Escape, 1)),
            Some(at) => (Segment::Text(&rest[..at]), at),
            None if rest.is_empty() => return None,
            None => (Segment::Text(rest), rest.len()),
        };
        rest = &rest[length..];
        Some(segment)
    })
}

/// A whole sequence at the start, and its length.
fn sequence(raw: &[u8]) -> Option<(Segment<'_>, usize)> {
    let (kind, inside) = raw.get(1..)?.split_first()?;
    match kind {
        b'[' => look(inside),
        b']' | b'P' | b'X' | b'^' | b'_' => body(*kind, inside),
        _ => None,
    }
}

fn look(inside: &[u8]) -> Option<(Segment<'_>, usize)> {
    let end = inside
        .iter()
        .position(|byte| !matches!(byte, b'0'..=b';'))?;
    (inside[end] == b'm').then(|| (Segment::Look(&inside[..end]), end + 3))
}

fn body(kind: u8, inside: &[u8]) -> Option<(Segment<'_>, usize)> {
    // Only an operating system command may end with BEL; it is what most of them end with.
    let ends = |byte: &u8| *byte == ESCAPE || (*byte == 0x07 && kind == b']');
    let at = inside.iter().position(ends)?;
    let (body, rest) = inside.split_at(at);
    let end = match rest {
        [0x07, ..] => &rest[..1],
        [ESCAPE, b'\\', ..] => &rest[..2],
        _ => return None,
    };
    let length = 2 + body.len() + end.len();
    Some((Segment::Body { kind, body, end }, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_sequences_are_told_apart_from_text() {
        let line = b"a\x1b[1;31mb\x1b[m\x1b]0;t\x07\x1bPa\x07b\x1b\\c";
        let title = Segment::Body {
            kind: b']',
            body: b"0;t",
            end: b"\x07",
        };
        let device = Segment::Body {
            kind: b'P',
            body: b"a\x07b",
            end: b"\x1b\\",
        };
        let all: Vec<_> = segments(line).collect();
        let (text, look) = (Segment::Text, Segment::Look);
        assert_eq!(
            all,
            [
                text(b"a"),
                look(b"1;31"),
                text(b"b"),
                look(b""),
                title,
                device,
                text(b"c")
            ]
        );
    }

    #[test]
    fn what_has_no_end_is_an_escape_and_text() {
        for rest in [
            "[", "[31", "[?1m", "[>4;1m", "[2J", "c", "]0;t", "Pq\x07", "]0;", "\\",
        ] {
            let line = format!("\x1b{rest}");
            let all: Vec<_> = segments(line.as_bytes()).collect();
            assert_eq!(all, [Segment::Escape, Segment::Text(rest.as_bytes())]);
        }
        let open: Vec<_> = segments(b"\x1b]0;\x1b[m\x07\x1b").collect();
        let text = Segment::Text;
        assert_eq!(
            open,
            [
                Segment::Escape,
                text(b"]0;"),
                Segment::Look(b""),
                text(b"\x07"),
                Segment::Escape
            ]
        );
    }
}
