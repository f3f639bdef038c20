//! Copying over SSH: OSC 52 asks the terminal at the other end to take a text.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// Terminals drop sequences that are longer.
const LONGEST: usize = 74_994;

/// The sequence that puts a clean text on the clipboard; none if it is too long for terminals.
///
/// Inside tmux it is wrapped, so that tmux hands it on to the terminal around it.
#[must_use]
pub fn clipboard_sequence(text: &str, in_tmux: Multiplexer) -> Option<Vec<u8>> {
    let encoded = BASE64_STANDARD.encode(text);
    if encoded.len() > LONGEST {
        return None;
    }
    let plain = format!("\x1b]52;c;{encoded}\x07");
    let sequence = match in_tmux {
        Multiplexer::None => plain,
        Multiplexer::Tmux => format!("{plain}\x1bPtmux;\x1b{plain}\x1b\\"),
    };
    Some(sequence.into_bytes())
}

/// What stands between us and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Multiplexer {
    /// Nothing that we know of.
    None,
    /// tmux.
    Tmux,
}

impl Multiplexer {
    /// What the environment says.
    #[must_use]
    pub fn around() -> Self {
        if std::env::var_os("TMUX").is_some() {
            Self::Tmux
        } else {
            Self::None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_encoded_and_wrapped() {
        let plain = clipboard_sequence("web_00", Multiplexer::None).unwrap();
        assert_eq!(plain, b"\x1b]52;c;d2ViXzAw\x07");
        let wrapped = clipboard_sequence("web_00", Multiplexer::Tmux).unwrap();
        assert!(wrapped.ends_with(b"\x1bPtmux;\x1b\x1b]52;c;d2ViXzAw\x07\x1b\\"));
        assert_eq!(
            clipboard_sequence(&"x".repeat(80_000), Multiplexer::None),
            None
        );
    }
}
