//! A node that can tell what it was made to do, whatever became of its answers.

use std::fs;

use supdeck::model::{NodeEntry, ProcessState, Stream};

use crate::support::fake::{Fake, Phase};
use crate::support::real::Real;

pub const STOP: &str = "supervisor.stopProcess";
pub const START: &str = "supervisor.startProcess";
pub const SIGNAL: &str = "supervisor.signalProcess";

/// A node that can tell what it was made to do.
pub enum Node {
    /// It keeps a list.
    Fake(Fake),
    /// It writes its own log, read so far.
    Real(Real, usize),
}

/// A method, and the `group:name` it was done to.
pub type Deed = (String, String);

impl Node {
    pub fn entry(&self, name: &str) -> NodeEntry {
        match self {
            Self::Fake(fake) => fake.entry(name),
            Self::Real(real, _) => real.node_entry(name),
        }
    }

    /// What it did since the last time it was asked, in its order.
    pub fn take_deeds(&mut self) -> Vec<Deed> {
        match self {
            Self::Fake(fake) => {
                let deeds = fake.take_deeds().into_iter();
                deeds.map(|deed| (deed.method, deed.to)).collect()
            }
            Self::Real(real, known) => {
                let log = log(real);
                let deeds = log[*known..].lines().filter_map(deed).collect();
                *known = log.len();
                deeds
            }
        }
    }

    pub fn state(&self, spec: &str) -> ProcessState {
        let word = match self {
            Self::Fake(fake) => return state(fake.phase(spec)),
            Self::Real(real, _) => real.state_of(spec),
        };
        let known = [0, 10, 20, 30, 40, 100, 200].map(ProcessState::from_code);
        let found = known.into_iter().find(|state| state.word() == word);
        found.unwrap_or_else(|| panic!("{word}"))
    }

    /// The pid of a process, 0 for none.
    pub fn pid(&self, spec: &str) -> i64 {
        match self {
            Self::Fake(fake) => fake.pid(spec),
            Self::Real(..) if !self.state(spec).has_pid() => 0,
            Self::Real(real, _) => {
                let (_, name) = spec.split_once(':').unwrap();
                let spawned = format!("spawned: '{name}' with pid ");
                let log = log(real);
                let (_, pid) = log.rsplit_once(&spawned).unwrap();
                pid.lines().next().unwrap().parse().unwrap()
            }
        }
    }
}

fn log(real: &Real) -> String {
    fs::read_to_string(real.log("", Stream::Main)).unwrap()
}

/// What a line of supervisord's own log says was done. Every program is a group of its own name.
fn deed(line: &str) -> Option<Deed> {
    let of = |method: &str, name: &str| (method.to_owned(), format!("{name}:{name}"));
    if let Some((_, rest)) = line.split_once("spawned: '") {
        return Some(of(START, rest.split('\'').next()?));
    }
    let (_, rest) = line.split_once("stopped: ")?;
    Some(of(STOP, rest.split(' ').next()?))
}

fn state(phase: Phase) -> ProcessState {
    match phase {
        Phase::Stopped => ProcessState::Stopped,
        Phase::Starting => ProcessState::Starting,
        Phase::Running => ProcessState::Running,
        Phase::Backoff => ProcessState::Backoff,
        Phase::Stopping => ProcessState::Stopping,
        Phase::Exited(_) => ProcessState::Exited,
        Phase::Fatal => ProcessState::Fatal,
    }
}
