//! Every signal that tells the console to end or to stop, in one place.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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
    /// Whether an interrupt is for a guest on the terminal, and not for us.
    is_for_guest: Arc<AtomicBool>,
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
        let is_for_guest = Arc::new(AtomicBool::new(false));
        let mut last_resort = Fatal::new(&is_for_guest)?;
        tokio::spawn(async move {
            let ending = last_resort.next().await;
            sleep(LAST_WORDS).await;
            end(&ending);
        });
        Ok(Self {
            fatal: Fatal::new(&is_for_guest)?,
            suspend: signal(SignalKind::from_raw(
                nix::sys::signal::Signal::SIGTSTP as i32,
            ))?,
            is_for_guest,
        })
    }

    /// From now on Ctrl-C and Ctrl-\ are meant for a guest: the terminal sends them to us as well.
    pub fn leave_interrupts(&self) {
        self.is_for_guest.store(true, Ordering::SeqCst);
    }

    /// Interrupts are ours again. Not before a key of ours was heard: one that ended the guest may
    /// be heard of later than its end.
    pub fn take_interrupts(&self) {
        self.is_for_guest.store(false, Ordering::SeqCst);
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
    is_for_guest: Arc<AtomicBool>,
}

impl Fatal {
    fn new(is_for_guest: &Arc<AtomicBool>) -> io::Result<Self> {
        Ok(Self {
            is_for_guest: Arc::clone(is_for_guest),
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Ending {
        loop {
            let number = tokio::select! {
                _ = self.hang_up.recv() => return Ending::Signal(1),
                _ = self.terminate.recv() => return Ending::Signal(15),
                _ = self.interrupt.recv() => 2,
                _ = self.quit.recv() => 3,
            };
            if !self.is_for_guest.load(Ordering::SeqCst) {
                return Ending::Signal(number);
            }
        }
    }
}
