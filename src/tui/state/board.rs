//! What is counted over the whole fleet, made anew when the fleet changed and a frame is due.

use crate::model::{Attention, EnvironmentRow, Fleet, GroupRow, NodeRow, Roster, Tally};

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
    /// One row a node.
    pub node_rows: Vec<NodeRow>,
    /// One row an environment.
    pub environment_rows: Vec<EnvironmentRow>,
    /// One row a group.
    pub group_rows: Vec<GroupRow>,
}

impl Board {
    /// Counts everything.
    #[must_use]
    pub fn of(fleet: &Fleet, roster: &Roster) -> Self {
        let node_rows = crate::model::nodes(fleet, roster);
        let mut board = Self { nodes: node_rows.len(), ..Self::default() };
        for row in &node_rows {
            board.tally.merge(&row.tally);
            match row.link {
                crate::model::Link::Unasked => {}
                crate::model::Link::Up { .. } => board.answering += 1,
                crate::model::Link::Down { .. } => board.down += 1,
                crate::model::Link::Paused { .. } => board.refusing += 1,
            }
        }
        board.node_rows = node_rows;
        board.attention = crate::model::attention(fleet, roster);
        board.environment_rows = crate::model::environments(fleet, roster);
        board.group_rows = crate::model::groups(fleet, roster);
        board
    }
}
