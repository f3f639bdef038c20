//! One environment as a row: its nodes and its processes, counted.

use jiff::Timestamp;

use crate::model::cell::{Cell, Row, SortKey};
use crate::model::column::Column;
use crate::model::fleet::Fleet;
use crate::model::id::EnvironmentName;
use crate::model::node::Node;
use crate::model::process::Health;
use crate::model::roster::Roster;
use crate::model::tally::Tally;
use crate::model::words::spell_moment;

/// What stands for the nodes that are in no environment.
const NO_ENVIRONMENT: &str = "no environment";

/// One environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnvironmentRow {
    /// Its name; none for all nodes that are in no environment.
    pub name: Option<EnvironmentName>,
    /// Its nodes that answer.
    pub answering: usize,
    /// All its nodes.
    pub nodes: usize,
    /// Its processes.
    pub tally: Tally,
    /// Whether every action in it wants something typed.
    pub protected: bool,
    /// Whether nothing in it may be changed from here.
    pub read_only: bool,
    /// When something last changed in it: a fleet does not remember, so the caller fills it in.
    pub last_change: Option<Timestamp>,
}

/// All environments in the order of the config; last, if there are any, the nodes in none.
#[must_use]
pub fn environments(fleet: &Fleet, roster: &Roster) -> Vec<EnvironmentRow> {
    let mut rows: Vec<EnvironmentRow> = roster
        .environments()
        .iter()
        .map(|environment| EnvironmentRow {
            name: Some(environment.name.clone()),
            protected: environment.protected,
            read_only: environment.read_only,
            ..EnvironmentRow::default()
        })
        .collect();
    let mut rest = EnvironmentRow::default();
    for node in fleet.nodes() {
        let tally = node.tally();
        let names = roster.environment_names(&node.id);
        if names.is_empty() {
            rest.count(node, &tally);
        }
        for row in &mut rows {
            if row.name.as_ref().is_some_and(|name| names.contains(name)) {
                row.count(node, &tally);
            }
        }
    }
    if rest.nodes > 0 {
        rows.push(rest);
    }
    rows
}

impl EnvironmentRow {
    /// Its name as it is shown.
    #[must_use]
    pub fn title(&self) -> &str {
        title(self.name.as_ref())
    }

    /// How its worst process is doing, or that a node gives no data; none if there is nothing.
    #[must_use]
    pub fn health(&self) -> Option<Health> {
        let silent = (self.answering < self.nodes).then_some(Health::NoData);
        [self.tally.worst(), silent].into_iter().flatten().min()
    }

    fn count(&mut self, node: &Node, tally: &Tally) {
        self.nodes += 1;
        self.answering += usize::from(node.link.is_up());
        self.tally.merge(tally);
    }
}

impl Row for EnvironmentRow {
    fn glyph(&self) -> char {
        self.health().map_or(' ', Health::glyph)
    }

    fn cell(&self, column: Column, now: Timestamp) -> Cell {
        match column {
            Column::Environment => Cell::plain(self.title()),
            Column::Nodes => {
                let cell = Cell::plain(&format!("{}/{}", self.answering, self.nodes));
                if self.answering < self.nodes {
                    cell.with(Health::NoData)
                } else {
                    cell
                }
            }
            Column::LastChange => self
                .last_change
                .map_or(Cell::default(), |at| Cell::plain(&spell_moment(at, now))),
            count => count_cell(&self.tally, count),
        }
    }

    fn key(&self, column: Column) -> SortKey {
        match column {
            Column::Environment => {
                SortKey::text(self.name.as_ref().map_or("", EnvironmentName::as_str))
            }
            Column::Nodes => SortKey::number(Some(self.nodes)),
            Column::LastChange => SortKey::number(self.last_change.map(|at| -at.as_millisecond())),
            count => count_key(&self.tally, count),
        }
    }
}

/// The name of an environment as it is shown, with words for none.
pub(super) fn title(name: Option<&EnvironmentName>) -> &str {
    name.map_or(NO_ENVIRONMENT, EnvironmentName::as_str)
}

/// The counts that add up to all processes, each in the colour of what it counts.
pub(super) fn count_cell(tally: &Tally, column: Column) -> Cell {
    match count(tally, column) {
        Some((number, None)) => Cell::plain(&number.to_string()),
        Some((number, Some(health))) => Cell::plain(&number.to_string()).with(health),
        None => Cell::default(),
    }
}

/// What the counts sort by.
pub(super) fn count_key(tally: &Tally, column: Column) -> SortKey {
    SortKey::number(count(tally, column).map(|(number, _)| number))
}

/// A count and, where it is not zero, the worst that it counts.
fn count(tally: &Tally, column: Column) -> Option<(usize, Option<Health>)> {
    let counted: &[Health] = match column {
        Column::Processes => return Some((tally.total(), None)),
        Column::Running => &[Health::Running],
        Column::Moving => &[Health::Stopping, Health::Starting],
        Column::Flapping => &[Health::Backoff],
        Column::Bad => &[Health::Fatal, Health::ExitedBadly, Health::Unknown],
        Column::Stopped => &[Health::Stopped, Health::Exited],
        Column::NoData => &[Health::NoData],
        _ => return None,
    };
    let worst = counted.iter().copied().find(|health| tally.of(*health) > 0);
    Some((counted.iter().map(|health| tally.of(*health)).sum(), worst))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::process::ProcessState;
    use crate::model::sample::{at, bad, fleet, good, process, refused, roster};

    #[test]
    fn nodes_count_in_every_environment_and_those_in_none_stand_last() {
        let roster = roster(
            &["a", "b", "c"],
            &[("prod", &["a", "b"]), ("canary", &["a"])],
        );
        let one = |node| {
            good(
                node,
                "12:00:00",
                vec![process(node, "x", ProcessState::Running)],
            )
        };
        let fleet = fleet(
            &roster,
            &[one("a"), one("c"), bad("b", "12:00:00", refused())],
        );
        let rows = environments(&fleet, &roster);
        let shown: Vec<_> = rows
            .iter()
            .map(|row| (row.title(), row.answering, row.nodes, row.tally.total()))
            .collect();
        assert_eq!(
            shown,
            [
                ("prod", 1, 2, 1),
                ("canary", 1, 1, 1),
                ("no environment", 1, 1, 1)
            ]
        );
        assert_eq!(rows[0].health(), Some(Health::NoData), "one node is silent");
        assert_eq!(rows[0].glyph(), '?');
        assert_eq!(rows[1].health(), Some(Health::Running));
        assert_eq!(
            rows[0].cell(Column::Nodes, at("12:00:00")),
            Cell::plain("1/2").with(Health::NoData)
        );
    }

    #[test]
    fn there_is_no_extra_row_where_every_node_has_an_environment() {
        let roster = roster(&["a"], &[("prod", &["a"])]);
        assert_eq!(environments(&Fleet::of(&roster), &roster).len(), 1);
    }

    #[test]
    fn the_last_change_is_what_the_caller_knows() {
        let row = EnvironmentRow {
            last_change: Some(at("09:12:44")),
            ..EnvironmentRow::default()
        };
        let cell = row.cell(Column::LastChange, at("12:00:00"));
        assert_eq!(cell.text.as_str(), "09:12:44");
        assert_eq!(
            EnvironmentRow::default().key(Column::LastChange),
            SortKey::Nothing
        );
    }
}
