//! A program of the fake: its states follow the clock as those of a real one would.

use std::collections::BTreeSet;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use supdeck::rpc::Value;

use super::xml::{record, text};

/// How a program behaves when it is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It comes up and stays up.
    Runs,
    /// It dies at each of this many starts, in BACKOFF between them, and then runs.
    Flaky(u32),
    /// It dies at every start, and is FATAL after three.
    Crashes,
}

/// What a program is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Stopped,
    Starting,
    Running,
    Backoff,
    Stopping,
    Exited(i64),
    Fatal,
}

impl Phase {
    fn code(self) -> (i64, &'static str) {
        match self {
            Self::Stopped => (0, "STOPPED"),
            Self::Starting => (10, "STARTING"),
            Self::Running => (20, "RUNNING"),
            Self::Backoff => (30, "BACKOFF"),
            Self::Stopping => (40, "STOPPING"),
            Self::Exited(_) => (100, "EXITED"),
            Self::Fatal => (200, "FATAL"),
        }
    }

    fn has_pid(self) -> bool {
        matches!(self, Self::Starting | Self::Running | Self::Stopping)
    }
}

/// A program of the fake. RUNNING, with empty logs, unless told otherwise.
#[derive(Clone, Debug)]
pub struct Program {
    group: String,
    name: String,
    phase: Phase,
    until: Instant,
    tries: u32,
    fate: Fate,
    start_takes: Duration,
    stop_takes: Duration,
    pid: i64,
    pids: i64,
    started: i64,
    stopped: i64,
    spawn_error: String,
    /// The log of standard output.
    pub stdout: Vec<u8>,
    /// The log of standard error.
    pub stderr: Vec<u8>,
    /// The streams without a log, by their letter `o` or `e`.
    pub unlogged: BTreeSet<char>,
    /// Where it says its logs are; below `/var/log` if nothing is set.
    log_path: Option<String>,
    /// Signals it got.
    pub signals: Vec<String>,
    /// What it says of `now`, `start` and `stop` instead of the truth.
    clock: Option<(i64, i64, i64)>,
    /// What it says of its state instead of the truth.
    odd_state: Option<(i64, String)>,
}

impl Program {
    /// `group:name`, or a name that is its own group.
    pub fn new(namespec: &str) -> Self {
        let (group, name) = namespec.split_once(':').unwrap_or((namespec, namespec));
        Self::named(group, name)
    }

    /// In a group, whatever letters the two names have.
    pub fn named(group: &str, name: &str) -> Self {
        Self {
            group: group.into(),
            name: name.into(),
            phase: Phase::Running,
            until: Instant::now(),
            tries: 0,
            fate: Fate::Runs,
            start_takes: Duration::ZERO,
            stop_takes: Duration::ZERO,
            pid: 0,
            pids: 0,
            started: now() - 100,
            stopped: 0,
            spawn_error: String::new(),
            stdout: Vec::new(),
            stderr: Vec::new(),
            unlogged: BTreeSet::new(),
            log_path: None,
            signals: Vec::new(),
            clock: None,
            odd_state: None,
        }
    }

    /// Is doing this at the beginning.
    pub fn at(mut self, phase: Phase) -> Self {
        self.set(phase);
        self
    }

    /// Behaves like this when started.
    pub fn fate(mut self, fate: Fate) -> Self {
        self.fate = fate;
        self
    }

    /// This is what went wrong with it last.
    pub fn spawn_error(mut self, words: &str) -> Self {
        self.spawn_error = words.into();
        self
    }

    /// STARTING, and BACKOFF, last this long.
    pub fn starts_after(mut self, time: Duration) -> Self {
        self.start_takes = time;
        self
    }

    /// STOPPING lasts this long.
    pub fn stops_after(mut self, time: Duration) -> Self {
        self.stop_takes = time;
        self
    }

    /// Has this in its standard output log.
    pub fn stdout(mut self, bytes: &[u8]) -> Self {
        self.stdout = bytes.to_vec();
        self
    }

    /// Has this in its standard error log.
    pub fn stderr(mut self, bytes: &[u8]) -> Self {
        self.stderr = bytes.to_vec();
        self
    }

    /// Has no log for that stream, `o` or `e`.
    pub fn unlogged(mut self, stream: char) -> Self {
        self.unlogged.insert(stream);
        self
    }

    /// Says that this is the path of its logs.
    pub fn log_path(mut self, path: &str) -> Self {
        self.log_path = Some(path.into());
        self
    }

    /// Says that its clock, its start and its end are these seconds since 1970.
    pub fn clock(mut self, clock: (i64, i64, i64)) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Says that it is in a state that nobody knows.
    pub fn odd_state(mut self, code: i64, word: &str) -> Self {
        self.odd_state = Some((code, word.into()));
        self
    }

    /// Puts it into a phase, from outside.
    pub fn set(&mut self, phase: Phase) {
        self.phase = phase;
        self.until = Instant::now() + Duration::from_hours(1);
        self.spawn_error = match phase {
            Phase::Exited(code) if code != 0 => format!("Bad exit code {code}"),
            Phase::Fatal | Phase::Backoff => {
                "Exited too quickly (process log may have details)".into()
            }
            _ => String::new(),
        };
        if !phase.has_pid() {
            self.stopped = now();
        }
    }

    /// Gets a new pid, as after a restart by somebody else.
    pub fn respawn(&mut self, next_pid: &mut i64) {
        self.pid = *next_pid;
        *next_pid += 1;
        self.started = now();
    }

    /// `group:name`.
    pub fn namespec(&self) -> String {
        format!("{}:{}", self.group, self.name)
    }

    pub(super) fn is_in(&self, group: &str) -> bool {
        self.group == group
    }

    pub(super) fn numbered(mut self, next_pid: &mut i64) -> Self {
        // Pids of its later lives; nobody else gets them.
        self.pids = *next_pid * 1000;
        self.pid = *next_pid;
        *next_pid += 1;
        self
    }

    pub(super) fn phase(&mut self) -> Phase {
        self.settle();
        self.phase
    }

    pub(super) fn pid(&mut self) -> i64 {
        self.settle();
        if self.phase.has_pid() { self.pid } else { 0 }
    }

    /// As `startProcess(wait=false)`; no fault where it answers true.
    pub(super) fn start(&mut self) -> Result<(), i64> {
        match self.phase() {
            Phase::Starting | Phase::Running | Phase::Backoff => Err(60),
            // M1: it says yes and starts nothing.
            Phase::Stopping => Ok(()),
            Phase::Stopped | Phase::Exited(_) | Phase::Fatal => {
                self.tries = 0;
                self.spawn();
                Ok(())
            }
        }
    }

    /// As `stopProcess(wait=false)`.
    pub(super) fn stop(&mut self) -> Result<(), i64> {
        match self.phase() {
            Phase::Starting | Phase::Running => {
                self.phase = Phase::Stopping;
                self.until = Instant::now() + self.stop_takes;
                Ok(())
            }
            Phase::Backoff => {
                self.phase = Phase::Stopped;
                Ok(())
            }
            Phase::Stopped | Phase::Stopping | Phase::Exited(_) | Phase::Fatal => Err(70),
        }
    }

    pub(super) fn signal(&mut self, signal: &str) -> Result<(), i64> {
        if !self.phase().has_pid() {
            return Err(70);
        }
        self.signals.push(signal.to_owned());
        Ok(())
    }

    pub(super) fn info(&mut self) -> Value {
        let pid = self.pid();
        let (code, word) = match &self.odd_state {
            Some((code, word)) => (*code, word.as_str()),
            None => self.phase.code(),
        };
        let (now, start, stop) = self.clock.unwrap_or((now(), self.started, self.stopped));
        let status = if let Phase::Exited(status) = self.phase {
            status
        } else {
            0
        };
        let log = |stream: char| match &self.log_path {
            _ if self.unlogged.contains(&stream) => text(""),
            Some(path) => text(path),
            None => text(&format!("/var/log/{}.{stream}", self.name)),
        };
        let description = match self.phase {
            Phase::Running => format!("pid {pid}, uptime 0:01:40"),
            Phase::Backoff | Phase::Fatal => self.spawn_error.clone(),
            _ => String::new(),
        };
        record([
            ("name", text(&self.name)),
            ("group", text(&self.group)),
            ("start", Value::Int(start)),
            ("stop", Value::Int(stop)),
            ("now", Value::Int(now)),
            ("state", Value::Int(code)),
            ("statename", text(word)),
            ("spawnerr", text(&self.spawn_error)),
            ("exitstatus", Value::Int(status)),
            ("logfile", log('o')),
            ("stdout_logfile", log('o')),
            ("stderr_logfile", log('e')),
            ("pid", Value::Int(pid)),
            ("description", text(&description)),
        ])
    }

    pub(super) fn config(&self) -> Value {
        let seconds = |time: Duration| Value::Int(i64::try_from(time.as_secs()).unwrap());
        record([
            ("name", text(&self.name)),
            ("group", text(&self.group)),
            ("inuse", Value::Bool(true)),
            ("autostart", Value::Bool(true)),
            ("startsecs", seconds(self.start_takes)),
            (
                "stopwaitsecs",
                seconds(self.stop_takes + Duration::from_secs(10)),
            ),
        ])
    }

    fn spawn(&mut self) {
        self.pids += 1;
        self.pid = self.pids;
        self.started = now();
        self.phase = Phase::Starting;
        self.until = Instant::now() + self.start_takes;
    }

    /// Lets the time that has passed do its work.
    fn settle(&mut self) {
        while Instant::now() >= self.until {
            match self.phase {
                Phase::Starting => self.come_up(),
                Phase::Backoff => self.spawn(),
                Phase::Stopping => {
                    self.phase = Phase::Stopped;
                    self.stopped = now();
                }
                Phase::Stopped | Phase::Running | Phase::Exited(_) | Phase::Fatal => return,
            }
        }
    }

    fn come_up(&mut self) {
        self.tries += 1;
        let dies = match self.fate {
            Fate::Runs => false,
            Fate::Flaky(times) => self.tries <= times,
            Fate::Crashes => true,
        };
        if !dies {
            self.phase = Phase::Running;
            self.spawn_error.clear();
            return;
        }
        self.spawn_error = "Exited too quickly (process log may have details)".into();
        self.stopped = now();
        self.phase = if self.fate == Fate::Crashes && self.tries >= 3 {
            Phase::Fatal
        } else {
            Phase::Backoff
        };
        self.until = Instant::now() + self.start_takes;
    }
}

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}
