//! Reading a password: from the terminal without showing it, or from standard input.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::fd::AsFd;

use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

use crate::secrets::{SOURCE_LIMIT, Secret};

/// Asks on the terminal itself, whatever standard input is, and does not show what is typed.
///
/// Dropped while it waits, it leaves the terminal as it was.
///
/// # Errors
///
/// If there is no terminal, or what came is no text.
pub(super) async fn ask(question: &str) -> io::Result<Secret> {
    let opened = OpenOptions::new().read(true).write(true).open("/dev/tty");
    let mut terminal = opened.map_err(|_| io::Error::other("there is no terminal to ask on"))?;
    let quiet = Quiet::new(&terminal)?;
    write!(terminal, "{question}: ")?;
    let mut reader = terminal.try_clone()?;
    let line = tokio::task::spawn_blocking(move || read_line(&mut reader)).await;
    drop(quiet);
    writeln!(terminal)?;
    line.map_err(io::Error::other)?
}

/// The first line of standard input.
///
/// # Errors
///
/// If it cannot be read, or is no text.
pub(super) fn first_line_of_input() -> io::Result<Secret> {
    read_line(&mut io::stdin().lock())
}

/// A terminal that shows nothing of what is typed, until this is dropped.
struct Quiet {
    terminal: File,
    before: Termios,
}

impl Quiet {
    fn new(terminal: &File) -> io::Result<Self> {
        let before = tcgetattr(terminal.as_fd())?;
        let mut quiet = before.clone();
        quiet.local_flags.remove(LocalFlags::ECHO);
        tcsetattr(terminal.as_fd(), SetArg::TCSAFLUSH, &quiet)?;
        Ok(Self {
            terminal: terminal.try_clone()?,
            before,
        })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // A terminal that is gone shows nothing either.
        let _ = tcsetattr(self.terminal.as_fd(), SetArg::TCSAFLUSH, &self.before);
    }
}

/// Bytes up to the end of the line, one by one: no buffer keeps more of it.
fn read_line(from: &mut impl Read) -> io::Result<Secret> {
    // As large as it can get, so that it is never copied to a larger one.
    let mut line = Zeroizing::new(Vec::with_capacity(SOURCE_LIMIT));
    let mut byte = Zeroizing::new([0_u8]);
    while from.read(byte.as_mut_slice())? == 1 && byte[0] != b'\n' {
        if line.len() == SOURCE_LIMIT {
            return Err(io::Error::other("a password is shorter than 64 KiB"));
        }
        line.push(byte[0]);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    match std::str::from_utf8(&line) {
        Ok("") => Err(io::Error::other("nothing was given")),
        Ok(text) => Ok(Secret::new(text.to_owned())),
        Err(_) => Err(io::Error::other("what was given is not UTF-8 text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_first_line() {
        let read = |bytes: &[u8]| read_line(&mut &*bytes).map(|secret| secret.expose().to_owned());
        assert_eq!(read(b"one \r\ntwo").unwrap(), "one ");
        assert_eq!(read("p\u{e4}ss".as_bytes()).unwrap(), "p\u{e4}ss");
        let long = vec![b'x'; SOURCE_LIMIT + 1];
        for wrong in [&b""[..], b"\nx", b"\xff\n", &long] {
            assert!(read(wrong).is_err());
        }
    }
}
