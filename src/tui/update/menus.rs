//! Menus: opening them on what is chosen, and what their keys do.

use crate::model::{Action, ProcessState};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{Chosen, Dialog, Menu, MenuChoice, MenuItem, MenuKind, State};

use super::acting::{self, count};
use super::{copying, finding, logs, marking, offers, pagers, preview, taking, targets};

/// Opens the menu of all actions.
pub fn open_actions(state: &mut State) -> Vec<Effect> {
    let mut chosen = targets::chosen(state);
    let title = title(&chosen);
    chosen.nodes = targets::nodes(state, &chosen);
    if chosen.processes.is_empty() && chosen.nodes.is_empty() {
        state.tell("there is nothing here to act on");
        return Vec::new();
    }
    let mut items = offers::process_actions(state, &chosen);
    items.extend(offers::node_actions(state, &chosen));
    items.extend(offers::looks(&chosen));
    let menu = menu(MenuKind::Actions, title, items);
    open(state, Menu { chosen, ..menu })
}

/// Opens the menu of signals for what is chosen.
pub fn open_signals(state: &mut State, chosen: Chosen) -> Vec<Effect> {
    if offers::how_many(state, &chosen, ProcessState::has_pid) == 0 {
        state.warn("signal: none of what is chosen has a process");
        return Vec::new();
    }
    let menu = menu(MenuKind::Signals, "Signal".to_owned(), offers::signals());
    open(state, Menu { chosen, ..menu })
}

/// Opens the menu of ways to mark.
pub fn open_marks(state: &mut State) -> Vec<Effect> {
    let items = offers::marks(state);
    let about = "adds to the marks; esc leaves them alone".to_owned();
    let menu = menu(MenuKind::Marks, "Mark by".to_owned(), items);
    open(state, Menu { about, ..menu })
}

/// Opens the menu of columns to sort by.
pub fn open_sort(state: &mut State) -> Vec<Effect> {
    let columns = finding::columns(state.listing());
    if columns.is_empty() {
        state.tell("this list is always worst first");
        return Vec::new();
    }
    let key = state.session.keys.of(Command::Reverse);
    let about = format!("the same again reverses; so does {key}");
    let menu = menu(MenuKind::Sort, "Sort by".to_owned(), offers::sorts(columns));
    open(state, Menu { about, ..menu })
}

/// Opens the menu of what can be copied of a log.
pub fn open_copies(state: &mut State) -> Vec<Effect> {
    let menu = menu(
        MenuKind::Copies,
        "Copy of the log".to_owned(),
        offers::copies(state),
    );
    open(state, menu)
}

fn menu(kind: MenuKind, title: String, items: Vec<MenuItem>) -> Menu {
    Menu {
        kind,
        title,
        about: String::new(),
        items,
        cursor: 0,
        chosen: Chosen::default(),
    }
}

fn open(state: &mut State, menu: Menu) -> Vec<Effect> {
    state.dialogs.push(Dialog::Menu(menu));
    Vec::new()
}

fn title(chosen: &Chosen) -> String {
    let by_nodes = |id: &crate::model::ProcessId| chosen.nodes.contains(&id.node);
    match (chosen.nodes.as_slice(), chosen.processes.as_slice()) {
        ([node], all) if all.iter().all(by_nodes) => format!("Actions on {node}"),
        ([_, _, ..], all) if all.iter().all(by_nodes) => {
            format!("Actions on {}", count(chosen.nodes.len(), "node"))
        }
        (_, [only]) => format!("Actions on {}", only.label()),
        (_, many) => format!("Actions on {}", count(many.len(), "process")),
    }
}

/// A command while a menu is on top.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    let Some(Dialog::Menu(menu)) = state.dialogs.last_mut() else {
        return Vec::new();
    };
    let last = menu.items.len().saturating_sub(1);
    match command {
        Command::Down => menu.cursor = (menu.cursor + 1).min(last),
        Command::Up => menu.cursor = menu.cursor.saturating_sub(1),
        Command::PageDown => menu.cursor = last,
        Command::PageUp => menu.cursor = 0,
        Command::Open => {
            let at = menu.cursor;
            return choose(state, at);
        }
        Command::Back | Command::Interrupt => {
            state.dialogs.pop();
        }
        _ => {}
    }
    Vec::new()
}

/// A letter while a menu is on top.
pub fn letter(state: &mut State, letter: char) -> Vec<Effect> {
    let Some(Dialog::Menu(menu)) = state.dialogs.last() else {
        return Vec::new();
    };
    match menu.items.iter().position(|item| item.key == letter) {
        Some(at) => choose(state, at),
        None => Vec::new(),
    }
}

fn choose(state: &mut State, at: usize) -> Vec<Effect> {
    let Some(Dialog::Menu(menu)) = state.dialogs.last() else {
        return Vec::new();
    };
    let Some(item) = menu.items.get(at).cloned() else {
        return Vec::new();
    };
    if !item.enabled {
        state.tell(format!("{}: {}", item.label, item.note));
        return Vec::new();
    }
    match state.dialogs.pop() {
        Some(Dialog::Menu(menu)) => take(state, item.choice, menu.chosen),
        Some(_) | None => Vec::new(),
    }
}

/// Does what an entry says, to what the menu was opened for.
fn take(state: &mut State, choice: MenuChoice, chosen: Chosen) -> Vec<Effect> {
    match choice {
        MenuChoice::Act(action) => return acting::begin(state, action, &chosen),
        MenuChoice::Signal(signal) => {
            return acting::begin(state, Action::Signal(signal), &chosen);
        }
        MenuChoice::Signals => return open_signals(state, chosen),
        MenuChoice::Reread => return preview::open(state, &chosen),
        MenuChoice::Logs => return logs::open_chosen(state, &chosen),
        MenuChoice::Details => return pagers::details_of_first(state, &chosen),
        MenuChoice::Copy => return copying::copy(state, Command::Copy, &chosen),
        MenuChoice::CopyCommands => return copying::copy(state, Command::CopyCommands, &chosen),
        MenuChoice::CopyLines(part) => return taking::copy(state, part),
        MenuChoice::Sort(column) => finding::sort_by(state, Some(column)),
        MenuChoice::SortDefault => finding::sort_by(state, None),
        MenuChoice::MarkShown
        | MenuChoice::MarkBad
        | MenuChoice::MarkGroup
        | MenuChoice::MarkNode
        | MenuChoice::MarkEnvironment
        | MenuChoice::MarkFailed
        | MenuChoice::Invert
        | MenuChoice::OnlyMarked
        | MenuChoice::Unmark => marking::mark_by(state, choice),
    }
    Vec::new()
}
