//! One group over all nodes as a row: where it runs, and what is wrong with it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::environment::{count_cell, count_key, title};
use crate::model::cell::{Cell, Row, SortKey};
use crate::model::column::Column;
use crate::model::fleet::Fleet;
use crate::model::id::{EnvironmentName, GroupName};
use crate::model::process::Health;
use crate::model::roster::Roster;
use crate::model::tally::Tally;
use crate::model::text::Clean;

/// What one environment has of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupShare {
    /// Which environment; none for all nodes that are in no environment.
    pub environment: Option<EnvironmentName>,
    /// Its processes.
    pub tally: Tally,
}

/// The group of one name on all nodes. A process without a group is in one of its own name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// Its name.
    pub name: GroupName,
    /// How many nodes have it.
    pub nodes: usize,
    /// Its processes, each once.
    pub tally: Tally,
    /// Its processes by environment, in the order of the config; only where it has any.
    pub shares: Vec<GroupShare>,
    /// The environments that have it, in the order of the config.
    pub environments: Vec<EnvironmentName>,
}

/// All groups, by name.
#[must_use]
pub fn groups(fleet: &Fleet, roster: &Roster) -> Vec<GroupRow> {
    let mut rows: BTreeMap<&GroupName, GroupRow> = BTreeMap::new();
    for node in fleet.nodes() {
        let standing = node.standing();
        let mut tallies: BTreeMap<&GroupName, Tally> = BTreeMap::new();
        for process in node.processes() {
            let tally = tallies.entry(&process.id.group).or_default();
            tally.add(process.health(standing));
        }
        let names = roster.environment_names(&node.id);
        for (name, tally) in tallies {
            let row = rows.entry(name).or_insert_with(|| GroupRow::empty(name));
            row.count(&tally, names);
        }
    }
    let mut rows: Vec<GroupRow> = rows.into_values().collect();
    for row in &mut rows {
        row.put_in_order(roster);
    }
    rows
}

impl GroupRow {
    /// How its worst process is doing.
    #[must_use]
    pub fn health(&self) -> Health {
        self.tally.worst().unwrap_or(Health::Running)
    }

    /// How many of how many run, by environment: `prod 22/24  stage 2/2`.
    #[must_use]
    pub fn spread(&self) -> String {
        let share = |share: &GroupShare| {
            let (running, total) = (share.tally.of(Health::Running), share.tally.total());
            format!("{} {running}/{total}", title(share.environment.as_ref()))
        };
        let shares: Vec<String> = self.shares.iter().map(share).collect();
        shares.join("  ")
    }

    /// What does not run, worst first: `1 FATAL, 2 no data`.
    #[must_use]
    pub fn problem(&self) -> String {
        let down = Health::ALL
            .into_iter()
            .filter(|health| *health != Health::Running && self.tally.of(*health) > 0);
        let counts: Vec<String> = down
            .map(|health| format!("{} {}", self.tally.of(health), health.phrase()))
            .collect();
        counts.join(", ")
    }

    fn empty(name: &GroupName) -> Self {
        Self {
            name: name.clone(),
            nodes: 0,
            tally: Tally::default(),
            shares: Vec::new(),
            environments: Vec::new(),
        }
    }

    /// Counts one node's part in every environment of that node, and once in total.
    fn count(&mut self, tally: &Tally, environments: &[EnvironmentName]) {
        self.nodes += 1;
        self.tally.merge(tally);
        for environment in environments {
            self.share(Some(environment)).merge(tally);
        }
        if environments.is_empty() {
            self.share(None).merge(tally);
        }
    }

    fn share(&mut self, environment: Option<&EnvironmentName>) -> &mut Tally {
        let known = self
            .shares
            .iter()
            .position(|share| share.environment.as_ref() == environment);
        let at = known.unwrap_or_else(|| {
            self.shares.push(GroupShare {
                environment: environment.cloned(),
                tally: Tally::default(),
            });
            self.shares.len() - 1
        });
        &mut self.shares[at].tally
    }

    fn put_in_order(&mut self, roster: &Roster) {
        let place = |name: &EnvironmentName| {
            let mut all = roster.environments().iter();
            all.position(|environment| environment.name == *name)
        };
        self.shares.sort_by_key(|share| {
            let place = share.environment.as_ref().and_then(place);
            place.unwrap_or(usize::MAX)
        });
        let names = self.shares.iter();
        self.environments = names
            .filter_map(|share| share.environment.clone())
            .collect();
    }
}

impl Row for GroupRow {
    fn glyph(&self) -> char {
        self.health().glyph()
    }

    fn cell(&self, column: Column, _now: Timestamp) -> Cell {
        match column {
            Column::State => Cell::plain(self.health().word()).with(self.health()),
            Column::Group => self.name.clean().into(),
            Column::Nodes => Cell::plain(&self.nodes.to_string()),
            Column::Spread => Clean::text(&self.spread()).into(),
            Column::Problem => Clean::text(&self.problem()).into(),
            count => count_cell(&self.tally, count),
        }
    }

    fn key(&self, column: Column) -> SortKey {
        match column {
            Column::State => SortKey::Number(self.health() as i64),
            Column::Group => SortKey::text(self.name.raw()),
            Column::Nodes => SortKey::number(Some(self.nodes)),
            Column::Spread => SortKey::text(self.spread()),
            Column::Problem => SortKey::text(self.problem()),
            count => count_key(&self.tally, count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::process::ProcessState;
    use crate::model::sample::{at, bad, fleet, good, process, refused, roster};
    use ProcessState::{Fatal, Running, Stopped};

    #[test]
    fn a_group_is_counted_over_its_nodes_and_shared_out_by_environment() {
        let roster = roster(
            &["a", "b", "c", "d"],
            &[("prod", &["a", "b"]), ("canary", &["a"])],
        );
        let with = |node, states: [ProcessState; 2]| {
            let [first, second] = states;
            let all = vec![
                process(node, "api:0", first),
                process(node, "api:1", second),
            ];
            good(node, "12:00:00", all)
        };
        let reports = [
            with("a", [Running, Fatal]),
            with("b", [Running, Running]),
            with("c", [Running, Stopped]),
            with("d", [Running, Running]),
            bad("d", "12:00:02", refused()),
        ];
        let fleet = fleet(&roster, &reports);
        let rows = groups(&fleet, &roster);
        let [row] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!(
            (row.nodes, row.tally.total(), row.tally.of(Health::Running)),
            (4, 8, 4)
        );
        assert_eq!(row.spread(), "prod 3/4  canary 1/2  no environment 1/4");
        assert_eq!(row.problem(), "1 FATAL, 2 no data, 1 STOPPED");
        assert_eq!((row.health(), row.glyph()), (Health::Fatal, '!'));
        let running = row.cell(Column::Running, at("12:00:00"));
        assert_eq!(running, Cell::plain("4").with(Health::Running));
    }

    #[test]
    fn a_process_without_a_group_is_its_own() {
        let roster = roster(&["a"], &[]);
        let all = vec![
            process("a", "api:web", Running),
            process("a", "cron", Running),
        ];
        let fleet = fleet(&roster, &[good("a", "12:00:00", all)]);
        let names: Vec<_> = groups(&fleet, &roster)
            .iter()
            .map(|row| row.cell(Column::Group, at("12:00:00")).text.into_string())
            .collect();
        assert_eq!(names, ["api", "cron"]);
    }
}
