//! What comes from the terminal: keys, pastes and sizes, and the news that it is gone.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Thread};
use std::time::Duration;

use crossterm::event::Event;
use nix::sys::signal::{Signal, raise};
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;

use super::watch::watch_hang_up;

/// Events that may wait for the loop.
const EVENTS: usize = 256;
/// How long the reader may take to let go of the keys.
const PATIENCE: Duration = Duration::from_secs(1);

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
    /// Lets another program have the keys.
    pub reins: Reins,
}

/// Holds the reader back while another program has the terminal: its keys are not ours to take.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Reins {
    hold: Arc<Hold>,
    reader: Thread,
}

/// What the reader and those who hold it back know of one another.
#[derive(Debug, Default)]
struct Hold {
    is_wanted: AtomicBool,
    is_held: Notify,
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
        let hold = Arc::new(Hold::default());
        let readers = Arc::clone(&hold);
        let reader = thread::Builder::new()
            .name("supdeck-keys".into())
            .spawn(move || read(&sender, &readers))?;
        let reins = Reins {
            hold,
            reader: reader.thread().clone(),
        };
        Ok(Self {
            events,
            gone,
            reins,
        })
    }
}

impl Reins {
    /// Holds the reader back; from then on no key is taken.
    ///
    /// Only an event ends crossterm's reading, and a change of the size that is none is one.
    ///
    /// # Errors
    ///
    /// If it does not let go, because more keys wait for the loop than it takes.
    pub async fn hold(&self) -> io::Result<()> {
        self.hold.is_wanted.store(true, Ordering::SeqCst);
        raise(Signal::SIGWINCH)?;
        let held = timeout(PATIENCE, self.hold.is_held.notified()).await;
        held.map_err(|_| {
            self.release();
            io::Error::other("too many keys are waiting")
        })
    }

    /// Lets it read again.
    pub fn release(&self) {
        self.hold.is_wanted.store(false, Ordering::SeqCst);
        self.reader.unpark();
    }
}

impl Hold {
    /// Rests for as long as somebody wants it.
    fn rest(&self) {
        if self.is_wanted.load(Ordering::SeqCst) {
            self.is_held.notify_one();
        }
        while self.is_wanted.load(Ordering::SeqCst) {
            thread::park();
        }
    }
}

/// Reads on a thread of its own, because reading cannot be interrupted.
fn read(events: &mpsc::Sender<Event>, hold: &Hold) {
    loop {
        hold.rest();
        let Ok(event) = crossterm::event::read() else {
            return;
        };
        if events.blocking_send(event).is_err() {
            return;
        }
    }
}
