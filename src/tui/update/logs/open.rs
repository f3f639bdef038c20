//! Which logs the pane follows.

use crate::engine::Request;
use crate::model::{LogSource, NodeId};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{
    Chosen, Dialog, Focus, LogLimits, LogPane, MOST_SOURCES, Merge, PageKind, RowId, Scroll, State,
};
use crate::tui::update::targets;

/// Logs that are opened in one pane without asking.
const UNASKED: usize = 12;

/// A command that opens or lays out the pane.
pub fn open(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Logs => {
            let chosen = targets::chosen_in_table(state);
            open_chosen(state, &chosen)
        }
        Command::NodeLog => {
            if let Some(node) = node(state) {
                return follow(state, &[LogSource::Main(node)]);
            }
            state.tell("there is no node here whose log could be shown");
            Vec::new()
        }
        other => {
            lay_out(state, other);
            Vec::new()
        }
    }
}

/// Opens the logs of what was chosen in one pane; many only after a question.
pub fn open_chosen(state: &mut State, chosen: &Chosen) -> Vec<Effect> {
    let processes = chosen.processes.iter().cloned();
    let wanted: Vec<LogSource> = processes
        .map(LogSource::Process)
        .take(MOST_SOURCES)
        .collect();
    if wanted.is_empty() {
        state.tell("there is no process here whose log could be shown");
        return Vec::new();
    }
    if wanted.len() > UNASKED {
        let chosen = chosen.processes.len();
        state.dialogs.push(Dialog::Merge(Merge { wanted, chosen }));
        return Vec::new();
    }
    follow(state, &wanted)
}

/// A command while it is asked whether so many logs are meant.
pub fn merge(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Yes => match state.dialogs.pop() {
            Some(Dialog::Merge(merge)) => follow(state, &merge.wanted),
            Some(_) | None => Vec::new(),
        },
        Command::No | Command::Back | Command::Interrupt | Command::Open => {
            state.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// The node of the log that has the keys, the one under the cursor, or the one the page is about.
fn node(state: &State) -> Option<NodeId> {
    if let (Focus::Log | Focus::Logs, Some(log)) = (state.focus(), &state.log) {
        let mut shown = log.sources.iter().filter(|source| log.shows_source(source));
        return shown.next().map(|first| first.source.node().clone());
    }
    match (&state.listing().cursor, &state.page().kind) {
        (Some(RowId::Node(id)), _) | (_, PageKind::Node(id)) => Some(id.clone()),
        (Some(RowId::Process(id)), _) => Some(id.node.clone()),
        _ => None,
    }
}

/// Follows these logs, and no other from here on.
pub fn follow(state: &mut State, wanted: &[LogSource]) -> Vec<Effect> {
    if state.log.is_none() {
        state.log = Some(empty(state));
    }
    let Some(log) = &mut state.log else {
        return Vec::new();
    };
    log.focused = true;
    let before: Vec<LogSource> = log.sources.iter().map(|s| s.source.clone()).collect();
    if before == wanted {
        return Vec::new();
    }
    log.choose(wanted);
    if !before.iter().any(|source| wanted.contains(source)) {
        // Nothing is left of what was searched, or read.
        log.scroll = Scroll::Follow;
        log.current = None;
        log.search = None;
        log.only = None;
        log.next_only = None;
    }
    log.rearrange();
    let gone = before.iter().filter(|source| !wanted.contains(source));
    let gone = gone.map(|source| Effect::Ask(Request::Unfollow(source.clone())));
    let new = log.sources.iter().map(|source| &source.source);
    let new = new.filter(|source| !before.contains(source));
    let new = new.map(|source| Effect::Ask(Request::Follow(source.clone())));
    gone.chain(new).collect()
}

/// A pane with nothing in it.
fn empty(state: &mut State) -> LogPane {
    state.log_panes += 1;
    let settings = &state.session.settings;
    let limits = LogLimits {
        lines: settings.log_lines,
        bytes: settings.log_bytes,
    };
    LogPane {
        // What is still looked through for the pane before must not be taken for this one's.
        generation: state.log_panes << 32,
        ..LogPane::new(limits, settings.zone.clone())
    }
}

/// One step back from the pane: first the zoom, then the pane.
pub fn close(state: &mut State) -> Vec<Effect> {
    match &mut state.log {
        Some(log) if log.zoomed => {
            log.zoomed = false;
            Vec::new()
        }
        Some(_) => {
            let closed = state.log.take().into_iter();
            let sources = closed.flat_map(|log| log.sources);
            sources
                .map(|source| Effect::Ask(Request::Unfollow(source.source)))
                .collect()
        }
        None => Vec::new(),
    }
}

fn lay_out(state: &mut State, command: Command) {
    let Some(log) = &mut state.log else { return };
    match command {
        Command::Zoom => {
            log.zoomed = !log.zoomed;
            log.focused |= log.zoomed;
        }
        Command::Wider => log.share = (log.share + 5).min(85),
        Command::Narrower => log.share = log.share.saturating_sub(5).max(20),
        _ => {}
    }
}
