//! Moving the cursor, changing tabs, drilling down and coming back.

use jiff::SignedDuration;

use crate::engine::Request;
use crate::model::{LogSource, NodeId};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{Dialog, Filter, Listing, Page, RowId, RowKind, State, Tab};

use super::scrolling::{self, Scrolled};
use super::{dialogs, logs, pagers, tables, targets};

/// The second key that leaves must come within this time.
const TWICE: SignedDuration = SignedDuration::from_secs(2);

/// Shows a tab where it was left.
pub fn show(state: &mut State, tab: Tab) {
    state.tab = tab;
    state.stale = true;
    if let Some(log) = &mut state.log {
        log.focused = false;
        log.zoomed = false;
    }
}

/// A command that moves.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::NextTab => turn(state, 1),
        Command::PreviousTab => turn(state, Tab::ALL.len() - 1),
        Command::NextPane => next_pane(state),
        Command::Left => sideways(state, Command::Left),
        Command::Right => sideways(state, Command::Right),
        Command::Open => return open(state),
        Command::Back => return step_back(state).unwrap_or_else(|| stay(state)),
        Command::Leave => return step_back(state).unwrap_or_else(|| leave(state)),
        _ => step(state, command),
    }
    Vec::new()
}

fn turn(state: &mut State, by: usize) {
    let at = Tab::ALL
        .iter()
        .position(|tab| *tab == state.tab)
        .unwrap_or(0);
    show(state, Tab::ALL[(at + by) % Tab::ALL.len()]);
}

/// Table, second table, log pane, and round again; with one pane, the next tab.
fn next_pane(state: &mut State) {
    let page = state.page_mut();
    if page.focus + 1 < page.listings.len() {
        page.focus += 1;
        return;
    }
    let several = page.listings.len() > 1;
    page.focus = 0;
    if let Some(log) = &mut state.log {
        log.focused = true;
    } else if !several {
        turn(state, 1);
    }
}

fn sideways(state: &mut State, command: Command) {
    let environments = state.roster.environments().len();
    let listing = state.listing_mut();
    // In the group table the cell of one environment can be chosen; 0 is the whole row.
    let most = if listing.kind == RowKind::Group {
        environments
    } else {
        16
    };
    listing.shift = match command {
        Command::Left => listing.shift.saturating_sub(1),
        _ => (listing.shift + 1).min(most),
    };
}

fn step(state: &mut State, command: Command) {
    if scrolling::scroll(state, command) == Scrolled::Page {
        return;
    }
    let rows = state.seen.table_rows.max(2);
    let listing = state.listing_mut();
    let last = listing.order.len().saturating_sub(1);
    let at = listing.index;
    let to = match command {
        Command::Down => at + 1,
        Command::Up => at.saturating_sub(1),
        Command::Bottom => last,
        Command::HalfDown => at + rows / 2,
        Command::HalfUp => at.saturating_sub(rows / 2),
        Command::PageDown => at + rows - 1,
        Command::PageUp => at.saturating_sub(rows - 1),
        _ => 0,
    };
    let to = to.min(last);
    // A page is turned with the cursor on it, or the first one would only bring it to the edge.
    if let Command::HalfDown | Command::HalfUp | Command::PageDown | Command::PageUp = command {
        listing.top = (listing.top + to).saturating_sub(at);
    }
    place(listing, to);
    super::marking::extend_range(state);
    tables::scroll_to_cursor(state);
}

/// Puts the cursor on a row by its place.
pub fn place(listing: &mut Listing, index: usize) {
    listing.index = index;
    listing.cursor = listing.order.get(index).cloned();
    listing.placed = true;
}

/// Opens what is under the cursor.
fn open(state: &mut State) -> Vec<Effect> {
    let kind = state.listing().kind;
    match state.listing().cursor.clone() {
        None => return Vec::new(),
        Some(RowId::Process(_)) if kind == RowKind::Attention => return pagers::details(state),
        Some(RowId::Process(id)) => return logs::follow(state, &[LogSource::Process(id)]),
        Some(RowId::Node(id)) => return open_row_of_node(state, &id),
        Some(RowId::Environment(name)) => enter(state, Page::environment(name.as_ref())),
        Some(RowId::Group(name)) => {
            let within = targets::column_environment(state);
            enter(state, Page::group(&name, within.as_ref()));
        }
    }
    Vec::new()
}

/// All marked nodes together, why one does not answer, or its page.
fn open_row_of_node(state: &mut State, id: &NodeId) -> Vec<Effect> {
    let marked = state.marks.of(RowKind::Node).filter_map(|row| match row {
        RowId::Node(id) => Some(id.clone()),
        RowId::Process(_) | RowId::Environment(_) | RowId::Group(_) => None,
    });
    let marked: Vec<NodeId> = marked.collect();
    if state.listing().kind == RowKind::Node && marked.contains(id) {
        enter(state, Page::nodes(marked));
        return Vec::new();
    }
    let node = state.fleet.node(id);
    if node.is_some_and(|node| node.link.error().is_some()) {
        state.dialogs.push(Dialog::Trouble(id.clone()));
        return Vec::new();
    }
    open_node(state, id)
}

/// Opens the page of a node, and asks how its programs are configured if nobody has.
pub fn open_node(state: &mut State, id: &NodeId) -> Vec<Effect> {
    enter(state, Page::node(id));
    if state.programs.contains_key(id) {
        return Vec::new();
    }
    vec![Effect::Ask(Request::Inspect(id.clone()))]
}

fn enter(state: &mut State, page: Page) {
    if let Some(stack) = state.pages.get_mut(&state.tab) {
        stack.push(page);
    }
    state.stale = true;
}

/// One step back: range, log pane, filter, page; none at the top.
fn step_back(state: &mut State) -> Option<Vec<Effect>> {
    if state.listing_mut().range.take().is_some() {
        return Some(Vec::new());
    }
    if state.log.is_some() {
        return Some(logs::close(state));
    }
    if scrolling::to_top(state) == Scrolled::Page {
        return Some(Vec::new());
    }
    let listing = state.listing_mut();
    if !listing.filter.text.is_empty() || listing.only_marked {
        listing.filter = Filter::default();
        listing.only_marked = false;
        state.stale = true;
        return Some(Vec::new());
    }
    let page = state.page_mut();
    if page.focus > 0 {
        page.focus = 0;
        return Some(Vec::new());
    }
    let stack = state.pages.get_mut(&state.tab)?;
    if stack.len() < 2 {
        return None;
    }
    stack.pop();
    state.stale = true;
    Some(Vec::new())
}

/// At the top, where going back never leaves.
fn stay(state: &mut State) -> Vec<Effect> {
    state.tell("nothing is left to go back from; q q leaves supdeck");
    Vec::new()
}

/// At the top, for the second time within a while: leaves.
fn leave(state: &mut State) -> Vec<Effect> {
    let before = state.leaving.replace(state.now);
    if before.is_some_and(|at| state.now.duration_since(at) <= TWICE) {
        return dialogs::leave(state);
    }
    state.tell("once more leaves supdeck");
    Vec::new()
}
