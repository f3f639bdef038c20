//! Scrolling a page that is taller than its room, once the cursor's table cannot go further.

use crate::tui::command::{Command, Family};
use crate::tui::state::State;

/// What a key that moves has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scrolled {
    /// The page, and that was all there was to move.
    Page,
    /// Nothing that the cursor should not move for.
    Nothing,
}

/// Scrolls the page by what the cursor has no use for.
pub fn scroll(state: &mut State, command: Command) -> Scrolled {
    let (fit, _) = state.seen.page_rows;
    let below = state.seen.rows_below();
    let listing = state.listing();
    let at_end = listing.index + 1 >= listing.order.len();
    let ends_in_sight = listing.top + state.seen.table_rows >= listing.order.len();
    let at = state.page().scroll;
    let (to, scrolled) = match command {
        _ if below == 0 => (0, Scrolled::Nothing),
        Command::Down if at_end => (at + 1, Scrolled::Page),
        Command::HalfDown if ends_in_sight => (at + fit / 2, Scrolled::Page),
        Command::PageDown if ends_in_sight => (at + fit.saturating_sub(1), Scrolled::Page),
        Command::Up if at > 0 => (at - 1, Scrolled::Page),
        Command::HalfUp if at > 0 => (at.saturating_sub(fit / 2), Scrolled::Page),
        Command::PageUp if at > 0 => (at.saturating_sub(fit.saturating_sub(1)), Scrolled::Page),
        // First and last are meant for the cursor as well.
        Command::Top => (0, Scrolled::Nothing),
        Command::Bottom => (below, Scrolled::Nothing),
        _ => (at, Scrolled::Nothing),
    };
    state.page_mut().scroll = to.min(below);
    scrolled
}

/// Back to the top of the page.
pub fn to_top(state: &mut State) -> Scrolled {
    match std::mem::take(&mut state.page_mut().scroll) {
        0 => Scrolled::Nothing,
        _ => Scrolled::Page,
    }
}

/// What a command is about has to be in sight when it is given: all but moving shows the cursor.
pub fn show_cursor_for(state: &mut State, command: Command) {
    if command.family() != Family::Move || command == Command::Open {
        to_top(state);
    }
}

/// A page that has become shorter, or a screen that has become taller, may leave less to scroll.
pub fn settle(state: &mut State) {
    let below = state.seen.rows_below();
    let page = state.page_mut();
    page.scroll = page.scroll.min(below);
}
