//! Takes the terminal and gives it back: on every way out, also on those nobody planned.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};
use thiserror::Error;

use crate::tui::seen::Seen;

/// Push the title, alternate screen, hide the cursor, bracketed paste.
const ENTER: &[u8] = b"\x1b[22;0t\x1b[?1049h\x1b[?25l\x1b[?2004h";
/// End a frame that was cut, plain text, and everything of `ENTER` undone.
/// The alternate screen is emptied first: after a resize tmux 3.3 leaves its lines standing.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[2J\x1b[?2004l\x1b[?25h\x1b[?1049l\x1b[23;0t";
/// Frames are shown whole: terminals that do not know these ignore them.
const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";

/// Whether the terminal is ours now.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Why there is no console on this terminal.
#[derive(Debug, Error)]
pub enum TerminalError {
    /// Input or output is a pipe or a file.
    #[error(
        "the console needs a terminal for input and output; `supdeck --help` lists the commands that do not"
    )]
    NoTerminal,
    /// `TERM` is missing or says that nothing can be drawn.
    #[error("TERM={0:?} cannot draw a full screen; set TERM, for example TERM=xterm-256color")]
    Dumb(String),
    /// The system said no.
    #[error("the terminal cannot be used: {0}")]
    Io(#[from] io::Error),
}

/// The terminal while it is ours.
pub struct Guard {
    /// Never dropped: its own clean-up would write what is left of a cut frame after the terminal
    /// was given back, and panics where nothing can be written any more (`FAULTS` M19).
    terminal: ManuallyDrop<Terminal<CrosstermBackend<BufWriter<File>>>>,
    title: String,
    anew: bool,
}

impl Guard {
    /// Takes the terminal.
    ///
    /// # Errors
    ///
    /// Returns why it cannot be taken; then nothing was changed on it.
    pub fn enter() -> Result<Self, TerminalError> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(TerminalError::NoTerminal);
        }
        let term = std::env::var("TERM").unwrap_or_default();
        if term.is_empty() || term == "dumb" {
            return Err(TerminalError::Dumb(term));
        }
        // crossterm 0.29 under NO_COLOR resets reverse video too; our themes do without colour.
        crossterm::style::force_color_output(true);
        let screen = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, screen));
        let mut guard = Self {
            terminal: ManuallyDrop::new(Terminal::new(backend)?),
            title: String::new(),
            anew: false,
        };
        guard.take()?;
        Ok(guard)
    }

    /// Draws one frame, shown whole.
    ///
    /// # Errors
    ///
    /// Returns what the system said; mostly that the terminal is gone.
    pub fn draw(
        &mut self,
        paint: impl FnOnce(&mut ratatui::Frame<'_>) -> Seen,
    ) -> io::Result<Seen> {
        let mut seen = Seen::default();
        self.terminal.backend_mut().write_all(BEGIN_FRAME)?;
        let drawn = self
            .wipe()
            .and_then(|()| self.terminal.draw(|frame| seen = paint(frame)).map(|_| ()));
        self.terminal.backend_mut().write_all(END_FRAME)?;
        Write::flush(self.terminal.backend_mut())?;
        drawn.map(|()| seen)
    }

    /// Forgets what is on screen, so that the next frame draws everything.
    pub fn forget(&mut self) {
        self.anew = true;
    }

    /// Writes a sequence of ours outside a frame.
    ///
    /// # Errors
    ///
    /// Returns what the system said.
    pub fn send(&mut self, sequence: &[u8]) -> io::Result<()> {
        self.terminal.backend_mut().write_all(sequence)?;
        Write::flush(self.terminal.backend_mut())
    }

    /// Sets the window's title; the one before comes back at the end. The text is our own.
    ///
    /// # Errors
    ///
    /// Returns what the system said.
    pub fn set_title(&mut self, title: &str) -> io::Result<()> {
        if self.title == title {
            return Ok(());
        }
        title.clone_into(&mut self.title);
        self.send(format!("\x1b]2;{title}\x07").as_bytes())
    }

    /// Gives the terminal back for a while.
    pub fn give_back(&mut self) {
        restore();
        self.title.clear();
        self.forget();
    }

    /// Clears the screen if it is to be drawn anew. `Terminal::clear` would ask the terminal where
    /// its cursor is, and wait for an answer that the reader of the keys takes.
    fn wipe(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.anew) {
            return Ok(());
        }
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from((Position::ORIGIN, size)))
    }

    /// Takes the terminal, at first or again; the next frame draws everything.
    ///
    /// # Errors
    ///
    /// Returns what the system said.
    pub fn take(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        self.send(ENTER)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back. Safe to call from anywhere, any number of times: it takes no lock of
/// ours and ignores every error, because the terminal may be gone.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // First what cannot block: a terminal may take no more bytes.
    let _ = disable_raw_mode();
    if let Ok(mut screen) = OpenOptions::new().write(true).open("/dev/tty") {
        let _ = screen.write_all(LEAVE);
    } else if let Ok(screen) = io::stdout().as_fd().try_clone_to_owned() {
        let _ = File::from(screen).write_all(LEAVE);
    }
}
