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
use crate::model::words::{elapsed, spell_age, spell_day, spell_duration};

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
        let since_poll = elapsed(self.node.read?, now);
        Some(self.age_at_poll()?.saturating_add(since_poll))
    }

    /// When it came into its state, on our own clock.
    #[must_use]
    pub fn since(&self) -> Option<Timestamp> {
        self.node.read?.checked_sub(self.age_at_poll()?).ok()
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
                let ago = spell_age(elapsed(good, now));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cell::{Order, sort_rows};
    use crate::model::fleet::Fleet;
    use crate::model::sample::{at, bad, fleet, good, process, refused, roster, unauthorized};

    const NOW: &str = "12:00:42";

    /// One process on one node that answered at 12:00:00, and what its row shows at 12:00:42.
    fn shown(process: Process, columns: [Column; 5]) -> [String; 5] {
        let roster = roster(&["n1"], &[("prod", &["n1"])]);
        let fleet = fleet(&roster, &[good("n1", "12:00:00", vec![process])]);
        let row = processes(&fleet, &roster).next().unwrap();
        columns.map(|column| row.cell(column, at(NOW)).text.into_string())
    }

    const FACTS: [Column; 5] = [
        Column::State,
        Column::Uptime,
        Column::Pid,
        Column::Exit,
        Column::Note,
    ];

    #[test]
    fn a_running_process_ticks_between_polls() {
        let running = process("n1", "api:web_00", ProcessState::Running);
        assert_eq!(shown(running, FACTS), ["RUNNING", "52s", "100", "", ""]);
    }

    #[test]
    fn the_names_of_a_process_stand_in_their_columns() {
        let running = process("n1", "api:web_00", ProcessState::Running);
        let names = [
            Column::Process,
            Column::Node,
            Column::Environment,
            Column::Group,
            Column::Problem,
        ];
        assert_eq!(
            shown(running, names),
            ["api:web_00", "n1", "prod", "api", ""]
        );
    }

    #[test]
    fn a_process_that_could_not_start_says_why_and_shows_no_old_status() {
        let mut fatal = process("n1", "api:web_02", ProcessState::Fatal);
        fatal.started = Some(at("11:58:32"));
        fatal.stopped = Some(at("03:00:00"));
        fatal.spawn_error = "can't find command '/srv/api/web'".into();
        assert_eq!(
            shown(fatal, FACTS),
            [
                "FATAL",
                "2m10s",
                "",
                "",
                "can't find command '/srv/api/web'"
            ]
        );
    }

    #[test]
    fn a_process_that_ended_says_how() {
        let mut stopped = process("n1", "api:web_02", ProcessState::Stopped);
        stopped.stopped = Some("2026-07-03T11:20:00Z".parse().unwrap());
        stopped.started = Some("2026-07-01T11:20:00Z".parse().unwrap());
        assert_eq!(shown(stopped.clone(), FACTS)[3..], ["0", "Jul 03 11:20"]);
        stopped.stopped = None;
        stopped.started = None;
        assert_eq!(
            shown(stopped, FACTS),
            ["STOPPED", "-", "", "", "never started"]
        );

        let mut exited = process("n1", "batch:import", ProcessState::Exited);
        exited.exit_status = 137;
        exited.spawn_error = "Bad exit code 137".into();
        assert_eq!(shown(exited.clone(), FACTS)[3..], ["137", "exit 137"]);
        exited.exit_status = -1;
        assert_eq!(shown(exited, FACTS)[3..], ["-1", "killed by a signal"]);

        let odd = process("n1", "odd", ProcessState::Unknown(7));
        assert_eq!(shown(odd, FACTS)[4], "supervisord reports state 7");
    }

    fn silent(error: LinkError) -> (Fleet, Roster) {
        let roster = roster(&["n1"], &[]);
        let running = process("n1", "web:front_00", ProcessState::Running);
        let reports = [
            good("n1", "12:00:00", vec![running]),
            bad("n1", "12:00:02", error),
        ];
        (fleet(&roster, &reports), roster)
    }

    #[test]
    fn a_process_of_a_silent_node_shows_only_what_was_last_known() {
        let (fleet, roster) = silent(refused());
        let row = processes(&fleet, &roster).next().unwrap();
        let texts = FACTS.map(|column| row.cell(column, at(NOW)).text.into_string());
        assert_eq!(
            texts,
            ["RUNNING?", "-", "", "", "last seen 42s ago, node down"]
        );
        assert_eq!(row.glyph(), '?');
        assert_eq!(
            row.cell(Column::State, at(NOW)).health,
            Some(Health::NoData)
        );

        let (fleet, roster) = silent(unauthorized());
        let row = processes(&fleet, &roster).next().unwrap();
        assert_eq!(
            row.note(at(NOW)).as_str(),
            "last seen 42s ago, node refuses us"
        );
    }

    #[test]
    fn a_process_is_found_by_what_it_is_known_by() {
        let (fleet, roster) = silent(refused());
        let id = processes(&fleet, &roster).next().unwrap().id().clone();
        assert_eq!(super::process(&fleet, &roster, &id).unwrap().id(), &id);
        let other = ProcessId::new(&id.node, "web", "front_01");
        assert!(super::process(&fleet, &roster, &other).is_none());
    }

    #[test]
    fn the_default_sort_is_worst_first_and_keeps_equals_in_place() {
        let roster = roster(&["n1", "n2"], &[]);
        let of = |node, labels: [(&str, ProcessState); 2]| {
            let all = labels.map(|(label, state)| process(node, label, state));
            good(node, "12:00:00", all.to_vec())
        };
        let fleet = fleet(
            &roster,
            &[
                of(
                    "n1",
                    [("b", ProcessState::Running), ("c", ProcessState::Fatal)],
                ),
                of(
                    "n2",
                    [("a", ProcessState::Running), ("d", ProcessState::Stopped)],
                ),
            ],
        );
        let sorted = |column, order| {
            let mut rows: Vec<_> = processes(&fleet, &roster).collect();
            sort_rows(&mut rows, column, order);
            rows.iter()
                .map(|row| row.id().label().into_string())
                .collect::<String>()
        };
        assert_eq!(sorted(Column::State, Order::Up), "cdba");
        assert_eq!(sorted(Column::State, Order::Down), "badc");
        assert_eq!(sorted(Column::Process, Order::Up), "abcd");
        assert_eq!(
            sorted(Column::Pid, Order::Down),
            "bacd",
            "those without a pid are last"
        );
    }

    #[test]
    fn sorting_by_uptime_puts_the_youngest_first_whenever_they_were_polled() {
        let roster = roster(&["n1", "n2"], &[]);
        let mut old = process("n1", "old", ProcessState::Running);
        old.started = Some(at("11:00:00"));
        let young = process("n2", "young", ProcessState::Running);
        let fleet = fleet(
            &roster,
            &[
                good("n1", "12:00:00", vec![old]),
                good("n2", "12:00:01", vec![young]),
            ],
        );
        let mut rows: Vec<_> = processes(&fleet, &roster).collect();
        sort_rows(&mut rows, Column::Uptime, Order::Up);
        assert_eq!(rows[0].id().name.raw(), "young");
    }
}
