//! Writes lines to standard output and standard error.

use std::io::{self, ErrorKind, Write};

use crate::cli::exit::Exit;

/// Nobody reads standard output any more, or nothing can be written there; how to end then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone(pub Exit);

/// Writes lines of results. A reader that has gone away, such as `head`, is no failure.
pub fn out<'a>(lines: impl IntoIterator<Item = &'a str>) -> Exit {
    match send(lines) {
        Ok(()) => Exit::DONE,
        Err(Gone(exit)) => exit,
    }
}

/// As [`out`], for whoever has more to write if this could be written.
///
/// # Errors
///
/// When nothing more can be written; that is told where it is a failure.
pub fn send<'a>(lines: impl IntoIterator<Item = &'a str>) -> Result<(), Gone> {
    match write(&mut io::stdout().lock(), lines) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Gone(Exit::DONE)),
        Err(error) => {
            err([format!("supdeck: the output could not be written: {error}").as_str()]);
            Err(Gone(Exit::INTERNAL))
        }
    }
}

/// Writes lines for people. Where even that fails there is nobody left to tell.
pub fn err<'a>(lines: impl IntoIterator<Item = &'a str>) {
    let _ = write(&mut io::stderr().lock(), lines);
}

/// Everything in one write, so that a table of thousands of lines is one call to the system.
fn write<'a>(to: &mut impl Write, lines: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    to.write_all(text.as_bytes())?;
    to.flush()
}
