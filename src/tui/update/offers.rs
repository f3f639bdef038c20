//! What menus offer: each entry with its key, its count, or why it cannot be chosen.

use crate::model::{Action, Column, Health, ProcessState, Signal, SkipReason, rollup};
use crate::plan::{self, Permission};
use crate::tui::command::Command;
use crate::tui::state::{Chosen, LogPart, MenuChoice, MenuItem, State};

use super::acting::count;
use super::marking;
use super::taking;

/// The keys of the signals, in their order.
const SIGNAL_KEYS: &str = "htiQ12wcsK";
/// The keys of the columns.
const COLUMN_KEYS: &str = "123456789abcdef";

/// An entry that can be chosen.
fn item(key: char, label: &str, note: impl Into<String>, choice: MenuChoice) -> MenuItem {
    MenuItem {
        key,
        label: label.to_owned(),
        note: note.into(),
        enabled: true,
        choice,
    }
}

/// An entry that can be chosen where nothing speaks against it.
fn unless(refusal: Option<String>, item: MenuItem) -> MenuItem {
    match refusal {
        Some(note) => MenuItem {
            note,
            enabled: false,
            ..item
        },
        None => item,
    }
}

/// Why nothing can be chosen that changes something.
fn read_only(state: &State) -> String {
    format!("read-only: {}", state.session.keys.of(Command::ReadOnly))
}

/// What can be done to processes.
pub fn process_actions(state: &State, chosen: &Chosen) -> Vec<MenuItem> {
    let total = chosen.processes.len();
    let known = how_many(state, chosen, |_| true);
    let down = how_many(state, chosen, ProcessState::is_down);
    let up = how_many(state, chosen, ProcessState::is_up);
    let alive = how_many(state, chosen, ProcessState::has_pid);
    let offer = |key, label: &str, choice, (able, what): (usize, &str)| {
        let refusal = match (state.session.permission, able) {
            (Permission::ReadOnly, _) => Some(read_only(state)),
            (Permission::ReadWrite, 0) => Some(format!("none of {total} {what}")),
            (Permission::ReadWrite, _) => None,
        };
        unless(
            refusal,
            item(key, label, format!("{able} of {total} {what}"), choice),
        )
    };
    let act = MenuChoice::Act;
    let (alive, known) = ((alive, "have a process"), (known, "give data"));
    vec![
        offer('R', "restart", act(Action::Restart), known),
        offer('S', "start", act(Action::Start), (down, "are down")),
        offer('T', "stop", act(Action::Stop), (up, "are up")),
        offer('K', "signal ...", MenuChoice::Signals, alive),
        clear_logs(state, chosen),
    ]
}

/// What empties logs; who would not be emptied says why, since supervisord would not.
fn clear_logs(state: &State, chosen: &Chosen) -> MenuItem {
    let total = chosen.processes.len();
    let rows = chosen
        .processes
        .iter()
        .filter_map(|id| rollup::process(&state.fleet, &state.roster, id))
        .filter(|row| row.health() != Health::NoData);
    let reasons: Vec<Option<SkipReason>> = rows.map(|row| plan::unsafe_log(row.process)).collect();
    let able = reasons.iter().filter(|reason| reason.is_none()).count();
    let refusal = match (
        state.session.permission,
        reasons.into_iter().flatten().next(),
    ) {
        (Permission::ReadOnly, _) => Some(read_only(state)),
        (Permission::ReadWrite, Some(reason)) if able == 0 => Some(match reason {
            SkipReason::WasDown(now) => format!("{}: it would do nothing", now.word()),
            other => other.to_string(),
        }),
        (Permission::ReadWrite, None) if able == 0 => Some(format!("none of {total} give data")),
        (Permission::ReadWrite, _) => None,
    };
    let label = "clear the logs on the node";
    let note = format!("{able} of {total} can be");
    unless(
        refusal,
        item('D', label, note, MenuChoice::Act(Action::ClearLogs)),
    )
}

/// How many of the chosen processes give data and are in such a state.
pub fn how_many(state: &State, chosen: &Chosen, like: impl Fn(ProcessState) -> bool) -> usize {
    let rows = chosen
        .processes
        .iter()
        .filter_map(|id| rollup::process(&state.fleet, &state.roster, id));
    rows.filter(|row| row.health() != Health::NoData && like(row.process.state))
        .count()
}

/// What can be done to supervisord itself; nothing where no node is chosen.
pub fn node_actions(state: &State, chosen: &Chosen) -> Vec<MenuItem> {
    if chosen.nodes.is_empty() {
        return Vec::new();
    }
    let answering = chosen
        .nodes
        .iter()
        .filter_map(|id| state.fleet.node(id))
        .any(|node| node.link.is_up());
    let refusal = match (state.session.permission, answering) {
        (Permission::ReadOnly, _) => Some(read_only(state)),
        (Permission::ReadWrite, false) => Some("no answer from there".to_owned()),
        (Permission::ReadWrite, true) => None,
    };
    let several = (chosen.nodes.len() > 1).then(|| "one node at a time".to_owned());
    let act = MenuChoice::Act;
    let reread = item(
        'u',
        "reread, then update ...",
        "shows first what will restart",
        MenuChoice::Reread,
    );
    let restart = act(Action::RestartSupervisor);
    let shut_down = act(Action::ShutDownSupervisor);
    vec![
        unless(refusal.clone().or(several), reread),
        unless(
            refusal.clone(),
            item('B', "restart supervisord", "asks for typing", restart),
        ),
        unless(
            refusal,
            item('X', "shut supervisord down", "asks for typing", shut_down),
        ),
    ]
}

/// What only looks.
pub fn looks(chosen: &Chosen) -> Vec<MenuItem> {
    let total = chosen.processes.len();
    let none = (total == 0).then(|| "no process is chosen".to_owned());
    let several = (total != 1).then(|| "one process at a time".to_owned());
    let merged = (total > 1).then(|| format!("{} in one pane", count(total, "process")));
    let logs = item('l', "logs", merged.unwrap_or_default(), MenuChoice::Logs);
    let commands = "copy as supervisorctl commands";
    vec![
        unless(none, logs),
        unless(several, item('d', "details", "", MenuChoice::Details)),
        item('y', "copy names", "", MenuChoice::Copy),
        item('Y', commands, "", MenuChoice::CopyCommands),
    ]
}

/// What can be copied of a log.
pub fn copies(state: &State) -> Vec<MenuItem> {
    let offer = |(key, label, part, none)| {
        let lines = taking::lines(state, part).len();
        let refusal = (lines == 0).then(|| String::from(none));
        let choice = MenuChoice::CopyLines(part);
        unless(refusal, item(key, label, count(lines, "line"), choice))
    };
    [
        ('l', "the line gone to", LogPart::Line, "none was gone to"),
        (
            'h',
            "what the search finds",
            LogPart::Hits,
            "nothing is found",
        ),
        ('s', "the screen", LogPart::Screen, "nothing came yet"),
        (
            'a',
            "all lines kept and shown",
            LogPart::All,
            "nothing came yet",
        ),
    ]
    .map(offer)
    .into()
}

/// Every signal.
pub fn signals() -> Vec<MenuItem> {
    let keyed = Signal::ALL.into_iter().zip(SIGNAL_KEYS.chars());
    keyed
        .map(|(signal, key)| {
            let choice = MenuChoice::Signal(signal);
            item(key, signal.name(), signal_note(signal), choice)
        })
        .collect()
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

/// Ways to mark, each with how many it would add.
pub fn marks(state: &State) -> Vec<MenuItem> {
    let adds = |key, label: &str, choice| {
        let rows = marking::would_mark(state, choice);
        let new = rows.iter().filter(|row| !state.marks.has(row)).count();
        let refusal = (new == 0).then(|| "0".to_owned());
        unless(refusal, item(key, label, new.to_string(), choice))
    };
    let listing = state.listing();
    let shown = listing.order.len().to_string();
    let only = if listing.only_marked { "on" } else { "off" };
    let marked = state.marks.count(listing.kind).to_string();
    let only_label = "show only marked rows";
    vec![
        adds('a', "all shown", MenuChoice::MarkShown),
        adds('b', "bad ones shown", MenuChoice::MarkBad),
        adds('g', "same group as the cursor", MenuChoice::MarkGroup),
        adds('n', "same node as the cursor", MenuChoice::MarkNode),
        adds('e', "same environment", MenuChoice::MarkEnvironment),
        adds('f', "failed in the last batch", MenuChoice::MarkFailed),
        item('i', "invert among shown", shown, MenuChoice::Invert),
        item('o', only_label, only, MenuChoice::OnlyMarked),
        item('u', "unmark all", marked, MenuChoice::Unmark),
    ]
}

/// Columns to sort by, and the table's own order.
pub fn sorts(columns: &[Column]) -> Vec<MenuItem> {
    let column = |(key, column): (char, &Column)| {
        let label = column.title().to_lowercase();
        item(key, &label, "", MenuChoice::Sort(*column))
    };
    let own = item(
        '0',
        "worst first",
        "as it is by itself",
        MenuChoice::SortDefault,
    );
    let columns = COLUMN_KEYS.chars().zip(columns).map(column);
    columns.chain(std::iter::once(own)).collect()
}
