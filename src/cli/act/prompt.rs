//! Asks a person on the terminal.

use std::io::{self, BufRead, IsTerminal, Write};

use nix::sys::termios::{FlushArg, tcflush};

use super::consent::{Audience, Demand};
use crate::cli::session::{Happening, Session};

/// Whether somebody can be asked: who types must also see the question.
pub(super) fn audience() -> Audience {
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        Audience::Present
    } else {
        Audience::Absent
    }
}

/// Asks until there is an answer, or a signal that there will be none. Enter alone is no.
pub(super) async fn agrees(session: &mut Session, demand: &Demand, question: &str) -> bool {
    let (text, wanted) = match demand {
        Demand::Nothing => return true,
        Demand::Yes => (format!("{question} y/N "), None),
        Demand::Typed(word) => (format!("{question} Type {word} to go on: "), Some(word)),
    };
    let Some(answer) = ask(session, text).await else {
        return false;
    };
    let answer = answer.trim();
    match wanted {
        Some(word) => answer == word,
        None => matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes"),
    }
}

/// The line that is typed; none when it ends without one.
async fn ask(session: &mut Session, text: String) -> Option<String> {
    let mut line = tokio::task::spawn_blocking(move || read_line(&text));
    loop {
        tokio::select! {
            line = &mut line => return line.ok()?.ok(),
            happening = session.next() => match happening {
                Happening::Told(_) => {}
                Happening::Interrupted(_) | Happening::Ended => return None,
            },
        }
    }
}

fn read_line(text: &str) -> io::Result<String> {
    // What was typed before the question could be read was meant for something else.
    let _ = tcflush(io::stdin(), FlushArg::TCIFLUSH);
    let mut errors = io::stderr();
    errors.write_all(text.as_bytes())?;
    errors.flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line)
}
