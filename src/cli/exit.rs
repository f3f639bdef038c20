//! How the program ends: the numbers a script can rely on.

use std::process::ExitCode;

/// How the program ends (`FAULTS` 3.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: what was asked for is done.
    Done,
    /// 1: a fault inside, or something could not be read or written.
    Internal,
    /// 64: wrong usage or a bad config; nothing was sent anywhere.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Internal => 1,
            Exit::Usage => 64,
        })
    }
}
