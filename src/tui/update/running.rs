//! Batches under way: starting them, following their steps, and the keys of their dialog.

use crate::engine::Request;
use crate::model::{OutcomeClass, Subject};
use crate::plan::{Phase, Progress, RunId, RunStep, Schedule};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::excerpt::Excerpt;
use crate::tui::state::{Dialog, RowId, RunView, State};

use super::{acting, dialogs, targets};

/// Begins a confirmed batch and shows how it goes.
pub fn start(state: &mut State, schedule: Schedule) -> Vec<Effect> {
    let id = state.runs.begin(schedule.clone(), state.now);
    state.dialogs.push(Dialog::Run(id));
    vec![Effect::Ask(Request::Run(id, schedule))]
}

/// Folds one step in.
pub fn fold(state: &mut State, id: RunId, step: &RunStep) {
    let now = state.now;
    let Some(view) = state.runs.view_mut(id) else {
        return;
    };
    if let RunStep::Reached(operation, Phase::Reading) = step {
        view.starts.insert(*operation, now);
    }
    view.run.fold(step);
    state.dirty = true;
}

/// A batch has ended: what failed or was lost stays marked, the rest loses its mark.
pub fn finish(state: &mut State, id: RunId) {
    let now = state.now;
    let Some(view) = state.runs.view_mut(id) else {
        return;
    };
    view.ended = Some(now);
    let ended: Vec<(Subject, OutcomeClass)> = view
        .run
        .operations()
        .filter_map(|(operation, progress)| match progress {
            Progress::Ended(outcome) => Some((operation.subject.clone(), outcome.class())),
            Progress::Queued | Progress::Now(_) => None,
        })
        .collect();
    let text = result(view);
    let bad = view.run.summary().failed + view.run.summary().lost > 0;
    for (subject, class) in ended {
        let Subject::Process(process) = subject else {
            continue;
        };
        match class {
            OutcomeClass::Failed | OutcomeClass::Lost => state.marks.add(RowId::Process(process)),
            OutcomeClass::Ok | OutcomeClass::Skipped => {
                state.marks.remove(&RowId::Process(process));
            }
            OutcomeClass::Cancelled => {}
        }
    }
    // What it marked may be gone, and a view of only marked rows has others now.
    state.stale |= !state.frozen;
    if bad {
        state.warn(text);
    } else {
        state.tell(text);
    }
}

/// `batch #43 restart: 8 of 12, 1 failed, 1 lost`.
#[must_use]
pub fn result(view: &RunView) -> String {
    let summary = view.run.summary();
    let (action, ended) = (view.run.schedule().action, summary.ended());
    let begin = format!(
        "batch {} {action}: {ended} of {} ended",
        view.id,
        summary.total()
    );
    let parts = [
        (summary.ok, "ok"),
        (summary.failed, "failed"),
        (summary.lost, "lost"),
        (summary.skipped, "skipped"),
        (summary.cancelled, "dropped"),
    ];
    let counted = parts.into_iter().filter(|(number, _)| *number > 0);
    let counted = counted.map(|(number, word)| format!("{number} {word}"));
    let all: Vec<String> = std::iter::once(begin).chain(counted).collect();
    all.join(", ")
}

/// A command in the dialog of a batch.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    let Some(Dialog::Run(id)) = state.dialogs.last() else {
        return Vec::new();
    };
    let id = *id;
    let (fit, total) = state.seen.dialog_rows;
    let Some(view) = state.runs.view_mut(id) else {
        return Vec::new();
    };
    match command {
        Command::Pause if view.ended.is_none() => {
            let paused = view.run.is_paused();
            let request = if paused {
                Request::Resume(id)
            } else {
                Request::Pause(id)
            };
            return vec![Effect::Ask(request)];
        }
        Command::DropQueued if view.ended.is_none() => {
            return vec![Effect::Ask(Request::Cancel(id))];
        }
        Command::Retry => return retry(state, id),
        Command::Yes | Command::Copy => return copy_report(state, id),
        Command::Back | Command::Interrupt | Command::No | Command::Open => {
            state.dialogs.pop();
            tell_it_goes_on(state, id);
        }
        other => {
            view.scroll = dialogs::scrolled(view.scroll, other, fit).min(total.saturating_sub(fit));
        }
    }
    Vec::new()
}

fn tell_it_goes_on(state: &mut State, id: RunId) {
    let view = state.runs.view(id);
    if view.is_some_and(|view| view.ended.is_none()) {
        let key = state.session.keys.of(Command::Runs);
        state.tell(format!("batch {id} goes on; {key} shows it again"));
    }
}

/// Asks again for exactly what failed or was lost.
fn retry(state: &mut State, id: RunId) -> Vec<Effect> {
    let Some(view) = state.runs.view(id) else {
        return Vec::new();
    };
    if view.ended.is_none() {
        state.tell("the batch is still under way");
        return Vec::new();
    }
    let Some(batch) = view.run.retry() else {
        state.tell("nothing failed and nothing was lost");
        return Vec::new();
    };
    state.dialogs.pop();
    let processes = batch.subjects.iter().filter_map(|subject| match subject {
        Subject::Process(id) => Some(id.clone()),
        Subject::Group(..) | Subject::Node(_) => None,
    });
    let hidden = targets::named(state, processes.collect()).hidden;
    acting::begin_on(state, batch.action, batch.subjects, &hidden)
}

fn copy_report(state: &State, id: RunId) -> Vec<Effect> {
    let Some(view) = state.runs.view(id) else {
        return Vec::new();
    };
    let lines = view.run.operations().map(|(operation, progress)| {
        let subject = &operation.subject;
        format!("{} {} {}", subject.node(), subject.label(), words(progress))
    });
    let text = std::iter::once(result(view))
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n");
    vec![Effect::Copy {
        excerpt: Excerpt::of(&text),
        what: format!("the report of batch {id}"),
    }]
}

/// Where an operation stands, in words for a report.
#[must_use]
pub fn words(progress: &Progress) -> String {
    match progress {
        Progress::Queued => "queued".to_owned(),
        Progress::Now(_) => "under way".to_owned(),
        Progress::Ended(outcome) => format!("{}: {outcome}", outcome.class().word()),
    }
}
