//! What is counted over the whole fleet, made anew when the fleet changed and a frame is due.

use crate::model::rollup::nodes;
use crate::model::rollup::{Attention, EnvironmentRow, GroupRow, attention, environments, groups};
use crate::model::{Fleet, Link, Roster, Tally};

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
}

impl Board {
    /// Counts everything.
    #[must_use]
    pub fn of(fleet: &Fleet, roster: &Roster) -> Self {
        let mut board = Self {
            attention: attention(fleet, roster),
            environment_rows: environments(fleet, roster),
            group_rows: groups(fleet, roster),
            ..Self::default()
        };
        for row in nodes(fleet, roster) {
            board.nodes += 1;
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
