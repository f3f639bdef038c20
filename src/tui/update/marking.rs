//! Choosing rows: one, a range, all shown, or by what they have in common.

use std::collections::BTreeSet;

use crate::model::rollup;
use crate::model::{NodeId, ProcessId, Subject};
use crate::plan::Progress;
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{MenuChoice, Range, RowId, RowKind, State};

use super::{menus, moving, tables};

/// A command that marks.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Mark => mark_and_go_down(state),
        Command::Range => toggle_range(state),
        Command::MarkAll => toggle_all(state),
        Command::MarkMenu => return menus::open_marks(state),
        Command::UnmarkAll => unmark(state),
        _ => {}
    }
    Vec::new()
}

fn mark_and_go_down(state: &mut State) {
    if state.listing_mut().range.take().is_some() {
        return;
    }
    let Some(row) = state.listing().cursor.clone() else {
        return;
    };
    state.marks.toggle(&row);
    let next = (state.listing().index + 1).min(state.listing().order.len() - 1);
    moving::place(state.listing_mut(), next);
    tables::scroll_to_cursor(state);
    refilter(state);
}

fn toggle_range(state: &mut State) {
    let listing = state.listing_mut();
    let begin = listing.cursor.clone();
    listing.range = match (&listing.range, begin) {
        (None, Some(begin)) => Some(Range {
            begin,
            taken: BTreeSet::new(),
        }),
        (Some(_), _) | (None, None) => None,
    };
    extend_range(state);
}

/// While a range is drawn, exactly the rows between its begin and the cursor are in it; what was
/// marked before stays marked.
pub fn extend_range(state: &mut State) {
    let Some(mut range) = state.listing_mut().range.take() else {
        return;
    };
    let listing = state.listing();
    if let Some(from) = listing.order.iter().position(|row| *row == range.begin) {
        let (low, high) = (from.min(listing.index), from.max(listing.index));
        let within = listing.order[low..=high].to_vec();
        let left: Vec<RowId> = range
            .taken
            .extract_if(.., |row| !within.contains(row))
            .collect();
        for row in &left {
            state.marks.remove(row);
        }
        for row in within {
            if !state.marks.has(&row) {
                range.taken.insert(row.clone());
                state.marks.add(row);
            }
        }
    }
    state.listing_mut().range = Some(range);
}

fn toggle_all(state: &mut State) {
    let rows = state.listing().order.clone();
    if rows.iter().all(|row| state.marks.has(row)) {
        for row in &rows {
            state.marks.remove(row);
        }
    } else {
        for row in rows {
            state.marks.add(row);
        }
    }
    refilter(state);
}

fn unmark(state: &mut State) {
    let kind = state.listing().kind;
    state.marks.clear(kind);
    refilter(state);
}

/// A table that shows only marked rows has to be made anew.
fn refilter(state: &mut State) {
    state.stale |= state.listing().only_marked;
}

/// Does what an entry of the mark menu says.
pub fn mark_by(state: &mut State, choice: MenuChoice) {
    match choice {
        MenuChoice::Invert => {
            for row in state.listing().order.clone() {
                state.marks.toggle(&row);
            }
        }
        MenuChoice::OnlyMarked => {
            let listing = state.listing_mut();
            listing.only_marked = !listing.only_marked;
            state.stale = true;
        }
        MenuChoice::Unmark => unmark(state),
        other => {
            for row in would_mark(state, other) {
                state.marks.add(row);
            }
        }
    }
    refilter(state);
}

/// The rows that an entry of the mark menu would add.
#[must_use]
pub fn would_mark(state: &State, choice: MenuChoice) -> Vec<RowId> {
    let listing = state.listing();
    match choice {
        MenuChoice::MarkShown => listing.order.clone(),
        MenuChoice::MarkBad => shown(state, |_, row| row.health().is_bad()),
        MenuChoice::MarkGroup => like_cursor(state, |cursor, id| cursor.group == id.group),
        MenuChoice::MarkNode => like_cursor(state, |cursor, id| cursor.node == id.node),
        MenuChoice::MarkEnvironment => like_cursor(state, |cursor, id| {
            let home = |node: &NodeId| state.roster.home(node);
            home(&cursor.node).is_some() && home(&cursor.node) == home(&id.node)
        }),
        MenuChoice::MarkFailed => failed(state),
        _ => Vec::new(),
    }
}

/// The processes shown that pass.
fn shown(state: &State, keep: impl Fn(&ProcessId, &rollup::ProcessRow<'_>) -> bool) -> Vec<RowId> {
    let passes = |row: &&RowId| match row {
        RowId::Process(id) => {
            rollup::process(&state.fleet, &state.roster, id).is_some_and(|row| keep(id, &row))
        }
        RowId::Node(_) | RowId::Environment(_) | RowId::Group(_) => false,
    };
    state
        .listing()
        .order
        .iter()
        .filter(passes)
        .cloned()
        .collect()
}

fn like_cursor(state: &State, alike: impl Fn(&ProcessId, &ProcessId) -> bool) -> Vec<RowId> {
    let Some(RowId::Process(cursor)) = &state.listing().cursor else {
        return Vec::new();
    };
    shown(state, |id, _| alike(cursor, id))
}

/// What failed or was lost in the newest batch and still exists, where rows are processes.
fn failed(state: &State) -> Vec<RowId> {
    let kind = state.listing().kind;
    if !matches!(kind, RowKind::Process | RowKind::Attention) {
        return Vec::new();
    }
    let Some(view) = state.runs.newest_first().next() else {
        return Vec::new();
    };
    let rows: BTreeSet<RowId> = view
        .run
        .operations()
        .filter(|(_, progress)| {
            matches!(progress, Progress::Ended(outcome) if outcome.counts_as_failure())
        })
        .filter_map(|(operation, _)| match &operation.subject {
            Subject::Process(id) => Some(id).filter(|id| state.fleet.process(id).is_some()),
            Subject::Group(..) | Subject::Node(_) => None,
        })
        .cloned()
        .map(RowId::Process)
        .collect();
    rows.into_iter().collect()
}
