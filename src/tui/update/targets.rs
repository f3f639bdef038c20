//! What an action is about: the marks, or else the current row, resolved to processes and nodes.

use std::collections::BTreeSet;

use crate::model::{LogSource, NodeId, ProcessId, Subject};
use crate::tui::state::{Focus, PageKind, RowId, RowKind, Scope, State};

/// What was chosen, with what the filter hides of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The processes, in the order of the fleet.
    pub processes: Vec<ProcessId>,
    /// Those of them whose row is hidden.
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

/// What an action would be about now.
#[must_use]
pub fn chosen(state: &State) -> Chosen {
    if let (Focus::Log, Some(log)) = (state.focus(), &state.log) {
        return match &log.source {
            LogSource::Process(id) => Chosen {
                processes: vec![id.clone()],
                ..Chosen::default()
            },
            LogSource::Main(node) => Chosen {
                nodes: vec![node.clone()],
                ..Chosen::default()
            },
        };
    }
    let rows = rows(state);
    let listing = state.listing();
    let shown: BTreeSet<&RowId> = listing.order.iter().collect();
    let mut seen = BTreeSet::new();
    let mut all = Chosen::default();
    for row in &rows {
        let hidden = !shown.contains(row);
        for id in processes_of(state, row) {
            if hidden {
                all.hidden.insert(id.clone());
            }
            if seen.insert(id.clone()) {
                all.processes.push(id);
            }
        }
        if let RowId::Node(node) = row {
            all.nodes.push(node.clone());
        }
    }
    if let (PageKind::Node(node), true) = (&state.page().kind, all.nodes.is_empty()) {
        all.nodes.push(node.clone());
    }
    all
}

/// The marked rows, or else the current one.
fn rows(state: &State) -> Vec<RowId> {
    let listing = state.listing();
    let in_scope = |row: &&RowId| match (&listing.scope, row) {
        // Marks made elsewhere do not reach into a page about something else.
        (Scope::Everything, _) => true,
        (_, RowId::Process(id)) => scope_has(state, &listing.scope, id),
        (_, _) => true,
    };
    let marked: Vec<RowId> = state
        .marks
        .of(listing.kind)
        .filter(in_scope)
        .cloned()
        .collect();
    if marked.is_empty() {
        listing.cursor.iter().cloned().collect()
    } else {
        marked
    }
}

fn scope_has(state: &State, scope: &Scope, id: &ProcessId) -> bool {
    let names = state.roster.environment_names(&id.node);
    match scope {
        Scope::Everything => true,
        Scope::Environment(None) => names.is_empty(),
        Scope::Environment(Some(name)) => names.contains(name),
        Scope::Nodes(nodes) => nodes.contains(&id.node),
        Scope::Group { group, within } => {
            id.group == *group && within.as_ref().is_none_or(|name| names.contains(name))
        }
    }
}

/// The processes a row stands for.
fn processes_of(state: &State, row: &RowId) -> Vec<ProcessId> {
    let all = || state.fleet.processes().map(|(_, process)| &process.id);
    match row {
        RowId::Process(id) => vec![id.clone()],
        RowId::Node(node) if state.listing().kind == RowKind::Attention => {
            // A node in the list of what needs attention gives no data: nothing to act on.
            let _ = node;
            Vec::new()
        }
        RowId::Node(node) => all().filter(|id| id.node == *node).cloned().collect(),
        RowId::Environment(name) => {
            let scope = Scope::Environment(name.clone());
            all()
                .filter(|id| scope_has(state, &scope, id))
                .cloned()
                .collect()
        }
        RowId::Group(group) => {
            let chosen = state.listing().shift.checked_sub(1);
            let environments = state.roster.environments();
            let within = chosen
                .and_then(|at| environments.get(at))
                .map(|e| e.name.clone());
            let scope = Scope::Group {
                group: group.clone(),
                within,
            };
            all()
                .filter(|id| scope_has(state, &scope, id))
                .cloned()
                .collect()
        }
    }
}
