//! Asks for the passphrase of the sealed file, where somebody is there to type it.

use std::io::{self, BufRead, IsTerminal, Write};

use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::secrets::Secret;

/// How often a wrong one may be typed.
const TRIES: usize = 3;

/// A question for the passphrase. What is typed is not shown, however the question ends.
#[derive(Debug, Default)]
pub(super) struct Passphrase {
    tries: usize,
    asked: Option<Asked>,
}

#[derive(Debug)]
struct Asked {
    line: JoinHandle<io::Result<String>>,
    _hidden: Hidden,
}

/// The terminal does not echo until this is dropped.
#[derive(Debug)]
struct Hidden(Termios);

impl Hidden {
    fn new() -> Option<Self> {
        let before = tcgetattr(io::stdin()).ok()?;
        let mut silent = before.clone();
        silent.local_flags.remove(LocalFlags::ECHO);
        tcsetattr(io::stdin(), SetArg::TCSAFLUSH, &silent).ok()?;
        Some(Self(before))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // A terminal that is gone echoes nothing either.
        let _ = tcsetattr(io::stdin(), SetArg::TCSAFLUSH, &self.0);
        let _ = io::stderr().write_all(b"\n");
    }
}

impl Passphrase {
    /// Asks, if somebody is there and has not been wrong too often; whether it did.
    pub(super) fn ask(&mut self, wrong: Option<&str>) -> bool {
        let attended = io::stdin().is_terminal() && io::stderr().is_terminal();
        if !attended || self.tries >= TRIES {
            return false;
        }
        let Some(hidden) = Hidden::new() else {
            return false;
        };
        self.tries += 1;
        let wrong = wrong
            .map(|wrong| format!("supdeck: {wrong}\n"))
            .unwrap_or_default();
        let question = format!("{wrong}Passphrase of the sealed passwords: ");
        let line = spawn_blocking(move || read_line(&question));
        self.asked = Some(Asked {
            line,
            _hidden: hidden,
        });
        true
    }

    /// Whether an answer is waited for.
    pub(super) fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// The answer; none if it was an empty line. Waits for ever where nothing is asked.
    pub(super) async fn answer(&mut self) -> Option<Secret> {
        let Some(asked) = &mut self.asked else {
            return std::future::pending().await;
        };
        let line = (&mut asked.line).await;
        self.asked = None;
        let line = line.ok()?.ok()?;
        let typed = line.trim_end_matches(['\r', '\n']);
        (!typed.is_empty()).then(|| Secret::new(typed.to_owned()))
    }
}

fn read_line(question: &str) -> io::Result<String> {
    let mut errors = io::stderr();
    errors.write_all(question.as_bytes())?;
    errors.flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line)
}
