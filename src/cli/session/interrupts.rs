//! Ctrl-C, and the signals that mean the same or more.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Somebody wants an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupt {
    /// Begin nothing new: the first Ctrl-C.
    Stop,
    /// Leave now: the second one, or a signal that gives no time.
    Leave,
}

/// Who may want an end.
#[derive(Debug)]
pub struct Interrupts {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
    asked: bool,
}

impl Interrupts {
    /// Listens from now on; until then the first signal ends the program.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            asked: false,
        })
    }

    /// The next one.
    pub async fn next(&mut self) -> Interrupt {
        tokio::select! {
            _ = self.interrupt.recv() => {
                if std::mem::replace(&mut self.asked, true) {
                    Interrupt::Leave
                } else {
                    Interrupt::Stop
                }
            }
            _ = self.terminate.recv() => Interrupt::Leave,
            _ = self.hang_up.recv() => Interrupt::Leave,
        }
    }
}
