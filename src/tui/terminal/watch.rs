//! A terminal that has gone away: nothing tells of it but the kernel, so we ask the kernel.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::thread;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use tokio::sync::mpsc;

use super::endings::Ending;

/// How long the loop has for its last words before the process ends anyway.
const LAST_WORDS: Duration = Duration::from_millis(800);

/// Watches for the terminal's end and tells of it; soon after, the process ends in any case.
///
/// crossterm's reader neither returns nor errors when the terminal is gone, and keeps a core busy
/// (`FAULTS` M18). Waiting for no event at all still wakes on a hang-up, and takes no key from it.
///
/// # Errors
///
/// Returns what the system said when the thread cannot be had.
pub fn watch_hang_up(endings: mpsc::Sender<Ending>) -> io::Result<()> {
    let tty = io::stdin().as_fd().try_clone_to_owned()?;
    let watch = move || {
        wait_for_hang_up(&tty);
        let _ = endings.try_send(Ending::HangUp);
        thread::sleep(LAST_WORDS);
        std::process::exit(Ending::HangUp.exit_code());
    };
    thread::Builder::new()
        .name("supdeck-hang-up".into())
        .spawn(watch)
        .map(|_| ())
}

fn wait_for_hang_up(tty: &OwnedFd) {
    loop {
        let mut watched = [PollFd::new(tty.as_fd(), PollFlags::empty())];
        let gone = PollFlags::POLLHUP | PollFlags::POLLERR | PollFlags::POLLNVAL;
        match poll(&mut watched, PollTimeout::NONE) {
            Ok(_)
                if watched[0]
                    .revents()
                    .is_some_and(|seen| seen.intersects(gone)) =>
            {
                return;
            }
            Ok(_) | Err(nix::errno::Errno::EINTR) => {}
            Err(_) => return,
        }
    }
}
