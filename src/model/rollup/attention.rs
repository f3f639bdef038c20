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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::process::ProcessState;
    use crate::model::sample::{at, bad, fleet, good, process, refused, roster, unauthorized};

    #[test]
    fn what_is_worst_stands_first_and_a_silent_node_is_told_once() {
        let roster = roster(
            &["auth", "gone", "ill", "new", "well"],
            &[("prod", &["gone", "ill"])],
        );
        let mut exited = process("ill", "batch", ProcessState::Exited);
        exited.exit_status = -1;
        let mut fatal = process("ill", "api:web", ProcessState::Fatal);
        fatal.spawn_error = "can't find command\x1b".into();
        let backoff = process("ill", "sync", ProcessState::Backoff);
        let two = || {
            vec![
                process("gone", "x", ProcessState::Fatal),
                process("gone", "y", ProcessState::Running),
            ]
        };
        let fleet = fleet(
            &roster,
            &[
                bad("auth", "12:00:01", unauthorized()),
                good("gone", "12:00:00", two()),
                bad("gone", "12:00:02", refused()),
                good("ill", "12:00:00", vec![fatal, exited, backoff]),
                good(
                    "well",
                    "12:00:00",
                    vec![process("well", "x", ProcessState::Running)],
                ),
            ],
        );
        let all = attention(&fleet, &roster);
        let told: Vec<_> = all
            .iter()
            .map(|one| {
                let (sign, word) = (one.severity.glyph(), one.severity.word());
                let node = one.subject.node().as_str();
                (sign, word, node, one.processes, one.reason.as_str())
            })
            .collect();
        assert_eq!(
            told,
            [
                ('!', "FATAL", "ill", 1, "can't find command\\x1b"),
                ('~', "BACKOFF", "ill", 1, ""),
                ('x', "EXITED", "ill", 1, "killed by a signal"),
                (
                    '?',
                    "NO DATA",
                    "gone",
                    2,
                    "connection refused by 10.0.3.19:9001"
                ),
                ('a', "AUTH", "auth", 0, "401 Unauthorized, user deploy"),
            ]
        );
        assert_eq!(all[0].since, Some(at("11:59:50")));
        assert_eq!(all[3].since, Some(at("12:00:02")));
        assert!(matches!(all[0].subject, Subject::Process(_)));
        assert!(matches!(all[3].subject, Subject::Node(_)));
        assert_eq!(
            all[3].environment.as_ref().map(EnvironmentName::as_str),
            Some("prod")
        );
    }

    #[test]
    fn a_time_is_ours_though_the_clock_of_the_node_is_wrong() {
        let roster = roster(&["n"], &[]);
        let mut fatal = process("n", "x", ProcessState::Fatal);
        fatal.stopped = Some(at("18:00:00"));
        fatal.now = Some(at("18:00:30"));
        let fleet = fleet(&roster, &[good("n", "12:00:00", vec![fatal])]);
        assert_eq!(attention(&fleet, &roster)[0].since, Some(at("11:59:30")));
    }
}
