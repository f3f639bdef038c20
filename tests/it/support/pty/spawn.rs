//! What is to be started in the terminal, and in which surroundings.

use std::num::NonZeroU16;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use portable_pty::{CommandBuilder, native_pty_system};
use tempfile::TempDir;

use super::{Modes, Pty, Running, read_on_a_thread, size};

/// What is to be started: supdeck, at 80x24, in an empty home, unless told otherwise.
pub struct Spawn {
    home: TempDir,
    words: Vec<String>,
    size: (u16, u16),
    environment: Vec<(String, String)>,
    cut: usize,
}

impl Spawn {
    /// supdeck with these words.
    pub fn supdeck(words: &[&str]) -> Self {
        let mut all = vec![env!("CARGO_BIN_EXE_supdeck")];
        all.extend(words);
        Self::program(&all)
    }

    /// The demo: always the same fleet and the same trouble.
    pub fn demo() -> Self {
        Self::supdeck(&["demo", "--seed", "7", "--clock", "2026-07-12T12:04:31Z"])
    }

    /// Any program.
    pub fn program(words: &[&str]) -> Self {
        let environment = [("TERM", "xterm-256color"), ("LANG", "C.UTF-8")];
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self {
            home: tempfile::tempdir().unwrap(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            size: (80, 24),
            environment: environment.map(own).into(),
            cut: usize::MAX,
        }
    }

    /// The same, begun by a shell script as `"$@"`.
    pub fn by(mut self, script: &str) -> Self {
        let mut words = ["sh", "-c", script, "sh"].map(str::to_owned).to_vec();
        words.append(&mut self.words);
        self.words = words;
        self
    }

    /// Starts it in a shell that tells its exit code and then waits, and gives how the terminal was
    /// before. When the first process in a terminal ends the kernel tidies up, so it may not be ours.
    pub fn in_a_shell(self) -> (Pty, Modes) {
        let script = "stty -echoctl tostop; echo ready.; read -r go; \"$@\"; \
                      echo \"ended with $?.\"; read -r rest";
        let mut pty = self.by(script).start();
        pty.wait_for("ready.");
        let before = pty.modes();
        pty.press("\n");
        (pty, before)
    }

    /// Columns and rows of the terminal.
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The home directory it will run in.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Writes a file into the home.
    pub fn file(self, path: &str, text: &str) -> Self {
        let path = self.home.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// The terminal takes no more than so many bytes.
    pub fn deaf_after(mut self, bytes: usize) -> Self {
        self.cut = bytes;
        self
    }

    /// Starts the console, and waits until its first screen is there.
    pub fn open(self) -> Pty {
        let mut pty = self.start();
        pty.wait_for("[1 Dash");
        pty
    }

    /// Opens the demo on the tab of all processes, and waits until all of them are there.
    pub fn processes(self) -> Pty {
        let mut pty = self.open();
        pty.press("5");
        pty.wait_for("of 208");
        pty
    }

    /// Starts it.
    pub fn start(self) -> Pty {
        let (columns, rows) = self.size;
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(&self.words[0]);
        command.args(&self.words[1..]);
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap());
        command.env("HOME", self.home.path());
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command.cwd(self.home.path());
        let cut = Arc::new(AtomicUsize::new(self.cut));
        let output = read_on_a_thread(pair.master.try_clone_reader().unwrap(), &cut);
        let cells = |count| NonZeroU16::new(count).unwrap();
        Pty {
            writer: Some(pair.master.take_writer().unwrap()),
            running: Running {
                child: pair.slave.spawn_command(command).unwrap(),
                home: self.home,
            },
            master: Some(pair.master),
            slave: Some(pair.slave),
            output,
            cut,
            screen: vt100::Parser::new(cells(rows), cells(columns), 0),
            log: Vec::new(),
        }
    }
}
