//! What comes from the terminal: keys, pastes and sizes, and the news that it is gone.

use std::io;
use std::thread;

use crossterm::event::Event;
use tokio::sync::mpsc;

use super::watch::watch_hang_up;

/// Events that may wait for the loop.
const EVENTS: usize = 256;

/// The keyboard, listened to from the first screen on for as long as the process lives.
///
/// crossterm's reader can neither be stopped nor shared: a second one would wait for the first,
/// which would swallow a key. So one screen leaves the keyboard to the next.
#[derive(Debug, Default)]
pub struct Keyboard {
    line: Option<Line>,
}

/// What is heard.
#[derive(Debug)]
pub(in crate::tui) struct Line {
    /// Keys, pastes and sizes; it ends when they can be read no more.
    pub events: mpsc::Receiver<Event>,
    /// The terminal is gone.
    pub gone: mpsc::Receiver<()>,
}

impl Keyboard {
    /// Listens, from now on if nobody did before. The terminal must be ours by then.
    pub(in crate::tui) fn listen(&mut self) -> io::Result<&mut Line> {
        let line = match self.line.take() {
            Some(line) => line,
            None => Line::new()?,
        };
        Ok(self.line.insert(line))
    }
}

impl Line {
    fn new() -> io::Result<Self> {
        let (sender, events) = mpsc::channel(EVENTS);
        let (told, gone) = mpsc::channel(1);
        watch_hang_up(told)?;
        thread::Builder::new()
            .name("supdeck-keys".into())
            .spawn(move || read(&sender))?;
        Ok(Self { events, gone })
    }
}

/// Reads on a thread of its own, because reading cannot be interrupted.
fn read(events: &mpsc::Sender<Event>) {
    while let Ok(event) = crossterm::event::read() {
        if events.blocking_send(event).is_err() {
            return;
        }
    }
}
