//! The rows: what of the fleet is meant, in order.

use jiff::Timestamp;

use super::columns::Arrangement;
use crate::cli::choice::Aim;
use crate::cli::print::Line;
use crate::model::rollup::{self, EnvironmentRow, GroupRow, NodeRow, ProcessRow};
use crate::model::{
    Candidate, Cell, Column, Fleet, Health, Roster, Row, Selector, SortKey, sort_rows,
};

/// A row of the list of processes: a process, or a node whose processes nobody knows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Listed<'a> {
    Process(ProcessRow<'a>),
    Silent(NodeRow<'a>),
}

impl Row for Listed<'_> {
    fn glyph(&self) -> char {
        match self {
            Self::Process(row) => row.glyph(),
            Self::Silent(row) => row.glyph(),
        }
    }

    fn cell(&self, column: Column, now: Timestamp) -> Cell {
        match (self, column) {
            (Self::Process(row), _) => row.cell(column, now),
            (Self::Silent(_), Column::Process) => Cell::plain("-"),
            (Self::Silent(row), Column::Note) => row.cell(Column::Problem, now),
            (Self::Silent(row), _) => row.cell(column, now),
        }
    }

    fn key(&self, column: Column) -> SortKey {
        match (self, column) {
            (Self::Process(row), _) => row.key(column),
            // What nobody knows anything of is worse than what is known to be bad.
            (Self::Silent(_), Column::State) => SortKey::Number(-1),
            (Self::Silent(row), _) => row.key(column),
        }
    }
}

/// What is meant of a fleet, and how it is arranged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) fleet: &'a Fleet,
    pub(super) roster: &'a Roster,
    pub(super) aim: &'a Aim,
    pub(super) arrangement: &'a Arrangement,
    /// Only what runs: `supdeck check`.
    pub(super) only: Option<Health>,
}

impl<'a> Source<'a> {
    /// The processes that are meant, node by node.
    pub(super) fn processes(&self) -> Vec<ProcessRow<'a>> {
        let meant = |row: &ProcessRow<'a>| {
            self.selects(&Candidate::from(row)) && self.only.is_none_or(|of| row.health() == of)
        };
        let all = rollup::processes(self.fleet, self.roster);
        // What is last known of a node that is silent is not what was asked for.
        all.filter(|row| row.node.link.is_up())
            .filter(meant)
            .collect()
    }

    /// The nodes that give no data.
    pub(super) fn silent(&self) -> Vec<NodeRow<'a>> {
        let all = rollup::nodes(self.fleet, self.roster).into_iter();
        all.filter(|row| !row.node.link.is_up()).collect()
    }

    /// The list of processes, in order.
    pub(super) fn listed(&self) -> Vec<Listed<'a>> {
        let silent = self.silent().into_iter().map(Listed::Silent);
        let processes = self.processes().into_iter().map(Listed::Process);
        let rows = silent.chain(processes).collect();
        self.sorted(rows, Column::State)
    }

    /// The list of nodes, in order.
    pub(super) fn nodes(&self) -> Vec<NodeRow<'a>> {
        let all = rollup::nodes(self.fleet, self.roster).into_iter();
        let rows = all
            .filter(|row| self.selects(&Candidate::from(row)))
            .collect();
        self.sorted(rows, Column::State)
    }

    /// The list of environments, in the order of the config.
    pub(super) fn environments(&self) -> Vec<EnvironmentRow> {
        let all = rollup::environments(self.fleet, self.roster).into_iter();
        let rows = all
            .filter(|row| self.selects(&Candidate::from(row)))
            .collect();
        match self.arrangement.sort {
            Some(_) => self.sorted(rows, Column::Environment),
            None => rows,
        }
    }

    /// The list of groups, in order.
    pub(super) fn groups(&self) -> Vec<GroupRow> {
        let all = rollup::groups(self.fleet, self.roster).into_iter();
        let rows = all
            .filter(|row| self.selects(&Candidate::from(row)))
            .collect();
        self.sorted(rows, Column::State)
    }

    fn selects(&self, candidate: &Candidate<'_>) -> bool {
        let selector: &Selector = &self.aim.selector;
        selector.matches(candidate)
    }

    fn sorted<R: Row>(&self, mut rows: Vec<R>, usual: Column) -> Vec<R> {
        let (column, order) = self
            .arrangement
            .sort
            .unwrap_or((usual, crate::model::Order::Up));
        sort_rows(&mut rows, column, order);
        rows
    }
}

/// Rows as they are printed.
pub(super) fn lines<R: Row>(rows: &[R], columns: &[Column], now: Timestamp) -> Vec<Line> {
    let line = |row: &R| Line {
        glyph: row.glyph(),
        cells: columns
            .iter()
            .map(|column| row.cell(*column, now))
            .collect(),
    };
    rows.iter().map(line).collect()
}
