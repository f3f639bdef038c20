//! One action on what was chosen, as it compiles now.

use std::collections::BTreeSet;

use crate::cli::session::Session;
use crate::model::{Action, NodeId, Subject};
use crate::plan::{Batch, Mode, Permission, Schedule};

/// One action on what was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Task {
    /// What it is called.
    pub(super) name: String,
    /// The frozen targets; of one whose turn comes later, as they would be now.
    pub(super) schedule: Schedule,
    /// When its turn comes.
    pub(super) turn: Turn,
    batch: Batch,
}

/// When the turn of a task comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing that comes before changes its targets.
    Now,
    /// What comes before may change its targets: their states say nothing yet.
    Later,
}

impl Task {
    /// Freezes the targets as they are known now.
    pub(super) fn new(
        name: String,
        (action, subjects): (Action, Vec<Subject>),
        session: &Session,
        permission: Permission,
    ) -> Self {
        let batch = Batch {
            action,
            subjects,
            mode: Mode::default(),
            stop_after: None,
        };
        Self {
            name,
            schedule: batch.compile(&session.fleet, &session.roster, permission),
            turn: Turn::Now,
            batch,
        }
    }

    /// The same, after others.
    #[must_use]
    pub(super) fn later(self) -> Self {
        Self {
            turn: Turn::Later,
            ..self
        }
    }

    /// Sets how many go at once, and when it stops.
    pub(super) fn with_rhythm(&mut self, mode: Mode, stop_after: Option<usize>) {
        (self.batch.mode, self.batch.stop_after) = (mode, stop_after);
        (self.schedule.mode, self.schedule.stop_after) = (mode, stop_after);
    }

    /// Freezes the same targets anew, after what went before has changed them.
    pub(super) fn refresh(&mut self, session: &Session, permission: Permission) {
        let (fleet, roster) = (&session.fleet, &session.roster);
        self.schedule = self.batch.compile(fleet, roster, permission);
    }

    /// The nodes it is about.
    pub(super) fn nodes(&self) -> BTreeSet<NodeId> {
        let subjects = self.batch.subjects.iter();
        subjects.map(|subject| subject.node().clone()).collect()
    }

    /// What will, or may, be acted on.
    pub(super) fn at_stake(&self) -> Vec<&Subject> {
        match self.turn {
            Turn::Now => {
                let operations = self.schedule.operations.iter();
                operations.map(|operation| &operation.subject).collect()
            }
            Turn::Later => self.batch.subjects.iter().collect(),
        }
    }

    /// What was chosen.
    pub(super) fn subjects(&self) -> &[Subject] {
        &self.batch.subjects
    }

    /// How many were chosen, acted on or not.
    pub(super) fn chosen(&self) -> usize {
        self.batch.subjects.len()
    }
}
