//! One process as a row, with the node and the environments it is in.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::cell::{Cell, Row, SortKey};
use crate::model::column::Column;
use crate::model::fleet::Fleet;
use crate::model::id::{EnvironmentName, ProcessId};
use crate::model::link::{LinkError, LinkKind};
use crate::model::node::Node;
use crate::model::process::{Health, Process, ProcessState, Standing};
use crate::model::roster::{NodeEntry, Roster};
use crate::model::text::Clean;
use crate::model::words::{elapsed, spell_day, spell_duration};

/// One process, as last known.
#[derive(Clone, Copy, Debug)]
pub struct ProcessRow<'a> {
    /// The node it is on.
    pub node: &'a Node,
    /// What supervisord said of it.
    pub process: &'a Process,
    /// What the config says of the node; none for a node that just left the config.
    pub entry: Option<&'a NodeEntry>,
    /// The environments of its node, in the order of the config.
    pub environments: &'a [EnvironmentName],
    /// Whether that is current.
    pub standing: Standing,
}

/// All processes, node by node.
pub fn processes<'a>(fleet: &'a Fleet, roster: &'a Roster) -> impl Iterator<Item = ProcessRow<'a>> {
    fleet.nodes().flat_map(|node| {
        let entry = roster.node(&node.id);
        let environments = roster.environment_names(&node.id);
        let standing = node.standing();
        node.processes().iter().map(move |process| ProcessRow {
            node,
            process,
            entry,
            environments,
            standing,
        })
    })
}

/// One process.
#[must_use]
pub fn process<'a>(fleet: &'a Fleet, roster: &'a Roster, id: &ProcessId) -> Option<ProcessRow<'a>> {
    let node = fleet.node(&id.node)?;
    Some(ProcessRow {
        node,
        process: fleet.process(id)?,
        entry: roster.node(&id.node),
        environments: roster.environment_names(&id.node),
        standing: node.standing(),
    })
}

impl<'a> ProcessRow<'a> {
    /// What it is known by.
    #[must_use]
    pub fn id(&self) -> &'a ProcessId {
        &self.process.id
    }

    /// The environment shown beside it: the first of its node.
    #[must_use]
    pub fn environment(&self) -> Option<&'a EnvironmentName> {
        self.environments.first()
    }

    /// How it is doing.
    #[must_use]
    pub fn health(&self) -> Health {
        self.process.health(self.standing)
    }

    /// Its state, with a question mark where it is only the last one known.
    #[must_use]
    pub fn state_text(&self) -> Clean {
        let word = self.process.state.word();
        match self.standing {
            Standing::Current => Clean::text(word),
            Standing::LastKnown => Clean::text(&format!("{word}?")),
        }
    }

    /// Its pid, while we know that it has one.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.process.pid.filter(|_| self.is_current())
    }

    /// The exit status of its last end, while it is down; -1 when a signal killed it.
    #[must_use]
    pub fn exit_status(&self) -> Option<i64> {
        let process = self.process;
        // A start that failed leaves the status of an earlier end behind.
        let ended =
            process.state.is_down() && process.stopped.max(process.started)? == process.stopped?;
        (ended && self.is_current()).then_some(process.exit_status)
    }

    /// Time in its state, by the node's clock; ours only adds what went by since the poll.
    #[must_use]
    pub fn age(&self, now: Timestamp) -> Option<Duration> {
        let since_poll = elapsed(self.node.last_good?, now);
        Some(self.age_at_poll()?.saturating_add(since_poll))
    }

    /// When it came into its state, on our own clock.
    #[must_use]
    pub fn since(&self) -> Option<Timestamp> {
        self.node.last_good?.checked_sub(self.age_at_poll()?).ok()
    }

    /// What went wrong with it, in one line; empty unless something did.
    #[must_use]
    pub fn reason(&self) -> Clean {
        match self.health() {
            Health::Fatal | Health::Backoff => self.process.spawn_error.clean(),
            Health::ExitedBadly if self.process.exit_status < 0 => {
                Clean::text("killed by a signal")
            }
            Health::ExitedBadly => Clean::text(&format!("exit {}", self.process.exit_status)),
            Health::Unknown => self.unknown_reason(),
            Health::NoData
            | Health::Stopping
            | Health::Starting
            | Health::Stopped
            | Health::Exited
            | Health::Running => Clean::default(),
        }
    }

    /// Why it is as it is, in one line.
    #[must_use]
    pub fn note(&self, now: Timestamp) -> Clean {
        match self.health() {
            Health::NoData => self.last_seen(now),
            Health::Stopped | Health::Exited => {
                let at = self.process.stopped;
                Clean::text(&at.map_or("never started".to_owned(), spell_day))
            }
            Health::Fatal
            | Health::Backoff
            | Health::ExitedBadly
            | Health::Unknown
            | Health::Stopping
            | Health::Starting
            | Health::Running => self.reason(),
        }
    }

    fn unknown_reason(&self) -> Clean {
        match self.process.state {
            ProcessState::Unknown(1000) => Clean::text("supervisord does not know its state"),
            ProcessState::Unknown(code) => {
                Clean::text(&format!("supervisord reports state {code}"))
            }
            ProcessState::Stopped
            | ProcessState::Starting
            | ProcessState::Running
            | ProcessState::Backoff
            | ProcessState::Stopping
            | ProcessState::Exited
            | ProcessState::Fatal => Clean::default(),
        }
    }

    fn last_seen(&self, now: Timestamp) -> Clean {
        let why = match self.node.link.error().map(LinkError::kind) {
            Some(LinkKind::Auth) => "node refuses us",
            Some(LinkKind::Down) | None => "node down",
        };
        match self.node.last_good {
            Some(good) => {
                let ago = spell_duration(elapsed(good, now));
                Clean::text(&format!("last seen {ago} ago, {why}"))
            }
            None => Clean::text(why),
        }
    }

    fn is_current(&self) -> bool {
        self.standing == Standing::Current
    }

    fn age_at_poll(&self) -> Option<Duration> {
        if !self.is_current() {
            return None;
        }
        self.process.uptime().or_else(|| self.process.downtime())
    }
}

impl Row for ProcessRow<'_> {
    fn glyph(&self) -> char {
        self.health().glyph()
    }

    fn cell(&self, column: Column, now: Timestamp) -> Cell {
        match column {
            Column::State => Cell::from(self.state_text()).with(self.health()),
            Column::Process => self.id().label().into(),
            Column::Node => Cell::plain(self.node.id.as_str()),
            Column::Environment => Cell::plain(self.environment().map_or("", |name| name.as_str())),
            Column::Group => self.id().group.clean().into(),
            Column::Uptime => self
                .age(now)
                .map_or(Cell::plain("-"), |age| Cell::plain(&spell_duration(age))),
            Column::Pid => self
                .pid()
                .map_or(Cell::default(), |pid| Cell::plain(&pid.to_string())),
            Column::Exit => self
                .exit_status()
                .map_or(Cell::default(), |status| Cell::plain(&status.to_string())),
            Column::Note => self.note(now).into(),
            _ => Cell::default(),
        }
    }

    fn key(&self, column: Column) -> SortKey {
        match column {
            Column::State => SortKey::Number(self.health() as i64),
            Column::Process => SortKey::text(self.id().label().into_string()),
            Column::Node => SortKey::text(self.node.id.as_str()),
            Column::Environment => {
                SortKey::text(self.environment().map_or("", |name| name.as_str()))
            }
            Column::Group => SortKey::text(self.id().group.raw()),
            // The youngest first: that is the latest instant, which no poll moves by itself.
            Column::Uptime => SortKey::number(self.since().map(|since| -since.as_second())),
            Column::Pid => SortKey::number(self.pid()),
            Column::Exit => SortKey::number(self.exit_status()),
            Column::Note => SortKey::text(self.process.spawn_error.clean().into_string()),
            _ => SortKey::Nothing,
        }
    }
}
