//! The binary in a terminal of our own: keys go in, a screen and every byte come out.

mod processes;
mod running;
mod spawn;

use std::fmt::Debug;
use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use nix::fcntl::OFlag;
use nix::sys::signal::{Signal, kill};
use nix::sys::termios::{FlowArg, tcflow};
use nix::unistd::Pid;
use portable_pty::{MasterPty, PtySize, SlavePty};

pub use processes::is_stopped;
pub use running::Running;
pub use spawn::Spawn;

/// Long enough for a loaded machine; nobody waits that long unless the test has failed.
const PATIENCE: Duration = Duration::from_secs(40);
/// Long enough that it is no key that repeats by itself.
const BETWEEN_PRESSES: Duration = Duration::from_millis(300);
/// Chunks of output that may wait for the test.
const CHUNKS: usize = 100_000;

/// A program in a terminal.
pub struct Pty {
    running: Running,
    master: Option<Box<dyn MasterPty + Send>>,
    slave: Option<Box<dyn SlavePty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    cut: Arc<AtomicUsize>,
    screen: vt100::Parser,
    log: Vec<u8>,
}

impl Pty {
    /// The home directory it runs in.
    pub fn home(&self) -> &Path {
        self.running.home()
    }

    /// Presses keys: one write, as a fast typist's keys arrive over a slow link.
    pub fn press(&mut self, keys: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Pastes as a terminal does whose program asked for bracketed paste.
    pub fn paste(&mut self, text: &str) {
        self.press(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// What is on screen now.
    pub fn see(&mut self) -> String {
        self.pump(Duration::ZERO);
        self.screen.screen().contents()
    }

    /// What the terminal is in now.
    pub fn modes(&mut self) -> Modes {
        self.pump(Duration::ZERO);
        let screen = self.screen.screen();
        Modes {
            alternate_screen: screen.alternate_screen(),
            hidden_cursor: screen.hide_cursor(),
            bracketed_paste: screen.bracketed_paste(),
            termios: self.termios(),
        }
    }

    /// Every byte that was written so far.
    pub fn log(&mut self) -> &[u8] {
        self.pump(Duration::ZERO);
        &self.log
    }

    /// Waits until a text is on screen, and gives the screen.
    pub fn wait_for(&mut self, text: &str) -> String {
        self.wait_until(text, |screen| screen.contains(text))
    }

    /// Waits until a text is no longer on screen.
    pub fn wait_away(&mut self, text: &str) -> String {
        self.wait_until(&format!("no {text}"), |screen| !screen.contains(text))
    }

    /// Waits until the screen is as it should be.
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let screen = self.see();
            if is_so(&screen) {
                return screen;
            }
            assert!(
                Instant::now() < deadline,
                "waited in vain for {what:?}\n{screen}"
            );
            self.pump(Duration::from_millis(20));
        }
    }

    /// Waits until what was written so far is as it should be.
    pub fn wait_log(&mut self, what: &str, is_so: impl Fn(&[u8]) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self.log()) {
            let screen = self.see();
            assert!(
                Instant::now() < deadline,
                "waited in vain for {what:?}\n{screen}"
            );
            self.pump(Duration::from_millis(20));
        }
    }

    /// The pid of what was started.
    pub fn pid(&self) -> u32 {
        self.running.pid()
    }

    /// The pid of supdeck, wherever in this terminal it was started.
    pub fn supdeck(&mut self) -> u32 {
        self.named("supdeck")
    }

    /// The pid of the program of this name that runs in this terminal.
    pub fn named(&mut self, name: &str) -> u32 {
        let leader = self.pid();
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(pid) = processes::in_session(leader, name) {
                return pid;
            }
            assert!(Instant::now() < deadline, "{name} does not run");
            self.pump(Duration::from_millis(20));
        }
    }

    /// Sends a signal to supdeck.
    pub fn signal(&mut self, signal: Signal) {
        let pid = self.supdeck();
        kill(Pid::from_raw(pid.cast_signed()), signal).unwrap();
    }

    /// Waits for the end of what was started, and gives its exit code.
    pub fn exit_code(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // What it writes is read meanwhile: a full terminal would keep it from ending.
            self.pump(Duration::from_millis(20));
            if let Some(code) = self.running.ended() {
                self.pump(Duration::from_millis(20));
                return code;
            }
            assert!(Instant::now() < deadline, "it does not end");
        }
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.pump(Duration::ZERO);
        let master = self.master.as_ref().unwrap();
        master.resize(size(columns, rows)).unwrap();
        let clamped = |cells: u16| NonZeroU16::new(cells).unwrap_or(NonZeroU16::MIN);
        self.screen
            .screen_mut()
            .set_size(clamped(rows), clamped(columns));
    }

    /// Confirms the dialog that opens. A yes counts only a while after it was painted.
    pub fn confirm(&mut self) {
        self.wait_for("Confirm ");
        self.press_while("y", |screen| screen.contains("Confirm "));
    }

    /// Presses a key now and then until it ends, and gives its exit code.
    pub fn press_to_the_end(&mut self, key: &str) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        while self.running.ended().is_none() {
            assert!(Instant::now() < deadline, "{key:?} does not end it");
            self.press(key);
            self.rest();
        }
        self.exit_code()
    }

    /// Presses keys now and then for as long as the screen is as it is.
    pub fn press_while(&mut self, keys: &str, is_so: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let screen = self.see();
            if !is_so(&screen) {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "{keys:?} changes nothing\n{screen}"
            );
            self.press(keys);
            self.rest();
        }
    }

    /// Ctrl-S: the terminal takes nothing until it is released.
    pub fn hold(&mut self) {
        tcflow(self.tty(), FlowArg::TCOOFF).unwrap();
    }

    /// Ctrl-Q.
    pub fn release(&mut self) {
        tcflow(self.tty(), FlowArg::TCOON).unwrap();
    }

    /// The end of the terminal that programs have.
    fn tty(&self) -> File {
        let path = self.master.as_ref().unwrap().tty_name().unwrap();
        let noctty = OFlag::O_NOCTTY.bits();
        File::options()
            .read(true)
            .write(true)
            .custom_flags(noctty)
            .open(path)
            .unwrap()
    }

    /// Leaves the console as its users do, and gives its exit code.
    pub fn leave(&mut self) -> u32 {
        self.press(":q\r");
        self.exit_code()
    }

    /// Waits until the terminal is in these modes.
    pub fn wait_modes(&mut self, modes: &Modes) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let now = self.modes();
            if now == *modes {
                return;
            }
            assert!(Instant::now() < deadline, "{now:?} is not {modes:?}");
            self.pump(Duration::from_millis(20));
        }
    }

    /// Waits until the terminal takes no more, as `Spawn::deaf_after` said.
    pub fn wait_deaf(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while self.pump(Duration::from_millis(5)) {
            assert!(Instant::now() < deadline, "it writes too little");
        }
    }

    /// Closes the terminal, as a lost connection does.
    pub fn hang_up(mut self) -> Running {
        self.cut.store(0, Ordering::SeqCst);
        // Dropping the writer presses Enter and Ctrl-D; what they draw wakes the reader.
        self.writer = None;
        self.master = None;
        self.slave = None;
        self.wait_deaf();
        self.running
    }

    /// How the terminal driver is set.
    fn termios(&self) -> String {
        let termios = self.master.as_ref().unwrap().get_termios();
        let termios: &dyn Debug = &termios.unwrap();
        format!("{termios:?}")
    }

    /// Reads for a while, so that the next press is none of a key that repeats by itself.
    fn rest(&mut self) {
        let next = Instant::now() + BETWEEN_PRESSES;
        while let Some(left) = next.checked_duration_since(Instant::now()) {
            if !self.pump(left) {
                return;
            }
        }
    }

    /// Takes what was written; false once nothing more can come.
    fn pump(&mut self, patience: Duration) -> bool {
        let mut next = self.output.recv_timeout(patience);
        loop {
            match next {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.log.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
            next = self.output.recv_timeout(Duration::ZERO);
        }
    }
}

/// What a program may leave behind on a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modes {
    /// Whether the alternate screen is shown.
    pub alternate_screen: bool,
    /// Whether the cursor is hidden.
    pub hidden_cursor: bool,
    /// Whether pastes come in brackets.
    pub bracketed_paste: bool,
    /// The settings of the driver, in words.
    pub termios: String,
}

/// Reads until the program is gone, or so much was read as the terminal shall live to see.
fn read_on_a_thread(mut reader: Box<dyn Read + Send>, cut: &Arc<AtomicUsize>) -> Receiver<Vec<u8>> {
    let (sender, output) = sync_channel(CHUNKS);
    let cut = Arc::clone(cut);
    thread::spawn(move || {
        let mut total = 0;
        let mut buffer = [0; 4096];
        loop {
            let left = cut.load(Ordering::SeqCst).saturating_sub(total);
            let most = left.min(buffer.len());
            match reader.read(&mut buffer[..most]) {
                Ok(0) | Err(_) => return,
                Ok(count) => {
                    total += count;
                    if sender.send(buffer[..count].to_vec()).is_err() {
                        return;
                    }
                }
            }
        }
    });
    output
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}
