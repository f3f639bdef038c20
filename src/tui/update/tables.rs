//! Sorting and filtering: done here when data or order changed, so that drawing only slices.

use std::cmp::Reverse;

use crate::model::rollup::{self, Attention, ProcessRow};
use crate::model::{
    Candidate, Column, Fleet, Order, Roster, Row, Selector, SortKey, Subject, sort_rows,
};
use crate::tui::state::{Board, Listing, Marks, RowId, RowKind, State};

/// Rows kept between the cursor and the edge of the table.
const MARGIN: usize = 2;

/// Makes board and tables what the fleet says, if anything changed since.
pub fn settle(state: &mut State) {
    if !std::mem::take(&mut state.stale) {
        return;
    }
    state.board = Board::of(&state.fleet, &state.roster);
    drop_dead_marks(state);
    let rows = state.seen.table_rows;
    let State {
        fleet,
        roster,
        board,
        marks,
        pages,
        tab,
        ..
    } = state;
    let Some(page) = pages.get_mut(tab).and_then(|stack| stack.last_mut()) else {
        return;
    };
    for listing in &mut page.listings {
        let source = Source {
            fleet,
            roster,
            board,
            marks,
        };
        fill(listing, &source);
        place_cursor(listing, board, rows);
    }
}

/// Brings the cursor of the table in focus on screen.
pub fn scroll_to_cursor(state: &mut State) {
    let rows = state.seen.table_rows;
    scroll(state.listing_mut(), rows);
}

/// What rows are made of.
struct Source<'a> {
    fleet: &'a Fleet,
    roster: &'a Roster,
    board: &'a Board,
    marks: &'a Marks,
}

/// A node or process that no longer exists loses its mark.
fn drop_dead_marks(state: &mut State) {
    let State {
        fleet,
        board,
        marks,
        ..
    } = state;
    if marks.is_empty() {
        return;
    }
    marks.retain(|row| match row {
        RowId::Process(id) => fleet.process(id).is_some(),
        RowId::Node(id) => fleet.node(id).is_some(),
        RowId::Environment(_) => true,
        RowId::Group(name) => board.group_rows.iter().any(|group| group.name == *name),
    });
}

fn fill(listing: &mut Listing, source: &Source<'_>) {
    let (total, order) = match listing.kind {
        RowKind::Process => processes(listing, source),
        RowKind::Attention => attention(listing, source),
        RowKind::Node => nodes(listing, source),
        RowKind::Environment => environments(listing, source),
        RowKind::Group => groups(listing, source),
    };
    listing.total = total;
    listing.order = order;
    if listing.only_marked {
        listing.order.retain(|row| source.marks.has(row));
    }
}

fn processes(listing: &Listing, source: &Source<'_>) -> (usize, Vec<RowId>) {
    let in_scope: Vec<ProcessRow<'_>> = rollup::processes(source.fleet, source.roster)
        .filter(|row| listing.scope.has(row.id(), source.roster))
        .collect();
    let total = in_scope.len();
    let selector = listing.filter.selector.as_ref();
    let mut rows: Vec<_> = in_scope
        .into_iter()
        .filter(|row| passes(selector, || Candidate::from(row)))
        .collect();
    match listing.sort {
        Some(column) => sort_rows(&mut rows, column, listing.direction),
        None => match listing.direction {
            Order::Up => rows.sort_by_key(ProcessRow::health),
            Order::Down => rows.sort_by_key(|row| Reverse(row.health())),
        },
    }
    (
        total,
        rows.iter()
            .map(|row| RowId::Process(row.id().clone()))
            .collect(),
    )
}

fn attention(listing: &Listing, source: &Source<'_>) -> (usize, Vec<RowId>) {
    let all = &source.board.attention;
    let text = listing.filter.selector.as_ref();
    let shown = all.iter().filter(|item| matches(text, item, source));
    let order = shown
        .filter_map(|item| match &item.subject {
            Subject::Process(id) => Some(RowId::Process(id.clone())),
            Subject::Node(id) => Some(RowId::Node(id.clone())),
            Subject::Group(..) => None,
        })
        .collect();
    (all.len(), order)
}

fn matches(selector: Option<&Selector>, item: &Attention, source: &Source<'_>) -> bool {
    let Some(selector) = selector else {
        return true;
    };
    match &item.subject {
        Subject::Process(id) => rollup::process(source.fleet, source.roster, id)
            .is_some_and(|row| selector.matches(&Candidate::from(&row))),
        Subject::Node(id) => rollup::node(source.fleet, source.roster, id)
            .is_some_and(|row| selector.matches(&Candidate::from(&row))),
        Subject::Group(..) => false,
    }
}

fn nodes(listing: &Listing, source: &Source<'_>) -> (usize, Vec<RowId>) {
    let mut rows = rollup::nodes(source.fleet, source.roster);
    rows.retain(|row| listing.scope.has_node(row.id(), source.roster));
    let total = rows.len();
    let selector = listing.filter.selector.as_ref();
    rows.retain(|row| passes(selector, || Candidate::from(row)));
    sort(&mut rows, listing);
    (
        total,
        rows.iter()
            .map(|row| RowId::Node(row.id().clone()))
            .collect(),
    )
}

fn environments(listing: &Listing, source: &Source<'_>) -> (usize, Vec<RowId>) {
    let selector = listing.filter.selector.as_ref();
    let all = &source.board.environment_rows;
    let mut rows: Vec<_> = all
        .iter()
        .filter(|row| passes(selector, || Candidate::from(*row)))
        .collect();
    // By itself this table keeps the order of the config.
    if let Some(column) = listing.sort {
        sort_refs(&mut rows, column, listing.direction);
    }
    (
        all.len(),
        rows.iter()
            .map(|row| RowId::Environment(row.name.clone()))
            .collect(),
    )
}

fn groups(listing: &Listing, source: &Source<'_>) -> (usize, Vec<RowId>) {
    let selector = listing.filter.selector.as_ref();
    let all = &source.board.group_rows;
    let mut rows: Vec<_> = all
        .iter()
        .filter(|row| passes(selector, || Candidate::from(*row)))
        .collect();
    sort_refs(
        &mut rows,
        listing.sort.unwrap_or(Column::State),
        listing.direction,
    );
    (
        all.len(),
        rows.iter()
            .map(|row| RowId::Group(row.name.clone()))
            .collect(),
    )
}

fn passes<'a>(selector: Option<&Selector>, candidate: impl FnOnce() -> Candidate<'a>) -> bool {
    selector.is_none_or(|selector| selector.matches(&candidate()))
}

fn sort<R: Row>(rows: &mut Vec<R>, listing: &Listing) {
    sort_rows(
        rows,
        listing.sort.unwrap_or(Column::State),
        listing.direction,
    );
}

fn sort_refs<R: Row>(rows: &mut [&R], column: Column, order: Order) {
    rows.sort_by_cached_key(|row| Directed(row.key(column), order));
}

/// A key that knows its direction.
#[derive(PartialEq, Eq)]
struct Directed(SortKey, Order);

impl Ord for Directed {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.compare(&other.0, self.1)
    }
}

impl PartialOrd for Directed {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The cursor stays on its row; if that is gone it goes to the one that took its place.
///
/// While the first answers come in it waits on top: what is worst is not known yet.
fn place_cursor(listing: &mut Listing, board: &Board, rows: usize) {
    let is_loading = board.answering + board.down + board.refusing < board.nodes;
    if is_loading && !listing.placed {
        listing.cursor = None;
        listing.index = 0;
    }
    let at = listing
        .cursor
        .as_ref()
        .and_then(|row| position(listing, row));
    let last = listing.order.len().saturating_sub(1);
    listing.index = at.unwrap_or(listing.index).min(last);
    listing.cursor = listing.order.get(listing.index).cloned();
    scroll(listing, rows);
}

/// Where a row stands; it mostly stands where it stood.
fn position(listing: &Listing, row: &RowId) -> Option<usize> {
    if listing.order.get(listing.index) == Some(row) {
        return Some(listing.index);
    }
    listing.order.iter().position(|other| other == row)
}

fn scroll(listing: &mut Listing, rows: usize) {
    let rows = rows.max(1);
    let margin = MARGIN.min(rows.saturating_sub(1) / 2);
    let lowest = listing.index.saturating_sub(margin);
    let highest = (listing.index + margin + 1).saturating_sub(rows);
    listing.top = listing.top.clamp(highest.min(lowest), lowest);
    listing.top = listing.top.min(listing.order.len().saturating_sub(rows));
}
