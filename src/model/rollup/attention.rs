//! What wants somebody to look, worst first: processes and nodes in one list.

use jiff::Timestamp;

use super::node::{NodeHealth, NodeRow, nodes};
use super::process::{ProcessRow, processes};
use crate::model::action::Subject;
use crate::model::fleet::Fleet;
use crate::model::id::EnvironmentName;
use crate::model::process::Health;
use crate::model::roster::Roster;
use crate::model::text::Clean;

/// How urgent something is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A process that supervisord gave up on.
    Fatal,
    /// A process that dies and is started again.
    Backoff,
    /// A process that ended with a code nobody expected.
    ExitedBadly,
    /// A process whose state supervisord does not know.
    Unknown,
    /// A node that gives no data.
    NoData,
    /// A node that refuses us.
    Auth,
}

impl Severity {
    /// The ASCII sign that stands for it without colour.
    #[must_use]
    pub fn glyph(self) -> char {
        match self {
            Self::Auth => NodeHealth::Auth.glyph(),
            Self::Fatal | Self::Backoff | Self::ExitedBadly | Self::Unknown | Self::NoData => {
                self.health().glyph()
            }
        }
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Auth => NodeHealth::Auth.word(),
            Self::Fatal | Self::Backoff | Self::ExitedBadly | Self::Unknown | Self::NoData => {
                self.health().word()
            }
        }
    }

    /// The health of a process that is nearest to it: what colours it.
    #[must_use]
    pub fn health(self) -> Health {
        match self {
            Self::Fatal => Health::Fatal,
            Self::Backoff => Health::Backoff,
            Self::ExitedBadly => Health::ExitedBadly,
            Self::Unknown => Health::Unknown,
            Self::NoData | Self::Auth => Health::NoData,
        }
    }
}

/// One process or node that wants somebody to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    /// Where to jump to: a process or a node, never a group.
    pub subject: Subject,
    /// How urgent it is.
    pub severity: Severity,
    /// The environment shown beside it.
    pub environment: Option<EnvironmentName>,
    /// How many processes it is about: one, or all that the node last had.
    pub processes: usize,
    /// Since when, on our own clock.
    pub since: Option<Timestamp>,
    /// Why, in words.
    pub reason: Clean,
}

/// What wants somebody to look, worst first; among equals by node, then process.
#[must_use]
pub fn attention(fleet: &Fleet, roster: &Roster) -> Vec<Attention> {
    let of_processes = processes(fleet, roster).filter_map(|row| about_process(&row));
    let rows = nodes(fleet, roster);
    let of_nodes = rows.iter().filter_map(about_node);
    let mut all: Vec<Attention> = of_processes.chain(of_nodes).collect();
    all.sort_by_key(|attention| attention.severity);
    all
}

fn about_process(row: &ProcessRow<'_>) -> Option<Attention> {
    let severity = match row.health() {
        Health::Fatal => Severity::Fatal,
        Health::Backoff => Severity::Backoff,
        Health::ExitedBadly => Severity::ExitedBadly,
        Health::Unknown => Severity::Unknown,
        // No data is told once, of the node.
        Health::NoData
        | Health::Stopping
        | Health::Starting
        | Health::Stopped
        | Health::Exited
        | Health::Running => return None,
    };
    Some(Attention {
        subject: Subject::Process(row.id().clone()),
        severity,
        environment: row.environment().cloned(),
        processes: 1,
        since: row.since(),
        reason: row.reason(),
    })
}

fn about_node(row: &NodeRow<'_>) -> Option<Attention> {
    let severity = match row.health() {
        NodeHealth::Down => Severity::NoData,
        NodeHealth::Auth => Severity::Auth,
        // What is wrong inside is told of the processes themselves.
        NodeHealth::Fatal
        | NodeHealth::Backoff
        | NodeHealth::ExitedBadly
        | NodeHealth::Unknown
        | NodeHealth::Unasked
        | NodeHealth::Ok => return None,
    };
    Some(Attention {
        subject: Subject::Node(row.id().clone()),
        severity,
        environment: row.environment().cloned(),
        processes: row.tally.total(),
        since: row.node.link.since(),
        reason: Clean::text(&row.node.link.error()?.to_string()),
    })
}
