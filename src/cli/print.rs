//! The only place that writes to standard output and standard error.

use std::io::{self, ErrorKind, Write};

use super::exit::Exit;

/// Writes lines of results. A reader that has gone away, such as `head`, is no failure.
pub(super) fn out<'a>(lines: impl IntoIterator<Item = &'a str>) -> Exit {
    match write(&mut io::stdout().lock(), lines) {
        Ok(()) => Exit::Done,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => {
            err([format!("supdeck: the output could not be written: {error}").as_str()]);
            Exit::Internal
        }
    }
}

/// Writes lines for people. Where even that fails there is nobody left to tell.
pub(super) fn err<'a>(lines: impl IntoIterator<Item = &'a str>) {
    let _ = write(&mut io::stderr().lock(), lines);
}

fn write<'a>(to: &mut impl Write, lines: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
    for line in lines {
        writeln!(to, "{line}")?;
    }
    to.flush()
}
