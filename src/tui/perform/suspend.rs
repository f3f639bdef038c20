//! Gives the terminal back to the shell until it continues us.

use nix::sys::signal::{Signal, kill, raise};
use nix::unistd::{Pid, getpgrp, getsid};

use crate::tui::terminal::{Endings, Guard, restore};

/// A shell with job control would have put us into a process group of our own; without one a
/// stopped console would stay stopped for ever, and the terminal with it.
pub(super) fn nobody_continues_us() -> bool {
    getsid(None).is_ok_and(|leader| leader == getpgrp())
}

/// Ctrl-Z: as the shell expects it, the whole job stops, a wrapper around us included.
pub(super) async fn suspend_group(guard: &mut Guard, endings: &mut Endings) -> std::io::Result<()> {
    restore();
    if kill(Pid::from_raw(0), Signal::SIGTSTP).is_ok() {
        endings.swallow_suspend().await;
    }
    suspend_self(guard)
}

/// Stops us until somebody continues us, with the terminal given back meanwhile.
///
/// # Errors
///
/// Returns what the system said of the terminal.
pub fn suspend_self(guard: &mut Guard) -> std::io::Result<()> {
    guard.give_back();
    stop();
    guard.take()
}

/// Stops us while a guest has the terminal: it stops with us, and so the terminal is left alone.
pub(super) fn suspend_with_guest() {
    if !nobody_continues_us() {
        stop();
    }
}

fn stop() {
    // If the system refuses to stop us we simply go on.
    let _ = raise(Signal::SIGSTOP);
}
