//! One pretended supervisord: it owns its processes and answers as a real one would.

use std::collections::{BTreeMap, BTreeSet};

use super::actor::{Actor, Desk, fault};
use super::clock::{Clock, DAY, HOUR, MINUTE, Millis, SECOND, whole_second};
use super::dice::Dice;
use super::oddities::Outage;
use super::part::Part;
use super::program::Program;
use super::sheet::Sheet;
use crate::engine::CallFailure;
use crate::model::{
    ConfigChanges, Fault, GroupName, LinkError, NodeId, Process, ProcessId, ProgramConfig, Signal,
    Snapshot, Untrusted,
};

/// How long a restart of supervisord takes at least.
const RESTART: Millis = 2 * SECOND;
/// At how many bytes supervisord's own log is rotated.
const MAIN_LOG_LIMIT: usize = 512 * 1024;
/// The ages of processes that nothing happened to.
const AGES: [Millis; 6] = [
    22 * MINUTE,
    4 * HOUR + 12 * MINUTE,
    3 * DAY + 4 * HOUR,
    6 * DAY + 11 * HOUR,
    12 * DAY + 22 * HOUR,
    41 * DAY + 7 * HOUR,
];

/// What supervisord itself is doing.
#[derive(Debug)]
enum Phase {
    Up,
    RestartsUntil(Millis),
    DownSince(Millis),
}

/// One pretended supervisord.
#[derive(Debug)]
pub(super) struct Supervisor {
    node: NodeId,
    part: Part,
    clock: Clock,
    dice: Dice,
    pub(super) pid: u32,
    pub(super) desk: Desk,
    pub(super) actors: Vec<Actor>,
    phase: Phase,
    answered: bool,
}

impl Supervisor {
    /// The supervisord of this node, as it stands when the demo opens.
    pub(super) fn new(node: NodeId, part: Part, clock: Clock, dice: Dice) -> Self {
        let mut chance = dice;
        let pid = 600 + chance.below(900);
        let mut desk = Desk {
            pid: 2000 + chance.below(28_000),
            log: Sheet::new(MAIN_LOG_LIMIT),
        };
        let now = clock.opening() + part.skew;
        desk.log.line(
            now - 60 * DAY,
            format_args!("INFO supervisord started with pid {pid}"),
        );
        let mut actors = Vec::new();
        for (program, opening) in &part.loaded {
            let age = chance.pick(&AGES) + Millis::from(chance.below(3_000_000));
            let mut actor = Self::actor(&node, *program, dice);
            actor.open(*opening, now, age, &mut desk);
            actors.push(actor);
        }
        Self {
            node,
            part,
            clock,
            dice,
            pid,
            desk,
            actors,
            phase: Phase::Up,
            answered: false,
        }
    }

    /// Takes the new password: from here on it answers.
    pub(super) fn sign_in(&mut self) -> Result<(), CallFailure> {
        if matches!(self.part.outage, Some((Outage::PasswordChanged, _))) {
            self.part.outage = None;
        }
        self.admit().map(|_| ())
    }

    /// What a poll asks for.
    pub(super) fn snapshot(&mut self) -> Result<Snapshot, CallFailure> {
        let now = self.admit()?;
        Ok(Snapshot {
            version: Untrusted::from(self.part.version),
            identification: Untrusted::from("supervisor"),
            pid: Some(self.pid),
            clock: whole_second(now).filter(|_| !self.actors.is_empty()),
            processes: self
                .actors
                .iter()
                .map(|actor| actor.describe(now))
                .collect(),
        })
    }

    /// `getProcessInfo`.
    pub(super) fn process(&mut self, id: &ProcessId) -> Result<Process, CallFailure> {
        let now = self.admit()?;
        Ok(find(&mut self.actors, id)?.describe(now))
    }

    /// `startProcess`, not waiting.
    pub(super) fn start(&mut self, id: &ProcessId) -> Result<(), CallFailure> {
        let now = self.admit()?;
        find(&mut self.actors, id)?
            .start(now, &mut self.desk)
            .map_err(CallFailure::Fault)
    }

    /// `stopProcess`, not waiting.
    pub(super) fn stop(&mut self, id: &ProcessId) -> Result<(), CallFailure> {
        let now = self.admit()?;
        find(&mut self.actors, id)?
            .stop(now, &mut self.desk)
            .map_err(CallFailure::Fault)
    }

    /// `signalProcess`.
    pub(super) fn signal(&mut self, id: &ProcessId, signal: Signal) -> Result<(), CallFailure> {
        let now = self.admit()?;
        find(&mut self.actors, id)?
            .signal(now, signal)
            .map_err(CallFailure::Fault)
    }

    /// `clearProcessLogs`.
    pub(super) fn clear_logs(&mut self, id: &ProcessId) -> Result<(), CallFailure> {
        let now = self.admit()?;
        find(&mut self.actors, id)?.clear_logs(now);
        Ok(())
    }

    /// `reloadConfig`: compares what is loaded with what the files say.
    pub(super) fn reread(&mut self) -> Result<ConfigChanges, CallFailure> {
        self.admit()?;
        let loaded = by_group(self.actors.iter().map(|actor| actor.program));
        let files = by_group(self.part.files.iter().copied());
        let names =
            |groups: BTreeSet<&'static str>| groups.into_iter().map(GroupName::new).collect();
        let of = |groups: &BTreeMap<&'static str, Vec<Program>>| groups.keys().copied().collect();
        let (old, new): (BTreeSet<_>, BTreeSet<_>) = (of(&loaded), of(&files));
        let differs = |group: &&str| loaded.get(*group) != files.get(*group);
        Ok(ConfigChanges {
            added: names(&new - &old),
            changed: names((&new & &old).into_iter().filter(differs).collect()),
            removed: names(&old - &new),
        })
    }

    /// `addProcessGroup`: what starts by itself does so at once.
    pub(super) fn add_group(&mut self, group: &GroupName) -> Result<(), CallFailure> {
        let now = self.admit()?;
        if self
            .actors
            .iter()
            .any(|actor| actor.program.group == group.raw())
        {
            return refuse(90, "ALREADY_ADDED", group.raw());
        }
        let files = self
            .part
            .files
            .iter()
            .filter(|program| program.group == group.raw());
        let mut added: Vec<_> = files
            .map(|program| Self::actor(&self.node, *program, self.dice))
            .collect();
        if added.is_empty() {
            return refuse(Fault::BAD_NAME, "BAD_NAME", group.raw());
        }
        for actor in &mut added {
            actor.boot(now, &mut self.desk);
        }
        self.actors.append(&mut added);
        self.actors
            .sort_by_key(|actor| (actor.program.group, actor.program.name));
        Ok(())
    }

    /// `removeProcessGroup`: refused while anything in it is up.
    pub(super) fn remove_group(&mut self, group: &GroupName) -> Result<(), CallFailure> {
        self.admit()?;
        let mut members = self
            .actors
            .iter()
            .filter(|actor| actor.program.group == group.raw())
            .peekable();
        if members.peek().is_none() {
            return refuse(Fault::BAD_NAME, "BAD_NAME", group.raw());
        }
        if members.any(|actor| !actor.state.is_down()) {
            return refuse(91, "STILL_RUNNING", group.raw());
        }
        self.actors
            .retain(|actor| actor.program.group != group.raw());
        Ok(())
    }

    /// `restart`: says yes, refuses everything for a while, and comes back as its files say.
    pub(super) fn restart(&mut self) -> Result<(), CallFailure> {
        let now = self.admit()?;
        let longest = self.stop_all(now);
        self.phase = Phase::RestartsUntil(now + longest.max(RESTART));
        Ok(())
    }

    /// `shutdown`: says yes, and is gone for good when everything has stopped.
    pub(super) fn shut_down(&mut self) -> Result<(), CallFailure> {
        let now = self.admit()?;
        let longest = self.stop_all(now);
        self.phase = Phase::DownSince(now + longest.max(SECOND));
        Ok(())
    }

    /// `getAllConfigInfo`, ordered by name.
    pub(super) fn programs(&mut self) -> Result<Vec<ProgramConfig>, CallFailure> {
        self.admit()?;
        let version = self.part.version;
        let mut all: Vec<_> = self
            .actors
            .iter()
            .map(|actor| actor.program.config(version))
            .collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }

    fn actor(node: &NodeId, program: Program, dice: Dice) -> Actor {
        let id = ProcessId::new(node, program.group, program.name);
        let dice = dice.of(&id.namespec());
        Actor::new(id, program, dice)
    }

    /// Brings everything up to now, and says what time it is on the node; or why nobody answers.
    pub(super) fn admit(&mut self) -> Result<Millis, CallFailure> {
        let now = self.clock.millis() + self.part.skew;
        self.advance(now);
        if let Some(error) = self.obstacle(now) {
            return Err(CallFailure::Link(error));
        }
        self.answered = true;
        Ok(now)
    }

    fn obstacle(&self, now: Millis) -> Option<LinkError> {
        match self.phase {
            Phase::Up => {}
            Phase::DownSince(gone) if gone <= now => {
                let address = format!("{}.example:9001", self.node);
                return Some(LinkError::Refused { address });
            }
            Phase::RestartsUntil(_) | Phase::DownSince(_) => return Some(LinkError::ShuttingDown),
        }
        let (outage, from) = self.part.outage?;
        let begun = self.answered && self.clock.elapsed() >= from;
        begun.then(|| outage.error(self.clock.opening()))
    }

    /// Lets everything happen that was due, in the order of time.
    fn advance(&mut self, now: Millis) {
        if let Phase::RestartsUntil(until) = self.phase
            && until <= now
        {
            self.play(until);
            self.reboot(until);
        }
        self.play(now);
    }

    fn play(&mut self, until: Millis) {
        let next = |actor: &Actor| actor.next().unwrap_or(Millis::MAX);
        while let Some(actor) = self.actors.iter_mut().min_by_key(|actor| next(actor)) {
            let at = next(actor);
            if at > until {
                break;
            }
            actor.step(at, &mut self.desk);
        }
    }

    fn reboot(&mut self, at: Millis) {
        self.phase = Phase::Up;
        self.desk.log.line(
            at,
            format_args!("INFO supervisord started with pid {}", self.pid),
        );
        let mut old: BTreeMap<ProcessId, Actor> = self
            .actors
            .drain(..)
            .map(|actor| (actor.id.clone(), actor))
            .collect();
        for program in &self.part.files {
            let new = Self::actor(&self.node, *program, self.dice);
            let mut actor = match old.remove(&new.id) {
                Some(actor) => actor.reboot(*program, at),
                None => new,
            };
            actor.boot(at, &mut self.desk);
            self.actors.push(actor);
        }
    }

    /// Stops what is up, and says how long the slowest takes.
    fn stop_all(&mut self, now: Millis) -> Millis {
        let mut longest = 0;
        for actor in &mut self.actors {
            if actor.stop(now, &mut self.desk).is_ok() {
                longest = longest.max(actor.program.lingers);
            }
        }
        longest
    }
}

/// The process of that name.
pub(super) fn find<'a>(actors: &'a mut [Actor], id: &ProcessId) -> Result<&'a mut Actor, Fault> {
    let found = actors.iter_mut().find(|actor| actor.id == *id);
    found.ok_or_else(|| fault(Fault::BAD_NAME, "BAD_NAME", &id.namespec()))
}

fn refuse<T>(code: i64, name: &str, about: &str) -> Result<T, CallFailure> {
    Err(CallFailure::Fault(fault(code, name, about)))
}

fn by_group(programs: impl Iterator<Item = Program>) -> BTreeMap<&'static str, Vec<Program>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for program in programs {
        groups.entry(program.group).or_default().push(program);
    }
    groups
}
