//! What an action is about, frozen when it was chosen.

use std::collections::BTreeSet;

use crate::model::{NodeId, ProcessId, Subject};

/// What was chosen, with what is not on screen of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The processes, in the order they were chosen in.
    pub processes: Vec<ProcessId>,
    /// Those of them that no row on screen stands for.
    pub hidden: BTreeSet<ProcessId>,
    /// The nodes they were chosen by, where rows are nodes.
    pub nodes: Vec<NodeId>,
}

impl Chosen {
    /// The processes as subjects.
    #[must_use]
    pub fn subjects(&self) -> Vec<Subject> {
        self.processes
            .iter()
            .cloned()
            .map(Subject::Process)
            .collect()
    }
}
