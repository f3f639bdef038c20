//! Copying over SSH: OSC 52 asks the terminal at the other end to take a text.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// Terminals drop sequences with more base64 in them.
const LONGEST: usize = 74_994;
/// GNU screen prints what does not fit into its 768 bytes for a string (`MAXSTR`).
const CHUNK: usize = 760;

/// The most bytes of text that one sequence carries.
pub const OSC_52_LIMIT: usize = LONGEST / 4 * 3;

/// What stands between us and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Multiplexer {
    /// Nothing that we know of.
    None,
    /// tmux.
    Tmux,
    /// GNU screen, or something that names itself so.
    Screen,
}

impl Multiplexer {
    /// What the environment says: over SSH only `TERM` arrives.
    #[must_use]
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let term = variable("TERM").unwrap_or_default();
        if variable("TMUX").is_some() || term.starts_with("tmux") {
            Self::Tmux
        } else if variable("STY").is_some() || term.starts_with("screen") {
            Self::Screen
        } else {
            Self::None
        }
    }
}

/// How a sequence gets to the terminal, for a message.
impl fmt::Display for Multiplexer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::None => "OSC 52",
            Self::Tmux => "OSC 52 through tmux",
            Self::Screen => "OSC 52 through screen",
        })
    }
}

/// The sequence that puts a clean text on the clipboard; none above [`OSC_52_LIMIT`].
///
/// tmux takes it for itself or hands it on, as it is set up to; GNU screen hands it on piece by
/// piece. Whoever calls itself screen may be tmux, which takes the plain one.
#[must_use]
pub fn clipboard_sequence(text: &str, within: Multiplexer) -> Option<Vec<u8>> {
    let encoded = BASE64_STANDARD.encode(text);
    if encoded.len() > LONGEST {
        return None;
    }
    let plain = format!("\x1b]52;c;{encoded}\x07");
    let sequence = match within {
        Multiplexer::None => plain,
        Multiplexer::Tmux => format!("{plain}\x1bPtmux;\x1b{plain}\x1b\\"),
        Multiplexer::Screen if plain.len() <= CHUNK => format!("{plain}{}", in_pieces(&plain)),
        Multiplexer::Screen => in_pieces(&plain),
    };
    Some(sequence.into_bytes())
}

/// Strings for GNU screen to hand on, none longer than it can hold.
fn in_pieces(sequence: &str) -> String {
    let mut pieces = String::new();
    let mut rest = sequence;
    while !rest.is_empty() {
        // The sequence is ASCII.
        let (piece, left) = rest.split_at(rest.len().min(CHUNK));
        pieces.push_str("\x1bP");
        pieces.push_str(piece);
        pieces.push_str("\x1b\\");
        rest = left;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_encoded_and_wrapped() {
        let plain = clipboard_sequence("web_00", Multiplexer::None).unwrap();
        assert_eq!(plain, b"\x1b]52;c;d2ViXzAw\x07");
        let tmux = clipboard_sequence("web_00", Multiplexer::Tmux).unwrap();
        assert!(tmux.ends_with(b"\x1bPtmux;\x1b\x1b]52;c;d2ViXzAw\x07\x1b\\"));
        let screen = clipboard_sequence("web_00", Multiplexer::Screen).unwrap();
        assert_eq!(
            screen,
            b"\x1b]52;c;d2ViXzAw\x07\x1bP\x1b]52;c;d2ViXzAw\x07\x1b\\"
        );
    }

    #[test]
    fn the_limit_is_the_limit() {
        let most = "x".repeat(OSC_52_LIMIT);
        for within in [Multiplexer::None, Multiplexer::Tmux, Multiplexer::Screen] {
            assert!(clipboard_sequence(&most, within).is_some());
            assert_eq!(clipboard_sequence(&format!("{most}x"), within), None);
        }
    }

    #[test]
    fn screen_gets_pieces_that_join_to_the_whole() {
        let text = "0123456789".repeat(1000);
        let plain = clipboard_sequence(&text, Multiplexer::None).unwrap();
        let wrapped = clipboard_sequence(&text, Multiplexer::Screen).unwrap();
        let wrapped = String::from_utf8(wrapped).unwrap();
        let pieces: Vec<&str> = wrapped
            .split_terminator("\x1b\\")
            .map(|piece| piece.strip_prefix("\x1bP").unwrap())
            .collect();
        assert!(pieces.len() > 10 && pieces.iter().all(|piece| piece.len() < 768));
        assert_eq!(pieces.concat().into_bytes(), plain);
    }

    #[test]
    fn the_environment_says_what_lies_between() {
        let within = |set: &[(&str, &str)]| {
            Multiplexer::of(|name| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(within(&[("TERM", "xterm-256color")]), Multiplexer::None);
        assert_eq!(within(&[("TERM", "tmux-256color")]), Multiplexer::Tmux);
        assert_eq!(
            within(&[("TERM", "screen"), ("TMUX", "/tmp/tmux")]),
            Multiplexer::Tmux
        );
        assert_eq!(within(&[("TERM", "screen-256color")]), Multiplexer::Screen);
        assert_eq!(
            within(&[("TERM", "xterm"), ("STY", "1.pts")]),
            Multiplexer::Screen
        );
        assert_eq!(within(&[]), Multiplexer::None);
    }
}
