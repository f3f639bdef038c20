//! How the program ends: the numbers a script can rely on.

use std::ops::BitOr;
use std::process::ExitCode;

/// How the program ends: a bit for each thing that went wrong, 0 if nothing did (`FAULTS` 3.11).
///
/// They are joined by `|`: failed and unknown is 10.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Exit(u8);

impl Exit {
    /// 0: what was asked for is done, and every target confirmed.
    pub const DONE: Self = Self(0);
    /// 1: a fault inside, or something could not be read or written.
    pub const INTERNAL: Self = Self(1);
    /// 2: a target failed.
    pub const FAILED: Self = Self(2);
    /// 4: a node could not be reached, or for a target surely nothing was executed.
    pub const UNREACHED: Self = Self(4);
    /// 8: of a target it is unknown how it ended.
    pub const UNKNOWN: Self = Self(8);
    /// 16: cancelled, or stopped after failures, before everything was sent.
    pub const CANCELLED: Self = Self(16);
    /// 64: wrong usage or a bad config; nothing was sent anywhere.
    pub const USAGE: Self = Self(64);

    /// Another number, where a standard fixes its meaning.
    pub const fn fixed(code: u8) -> Self {
        Self(code)
    }

    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.0
    }
}

impl BitOr for Exit {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<Exit> for Exit {
    fn from_iter<I: IntoIterator<Item = Self>>(exits: I) -> Self {
        exits.into_iter().fold(Self::DONE, BitOr::bitor)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_wrong_adds_up() {
        let both = Exit::FAILED | Exit::UNKNOWN | Exit::FAILED;
        assert_eq!(both.code(), 10);
        assert_eq!(
            [Exit::DONE, Exit::UNREACHED]
                .into_iter()
                .collect::<Exit>()
                .code(),
            4
        );
    }
}
