//! A home with a config of some nodes, and the binary in it.

use std::fmt::Write;
use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use supdeck::model::{CredentialSource, NodeEntry};

use crate::support::fake::Fake;
use crate::support::home::Home;
use crate::support::real::Real;

/// Calls that change something.
const MUTATING: [&str; 12] = [
    "supervisor.startProcess",
    "supervisor.stopProcess",
    "supervisor.startProcessGroup",
    "supervisor.stopProcessGroup",
    "supervisor.startAllProcesses",
    "supervisor.stopAllProcesses",
    "supervisor.signalProcess",
    "supervisor.clearProcessLogs",
    "supervisor.addProcessGroup",
    "supervisor.removeProcessGroup",
    "supervisor.restart",
    "supervisor.shutdown",
];

/// A home with a config.
#[derive(Debug)]
pub struct Desk {
    pub home: Home,
    config: String,
}

/// What the binary said, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Desk {
    /// One without nodes.
    pub fn new() -> Self {
        Self {
            home: Home::new(),
            config: String::new(),
        }
    }

    /// Adds a real node.
    pub fn real(self, name: &str, real: &Real) -> Self {
        self.entry(&real.node_entry(name))
    }

    /// Adds a scripted node.
    pub fn fake(self, name: &str, fake: &Fake) -> Self {
        self.entry(&fake.entry(name))
    }

    /// Adds a node where nobody listens.
    pub fn absent(self, name: &str) -> Self {
        self.text(&format!("[nodes.{name}]\nurl = \"http://127.0.0.1:1\"\n"))
    }

    /// Adds a node of any kind.
    pub fn entry(self, entry: &NodeEntry) -> Self {
        let mut text = format!("[nodes.{}]\nurl = \"{}\"\n", entry.id, entry.endpoint);
        if let Some(user) = &entry.user {
            writeln!(text, "user = \"{user}\"").unwrap();
        }
        if let CredentialSource::File(path) = &entry.source {
            writeln!(text, "password_file = \"{}\"", path.display()).unwrap();
        }
        self.text(&text)
    }

    /// Adds an environment; `more` are further lines of it.
    pub fn environment(self, name: &str, nodes: &str, more: &str) -> Self {
        self.text(&format!(
            "[environments.{name}]\nnodes = \"{nodes}\"\n{more}\n"
        ))
    }

    /// Adds anything.
    pub fn text(mut self, text: &str) -> Self {
        self.config.push_str(text);
        self.home.write(".config/supdeck/config.toml", &self.config);
        self
    }

    /// The config so far.
    pub fn config(&self) -> &str {
        &self.config
    }

    /// The binary, not yet started.
    pub fn command(&self, line: &str) -> Command {
        let words: Vec<&str> = line.split(' ').collect();
        self.home.command(&words)
    }

    /// Starts it; it ends with what this gives, at the latest.
    pub fn begin(&self, line: &str) -> Begun {
        let mut command = self.command(line);
        let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Begun(Some(piped.spawn().unwrap()))
    }

    /// Runs it to its end; words are separated by single blanks.
    pub fn run(&self, line: &str) -> Told {
        Told::of(&self.command(line).output().unwrap())
    }

    /// Runs it, and gives its code.
    pub fn code(&self, line: &str) -> i32 {
        let told = self.run(line);
        assert!(!told.err.contains("panicked"), "{line}: {told:?}");
        told.code
    }

    /// Runs it, and gives standard output of a run that ended as wanted.
    pub fn out(&self, line: &str, code: i32) -> String {
        let told = self.run(line);
        assert_eq!(told.code, code, "{line}\n{}\n{}", told.out, told.err);
        told.out
    }
}

impl Told {
    /// What a process that has ended said.
    pub fn of(output: &Output) -> Self {
        let [out, err] =
            [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned());
        Self {
            out,
            err,
            code: output.status.code().unwrap_or(-1),
        }
    }
}

/// The binary at work.
#[derive(Debug)]
pub struct Begun(Option<Child>);

impl Begun {
    /// Its standard output, line by line; whoever drops it reads no more.
    pub fn lines(&mut self) -> Lines<BufReader<ChildStdout>> {
        BufReader::new(self.child().stdout.take().unwrap()).lines()
    }

    /// Waits for the first line of standard error.
    pub fn first_error(&mut self) -> String {
        let mut line = String::new();
        let errors = self.child().stderr.take().unwrap();
        BufReader::new(errors).read_line(&mut line).unwrap();
        line
    }

    /// Ctrl-C.
    pub fn interrupt(&mut self) {
        let pid = Pid::from_raw(self.child().id().cast_signed());
        kill(pid, Signal::SIGINT).unwrap();
    }

    /// Whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child().try_wait().unwrap().is_some()
    }

    /// Waits for its end.
    pub fn end(mut self) -> Told {
        Told::of(&self.0.take().unwrap().wait_with_output().unwrap())
    }

    fn child(&mut self) -> &mut Child {
        self.0.as_mut().unwrap()
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// How many calls that change something reached a node.
pub fn mutations(fake: &Fake) -> usize {
    MUTATING.iter().map(|method| fake.count(method)).sum()
}
