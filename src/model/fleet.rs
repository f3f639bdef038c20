//! Everything observed so far: the fold of all reports.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use super::id::{NodeId, ProcessId};
use super::node::Node;
use super::process::{Process, ProcessState};
use super::report::Report;
use super::roster::Roster;
use super::text::Untrusted;

/// All nodes. They are `Arc`s: cloning a fleet of a thousand nodes copies pointers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fleet {
    nodes: BTreeMap<NodeId, Arc<Node>>,
}

/// Something that became different between two polls of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transition {
    /// A process changed its state.
    Process {
        /// When we saw it.
        at: Timestamp,
        /// Which one.
        id: ProcessId,
        /// The state before; none for a new process.
        from: Option<ProcessState>,
        /// The state now; none for a process that is gone.
        to: Option<ProcessState>,
        /// supervisord's reason, if it gave one.
        note: Untrusted,
    },
    /// A process was restarted between two polls: same state, new pid.
    Restarted {
        /// When we saw it.
        at: Timestamp,
        /// Which one.
        id: ProcessId,
        /// The pid before and now.
        pids: (u32, u32),
    },
    /// A node began or stopped to answer.
    Link {
        /// When we saw it.
        at: Timestamp,
        /// Which one.
        node: NodeId,
        /// Why it does not answer; none when it does.
        error: Option<super::link::LinkError>,
    },
}

impl Transition {
    /// When we saw it.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Process { at, .. } | Self::Restarted { at, .. } | Self::Link { at, .. } => *at,
        }
    }

    /// On which node.
    #[must_use]
    pub fn node(&self) -> &NodeId {
        match self {
            Self::Process { id, .. } | Self::Restarted { id, .. } => &id.node,
            Self::Link { node, .. } => node,
        }
    }
}

/// What a report changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing but times: no row has to be drawn again.
    Same,
    /// Rows changed; these are worth telling.
    Changed(Vec<Transition>),
}

impl Fleet {
    /// A fleet of nodes nothing is known of yet.
    #[must_use]
    pub fn of(roster: &Roster) -> Self {
        let unknown = |id: &NodeId| (id.clone(), Arc::new(Node::new(id.clone())));
        Self {
            nodes: roster.nodes().map(|entry| unknown(&entry.id)).collect(),
        }
    }

    /// All nodes, by name.
    #[must_use]
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &Arc<Node>> {
        self.nodes.values()
    }

    /// One node.
    #[must_use]
    pub fn node(&self, id: &NodeId) -> Option<&Arc<Node>> {
        self.nodes.get(id)
    }

    /// One process, as last known.
    #[must_use]
    pub fn process(&self, id: &ProcessId) -> Option<&Process> {
        let processes = self.nodes.get(&id.node)?.processes();
        // Sorted by group, then name; but no node is trusted with that.
        let key = |process: &Process| {
            (process.id.group.clone(), process.id.name.clone())
                .cmp(&(id.group.clone(), id.name.clone()))
        };
        match processes.binary_search_by(key) {
            Ok(at) => processes.get(at),
            Err(_) => processes.iter().find(|process| process.id == *id),
        }
    }

    /// All processes, node by node.
    pub fn processes(&self) -> impl Iterator<Item = (&Arc<Node>, &Process)> {
        self.nodes
            .values()
            .flat_map(|node| node.processes().iter().map(move |p| (node, p)))
    }

    /// Folds one poll in: the only way a fleet changes.
    pub fn apply(&mut self, report: &Report) -> Change {
        let Some(slot) = self.nodes.get_mut(&report.node) else {
            return Change::Same;
        };
        let before = Arc::clone(slot);
        Arc::make_mut(slot).record(report);
        let transitions = transitions(&before, slot, report.at);
        if transitions.is_empty() && same_rows(&before, slot) {
            Change::Same
        } else {
            Change::Changed(transitions)
        }
    }
}

/// Whether no row reads differently: times that only tick do not count.
fn same_rows(before: &Node, after: &Node) -> bool {
    let same_link = match (before.link.error(), after.link.error()) {
        (None, None) => before.link.is_up() == after.link.is_up(),
        (before, after) => before == after,
    };
    let still = |p: &Process| {
        (
            p.id.clone(),
            p.state,
            p.pid,
            p.started,
            p.stopped,
            p.exit_status,
        )
    };
    same_link
        && before
            .snapshot
            .as_ref()
            .map(|s| (&s.version, &s.identification, s.pid))
            == after
                .snapshot
                .as_ref()
                .map(|s| (&s.version, &s.identification, s.pid))
        && before.processes().len() == after.processes().len()
        && before
            .processes()
            .iter()
            .map(still)
            .eq(after.processes().iter().map(still))
        && before
            .processes()
            .iter()
            .map(|p| &p.spawn_error)
            .eq(after.processes().iter().map(|p| &p.spawn_error))
}

/// What is worth telling about the step from one view of a node to the next.
fn transitions(before: &Node, after: &Node, at: Timestamp) -> Vec<Transition> {
    let mut all = Vec::new();
    let kind = |node: &Node| node.link.error().map(super::link::LinkError::kind);
    let answered = before.link.is_up() || before.link.error().is_some();
    if (before.link.is_up() != after.link.is_up() || kind(before) != kind(after))
        && (answered || !after.link.is_up())
    {
        all.push(Transition::Link {
            at,
            node: after.id.clone(),
            error: after.link.error().cloned(),
        });
    }
    if before.snapshot.is_some() && !same_snapshot(before, after) {
        process_transitions(before, after, at, &mut all);
    }
    all
}

fn same_snapshot(before: &Node, after: &Node) -> bool {
    match (&before.snapshot, &after.snapshot) {
        (Some(before), Some(after)) => Arc::ptr_eq(before, after),
        _ => false,
    }
}

fn process_transitions(before: &Node, after: &Node, at: Timestamp, all: &mut Vec<Transition>) {
    let mut old: HashMap<&ProcessId, &Process> = before
        .processes()
        .iter()
        .map(|process| (&process.id, process))
        .collect();
    for process in after.processes() {
        let was = old.remove(&process.id);
        let id = process.id.clone();
        match was {
            Some(was) if was.state == process.state => {
                if let (Some(old), Some(new)) = (was.pid, process.pid)
                    && old != new
                {
                    all.push(Transition::Restarted {
                        at,
                        id,
                        pids: (old, new),
                    });
                }
            }
            _ => all.push(Transition::Process {
                at,
                id,
                from: was.map(|was| was.state),
                to: Some(process.state),
                note: process.spawn_error.clone(),
            }),
        }
    }
    let mut gone: Vec<_> = old.into_values().collect();
    gone.sort_by(|a, b| a.id.cmp(&b.id));
    all.extend(gone.into_iter().map(|was| Transition::Process {
        at,
        id: was.id.clone(),
        from: Some(was.state),
        to: None,
        note: Untrusted::default(),
    }));
}
