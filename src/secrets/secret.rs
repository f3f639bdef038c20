//! The one type a password travels in.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

/// A password or passphrase: shown nowhere, written nowhere, wiped when its last holder drops it.
///
/// There is no `Clone`: who needs a second holder says so with [`Secret::share`].
#[derive(PartialEq, Eq)]
pub struct Secret(Arc<Zeroizing<String>>);

/// What is wrong with bytes that ought to hold a password on their first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadLine {
    /// There is no letter in it.
    Empty,
    /// It is not UTF-8.
    NotText,
}

impl Secret {
    /// Takes the text over; whoever typed or read it keeps no copy.
    #[must_use]
    pub fn new(text: impl Into<Zeroizing<String>>) -> Self {
        Self(Arc::new(text.into()))
    }

    /// A second holder of the same memory; no copy is made.
    #[must_use]
    pub fn share(&self) -> Self {
        Self(Arc::clone(&self.0))
    }

    /// The text itself: only for the wire and for the stores.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The first line of what a command printed or a file holds, without its line end.
    pub(super) fn first_line(bytes: &[u8]) -> Result<Self, BadLine> {
        let line = bytes
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return Err(BadLine::Empty);
        }
        Self::text(line).ok_or(BadLine::NotText)
    }

    /// All of the bytes, if they are UTF-8.
    pub(super) fn text(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        Some(Self::new(text.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_taken_without_its_end() {
        let line = |bytes: &[u8]| Secret::first_line(bytes).map(|it| it.expose().to_owned());
        assert_eq!(line(b"pw"), Ok("pw".into()));
        assert_eq!(line(b"pw\nuser: x\n"), Ok("pw".into()));
        assert_eq!(line(b" p w \r\n"), Ok(" p w ".into()));
        assert_eq!(line("ü:@\n".as_bytes()), Ok("ü:@".into()));
        assert_eq!(line(b""), Err(BadLine::Empty));
        assert_eq!(line(b"\r\npw\n"), Err(BadLine::Empty));
        assert_eq!(line(b"\xff\n"), Err(BadLine::NotText));
    }

    #[test]
    fn debug_says_nothing() {
        let secret = Secret::new("canary".to_owned());
        assert_eq!(
            format!("{secret:?} {:#?}", secret.share()),
            "Secret(..) Secret(..)"
        );
    }
}
