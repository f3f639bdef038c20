//! Every way the console can be told to end, in one place.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;

use crate::tui::effect::Adoption;

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

/// Signals that end us, signals that suspend us, and the hang-up watch.
pub struct Endings {
    hang_up: Signal,
    interrupt: Signal,
    quit: Signal,
    terminate: Signal,
    suspend: Signal,
    watched: mpsc::Receiver<Ending>,
}

/// What came.
pub enum Summons {
    /// Leave.
    End(Ending),
    /// Give the terminal back until we are continued.
    Suspend,
}

impl Endings {
    /// Listens for all of them.
    ///
    /// # Errors
    ///
    /// Returns what the system said.
    pub fn new(watched: mpsc::Receiver<Ending>) -> io::Result<Self> {
        Ok(Self {
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            terminate: signal(SignalKind::terminate())?,
            suspend: signal(SignalKind::from_raw(
                nix::sys::signal::Signal::SIGTSTP as i32,
            ))?,
            watched,
        })
    }

    /// Waits for the next one.
    pub async fn next(&mut self) -> Summons {
        tokio::select! {
            _ = self.hang_up.recv() => Summons::End(Ending::Signal(1)),
            _ = self.interrupt.recv() => Summons::End(Ending::Signal(2)),
            _ = self.quit.recv() => Summons::End(Ending::Signal(3)),
            _ = self.terminate.recv() => Summons::End(Ending::Signal(15)),
            _ = self.suspend.recv() => Summons::Suspend,
            Some(ending) = self.watched.recv() => Summons::End(ending),
        }
    }

    /// Takes the suspend signal that we sent to our whole process group, ourselves included.
    pub async fn swallow_suspend(&mut self) {
        self.suspend.recv().await;
    }
}
