//! A program of a real supervisord that writes exactly what the test tells it to.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::thread;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

use crate::support::real::Program;

/// The other end of a program's output. The program ends when it is dropped.
pub struct Pipe {
    directory: TempDir,
    file: File,
}

impl Pipe {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("pipe");
        mkfifo(&path, Mode::S_IRWXU).unwrap();
        // With both ends open it never waits for the other one, and the program sees no end.
        let file = File::options().read(true).write(true).open(&path).unwrap();
        Self { directory, file }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("pipe")
    }

    /// The program that writes to its standard output.
    pub fn program(&self, name: &str) -> Program {
        Program::new(name, &format!("/bin/cat {}", self.path().display()))
    }

    /// Lets it write this, in one piece if it is short.
    pub fn write(&self, bytes: &[u8]) {
        (&self.file).write_all(bytes).unwrap();
    }

    /// Lets it write a numbered line.
    pub fn line(&self, number: u64) {
        self.write(format!("<{number}>\n").as_bytes());
    }

    /// Lets it write many numbered lines as fast as they are taken.
    pub fn flood(&self, numbers: std::ops::Range<u64>) -> thread::JoinHandle<()> {
        let mut file = self.file.try_clone().unwrap();
        thread::spawn(move || {
            let mut block = Vec::new();
            for number in numbers {
                writeln!(block, "<{number}>").unwrap();
                if block.len() > 32 * 1024 {
                    file.write_all(&block).unwrap();
                    block.clear();
                }
            }
            file.write_all(&block).unwrap();
        })
    }
}
