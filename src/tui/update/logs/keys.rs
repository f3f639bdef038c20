//! Keys while the pane has the focus.

use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::State;
use crate::tui::update::taking;

use super::find::{find, show_all};
use super::open::close;
use super::scroll::{scroll, start_over};
use super::switch::switch;

/// A command while the pane has the focus; none if it is the table's.
pub fn command(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    state.log.as_ref()?;
    match command {
        Command::NextPane => {
            leave(state);
            Some(Vec::new())
        }
        Command::Back => Some(back(state)),
        Command::Refresh => Some(reload(state)),
        Command::Copy | Command::CopyMenu | Command::Save | Command::PageOut => {
            Some(taking::command(state, command))
        }
        other => scroll(state, other)
            .or_else(|| find(state, other))
            .or_else(|| switch(state, other)),
    }
}

fn leave(state: &mut State) {
    if let Some(log) = &mut state.log {
        log.focused = false;
        log.zoomed = false;
    }
}

/// One step back: what the search shows, then the filter, the zoom, the pane.
fn back(state: &mut State) -> Vec<Effect> {
    let Some(log) = &mut state.log else {
        return Vec::new();
    };
    if log.search.take().is_some() {
        log.current = None;
        return Vec::new();
    }
    if log.filter_text().is_some() {
        return show_all(log);
    }
    close(state)
}

/// Reads the end of every log again.
fn reload(state: &mut State) -> Vec<Effect> {
    let Some(log) = &mut state.log else {
        return Vec::new();
    };
    log.scroll = crate::tui::state::Scroll::Follow;
    let all: Vec<usize> = (0..log.sources.len()).collect();
    let effects = start_over(log, &all);
    state.tell("reading the end of the log again");
    effects
}
