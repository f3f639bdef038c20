//! Rereading a node's config files, and what an update would do, group by group.

use std::collections::BTreeSet;

use crate::engine::{CallFailure, Request};
use crate::model::{Action, ConfigChanges, GroupName, NodeId, Subject};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{Chosen, Dialog, Preview, State};

use super::acting;

/// Asks a node to read its files again; nothing running changes.
pub fn open(state: &mut State, chosen: &Chosen) -> Vec<Effect> {
    let [node] = chosen.nodes.as_slice() else {
        state.tell("reread and update work on one node at a time");
        return Vec::new();
    };
    state.dialogs.push(Dialog::Preview(Preview {
        node: node.clone(),
        changes: None,
        trouble: None,
        left_out: BTreeSet::new(),
        cursor: 0,
    }));
    vec![Effect::Ask(Request::Reread(node.clone()))]
}

/// The answer came.
pub fn fold(state: &mut State, node: &NodeId, result: Result<ConfigChanges, CallFailure>) {
    let open = state
        .dialogs
        .iter_mut()
        .rev()
        .find_map(|dialog| match dialog {
            Dialog::Preview(preview) if preview.node == *node => Some(preview),
            _ => None,
        });
    let Some(preview) = open else { return };
    match result {
        Ok(changes) => preview.changes = Some(changes),
        Err(failure) => preview.trouble = Some(failure.to_string()),
    }
    state.dirty = true;
}

/// The groups that an update would touch, and how, in the order they are shown.
pub fn entries(changes: &ConfigChanges) -> impl Iterator<Item = (Action, &GroupName)> {
    let with = |action: Action| move |group| (action, group);
    let added = changes.added.iter().map(with(Action::AddGroup));
    let replaced = changes.changed.iter().map(with(Action::ReplaceGroup));
    let removed = changes.removed.iter().map(with(Action::RemoveGroup));
    added.chain(replaced).chain(removed)
}

/// A command while the preview is on top.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    let Some(Dialog::Preview(preview)) = state.dialogs.last_mut() else {
        return Vec::new();
    };
    let count = preview
        .changes
        .as_ref()
        .map_or(0, |changes| entries(changes).count());
    let last = count.saturating_sub(1);
    match command {
        Command::Down => preview.cursor = (preview.cursor + 1).min(last),
        Command::Up => preview.cursor = preview.cursor.saturating_sub(1),
        Command::Mark if count > 0 => {
            if !preview.left_out.remove(&preview.cursor) {
                preview.left_out.insert(preview.cursor);
            }
            preview.cursor = (preview.cursor + 1).min(last);
        }
        Command::Yes => return apply(state),
        Command::No | Command::Back | Command::Interrupt | Command::Open => {
            state.dialogs.pop();
        }
        _ => {}
    }
    Vec::new()
}

/// Opens the dialog for what is ticked under the cursor's kind of change.
///
/// A schedule has one action, so added, changed and removed groups are confirmed one kind after
/// the other: the kind under the cursor first.
fn apply(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Preview(preview)) = state.dialogs.last() else {
        return Vec::new();
    };
    let Some(changes) = &preview.changes else {
        return Vec::new();
    };
    let ticked: Vec<(Action, GroupName)> = entries(changes)
        .enumerate()
        .filter(|(at, _)| !preview.left_out.contains(at))
        .map(|(_, (action, group))| (action, group.clone()))
        .collect();
    let under_cursor = entries(changes)
        .nth(preview.cursor)
        .map(|(action, _)| action);
    let Some(action) = ticked
        .iter()
        .map(|(action, _)| *action)
        .find(|action| Some(*action) == under_cursor)
        .or_else(|| ticked.first().map(|(action, _)| *action))
    else {
        state.tell("nothing is ticked");
        return Vec::new();
    };
    let node = preview.node.clone();
    let subjects = ticked
        .into_iter()
        .filter(|(of, _)| *of == action)
        .map(|(_, group)| Subject::Group(node.clone(), group))
        .collect();
    state.dialogs.pop();
    acting::begin_on(state, action, subjects, &BTreeSet::new())
}
