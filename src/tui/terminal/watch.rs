//! The last resort: ends the process where the loop cannot, because the terminal takes nothing.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::thread;
use std::time::Duration;

use crossterm::terminal::disable_raw_mode;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use tokio::sync::mpsc;

use super::endings::Ending;

/// How long the loop has for its last words before the process ends anyway.
pub(super) const LAST_WORDS: Duration = Duration::from_millis(800);

/// Watches for the terminal's end and tells of it; soon after, the process ends in any case.
///
/// crossterm's reader neither returns nor errors when the terminal is gone, and keeps a core busy
/// (`FAULTS` M18). Waiting for no event at all still wakes on a hang-up, and takes no key from it.
///
/// # Errors
///
/// Returns what the system said when the thread cannot be had.
pub(super) fn watch_hang_up(gone: mpsc::Sender<()>) -> io::Result<()> {
    let tty = io::stdin().as_fd().try_clone_to_owned()?;
    let watch = move || {
        wait_for_hang_up(&tty);
        // Nobody may be listening any more.
        let _ = gone.try_send(());
        thread::sleep(LAST_WORDS);
        end(&Ending::HangUp);
    };
    thread::Builder::new()
        .name("supdeck-hang-up".into())
        .spawn(watch)
        .map(|_| ())
}

/// Ends the process now. What would have to be written stays unwritten: writing may never end.
pub(super) fn end(ending: &Ending) -> ! {
    // The terminal may be gone.
    let _ = disable_raw_mode();
    std::process::exit(ending.exit_code());
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

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::sync::mpsc::channel;

    use nix::pty::openpty;

    use super::*;

    #[test]
    fn it_wakes_when_the_other_end_closes_and_takes_no_key_before() {
        let pair = openpty(None, None).unwrap();
        let tty = pair.slave.try_clone().unwrap();
        let (told, heard) = channel();
        thread::spawn(move || {
            wait_for_hang_up(&tty);
            told.send(()).unwrap();
        });
        let mut terminal = std::fs::File::from(pair.master);
        terminal.write_all(b"k\n").unwrap();
        let mut key = [0; 2];
        std::fs::File::from(pair.slave)
            .read_exact(&mut key)
            .unwrap();
        assert_eq!(&key, b"k\n");
        assert!(heard.try_recv().is_err());
        drop(terminal);
        heard.recv_timeout(Duration::from_mins(1)).unwrap();
    }
}
