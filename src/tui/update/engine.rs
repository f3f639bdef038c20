//! What the engine tells, folded into the state.

use crate::engine::{Event, Warning};
use crate::model::{Change, ProcessState, Report, Transition};
use crate::tui::effect::Effect;
use crate::tui::state::{ChangeLine, State};

use super::{logs, preview, running, signing_in};

/// Folds one event in.
pub fn fold(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Reported(report) => reported(state, &report),
        Event::Authenticated(node, origin) => {
            state.origins.insert(node, origin);
        }
        Event::Progressed(id, step) => running::fold(state, id, &step),
        Event::Finished(id) => running::finish(state, id),
        Event::Logged(chunk) => return logs::fold(state, &chunk),
        Event::Reread(node, result) => preview::fold(state, &node, result),
        Event::Inspected(node, result) => {
            let result = result.map_err(|failure| failure.to_string());
            state.programs.insert(node, result);
            state.dirty = true;
        }
        Event::SignedIn(node, result) => {
            state.dirty = true;
            signing_in::fold(state, &node, result);
        }
        Event::Journaled(lines) => {
            state.session.journal_trouble = None;
            state.journal = lines;
            state.dirty = true;
        }
        Event::Warned(warning) => warned(state, warning),
    }
    Vec::new()
}

fn reported(state: &mut State, report: &Report) {
    match state.fleet.apply(report) {
        Change::Same => {}
        Change::Changed(transitions) => {
            // A table that is held still changes only by its user.
            state.stale |= !state.frozen;
            state.dirty = true;
            for transition in transitions {
                logs::notice(state, &transition);
                note(state, transition);
            }
        }
    }
}

/// Keeps a change, and tells it if it is bad news nobody of us caused.
fn note(state: &mut State, transition: Transition) {
    let run = match &transition {
        Transition::Process { id, .. } | Transition::Restarted { id, .. } => {
            state.runs.acting_on(id)
        }
        Transition::Link { .. } => None,
    };
    if run.is_none()
        && let Some(text) = bad_news(state, &transition)
    {
        state.tell(text);
    }
    state.history.push(ChangeLine { transition, run });
}

fn bad_news(state: &State, transition: &Transition) -> Option<String> {
    let home = state
        .roster
        .home(transition.node())
        .map_or("", |name| name.as_str());
    match transition {
        Transition::Process {
            id,
            from: Some(from),
            to: Some(to),
            ..
        } if is_bad(*to) => {
            let (from, to) = (from.word(), to.word());
            Some(
                format!("{home} {} {} {from} -> {to}", id.node, id.label())
                    .trim()
                    .to_owned(),
            )
        }
        Transition::Link {
            node,
            error: Some(error),
            ..
        } => Some(format!("{node}: {error}")),
        Transition::Process { .. } | Transition::Restarted { .. } | Transition::Link { .. } => None,
    }
}

fn is_bad(state: ProcessState) -> bool {
    matches!(
        state,
        ProcessState::Fatal | ProcessState::Backoff | ProcessState::Unknown(_)
    )
}

fn warned(state: &mut State, warning: Warning) {
    state.dirty = true;
    match warning {
        Warning::Journal(trouble) => {
            state.warn(format!(
                "the journal cannot be written, so nothing is changed: {trouble}"
            ));
            state.session.journal_trouble = Some(trouble);
        }
        Warning::NoKeyring(reason) => signing_in::no_keyring(state, reason),
        Warning::KeyringAnswers => signing_in::keyring_answers(state),
        Warning::Locked(trouble) => signing_in::locked(state, trouble),
        Warning::Unlocked => signing_in::unlocked(state),
        Warning::Other(text) => state.warn(text),
    }
}
