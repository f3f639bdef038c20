//! The batches of this session, as their steps told.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;

use crate::model::{EnvironmentName, ProcessId, Subject};
use crate::plan::{Mode, OperationId, Run, RunId, Schedule};

/// One batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunView {
    /// Its number.
    pub id: RunId,
    /// Where each operation stands.
    pub run: Run,
    /// When it was confirmed.
    pub began: Timestamp,
    /// When its last operation ended.
    pub ended: Option<Timestamp>,
    /// When each operation began.
    pub starts: HashMap<OperationId, Timestamp>,
    /// Lines scrolled in its dialog.
    pub scroll: usize,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs {
    views: BTreeMap<RunId, RunView>,
    /// The mode last used in each environment, offered again.
    pub modes: BTreeMap<Option<EnvironmentName>, (Mode, Option<usize>)>,
}

impl Runs {
    /// Notes a batch that was confirmed, and gives it its number.
    pub fn begin(&mut self, schedule: Schedule, now: Timestamp) -> RunId {
        let id = RunId(
            self.views
                .last_key_value()
                .map_or(1, |(last, _)| last.0 + 1),
        );
        let run = Run::new(schedule);
        let view = RunView {
            id,
            run,
            began: now,
            ended: None,
            starts: HashMap::new(),
            scroll: 0,
        };
        self.views.insert(id, view);
        id
    }

    /// One batch.
    #[must_use]
    pub fn view(&self, id: RunId) -> Option<&RunView> {
        self.views.get(&id)
    }

    /// One batch, to be changed.
    pub fn view_mut(&mut self, id: RunId) -> Option<&mut RunView> {
        self.views.get_mut(&id)
    }

    /// All, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &RunView> {
        self.views.values().rev()
    }

    /// Those that have not ended, newest first.
    pub fn under_way(&self) -> impl Iterator<Item = &RunView> {
        self.newest_first().filter(|view| view.ended.is_none())
    }

    /// The newest batch that acts, or acted a moment ago, on a process.
    #[must_use]
    pub fn acting_on(&self, id: &ProcessId) -> Option<RunId> {
        let subject = Subject::Process(id.clone());
        self.under_way()
            .find(|view| {
                view.run
                    .operations()
                    .any(|(operation, _)| operation.subject == subject)
            })
            .map(|view| view.id)
    }
}
