//! Everything observed so far: the fold of all reports.

use std::collections::{BTreeMap, HashMap, HashSet};
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
        let wanted = (&id.group, &id.name);
        match processes.binary_search_by(|p| (&p.id.group, &p.id.name).cmp(&wanted)) {
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
    let about_supervisor = |node: &Node| {
        let snapshot = node.snapshot.as_ref();
        snapshot.map(|s| (s.version.clone(), s.identification.clone(), s.pid))
    };
    let (old, new) = (before.processes(), after.processes());
    std::mem::discriminant(&before.link) == std::mem::discriminant(&after.link)
        && before.link.error() == after.link.error()
        && about_supervisor(before) == about_supervisor(after)
        && old.len() == new.len()
        && old.iter().zip(new).all(|(old, new)| same_row(old, new))
}

/// The description is left out: it holds an uptime that ticks.
fn same_row(old: &Process, new: &Process) -> bool {
    old.id == new.id
        && old.state == new.state
        && old.pid == new.pid
        && old.started == new.started
        && old.stopped == new.stopped
        && old.exit_status == new.exit_status
        && old.spawn_error == new.spawn_error
        && old.stdout_log == new.stdout_log
        && old.stderr_log == new.stderr_log
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

/// What became of each process. A node that lists one twice is heard once: the first counts.
fn process_transitions(before: &Node, after: &Node, at: Timestamp, all: &mut Vec<Transition>) {
    let mut old: HashMap<&ProcessId, &Process> = HashMap::new();
    for process in before.processes() {
        old.entry(&process.id).or_insert(process);
    }
    let mut present = HashSet::new();
    for process in after.processes() {
        if present.insert(&process.id) {
            all.extend(process_transition(old.remove(&process.id), process, at));
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

fn process_transition(was: Option<&Process>, is: &Process, at: Timestamp) -> Option<Transition> {
    let id = is.id.clone();
    match was {
        Some(was) if was.state == is.state => {
            let pids = (was.pid?, is.pid?);
            (pids.0 != pids.1).then_some(Transition::Restarted { at, id, pids })
        }
        Some(_) | None => Some(Transition::Process {
            at,
            id,
            from: was.map(|was| was.state),
            to: Some(is.state),
            note: is.spawn_error.clone(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::{at, bad, good, process, refused, roster, unauthorized};
    use ProcessState::{Backoff, Fatal, Running, Starting};

    fn web(state: ProcessState) -> Vec<Process> {
        vec![process("n1", "web:a", state)]
    }

    fn seen() -> Fleet {
        let mut fleet = Fleet::of(&roster(&["n1", "n2"], &[]));
        fleet.apply(&good("n1", "12:00:00", web(Running)));
        fleet
    }

    fn told(change: Change) -> Vec<Transition> {
        match change {
            Change::Changed(transitions) => transitions,
            Change::Same => panic!("nothing changed"),
        }
    }

    #[test]
    fn the_first_answer_changes_rows_and_tells_nothing() {
        let mut fleet = Fleet::of(&roster(&["n1"], &[]));
        let change = fleet.apply(&good("n1", "12:00:00", web(Running)));
        assert_eq!(told(change), []);
        assert_eq!(fleet.processes().count(), 1);
    }

    #[test]
    fn the_same_answer_again_is_the_same_though_times_tick() {
        let mut fleet = seen();
        let mut later = web(Running);
        later[0].now = Some(at("12:00:02"));
        later[0].description = "pid 100, uptime 0:00:12".into();
        assert_eq!(fleet.apply(&good("n1", "12:00:02", later)), Change::Same);
        let node = fleet.node(&NodeId::new("n1")).unwrap();
        assert_eq!(node.last_good, Some(at("12:00:02")));
        assert_eq!(
            node.link,
            super::super::link::Link::Up {
                since: at("12:00:00")
            }
        );
    }

    #[test]
    fn a_change_of_state_is_told_with_its_reason() {
        let mut fleet = seen();
        let mut now = web(Fatal);
        now[0].spawn_error = "can't find command".into();
        let id = now[0].id.clone();
        assert_eq!(
            told(fleet.apply(&good("n1", "12:00:02", now))),
            [Transition::Process {
                at: at("12:00:02"),
                id,
                from: Some(Running),
                to: Some(Fatal),
                note: "can't find command".into(),
            }]
        );
    }

    #[test]
    fn a_new_pid_in_the_same_state_is_a_restart() {
        let mut fleet = seen();
        let mut now = web(Running);
        now[0].pid = Some(200);
        let told = told(fleet.apply(&good("n1", "12:00:02", now)));
        assert!(matches!(
            &told[..],
            [Transition::Restarted {
                pids: (100, 200),
                ..
            }]
        ));
        assert_eq!(told[0].node(), &NodeId::new("n1"));
        assert_eq!(told[0].at(), at("12:00:02"));
    }

    #[test]
    fn processes_that_come_and_go_are_told() {
        let mut fleet = seen();
        let now = vec![process("n1", "web:b", Starting)];
        let steps: Vec<_> = told(fleet.apply(&good("n1", "12:00:02", now)))
            .into_iter()
            .map(|transition| match transition {
                Transition::Process { id, from, to, .. } => (id.namespec(), from, to),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            steps,
            [
                ("web:b".to_owned(), None, Some(Starting)),
                ("web:a".to_owned(), Some(Running), None),
            ]
        );
    }

    #[test]
    fn a_node_that_falls_silent_keeps_its_processes_and_is_told_once() {
        let mut fleet = seen();
        let silent = told(fleet.apply(&bad("n1", "12:00:02", refused())));
        assert!(matches!(
            &silent[..],
            [Transition::Link { error: Some(_), .. }]
        ));
        assert_eq!(fleet.apply(&bad("n1", "12:00:10", refused())), Change::Same);
        assert_eq!(fleet.processes().count(), 1);

        let back = told(fleet.apply(&good("n1", "12:00:20", web(Backoff))));
        assert!(matches!(
            &back[..],
            [
                Transition::Link { error: None, .. },
                Transition::Process {
                    from: Some(Running),
                    to: Some(Backoff),
                    ..
                },
            ]
        ));
    }

    #[test]
    fn a_node_never_reached_and_one_that_begins_to_refuse_us_are_told() {
        let mut fleet = seen();
        assert_eq!(
            told(fleet.apply(&bad("n2", "12:00:02", refused()))).len(),
            1
        );
        assert_eq!(
            told(fleet.apply(&bad("n2", "12:00:10", unauthorized()))).len(),
            1
        );
    }

    #[test]
    fn a_node_that_is_given_up_with_the_same_error_reads_differently() {
        let mut fleet = seen();
        fleet.apply(&bad("n1", "12:00:02", refused()));
        let paused = Report {
            next: None,
            ..bad("n1", "12:00:10", refused())
        };
        assert_eq!(fleet.apply(&paused), Change::Changed(Vec::new()));
    }

    #[test]
    fn a_process_listed_twice_is_not_new_with_every_poll() {
        let twice = || {
            vec![
                process("n1", "web:a", Running),
                process("n1", "web:a", Fatal),
            ]
        };
        let mut fleet = Fleet::of(&roster(&["n1"], &[]));
        fleet.apply(&good("n1", "12:00:00", twice()));
        assert_eq!(fleet.apply(&good("n1", "12:00:02", twice())), Change::Same);
        let mut changed = twice();
        changed[1].pid = Some(7);
        let change = fleet.apply(&good("n1", "12:00:04", changed));
        assert_eq!(change, Change::Changed(Vec::new()));
    }

    #[test]
    fn a_report_about_a_stranger_changes_nothing() {
        let mut fleet = seen();
        let before = fleet.clone();
        assert_eq!(
            fleet.apply(&good("n9", "12:00:02", web(Fatal))),
            Change::Same
        );
        assert_eq!(fleet, before);
    }

    #[test]
    fn a_process_is_found_even_where_a_node_does_not_sort() {
        let mut fleet = Fleet::of(&roster(&["n1"], &[]));
        let labels = ["web:z", "web:a", "cron", "api:b", "api:a"];
        let all: Vec<_> = labels
            .iter()
            .map(|label| process("n1", label, Running))
            .collect();
        let ids: Vec<_> = all.iter().map(|process| process.id.clone()).collect();
        fleet.apply(&good("n1", "12:00:00", all));
        for id in &ids {
            assert_eq!(fleet.process(id).map(|process| &process.id), Some(id));
        }
        assert_eq!(
            fleet.process(&ProcessId::new(&NodeId::new("n1"), "web", "q")),
            None
        );
        assert_eq!(
            fleet.process(&ProcessId::new(&NodeId::new("n2"), "web", "a")),
            None
        );
    }
}
