//! Menus: what they offer, with counts and reasons, and what their keys do.

use crate::model::{Action, Column, Health, ProcessState, Signal, rollup};
use crate::plan::Permission;
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{Dialog, Menu, MenuChoice, MenuItem, MenuKind, State};

use super::acting::{self, count};
use super::targets::{self, Chosen};
use super::{finding, logs, marking, pagers, preview};

/// Opens the menu of all actions.
pub fn open_actions(state: &mut State) -> Vec<Effect> {
    let chosen = targets::chosen(state);
    if chosen.processes.is_empty() && chosen.nodes.is_empty() {
        state.tell("there is nothing here to act on");
        return Vec::new();
    }
    let mut items = process_actions(state, &chosen);
    if !chosen.nodes.is_empty() {
        items.extend(node_actions(state, &chosen));
    }
    items.extend(looks(&chosen));
    open(
        state,
        MenuKind::Actions,
        title(&chosen),
        about(&chosen),
        items,
    )
}

/// Opens the menu of signals.
pub fn open_signals(state: &mut State) -> Vec<Effect> {
    let chosen = targets::chosen(state);
    let alive = how_many(state, &chosen, ProcessState::has_pid);
    if alive == 0 {
        state.warn("signal: none of what is chosen has a process");
        return Vec::new();
    }
    let keys = "htiQ12wcsK";
    let items = Signal::ALL
        .into_iter()
        .zip(keys.chars())
        .map(|(signal, key)| MenuItem {
            key,
            label: signal.name().to_owned(),
            note: signal_note(signal).to_owned(),
            enabled: true,
            choice: MenuChoice::Signal(signal),
        });
    let items = items.collect();
    open(
        state,
        MenuKind::Signals,
        "Signal".to_owned(),
        about(&chosen),
        items,
    )
}

fn signal_note(signal: Signal) -> &'static str {
    match signal {
        Signal::Hup => "by custom: reload",
        Signal::Term => "terminate",
        Signal::Int => "interrupt",
        Signal::Quit => "by custom: finish, then quit",
        Signal::Usr1 => "by custom: reopen logs",
        Signal::Usr2 => "the program's own",
        Signal::Winch => "by custom: let workers finish",
        Signal::Cont => "go on",
        Signal::Stop => "hold; CONT goes on",
        Signal::Kill => "cannot be caught; typed",
    }
}

/// Opens the menu of ways to mark.
pub fn open_marks(state: &mut State) -> Vec<Effect> {
    let entries = [
        ('a', "all shown", MenuChoice::MarkShown),
        ('b', "bad ones shown", MenuChoice::MarkBad),
        ('g', "same group as the cursor", MenuChoice::MarkGroup),
        ('n', "same node as the cursor", MenuChoice::MarkNode),
        ('e', "same environment", MenuChoice::MarkEnvironment),
        ('f', "failed in the last batch", MenuChoice::MarkFailed),
    ];
    let mut items: Vec<MenuItem> = entries
        .into_iter()
        .map(|(key, label, choice)| {
            let rows = marking::would_mark(state, choice);
            let new = rows.iter().filter(|row| !state.marks.has(row)).count();
            MenuItem {
                key,
                label: label.to_owned(),
                note: new.to_string(),
                enabled: new > 0,
                choice,
            }
        })
        .collect();
    let shown = state.listing().order.len();
    let only = if state.listing().only_marked {
        "on"
    } else {
        "off"
    };
    let marked = state.marks.count(state.listing().kind);
    let rest = [
        (
            'i',
            "invert among shown",
            shown.to_string(),
            MenuChoice::Invert,
        ),
        (
            'o',
            "show only marked rows",
            only.to_owned(),
            MenuChoice::OnlyMarked,
        ),
        ('u', "unmark all", marked.to_string(), MenuChoice::Unmark),
    ];
    items.extend(rest.into_iter().map(|(key, label, note, choice)| MenuItem {
        key,
        label: label.to_owned(),
        note,
        enabled: true,
        choice,
    }));
    let about = "adds to the marks; esc leaves them alone".to_owned();
    open(state, MenuKind::Marks, "Mark by".to_owned(), about, items)
}

/// Opens the menu of columns to sort by.
pub fn open_sort(state: &mut State) -> Vec<Effect> {
    let columns = finding::columns(state.listing());
    if columns.is_empty() {
        state.tell("this list is always worst first");
        return Vec::new();
    }
    let mut keys = "123456789abcdef".chars();
    let item = |(key, column): (char, &Column)| MenuItem {
        key,
        label: column.title().to_lowercase(),
        note: String::new(),
        enabled: true,
        choice: MenuChoice::Sort(*column),
    };
    let mut items: Vec<MenuItem> = keys.by_ref().zip(columns).map(item).collect();
    items.push(MenuItem {
        key: '0',
        label: "worst first".to_owned(),
        note: "as it is by itself".to_owned(),
        enabled: true,
        choice: MenuChoice::SortDefault,
    });
    let about = "the same again reverses; so does O".to_owned();
    open(state, MenuKind::Sort, "Sort by".to_owned(), about, items)
}

fn open(
    state: &mut State,
    kind: MenuKind,
    title: String,
    about: String,
    items: Vec<MenuItem>,
) -> Vec<Effect> {
    let subjects = targets::chosen(state).subjects();
    state.dialogs.push(Dialog::Menu(Menu {
        kind,
        title,
        about,
        items,
        cursor: 0,
        subjects,
    }));
    Vec::new()
}

fn title(chosen: &Chosen) -> String {
    match (chosen.nodes.as_slice(), chosen.processes.as_slice()) {
        ([node], _) => format!("Actions on {node}"),
        ([_, _, ..], _) => format!("Actions on {}", count(chosen.nodes.len(), "node")),
        ([], [only]) => format!("Actions on {}", only.label()),
        ([], many) => format!("Actions on {}", count(many.len(), "process")),
    }
}

fn about(chosen: &Chosen) -> String {
    let names = chosen
        .processes
        .iter()
        .take(4)
        .map(|id| format!("{} {}", id.node, id.label()));
    let mut about = names.collect::<Vec<_>>().join(", ");
    if chosen.processes.len() > 4 {
        about.push_str(&format!(" and {} more", chosen.processes.len() - 4));
    }
    about
}

fn how_many(state: &State, chosen: &Chosen, like: impl Fn(ProcessState) -> bool) -> usize {
    let known = chosen.processes.iter().filter_map(|id| {
        rollup::process(&state.fleet, &state.roster, id)
            .filter(|row| row.health() != Health::NoData)
    });
    known.filter(|row| like(row.process.state)).count()
}

fn process_actions(state: &State, chosen: &Chosen) -> Vec<MenuItem> {
    let total = chosen.processes.len();
    let up = how_many(state, chosen, ProcessState::is_up);
    let down = how_many(state, chosen, ProcessState::is_down);
    let alive = how_many(state, chosen, ProcessState::has_pid);
    let known = how_many(state, chosen, |_| true);
    let entries = [
        (
            'R',
            "restart",
            MenuChoice::Act(Action::Restart),
            known,
            "give data",
        ),
        (
            'S',
            "start",
            MenuChoice::Act(Action::Start),
            down,
            "are down",
        ),
        ('T', "stop", MenuChoice::Act(Action::Stop), up, "are up"),
        (
            'K',
            "signal ...",
            MenuChoice::Signals,
            alive,
            "have a process",
        ),
        (
            'D',
            "delete remote logs",
            MenuChoice::Act(Action::ClearLogs),
            alive,
            "have a process",
        ),
    ];
    let item = |(key, label, choice, able, word): (char, &str, _, usize, &str)| {
        let read_only = state.session.permission == Permission::ReadOnly;
        let note = match (read_only, able) {
            (true, _) => "read-only: W".to_owned(),
            (false, 0) => format!("none of {total} {word}"),
            (false, able) => format!("{able} of {total} {word}"),
        };
        let enabled = !read_only && able > 0;
        MenuItem {
            key,
            label: label.to_owned(),
            note,
            enabled,
            choice,
        }
    };
    entries.into_iter().map(item).collect()
}

fn node_actions(state: &State, chosen: &Chosen) -> Vec<MenuItem> {
    let one = chosen.nodes.len() == 1;
    let up = |id: &crate::model::NodeId| state.fleet.node(id).is_some_and(|node| node.link.is_up());
    let answering = chosen.nodes.iter().filter(|id| up(id)).count();
    let read_only = state.session.permission == Permission::ReadOnly;
    let entries = [
        (
            'u',
            "reread, then update ...",
            MenuChoice::Reread,
            one,
            "shows first what will restart",
        ),
        (
            'B',
            "restart supervisord",
            MenuChoice::Act(Action::RestartSupervisor),
            true,
            "typed",
        ),
        (
            'X',
            "shut supervisord down",
            MenuChoice::Act(Action::ShutDownSupervisor),
            true,
            "typed",
        ),
    ];
    let item = |(key, label, choice, fits, word): (char, &str, _, bool, &str)| {
        let note = match (read_only, answering, fits) {
            (true, _, _) => "read-only: W",
            (false, 0, _) => "no answer from there",
            (false, _, false) => "one node at a time",
            (false, _, true) => word,
        };
        let enabled = !read_only && answering > 0 && fits;
        MenuItem {
            key,
            label: label.to_owned(),
            note: note.to_owned(),
            enabled,
            choice,
        }
    };
    entries.into_iter().map(item).collect()
}

fn looks(chosen: &Chosen) -> Vec<MenuItem> {
    let one = chosen.processes.len() == 1;
    let only_one = if one { "" } else { "one process at a time" };
    let entries = [
        ('l', "logs", MenuChoice::Logs, one, only_one),
        ('d', "details", MenuChoice::Details, one, only_one),
        ('y', "copy names", MenuChoice::Copy, true, ""),
        (
            'Y',
            "copy as supervisorctl commands",
            MenuChoice::CopyCommands,
            true,
            "",
        ),
    ];
    let item = |(key, label, choice, enabled, note): (char, &str, _, bool, &str)| MenuItem {
        key,
        label: label.to_owned(),
        note: note.to_owned(),
        enabled,
        choice,
    };
    entries.into_iter().map(item).collect()
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
    state.dialogs.pop();
    match item.choice {
        MenuChoice::Act(action) => acting::begin(state, action),
        MenuChoice::Signals => open_signals(state),
        MenuChoice::Signal(signal) => acting::begin(state, Action::Signal(signal)),
        MenuChoice::Reread => preview::open(state),
        MenuChoice::Logs => logs::open(state, Command::Logs),
        MenuChoice::Details => pagers::details(state),
        MenuChoice::Copy => acting::copy(state, Command::Copy),
        MenuChoice::CopyCommands => acting::copy(state, Command::CopyCommands),
        MenuChoice::Sort(column) => {
            finding::sort_by(state, Some(column));
            Vec::new()
        }
        MenuChoice::SortDefault => {
            finding::sort_by(state, None);
            Vec::new()
        }
        MenuChoice::MarkShown
        | MenuChoice::MarkBad
        | MenuChoice::MarkGroup
        | MenuChoice::MarkNode
        | MenuChoice::MarkEnvironment
        | MenuChoice::MarkFailed
        | MenuChoice::Invert
        | MenuChoice::OnlyMarked
        | MenuChoice::Unmark => {
            marking::mark_by(state, item.choice);
            Vec::new()
        }
    }
}
