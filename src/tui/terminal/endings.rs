//! Every signal that tells the console to end or to stop, in one place.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::sleep;

use crate::tui::effect::Adoption;

use super::watch::{LAST_WORDS, end};

/// How the console ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The user left.
    Quit,
    /// A signal told it to.
    Signal(u8),
    /// The terminal is gone.
    HangUp,
    /// The first-run screen was told to start with something.
    Adopt(Adoption),
}

impl Ending {
    /// The exit code of the process: 128 and the signal's number, as shells count.
    #[must_use]
    pub fn exit_code(&self) -> i32 {
        match self {
            Self::Quit | Self::Adopt(_) => 0,
            Self::Signal(number) => 128 + i32::from(*number),
            Self::HangUp => 129,
        }
    }
}

/// Signals that end us, and the one that suspends us.
#[derive(Debug)]
pub struct Endings {
    fatal: Fatal,
    suspend: Signal,
}

/// What came.
#[derive(Debug)]
pub enum Summons {
    /// Leave.
    End(Ending),
    /// Give the terminal back until we are continued.
    Suspend,
}

impl Endings {
    /// Listens for all of them. Once a signal has told us to end, the process ends soon, even if
    /// the loop cannot hear it because the terminal takes nothing.
    ///
    /// # Errors
    ///
    /// Returns what the system said.
    pub fn new() -> io::Result<Self> {
        let mut last_resort = Fatal::new()?;
        tokio::spawn(async move {
            let ending = last_resort.next().await;
            sleep(LAST_WORDS).await;
            end(&ending);
        });
        Ok(Self {
            fatal: Fatal::new()?,
            suspend: signal(SignalKind::from_raw(
                nix::sys::signal::Signal::SIGTSTP as i32,
            ))?,
        })
    }

    /// Waits for the next one.
    pub async fn next(&mut self) -> Summons {
        tokio::select! {
            ending = self.fatal.next() => Summons::End(ending),
            _ = self.suspend.recv() => Summons::Suspend,
        }
    }

    /// Takes the suspend signal that we sent to our whole process group, ourselves included.
    pub async fn swallow_suspend(&mut self) {
        self.suspend.recv().await;
    }
}

/// Signals that end us.
#[derive(Debug)]
struct Fatal {
    hang_up: Signal,
    interrupt: Signal,
    quit: Signal,
    terminate: Signal,
}

impl Fatal {
    fn new() -> io::Result<Self> {
        Ok(Self {
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Ending {
        tokio::select! {
            _ = self.hang_up.recv() => Ending::Signal(1),
            _ = self.interrupt.recv() => Ending::Signal(2),
            _ = self.quit.recv() => Ending::Signal(3),
            _ = self.terminate.recv() => Ending::Signal(15),
        }
    }
}
