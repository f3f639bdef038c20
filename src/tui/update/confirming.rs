//! The dialog that asks whether an action is meant: what it says, and its own keys.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::model::{Action, EnvironmentName, ProcessId, Subject};
use crate::plan::{Batch, Mode, Schedule};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::msg::Edit;
use crate::tui::state::{Confirm, Demand, Dialog, Opening, Pager, PagerKind, State};

use super::acting::refusal;
use super::copying::as_command;
use super::{dialogs, disclosing, running};

/// The rhythms that `h` goes round through, each with the failures that stop it.
const MODES: [(Mode, Option<usize>); 4] = [
    (Mode::Parallel { at_once: 64 }, None),
    (
        Mode::Rolling {
            at_once: 1,
            delay: Duration::ZERO,
        },
        Some(1),
    ),
    (
        Mode::Rolling {
            at_once: 2,
            delay: Duration::ZERO,
        },
        Some(2),
    ),
    (
        Mode::Rolling {
            at_once: 5,
            delay: Duration::from_secs(2),
        },
        Some(3),
    ),
];

/// Writes the dialog for a compiled batch.
#[must_use]
pub fn compose(
    state: &State,
    batch: Batch,
    schedule: Schedule,
    hidden: &BTreeSet<ProcessId>,
) -> Confirm {
    let hidden = hidden_targets(&schedule, hidden);
    let places = environments(state, &schedule);
    let protected: Vec<&str> = places
        .iter()
        .filter(|name| state.roster.environment(name).is_some_and(|e| e.protected))
        .map(EnvironmentName::as_str)
        .collect();
    let protected = (!protected.is_empty()).then(|| protected.join(", "));
    Confirm {
        disclosures: disclosing::disclosures(state, &schedule, &hidden),
        demand: demand(&schedule, protected.as_deref()),
        places: places
            .iter()
            .map(EnvironmentName::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        protected,
        batch,
        schedule,
        hidden,
        typed: String::new(),
        scroll: 0,
        opening: Opening::default(),
    }
}

/// What of the hidden really is a target.
fn hidden_targets(schedule: &Schedule, hidden: &BTreeSet<ProcessId>) -> BTreeSet<ProcessId> {
    let processes = schedule
        .operations
        .iter()
        .filter_map(|operation| match &operation.subject {
            Subject::Process(id) => Some(id),
            Subject::Group(..) | Subject::Node(_) => None,
        });
    processes
        .filter(|id| hidden.contains(*id))
        .cloned()
        .collect()
}

fn environments(state: &State, schedule: &Schedule) -> BTreeSet<EnvironmentName> {
    let nodes = schedule
        .operations
        .iter()
        .map(|operation| operation.subject.node());
    nodes
        .flat_map(|node| state.roster.environment_names(node).iter().cloned())
        .collect()
}

/// Grave actions and protected environments want something typed: the name of the one node
/// that goes, else the number of targets.
fn demand(schedule: &Schedule, protected: Option<&str>) -> Demand {
    let number = schedule.operations.len();
    match (schedule.action.is_grave(), schedule.operations.as_slice()) {
        (true, [only]) => Demand::Typed(only.subject.node().to_string()),
        (true, _) => Demand::Typed(number.to_string()),
        (false, _) if protected.is_some() => Demand::Typed(number.to_string()),
        (false, _) => Demand::Key,
    }
}

/// A command in the dialog; none where it means nothing there.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Yes => return confirm(state),
        // Enter is no: a key that is pressed without looking must not act.
        Command::No | Command::Back | Command::Interrupt | Command::Open => {
            state.dialogs.pop();
            state.tell("nothing was sent");
        }
        Command::How => next_mode(state),
        Command::Also => also(state),
        Command::DropHidden => recompile(state, |confirm| {
            let hidden = std::mem::take(&mut confirm.hidden);
            confirm
                .batch
                .subjects
                .retain(|subject| !matches!(subject, Subject::Process(id) if hidden.contains(id)));
        }),
        Command::AsCommands => show_commands(state),
        other => return scroll(state, other),
    }
    Vec::new()
}

/// A restart starts what is stopped, too, or leaves it alone again; other actions have no such way.
fn also(state: &mut State) {
    let Some(Dialog::Confirm(confirm)) = state.dialogs.last() else {
        return;
    };
    match confirm.batch.action {
        Action::Restart => recompile(state, |it| it.batch.action = Action::RestartOrStart),
        Action::RestartOrStart => recompile(state, |it| it.batch.action = Action::Restart),
        _ => {}
    }
}

/// Moves in the list of targets, not past its end.
fn scroll(state: &mut State, command: Command) -> Vec<Effect> {
    let (fit, total) = state.seen.dialog_rows;
    if let Some(Dialog::Confirm(confirm)) = state.dialogs.last_mut() {
        let to = dialogs::scrolled(confirm.scroll, command, fit);
        confirm.scroll = to.min(total.saturating_sub(fit));
    }
    Vec::new()
}

/// The next rhythm; the frozen targets stay what they are.
fn next_mode(state: &mut State) {
    let Some(Dialog::Confirm(confirm)) = state.dialogs.last_mut() else {
        return;
    };
    let now = (confirm.schedule.mode, confirm.schedule.stop_after);
    let at = MODES
        .iter()
        .position(|mode| *mode == now)
        .map_or(0, |at| at + 1);
    let (mode, stop_after) = MODES[at % MODES.len()];
    (confirm.schedule.mode, confirm.schedule.stop_after) = (mode, stop_after);
    (confirm.batch.mode, confirm.batch.stop_after) = (mode, stop_after);
}

/// A key in the field where something has to be typed.
pub fn edit(state: &mut State, edit: Edit) -> Vec<Effect> {
    let now = state.now;
    let Some(Dialog::Confirm(confirm)) = state.dialogs.last_mut() else {
        return Vec::new();
    };
    match edit {
        // What is typed ahead was meant for something else.
        Edit::Insert(letter) if confirm.opening.is_over(now) => confirm.typed.push(letter),
        Edit::Backspace => {
            confirm.typed.pop();
        }
        Edit::DeleteLine | Edit::DeleteWord => confirm.typed.clear(),
        Edit::Submit if confirm.typed.is_empty() => return command(state, Command::No),
        Edit::Submit => return confirm_typed(state),
        Edit::Cancel => return command(state, Command::No),
        Edit::Previous => return scroll(state, Command::Up),
        Edit::Next => return scroll(state, Command::Down),
        _ => {}
    }
    Vec::new()
}

/// `y`: only where a key is enough, and only once the dialog could be read.
fn confirm(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Confirm(confirm)) = state.dialogs.last() else {
        return Vec::new();
    };
    match confirm.demand {
        Demand::Key if confirm.opening.is_over(state.now) => go(state),
        Demand::Key | Demand::Typed(_) => Vec::new(),
    }
}

fn confirm_typed(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Confirm(confirm)) = state.dialogs.last_mut() else {
        return Vec::new();
    };
    let Demand::Typed(word) = &confirm.demand else {
        return Vec::new();
    };
    if *word == confirm.typed {
        return go(state);
    }
    let text = format!("{:?} is not {word:?}; nothing was sent", confirm.typed);
    confirm.typed.clear();
    state.warn(text);
    Vec::new()
}

fn go(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Confirm(confirm)) = state.dialogs.pop() else {
        return Vec::new();
    };
    // While the question was read, the journal may have broken.
    if let Some(text) = refusal(state, confirm.schedule.action) {
        state.warn(text);
        return Vec::new();
    }
    remember_mode(state, &confirm);
    running::start(state, confirm.schedule)
}

fn remember_mode(state: &mut State, confirm: &Confirm) {
    for operation in &confirm.schedule.operations {
        let home = state.roster.home(operation.subject.node()).cloned();
        state
            .runs
            .modes
            .insert(home, (confirm.batch.mode, confirm.batch.stop_after));
    }
}

/// supervisorctl's word for an action.
fn ctl(action: Action) -> String {
    match action {
        Action::ClearLogs => "clear".to_owned(),
        other => other.to_string(),
    }
}

/// Changes the batch and freezes its targets anew; what was typed no longer fits.
fn recompile(state: &mut State, change: impl FnOnce(&mut Confirm)) {
    let Some(Dialog::Confirm(mut confirm)) = state.dialogs.pop() else {
        return;
    };
    let before = confirm.clone();
    change(&mut confirm);
    let batch = confirm.batch.clone();
    let schedule = batch.compile(&state.fleet, &state.roster, state.session.permission);
    if schedule.operations.is_empty() {
        state.tell("nothing would be left to do");
        state.dialogs.push(Dialog::Confirm(before));
        return;
    }
    // It has to be read again, so its keys count again only after a while.
    let next = compose(state, batch, schedule, &confirm.hidden);
    state.dialogs.push(Dialog::Confirm(Box::new(next)));
}

fn show_commands(state: &mut State) {
    let Some(Dialog::Confirm(confirm)) = state.dialogs.last() else {
        return;
    };
    let line = |subject: &Subject| match subject {
        Subject::Process(id) => as_command(state, &ctl(confirm.schedule.action), id),
        Subject::Group(node, group) => format!("{node}: supervisorctl update {}", group.clean()),
        Subject::Node(node) => format!("{node}: {}", confirm.schedule.action),
    };
    let lines: Vec<String> = confirm
        .schedule
        .operations
        .iter()
        .map(|operation| line(&operation.subject))
        .collect();
    state
        .dialogs
        .push(Dialog::Pager(Pager::new(PagerKind::Commands(
            lines.join("\n"),
        ))));
}
