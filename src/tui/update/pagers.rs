//! Scrolling texts on top of the page: help, journal, details, batches.

use crate::engine::Request;
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::excerpt::Excerpt;
use crate::tui::msg::Edit;
use crate::tui::state::{Chosen, Dialog, PageKind, Pager, PagerKind, RowId, State};

use super::{dialogs, moving, targets};

/// Opens one by its command.
pub fn open(state: &mut State, command: Command) -> Vec<Effect> {
    let kind = match command {
        Command::Journal => PagerKind::Journal,
        Command::DebugLog => PagerKind::DebugLog,
        Command::Runs => match state.runs.newest_first().next() {
            Some(view) => {
                let id = view.id;
                state.dialogs.push(Dialog::Run(id));
                return Vec::new();
            }
            None => PagerKind::Runs,
        },
        _ => PagerKind::Help,
    };
    state.dialogs.push(Dialog::Pager(Pager::new(kind)));
    Vec::new()
}

/// Opens everything known of what is under the cursor.
pub fn details(state: &mut State) -> Vec<Effect> {
    if let Some(RowId::Node(id)) = state.listing().cursor.clone() {
        return match state.page().kind {
            PageKind::Node(_) => Vec::new(),
            _ => moving::open_node(state, &id),
        };
    }
    let chosen = match state.listing().cursor.clone() {
        Some(RowId::Process(id)) => targets::named(state, vec![id]),
        _ => targets::chosen(state),
    };
    details_of_first(state, &chosen)
}

/// Opens everything known of the first process chosen.
pub fn details_of_first(state: &mut State, chosen: &Chosen) -> Vec<Effect> {
    let Some(id) = chosen.processes.first().cloned() else {
        state.tell("there is nothing here to look at");
        return Vec::new();
    };
    let node = id.node.clone();
    state
        .dialogs
        .push(Dialog::Pager(Pager::new(PagerKind::Process(id))));
    if state.programs.contains_key(&node) {
        return Vec::new();
    }
    vec![Effect::Ask(Request::Inspect(node))]
}

/// A command while a pager is on top.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    let (fit, total) = state.seen.dialog_rows;
    let Some(Dialog::Pager(pager)) = state.dialogs.last_mut() else {
        return Vec::new();
    };
    match command {
        Command::Back | Command::Interrupt | Command::No | Command::Open | Command::Help => {
            state.dialogs.pop();
        }
        Command::Yes | Command::Copy => return copy(state),
        other => {
            pager.scroll =
                dialogs::scrolled(pager.scroll, other, fit).min(total.saturating_sub(fit));
        }
    }
    Vec::new()
}

/// A key while the help is on top: letters search it.
pub fn edit(state: &mut State, edit: Edit) -> Vec<Effect> {
    let (fit, total) = state.seen.dialog_rows;
    let Some(Dialog::Pager(pager)) = state.dialogs.last_mut() else {
        return Vec::new();
    };
    match edit {
        Edit::Insert('?' | 'q') if pager.search.is_empty() => {
            state.dialogs.pop();
            // Held down, it is the key that steps back from here on.
            state.stepped = Some(state.now);
        }
        Edit::Insert(letter) => {
            pager.search.push(letter);
            pager.scroll = 0;
        }
        Edit::Backspace => {
            pager.search.pop();
        }
        Edit::DeleteLine | Edit::DeleteWord => pager.search.clear(),
        Edit::Cancel if !pager.search.is_empty() => pager.search.clear(),
        Edit::Cancel | Edit::Submit => {
            state.dialogs.pop();
        }
        Edit::Next => pager.scroll = (pager.scroll + 1).min(total.saturating_sub(fit)),
        Edit::Previous => pager.scroll = pager.scroll.saturating_sub(1),
        _ => {}
    }
    Vec::new()
}

fn copy(state: &State) -> Vec<Effect> {
    let Some(Dialog::Pager(pager)) = state.dialogs.last() else {
        return Vec::new();
    };
    let (text, what) = match &pager.kind {
        PagerKind::Journal => (state.journal.join("\n"), "the last lines of the journal"),
        PagerKind::Commands(text) => (text.clone(), "the commands"),
        PagerKind::Help | PagerKind::DebugLog | PagerKind::Process(_) | PagerKind::Runs => {
            return Vec::new();
        }
    };
    vec![Effect::Copy {
        excerpt: Excerpt::of(&text),
        what: what.to_owned(),
    }]
}
