//! Filtering and sorting.

use crate::model::{Column, Selector};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{Filter, Listing, RowKind, State};

use super::{menus, prompts};

/// A command that finds.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Filter => prompts::open_filter(state),
        Command::SortMenu => menus::open_sort(state),
        Command::Reverse => {
            let listing = state.listing_mut();
            listing.direction = listing.direction.reversed();
            state.stale = true;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Takes a filter as typed. One that is not understood keeps the last good result.
pub fn set_filter(state: &mut State, text: &str) {
    let filter = &mut state.listing_mut().filter;
    text.clone_into(&mut filter.text);
    if text.trim().is_empty() {
        *filter = Filter::default();
    } else {
        match Selector::parse(text) {
            Ok(selector) => {
                filter.selector = Some(selector);
                filter.error = None;
            }
            Err(error) => filter.error = Some(error.to_string()),
        }
    }
    state.stale = true;
}

/// Sorts by a column, or as the table is by itself.
pub fn sort_by(state: &mut State, column: Option<Column>) {
    let listing = state.listing_mut();
    if column.is_some() && listing.sort == column {
        listing.direction = listing.direction.reversed();
    } else {
        listing.sort = column;
        listing.direction = crate::model::Order::Up;
    }
    state.stale = true;
}

/// The columns a table can be sorted by.
#[must_use]
pub fn columns(listing: &Listing) -> &'static [Column] {
    match listing.kind {
        RowKind::Process => &Column::OF_PROCESSES,
        RowKind::Node => &Column::OF_NODES,
        RowKind::Environment => &Column::OF_ENVIRONMENTS,
        RowKind::Group => &Column::OF_GROUPS,
        RowKind::Attention => &[],
    }
}
