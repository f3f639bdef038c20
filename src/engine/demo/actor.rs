//! One process of the demo: supervisord's own state machine, moved on event by event.

use std::fmt;

use super::clock::{MINUTE, Millis, SECOND};
use super::dice::Dice;
use super::oddities::Opening;
use super::program::{Life, Program};
use super::sheet::{Outputs, Sheet};
use super::tape::Tape;
use crate::model::{Fault, ProcessId, ProcessState, Signal, Untrusted};

/// How much of its logs a process has written before the demo opens.
const BACKLOG: Millis = 10 * MINUTE;
/// How long an ended process stays EXITED before it is started again.
const REVIVAL: Millis = 400;
/// How long a process takes to die of a signal.
const DYING: Millis = 60;

/// What a step of a process needs from its supervisord.
#[derive(Debug)]
pub(super) struct Desk {
    /// The pid given out last.
    pub(super) pid: u32,
    /// supervisord's own log.
    pub(super) log: Sheet,
}

impl Desk {
    /// Gives out a pid, as pids go on a host where other things start too.
    pub(super) fn next_pid(&mut self) -> u32 {
        let next = self.pid + 1 + self.pid.wrapping_mul(2_654_435_761) % 23;
        self.pid = if next < 32_768 { next } else { 400 + next % 97 };
        self.pid
    }

    /// Writes a line into supervisord's own log.
    pub(super) fn note(&mut self, at: Millis, text: fmt::Arguments<'_>) {
        self.log.line(at, text);
    }
}

/// One process.
#[derive(Debug)]
pub(super) struct Actor {
    /// What it is known by.
    pub(super) id: ProcessId,
    /// How it is set up.
    pub(super) program: Program,
    pub(super) tape: Tape,
    pub(super) state: ProcessState,
    /// When STARTING becomes RUNNING, BACKOFF is tried again, or EXITED is started again.
    pub(super) due: Option<Millis>,
    /// When the process dies, and with which status.
    pub(super) death: Option<(Millis, i64)>,
    pub(super) pid: u32,
    pub(super) started: Option<Millis>,
    pub(super) stopped: Option<Millis>,
    pub(super) exit_status: i64,
    pub(super) spawn_error: String,
    pub(super) spawns: u32,
    pub(super) failures: u32,
}

impl Actor {
    /// A process that was never started.
    pub(super) fn new(id: ProcessId, program: Program, dice: Dice) -> Self {
        Self {
            tape: Tape::new(program.voice, dice),
            id,
            program,
            state: ProcessState::Stopped,
            due: None,
            death: None,
            pid: 0,
            started: None,
            stopped: None,
            exit_status: 0,
            spawn_error: String::new(),
            spawns: 0,
            failures: 0,
        }
    }

    /// Puts it as it stands when the demo opens; what it went through since then happens by itself.
    pub(super) fn open(&mut self, opening: Opening, now: Millis, usual: Millis, desk: &mut Desk) {
        match opening {
            Opening::Running => {
                self.pid = desk.next_pid();
                self.started = Some(now - usual);
                self.state = ProcessState::Running;
                self.tape.begin(now - usual.min(BACKLOG), None);
            }
            Opening::Started(ago) => self.spawn(now - ago, desk),
            Opening::Stopped(ago) => {
                self.started = Some(now - ago - usual);
                self.stopped = Some(now - ago);
            }
        }
    }

    /// What it was before supervisord itself was restarted is forgotten, but for its logs.
    pub(super) fn reboot(mut self, program: Program, at: Millis) -> Self {
        self.tape.end(at, -1);
        let blank = Self::new(self.id, program, Dice::new(0));
        Self {
            tape: self.tape,
            ..blank
        }
    }

    /// supervisord came up, or its group was added: it starts if it is meant to.
    pub(super) fn boot(&mut self, at: Millis, desk: &mut Desk) {
        if self.program.autostart {
            self.spawn(at, desk);
        }
    }

    /// When it moves on by itself.
    pub(super) fn next(&self) -> Option<Millis> {
        let death = self.death.map(|(at, _)| at);
        match self.state {
            ProcessState::Starting => self.due.into_iter().chain(death).min(),
            ProcessState::Running | ProcessState::Stopping => death,
            ProcessState::Backoff | ProcessState::Exited => self.due,
            ProcessState::Stopped | ProcessState::Fatal | ProcessState::Unknown(_) => None,
        }
    }

    /// Moves on: what is due at this moment happens.
    pub(super) fn step(&mut self, at: Millis, desk: &mut Desk) {
        match self.death {
            Some((when, status)) if when <= at => self.die(at, status, desk),
            _ if self.state == ProcessState::Starting => self.settle(at, desk),
            _ => self.spawn(at, desk),
        }
    }

    /// `startProcess` without waiting. While STOPPING it says yes and does nothing (`FAULTS` M1).
    pub(super) fn start(&mut self, at: Millis, desk: &mut Desk) -> Result<(), Fault> {
        if self.program.life == Life::NoCommand {
            return Err(fault(Fault::NO_FILE, "NO_FILE", &self.no_command()));
        }
        match self.state {
            ProcessState::Starting | ProcessState::Running | ProcessState::Backoff => Err(fault(
                Fault::ALREADY_STARTED,
                "ALREADY_STARTED",
                &self.id.namespec(),
            )),
            ProcessState::Stopping => Ok(()),
            ProcessState::Stopped
            | ProcessState::Exited
            | ProcessState::Fatal
            | ProcessState::Unknown(_) => {
                self.failures = 0;
                self.spawn(at, desk);
                Ok(())
            }
        }
    }

    /// `stopProcess` without waiting. While STOPPING it is refused too (`FAULTS` M3).
    pub(super) fn stop(&mut self, at: Millis, desk: &mut Desk) -> Result<(), Fault> {
        match self.state {
            ProcessState::Backoff => {
                self.state = ProcessState::Stopped;
                self.failures = 0;
                Ok(())
            }
            ProcessState::Starting | ProcessState::Running => {
                self.state = ProcessState::Stopping;
                self.die_by(at + self.program.lingers, 0);
                self.die_by(at + Millis::from(self.program.stopwaitsecs) * SECOND, -1);
                desk.note(at, format_args!("INFO waiting for {} to stop", self.name()));
                Ok(())
            }
            ProcessState::Stopping
            | ProcessState::Stopped
            | ProcessState::Exited
            | ProcessState::Fatal
            | ProcessState::Unknown(_) => Err(self.not_running()),
        }
    }

    /// `signalProcess`: what ends a program ends this one, the rest is only noted in its log.
    pub(super) fn signal(&mut self, at: Millis, signal: Signal) -> Result<(), Fault> {
        if !self.state.has_pid() {
            return Err(self.not_running());
        }
        match signal {
            Signal::Kill => self.die_by(at + DYING, -1),
            Signal::Term | Signal::Int | Signal::Quit => self.die_by(at + self.program.lingers, 0),
            Signal::Hup => self.tape.remark(at, "SIGHUP: configuration read again"),
            Signal::Usr1 => self.tape.remark(at, "SIGUSR1: logs opened again"),
            Signal::Usr2 | Signal::Winch => self.tape.remark(at, "signal taken, nothing to do"),
            Signal::Cont | Signal::Stop => {}
        }
        Ok(())
    }

    /// `clearProcessLogs`: says yes and does nothing when the process is not running.
    pub(super) fn clear_logs(&mut self, now: Millis) {
        if self.state.has_pid() {
            self.tape.clear(now);
        }
    }

    /// Its outputs as they are now; none if it was never started.
    pub(super) fn outputs(&mut self, now: Millis) -> Option<&Outputs> {
        self.started?;
        Some(self.tape.read(now))
    }

    fn spawn(&mut self, at: Millis, desk: &mut Desk) {
        self.started = Some(at);
        self.exit_status = 0;
        self.spawn_error.clear();
        self.spawns += 1;
        if self.program.life == Life::NoCommand {
            desk.note(at, format_args!("INFO spawnerr: {}", self.no_command()));
            self.fall_back(at, self.no_command(), desk);
            return;
        }
        self.pid = desk.next_pid();
        self.state = ProcessState::Starting;
        self.due = Some(at + Millis::from(self.program.startsecs) * SECOND);
        self.death = self
            .program
            .life
            .end(self.spawns)
            .map(|(after, status)| (at + after, status));
        self.tape.begin(at, Some(self.pid));
        desk.note(
            at,
            format_args!("INFO spawned: '{}' with pid {}", self.name(), self.pid),
        );
    }

    fn settle(&mut self, at: Millis, desk: &mut Desk) {
        self.state = ProcessState::Running;
        self.failures = 0;
        desk.note(
            at,
            format_args!(
                "INFO success: {} entered RUNNING state, process has stayed up for > than {} seconds (startsecs)",
                self.name(),
                self.program.startsecs
            ),
        );
    }

    fn die(&mut self, at: Millis, status: i64, desk: &mut Desk) {
        self.death = None;
        self.due = None;
        self.stopped = Some(at);
        self.tape.end(at, status);
        if self.state == ProcessState::Starting {
            desk.note(
                at,
                format_args!(
                    "WARN exited: {} (exit status {status}; not expected)",
                    self.name()
                ),
            );
            let why = "Exited too quickly (process log may have details)".to_owned();
            return self.fall_back(at, why, desk);
        }
        self.exit_status = status;
        if self.state == ProcessState::Stopping {
            self.state = ProcessState::Stopped;
            desk.note(
                at,
                format_args!("INFO stopped: {} (exit status {status})", self.name()),
            );
            return;
        }
        self.state = ProcessState::Exited;
        self.due = self.program.autorestart.then_some(at + REVIVAL);
        let word = ["expected", "not expected"][usize::from(status != 0)];
        desk.note(
            at,
            format_args!(
                "WARN exited: {} (exit status {status}; {word})",
                self.name()
            ),
        );
        if status != 0 {
            self.spawn_error = format!("Bad exit code {status}");
        }
    }

    /// A start failed: it is tried again after 1, 2, 3 … seconds, until supervisord gives up.
    fn fall_back(&mut self, at: Millis, why: String, desk: &mut Desk) {
        self.spawn_error = why;
        self.failures += 1;
        if self.failures > self.program.startretries {
            self.state = ProcessState::Fatal;
            self.failures = 0;
            desk.note(
                at,
                format_args!(
                    "INFO gave up: {} entered FATAL state, too many start retries too quickly",
                    self.name()
                ),
            );
        } else {
            self.state = ProcessState::Backoff;
            self.due = Some(at + Millis::from(self.failures) * SECOND);
        }
    }

    /// Sets when it dies, unless it does so earlier anyway.
    fn die_by(&mut self, at: Millis, status: i64) {
        let sooner = |(other, _): &(Millis, i64)| *other <= at;
        self.death = self.death.filter(sooner).or(Some((at, status)));
    }

    fn name(&self) -> &str {
        self.id.name.raw()
    }

    /// What supervisord says when there is nothing to execute.
    pub(super) fn no_command(&self) -> String {
        format!("can't find command '{}'", self.program.executable())
    }

    fn not_running(&self) -> Fault {
        fault(Fault::NOT_RUNNING, "NOT_RUNNING", &self.id.namespec())
    }
}

/// A fault as supervisord words it: its name, and what it is about.
pub(super) fn fault(code: i64, name: &str, about: &str) -> Fault {
    Fault {
        code,
        text: Untrusted::new(format!("{name}: {about}")),
    }
}
