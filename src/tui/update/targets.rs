//! What an action is about: the marks, or else the current row, resolved to processes and nodes.

use std::collections::BTreeSet;

use crate::model::{EnvironmentName, LogSource, NodeId, ProcessId};
use crate::tui::state::{Chosen, Focus, LogPane, PageKind, RowId, RowKind, Scope, State};

/// What an action would be about now.
#[must_use]
pub fn chosen(state: &State) -> Chosen {
    if let (Focus::Log | Focus::Logs, Some(log)) = (state.focus(), &state.log) {
        return of_logs(state, log);
    }
    chosen_in_table(state)
}

/// What an action in the table would be about, whoever has the focus.
#[must_use]
pub fn chosen_in_table(state: &State) -> Chosen {
    let shown: BTreeSet<&RowId> = state.listing().order.iter().collect();
    let mut seen = BTreeSet::new();
    let mut all = Chosen::default();
    for row in rows(state) {
        let hidden = !shown.contains(&row);
        for id in processes_of(state, &row) {
            if hidden {
                all.hidden.insert(id.clone());
            }
            if seen.insert(id.clone()) {
                all.processes.push(id);
            }
        }
        if let RowId::Node(node) = row {
            all.nodes.push(node);
        }
    }
    all
}

/// Whose logs are shown.
fn of_logs(state: &State, log: &LogPane) -> Chosen {
    let (mut processes, mut nodes) = (Vec::new(), Vec::new());
    for source in log.sources.iter().filter(|source| log.shows_source(source)) {
        match &source.source {
            LogSource::Process(id) => processes.push(id.clone()),
            LogSource::Main(node) => nodes.push(node.clone()),
        }
    }
    Chosen {
        nodes,
        ..named(state, processes)
    }
}

/// Processes that were not chosen by rows: what the filter would hide of them has to be told, too.
#[must_use]
pub fn named(state: &State, processes: Vec<ProcessId>) -> Chosen {
    let listing = state.listing();
    let shown: BTreeSet<&RowId> = listing.order.iter().collect();
    let is_hidden = |id: &&ProcessId| {
        !listing.filter.text.is_empty()
            && !standing_for(state, id)
                .iter()
                .any(|row| shown.contains(row))
    };
    Chosen {
        hidden: processes.iter().filter(is_hidden).cloned().collect(),
        processes,
        nodes: Vec::new(),
    }
}

/// The nodes chosen by rows, or else the one the page is about.
#[must_use]
pub fn nodes(state: &State, chosen: &Chosen) -> Vec<NodeId> {
    match &state.page().kind {
        PageKind::Node(node) if chosen.nodes.is_empty() => vec![node.clone()],
        PageKind::Node(_)
        | PageKind::Dashboard
        | PageKind::Table
        | PageKind::Environment(_)
        | PageKind::Group(_) => chosen.nodes.clone(),
    }
}

/// The environment whose cell is chosen in the group table; none for the whole row.
#[must_use]
pub fn column_environment(state: &State) -> Option<EnvironmentName> {
    let at = state.listing().shift.checked_sub(1)?;
    let environment = state.roster.environments().get(at)?;
    Some(environment.name.clone())
}

/// The marked rows, or else the current one.
fn rows(state: &State) -> Vec<RowId> {
    let listing = state.listing();
    // Marks made elsewhere do not reach into a page about something else.
    let in_scope = |row: &&RowId| match row {
        RowId::Process(id) => listing.scope.has(id, &state.roster),
        RowId::Node(id) => listing.scope.has_node(id, &state.roster),
        RowId::Environment(_) | RowId::Group(_) => true,
    };
    let marked = state.marks.of(listing.kind).filter(in_scope);
    let marked: Vec<RowId> = marked.cloned().collect();
    if marked.is_empty() {
        listing.cursor.iter().cloned().collect()
    } else {
        marked
    }
}

/// The processes a row stands for.
fn processes_of(state: &State, row: &RowId) -> Vec<ProcessId> {
    let scope = match row {
        RowId::Process(id) => return vec![id.clone()],
        RowId::Node(node) => Scope::Nodes(vec![node.clone()]),
        RowId::Environment(name) => Scope::Environment(name.clone()),
        RowId::Group(group) => Scope::Group {
            group: group.clone(),
            within: column_environment(state),
        },
    };
    let all = state.fleet.processes().map(|(_, process)| &process.id);
    all.filter(|id| scope.has(id, &state.roster))
        .cloned()
        .collect()
}

/// The rows that stand for a process in the table in focus.
fn standing_for(state: &State, id: &ProcessId) -> Vec<RowId> {
    match state.listing().kind {
        RowKind::Process | RowKind::Attention => vec![RowId::Process(id.clone())],
        RowKind::Node => vec![RowId::Node(id.node.clone())],
        RowKind::Group => vec![RowId::Group(id.group.clone())],
        RowKind::Environment => match state.roster.environment_names(&id.node) {
            [] => vec![RowId::Environment(None)],
            names => {
                let rows = names.iter().cloned().map(Some);
                rows.map(RowId::Environment).collect()
            }
        },
    }
}
