//! Keys while something lies on top: each dialog takes its own.

use crate::engine::Request;
use crate::model::LogSource;
use crate::plan::Permission;
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::excerpt::Excerpt;
use crate::tui::msg::Edit;
use crate::tui::state::{Dialog, State};

use super::{confirming, copying, logs, moving, pagers, preview, running, signing_in};

/// A command while a dialog is on top.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    match state.dialogs.last() {
        None => Vec::new(),
        Some(Dialog::Confirm(_)) => confirming::command(state, command),
        Some(Dialog::Run(_)) => running::command(state, command),
        Some(Dialog::Menu(_)) => super::menus::command(state, command),
        Some(Dialog::Trouble(_)) => trouble(state, command),
        Some(Dialog::SignIn(_) | Dialog::NoKeyring(_) | Dialog::Passphrase(_)) => {
            signing_in::command(state, command)
        }
        Some(Dialog::Preview(_)) => preview::command(state, command),
        Some(Dialog::Pager(_)) => pagers::command(state, command),
        Some(Dialog::Leave) => leaving(state, command),
        Some(Dialog::AllowActions(_)) => allowing(state, command),
        Some(Dialog::Merge(_)) => logs::merge(state, command),
    }
}

/// A key in a text field of a dialog.
pub fn edit(state: &mut State, edit: Edit) -> Vec<Effect> {
    match state.dialogs.last() {
        Some(Dialog::Confirm(_)) => confirming::edit(state, edit),
        Some(Dialog::SignIn(_) | Dialog::Passphrase(_)) => signing_in::edit(state, edit),
        Some(Dialog::Pager(_)) => pagers::edit(state, edit),
        Some(
            Dialog::Run(_)
            | Dialog::Menu(_)
            | Dialog::Trouble(_)
            | Dialog::NoKeyring(_)
            | Dialog::Preview(_)
            | Dialog::Leave
            | Dialog::AllowActions(_)
            | Dialog::Merge(_),
        )
        | None => Vec::new(),
    }
}

/// Where a scrolling text stands after a command that moves.
#[must_use]
pub fn scrolled(at: usize, command: Command, page: usize) -> usize {
    match command {
        Command::Down => at + 1,
        Command::Up => at.saturating_sub(1),
        Command::PageDown => at + page,
        Command::PageUp => at.saturating_sub(page),
        Command::HalfDown => at + page / 2,
        Command::HalfUp => at.saturating_sub(page / 2),
        Command::Top => 0,
        Command::Bottom => usize::MAX / 2,
        _ => at,
    }
}

/// Why a node does not answer: retry, sign in, copy, or look at what is known of it.
fn trouble(state: &mut State, command: Command) -> Vec<Effect> {
    let Some(Dialog::Trouble(id)) = state.dialogs.last() else {
        return Vec::new();
    };
    let id = id.clone();
    match command {
        Command::Refresh => {
            state.tell(format!("asking {id} now"));
            vec![Effect::Ask(Request::Poll(crate::engine::Scope::Nodes(
                vec![id],
            )))]
        }
        Command::SignIn => {
            state.dialogs.pop();
            signing_in::open_for(state, &id)
        }
        Command::Open | Command::Details => {
            state.dialogs.pop();
            moving::open_node(state, &id)
        }
        Command::Logs | Command::NodeLog => {
            state.dialogs.pop();
            logs::follow(state, &[LogSource::Main(id)])
        }
        Command::Copy | Command::Yes => vec![Effect::Copy {
            excerpt: Excerpt::of(&copying::probe(state, &id)),
            what: "the error and a curl line".to_owned(),
        }],
        Command::Back | Command::No | Command::Interrupt => {
            state.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Leaves, or asks while a batch is under way.
pub fn leave(state: &mut State) -> Vec<Effect> {
    if state.runs.under_way().next().is_none() {
        return vec![Effect::Quit];
    }
    state.dialogs.push(Dialog::Leave);
    Vec::new()
}

/// A batch is under way: wait, or leave and drop what is queued.
fn leaving(state: &mut State, command: Command) -> Vec<Effect> {
    let under_way: Vec<_> = state.runs.under_way().map(|view| view.id).collect();
    match command {
        Command::DropQueued => {
            state.dialogs.pop();
            state.tell("what was queued is dropped; what is under way is followed to its end");
            under_way
                .into_iter()
                .map(|id| Effect::Ask(Request::Cancel(id)))
                .collect()
        }
        Command::Yes => vec![Effect::Quit],
        Command::No | Command::Back | Command::Interrupt | Command::Open => {
            state.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn allowing(state: &mut State, command: Command) -> Vec<Effect> {
    let Some(Dialog::AllowActions(opening)) = state.dialogs.last() else {
        return Vec::new();
    };
    match command {
        Command::Yes if opening.is_over(state.now) => {
            state.dialogs.pop();
            state.session.permission = Permission::ReadWrite;
            state.tell("actions are allowed again; each still asks");
            vec![Effect::Ask(Request::Permit(Permission::ReadWrite))]
        }
        Command::No | Command::Back | Command::Interrupt | Command::Open => {
            state.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}
