//! One node as a row: whether it answers, what is wrong on it, when it is asked again.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::cell::{Cell, Row, SortKey};
use crate::model::column::Column;
use crate::model::fleet::Fleet;
use crate::model::id::{EnvironmentName, NodeId};
use crate::model::link::{Link, LinkError, LinkKind};
use crate::model::node::Node;
use crate::model::process::{Health, Process};
use crate::model::roster::{NodeEntry, Roster};
use crate::model::tally::Tally;
use crate::model::text::Clean;
use crate::model::words::{elapsed, spell_duration, spell_moment};

/// An answer no older than this counts as given now.
const FRESH: Duration = Duration::from_secs(5);

/// How a node is doing, worst first: the order of the default sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeHealth {
    /// It gives no answer, or none that makes sense.
    Down,
    /// It answers, and refuses us.
    Auth,
    /// A process on it is FATAL.
    Fatal,
    /// A process on it is in BACKOFF.
    Backoff,
    /// A process on it ended with a code nobody expected.
    ExitedBadly,
    /// The state of a process on it is unknown.
    Unknown,
    /// It was not asked yet.
    Unasked,
    /// All is well.
    Ok,
}

impl NodeHealth {
    /// The ASCII sign that stands for it without colour.
    #[must_use]
    pub fn glyph(self) -> char {
        match self {
            Self::Auth => 'a',
            Self::Unasked => ' ',
            Self::Ok => Health::Running.glyph(),
            Self::Down | Self::Fatal | Self::Backoff | Self::ExitedBadly | Self::Unknown => {
                self.health().map_or(' ', Health::glyph)
            }
        }
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Down => "DOWN",
            Self::Auth => "AUTH",
            Self::Fatal => "FATAL",
            Self::Backoff => "BACKOFF",
            Self::ExitedBadly => "EXITED",
            Self::Unknown => "UNKNOWN",
            Self::Unasked => "ASKING",
            Self::Ok => "OK",
        }
    }

    /// The health of a process that is nearest to it: what colours it.
    #[must_use]
    pub fn health(self) -> Option<Health> {
        match self {
            Self::Down | Self::Auth => Some(Health::NoData),
            Self::Fatal => Some(Health::Fatal),
            Self::Backoff => Some(Health::Backoff),
            Self::ExitedBadly => Some(Health::ExitedBadly),
            Self::Unknown => Some(Health::Unknown),
            Self::Unasked => None,
            Self::Ok => Some(Health::Running),
        }
    }
}

/// One node.
#[derive(Clone, Copy, Debug)]
pub struct NodeRow<'a> {
    /// Everything observed of it: link, times, processes.
    pub node: &'a Node,
    /// What the config says of it; none for a node that just left the config.
    pub entry: Option<&'a NodeEntry>,
    /// Its environments, in the order of the config.
    pub environments: &'a [EnvironmentName],
    /// Its processes, all of them as no data while it gives none.
    pub tally: Tally,
}

/// All nodes, by name.
#[must_use]
pub fn nodes<'a>(fleet: &'a Fleet, roster: &'a Roster) -> Vec<NodeRow<'a>> {
    fleet.nodes().map(|node| row(node, roster)).collect()
}

/// One node.
#[must_use]
pub fn node<'a>(fleet: &'a Fleet, roster: &'a Roster, id: &NodeId) -> Option<NodeRow<'a>> {
    fleet.node(id).map(|node| row(node, roster))
}

fn row<'a>(node: &'a Node, roster: &'a Roster) -> NodeRow<'a> {
    NodeRow {
        node,
        entry: roster.node(&node.id),
        environments: roster.environment_names(&node.id),
        tally: node.tally(),
    }
}

impl<'a> NodeRow<'a> {
    /// Its name.
    #[must_use]
    pub fn id(&self) -> &'a NodeId {
        &self.node.id
    }

    /// The environment shown beside it: its first.
    #[must_use]
    pub fn environment(&self) -> Option<&'a EnvironmentName> {
        self.environments.first()
    }

    /// Where it listens, in words; empty for a node that left the config.
    #[must_use]
    pub fn endpoint(&self) -> Clean {
        self.entry.map_or(Clean::default(), |entry| {
            Clean::text(&entry.endpoint.to_string())
        })
    }

    /// How it is doing.
    #[must_use]
    pub fn health(&self) -> NodeHealth {
        match (&self.node.link, self.node.link.error().map(LinkError::kind)) {
            (_, Some(LinkKind::Auth)) => NodeHealth::Auth,
            (_, Some(LinkKind::Down)) => NodeHealth::Down,
            (Link::Unasked, None) => NodeHealth::Unasked,
            (Link::Up { .. } | Link::Down { .. } | Link::Paused { .. }, None) => {
                match self.tally.worst() {
                    Some(Health::Fatal) => NodeHealth::Fatal,
                    Some(Health::Backoff) => NodeHealth::Backoff,
                    Some(Health::ExitedBadly) => NodeHealth::ExitedBadly,
                    Some(Health::Unknown) => NodeHealth::Unknown,
                    Some(
                        Health::NoData
                        | Health::Stopping
                        | Health::Starting
                        | Health::Stopped
                        | Health::Exited
                        | Health::Running,
                    )
                    | None => NodeHealth::Ok,
                }
            }
        }
    }

    /// What is wrong with it: why it does not answer, or its worst process; empty if all is well.
    #[must_use]
    pub fn problem(&self) -> Clean {
        match self.node.link.error() {
            Some(error) => Clean::text(&spell_link_error(error)),
            None => self.worst_process().map_or(Clean::default(), |process| {
                Clean::text(&spell_worst(process))
            }),
        }
    }

    /// When it is asked again, in words; empty while it answers.
    #[must_use]
    pub fn retry(&self, now: Timestamp) -> String {
        match (&self.node.link, self.node.next) {
            (Link::Unasked | Link::Up { .. }, _) => String::new(),
            (Link::Paused { .. }, _) | (Link::Down { .. }, None) => "paused".to_owned(),
            (Link::Down { .. }, Some(next)) if next <= now => "now".to_owned(),
            (Link::Down { .. }, Some(next)) => {
                format!("in {}", spell_duration(elapsed(now, next)))
            }
        }
    }

    /// When it last gave a good answer, in words: a node may still count as up while its answer is
    /// awaited.
    #[must_use]
    pub fn last_ok(&self, now: Timestamp) -> String {
        match self.node.last_good {
            Some(good) if self.node.link.is_up() && elapsed(good, now) < FRESH => "now".to_owned(),
            Some(good) => spell_moment(good, now),
            None => "never".to_owned(),
        }
    }

    fn worst_process(&self) -> Option<&'a Process> {
        let standing = self.node.standing();
        let bad = |process: &&Process| process.health(standing).is_bad();
        let processes = self.node.processes().iter().filter(bad);
        processes.min_by_key(|process| process.health(standing))
    }

    fn version(&self) -> Clean {
        let snapshot = self.node.snapshot.as_ref();
        snapshot.map_or(Clean::default(), |snapshot| snapshot.version.clean())
    }

    fn process_count(&self) -> Cell {
        let total = self.tally.total();
        match (total, self.tally.of(Health::NoData)) {
            (0, _) if !self.node.link.is_up() => Cell::default(),
            (_, 0) => Cell::plain(&total.to_string()),
            (_, _) => Cell::plain(&format!("{total}?")).with(Health::NoData),
        }
    }
}

impl Row for NodeRow<'_> {
    fn glyph(&self) -> char {
        self.health().glyph()
    }

    fn cell(&self, column: Column, now: Timestamp) -> Cell {
        match column {
            Column::State => Cell {
                text: Clean::text(self.health().word()),
                health: self.health().health(),
            },
            Column::Node => Cell::plain(self.id().as_str()),
            Column::Environment => Cell::plain(self.environment().map_or("", |name| name.as_str())),
            Column::Processes => self.process_count(),
            Column::Bad => Cell::count(
                self.tally.bad(),
                self.tally.worst().unwrap_or(Health::Unknown),
            ),
            Column::LastOk => Cell::plain(&self.last_ok(now)),
            Column::Retry => Cell::plain(&self.retry(now)),
            Column::Rtt => self
                .node
                .rtt
                .map_or(Cell::default(), |rtt| Cell::plain(&spell_rtt(rtt))),
            Column::Version => self.version().into(),
            Column::Problem => self.problem().into(),
            _ => Cell::default(),
        }
    }

    fn key(&self, column: Column) -> SortKey {
        match column {
            Column::State => SortKey::Number(self.health() as i64),
            Column::Node => SortKey::text(self.id().as_str()),
            Column::Environment => {
                SortKey::text(self.environment().map_or("", |name| name.as_str()))
            }
            Column::Processes => SortKey::number(Some(self.tally.total())),
            Column::Bad => SortKey::number(Some(self.tally.bad())),
            // Longest silent first: never, then by the last good answer, then those that answer.
            Column::LastOk => match (self.node.last_good, self.node.link.is_up()) {
                (_, true) => SortKey::Number(i64::MAX),
                (Some(good), false) => SortKey::Number(good.as_millisecond()),
                (None, false) => SortKey::Number(i64::MIN),
            },
            Column::Retry => match self.node.link {
                Link::Down { .. } => SortKey::number(self.node.next.map(Timestamp::as_millisecond)),
                Link::Unasked | Link::Up { .. } | Link::Paused { .. } => SortKey::Nothing,
            },
            Column::Rtt => SortKey::number(self.node.rtt.map(|rtt| rtt.as_micros())),
            Column::Version => SortKey::text(self.version().into_string()),
            Column::Problem => SortKey::text(self.problem().into_string()),
            _ => SortKey::Nothing,
        }
    }
}

/// The error after the kind of trouble it is.
fn spell_link_error(error: &LinkError) -> String {
    match (error, error.kind()) {
        // Its own words begin with TLS.
        (LinkError::Tls { .. }, _) => error.to_string(),
        (_, LinkKind::Auth) => format!("AUTH: {error}"),
        (_, LinkKind::Down) => format!("DOWN: {error}"),
    }
}

/// A process and its state, with the status of an unexpected exit: `batch:import EXITED 137`.
fn spell_worst(process: &Process) -> String {
    let (label, word) = (process.id.label(), process.state.word());
    if process.exited_badly() {
        format!("{label} {word} {}", process.exit_status)
    } else {
        format!("{label} {word}")
    }
}

fn spell_rtt(rtt: Duration) -> String {
    if rtt < Duration::from_secs(1) {
        format!("{}ms", rtt.as_millis())
    } else {
        format!("{:.1}s", rtt.as_secs_f32())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::process::ProcessState;
    use crate::model::report::Report;
    use crate::model::sample::{at, bad, fleet, good, process, refused, roster, unauthorized};

    const SHOWN: [Column; 7] = [
        Column::Node,
        Column::Environment,
        Column::Processes,
        Column::Bad,
        Column::LastOk,
        Column::Retry,
        Column::Problem,
    ];

    /// What the row of one node shows at 12:00:04 after these reports, after its sign.
    fn shown(reports: &[Report]) -> (char, [String; 7]) {
        let roster = roster(&["n1"], &[("prod", &["n1"])]);
        let fleet = fleet(&roster, reports);
        let row = node(&fleet, &roster, &NodeId::new("n1")).unwrap();
        let text = |column| row.cell(column, at("12:00:04")).text.into_string();
        (row.glyph(), SHOWN.map(text))
    }

    fn answer(when: &str, state: ProcessState) -> Report {
        let sibling = process("n1", "api:web_00", ProcessState::Running);
        good(
            "n1",
            when,
            vec![sibling, process("n1", "api:web_02", state)],
        )
    }

    #[test]
    fn a_node_that_answers_shows_its_worst_process() {
        let well = shown(&[answer("12:00:00", ProcessState::Stopped)]);
        assert_eq!(
            well,
            (
                '+',
                ["n1", "prod", "2", "", "now", "", ""].map(str::to_owned)
            )
        );
        let ill = shown(&[answer("12:00:00", ProcessState::Fatal)]);
        let facts = ["n1", "prod", "2", "1", "now", "", "api:web_02 FATAL"];
        assert_eq!(ill, ('!', facts.map(str::to_owned)));
    }

    #[test]
    fn an_answer_that_is_still_awaited_was_not_given_now() {
        let roster = roster(&["n1"], &[]);
        let fleet = fleet(&roster, &[answer("12:00:00", ProcessState::Running)]);
        let row = node(&fleet, &roster, &NodeId::new("n1")).unwrap();
        assert_eq!(row.last_ok(at("12:00:04")), "now");
        assert_eq!(row.last_ok(at("12:00:05")), "12:00:00");
    }

    #[test]
    fn a_node_with_an_unexpected_exit_shows_its_status() {
        let mut report = process("n1", "batch:import", ProcessState::Exited);
        report.exit_status = 137;
        report.spawn_error = "Bad exit code 137".into();
        let (sign, facts) = shown(&[good("n1", "12:00:00", vec![report])]);
        assert_eq!((sign, facts[6].as_str()), ('x', "batch:import EXITED 137"));
    }

    #[test]
    fn a_silent_node_shows_why_and_when_it_is_asked_again() {
        let (sign, facts) = shown(&[
            answer("12:00:00", ProcessState::Fatal),
            bad("n1", "12:00:02", refused()),
        ]);
        let words = "DOWN: connection refused by 10.0.3.19:9001";
        assert_eq!(facts, ["n1", "prod", "2?", "", "12:00:00", "in 6s", words]);
        assert_eq!(sign, '?');
    }

    #[test]
    fn each_kind_of_trouble_has_its_own_first_word() {
        let (sign, facts) = shown(&[bad("n1", "12:00:02", unauthorized())]);
        let words = "AUTH: 401 Unauthorized, user deploy";
        assert_eq!(facts, ["n1", "prod", "", "", "never", "paused", words]);
        assert_eq!(sign, 'a');

        let expired = LinkError::Tls {
            reason: "certificate expired".to_owned(),
        };
        let (_, facts) = shown(&[bad("n1", "12:00:02", expired)]);
        assert_eq!(facts[6], "TLS: certificate expired");
    }

    #[test]
    fn a_node_not_asked_yet_claims_nothing() {
        let (sign, facts) = shown(&[]);
        assert_eq!(facts, ["n1", "prod", "", "", "never", "", ""]);
        assert_eq!(sign, ' ');
    }

    #[test]
    fn nodes_sort_worst_first() {
        let roster = roster(&["a", "b", "c", "d", "e"], &[]);
        let fatal = |node| {
            good(
                node,
                "12:00:00",
                vec![process(node, "x", ProcessState::Fatal)],
            )
        };
        let fleet = fleet(
            &roster,
            &[
                good("a", "12:00:00", Vec::new()),
                fatal("c"),
                bad("d", "12:00:00", unauthorized()),
                bad("e", "12:00:00", refused()),
            ],
        );
        let mut rows = nodes(&fleet, &roster);
        crate::model::sort_rows(&mut rows, Column::State, crate::model::Order::Up);
        let order: String = rows.iter().map(|row| row.id().as_str()).collect();
        assert_eq!(order, "edcba");
        assert_eq!(rows[0].endpoint().as_str(), "unix:///run/e.sock");
    }

    #[test]
    fn a_slow_answer_is_told_in_seconds() {
        assert_eq!(spell_rtt(Duration::from_millis(84)), "84ms");
        assert_eq!(spell_rtt(Duration::from_millis(1250)), "1.2s");
    }
}
