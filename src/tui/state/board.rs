//! What is counted over the whole fleet, made anew when the fleet changed and a frame is due.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::model::rollup::{Attention, EnvironmentRow, GroupRow, attention, environments, groups};
use crate::model::rollup::{NodeHealth, nodes};
use crate::model::{Fleet, Link, NodeId, Roster, Tally, display_width};

/// The columns that the longest names take: tables are laid out by them, not by what is on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameWidths {
    /// The longest name of a node.
    pub node: usize,
    /// The longest name of an environment.
    pub environment: usize,
    /// The longest name of a group.
    pub group: usize,
    /// The longest label of a process; an upper bound where names are not ASCII.
    pub process: usize,
}

/// Counts and rows made from the fleet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// Nodes there ought to be.
    pub nodes: usize,
    /// Nodes that answer.
    pub answering: usize,
    /// Nodes that do not answer.
    pub down: usize,
    /// Nodes that refuse our credential.
    pub refusing: usize,
    /// All processes.
    pub tally: Tally,
    /// What needs somebody, worst first.
    pub attention: Vec<Attention>,
    /// One row an environment.
    pub environment_rows: Vec<EnvironmentRow>,
    /// One row a group.
    pub group_rows: Vec<GroupRow>,
    /// How each node is doing.
    pub node_health: BTreeMap<NodeId, NodeHealth>,
    /// How long names are.
    pub name_widths: NameWidths,
    /// How long the answer of the node in the middle took.
    pub median_rtt: Option<Duration>,
}

impl NameWidths {
    fn of(fleet: &Fleet, roster: &Roster, groups: &[GroupRow]) -> Self {
        let environments = roster.environments().iter();
        let labels = fleet.processes().map(|(_, process)| {
            let (group, name) = (process.id.group.raw(), process.id.name.raw());
            // Bytes, not columns: this runs over every process, and names are mostly ASCII.
            if group == name {
                name.len()
            } else {
                group.len() + 1 + name.len()
            }
        });
        let longest = |group: &GroupRow| display_width(group.name.clean().as_str());
        Self {
            node: fleet
                .nodes()
                .map(|node| node.id.as_str().len())
                .max()
                .unwrap_or(0),
            environment: environments
                .map(|e| e.name.as_str().len())
                .max()
                .unwrap_or(0),
            group: groups.iter().map(longest).max().unwrap_or(0),
            process: labels.max().unwrap_or(0),
        }
    }
}

impl Board {
    /// Counts everything.
    #[must_use]
    pub fn of(fleet: &Fleet, roster: &Roster) -> Self {
        let group_rows = groups(fleet, roster);
        let mut board = Self {
            attention: attention(fleet, roster),
            environment_rows: environments(fleet, roster),
            name_widths: NameWidths::of(fleet, roster, &group_rows),
            group_rows,
            median_rtt: median_rtt(fleet),
            ..Self::default()
        };
        for row in nodes(fleet, roster) {
            board.nodes += 1;
            board.node_health.insert(row.id().clone(), row.health());
            board.tally.merge(&row.tally);
            match row.node.link {
                Link::Unasked => {}
                Link::Up { .. } => board.answering += 1,
                Link::Down { .. } => board.down += 1,
                Link::Paused { .. } => board.refusing += 1,
            }
        }
        board
    }
}

fn median_rtt(fleet: &Fleet) -> Option<Duration> {
    let mut all: Vec<Duration> = fleet.nodes().filter_map(|node| node.rtt).collect();
    all.sort_unstable();
    all.get(all.len() / 2).copied()
}
