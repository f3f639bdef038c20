//! The verbs: each opens a dialog. Copying and polling, which change nothing, live here too.

use std::collections::BTreeSet;

use crate::engine::{Request, Scope as PollScope};
use crate::model::{Action, Link, Node, NodeId, ProcessId, SkipReason, Subject};
use crate::plan::{Batch, Mode, Permission, Schedule};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{Chosen, Dialog, KeyNames, RowKind, State};

use super::{confirming, menus, running, targets};

/// A command that acts.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    let chosen = targets::chosen(state);
    match command {
        Command::Restart => begin(state, Action::Restart, &chosen),
        Command::Start => begin(state, Action::Start, &chosen),
        Command::Stop => begin(state, Action::Stop, &chosen),
        Command::Signal => menus::open_signals(state, chosen),
        Command::ActionMenu => menus::open_actions(state),
        _ => Vec::new(),
    }
}

/// Opens the dialog of an action on what was chosen.
pub fn begin(state: &mut State, action: Action, chosen: &Chosen) -> Vec<Effect> {
    let subjects = match action {
        Action::RestartSupervisor | Action::ShutDownSupervisor => {
            chosen.nodes.iter().cloned().map(Subject::Node).collect()
        }
        Action::Start
        | Action::Stop
        | Action::Restart
        | Action::RestartOrStart
        | Action::Signal(_)
        | Action::ClearLogs
        | Action::AddGroup
        | Action::ReplaceGroup
        | Action::RemoveGroup => chosen.subjects(),
    };
    begin_on(state, action, subjects, &chosen.hidden)
}

/// Opens the dialog of an action on these subjects, some of which no row on screen stands for.
pub fn begin_on(
    state: &mut State,
    action: Action,
    subjects: Vec<Subject>,
    hidden: &BTreeSet<ProcessId>,
) -> Vec<Effect> {
    if let Some(text) = refusal(state, action) {
        state.warn(text);
        return Vec::new();
    }
    let (mode, stop_after) = mode_for(state, &subjects);
    let batch = Batch {
        action,
        subjects,
        mode,
        stop_after,
    };
    let schedule = batch.compile(&state.fleet, &state.roster, state.session.permission);
    if schedule.operations.is_empty() {
        state.warn(why_nothing(&schedule, &state.session.keys));
        return Vec::new();
    }
    if hidden.is_empty() && needs_no_dialog(state, &batch) {
        return running::start(state, schedule);
    }
    let confirm = confirming::compose(state, batch, schedule, hidden);
    state.dialogs.push(Dialog::Confirm(Box::new(confirm)));
    Vec::new()
}

/// Why nothing at all may be changed from here, in a sentence.
#[must_use]
pub fn refusal(state: &State, action: Action) -> Option<String> {
    if state.session.permission == Permission::ReadOnly {
        let key = state.session.keys.of(Command::ReadOnly);
        return Some(format!(
            "read-only: {action} is not sent from here; {key} allows actions"
        ));
    }
    let trouble = state.session.journal_trouble.as_ref()?;
    Some(format!(
        "nothing is changed while the journal cannot be written: {trouble}"
    ))
}

/// The fast lane, by config only: one restart of what is in sight outside protected environments.
fn needs_no_dialog(state: &State, batch: &Batch) -> bool {
    let [only] = batch.subjects.as_slice() else {
        return false;
    };
    state.session.settings.restart_single_unasked
        && batch.action == Action::Restart
        && !state.roster.is_protected(only.node())
}

/// The mode last used in the environment of the first subject.
fn mode_for(state: &State, subjects: &[Subject]) -> (Mode, Option<usize>) {
    let home = subjects
        .first()
        .and_then(|subject| state.roster.home(subject.node()));
    state
        .runs
        .modes
        .get(&home.cloned())
        .copied()
        .unwrap_or_default()
}

/// Why an action has nothing to do, in a sentence.
fn why_nothing(schedule: &Schedule, keys: &KeyNames) -> String {
    let action = schedule.action;
    let chosen = schedule.excluded.len() + schedule.unneeded.len();
    if let Some((_, state)) = schedule.unneeded.first() {
        return match chosen {
            1 => format!("{action}: it is {} already", state.word()),
            _ => format!(
                "{action}: none of the {chosen} needs it, {} already",
                state.word()
            ),
        };
    }
    let Some((subject, reason)) = schedule.excluded.first() else {
        return format!("{action}: nothing is chosen here");
    };
    let (label, node) = (subject.label(), subject.node());
    match reason {
        SkipReason::WasDown(state) if action == Action::Restart => {
            let (word, key) = (state.word(), keys.of(Command::Start));
            format!("restart leaves {label} alone, it is {word}; {key} starts it")
        }
        SkipReason::WasDown(state) => {
            format!("{action}: {label} is {}, it has no process", state.word())
        }
        SkipReason::NoData => format!("{action}: {node} gives no data, nothing can be done there"),
        SkipReason::ReadOnly => format!("{action}: {node} is in a read-only environment"),
        reason => format!("{action}: {label}: {reason}"),
    }
}

/// `3 names`, `1 name`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix("ss")) {
        (1, _) => format!("1 {noun}"),
        (_, Some(_)) => format!("{number} {noun}es"),
        (_, None) => format!("{number} {noun}s"),
    }
}

/// Polls now: the marked nodes, or every node; one that refused us is asked again only if it is
/// marked or under the cursor, so that nobody gets locked out by the way.
pub fn refresh(state: &mut State) -> Vec<Effect> {
    let marked = state.marks.count(RowKind::Node) > 0;
    let chosen = targets::nodes(state, &targets::chosen(state));
    let wants = |node: &Node| {
        let is_chosen = chosen.contains(&node.id);
        is_chosen || (!marked && !matches!(node.link, Link::Paused { .. }))
    };
    let nodes: Vec<NodeId> = state
        .fleet
        .nodes()
        .filter(|node| wants(node))
        .map(|node| node.id.clone())
        .collect();
    state.tell(format!("asking {}", count(nodes.len(), "node")));
    vec![Effect::Ask(Request::Poll(PollScope::Nodes(nodes)))]
}
