//! The prompt at the foot: typing, completing, recalling.

use tui_input::{Input, InputRequest};

use crate::tui::effect::Effect;
use crate::tui::msg::Edit;
use crate::tui::state::{Prompt, PromptKind, State};

use super::{finding, logs, palette, taking};

/// Entries of the history that are kept.
const RECALLED: usize = 100;

/// Opens the filter prompt on what stands there.
pub fn open_filter(state: &mut State) -> Vec<Effect> {
    let before = state.listing().filter.text.clone();
    open(state, PromptKind::Filter, before)
}

/// Opens the palette.
pub fn open_palette(state: &mut State) -> Vec<Effect> {
    open(state, PromptKind::Palette, String::new())
}

/// Opens a prompt in which nothing stands, though something holds already.
pub fn open_empty(state: &mut State, kind: PromptKind, before: String) -> Vec<Effect> {
    let effects = open(state, kind, before);
    if let Some(prompt) = &mut state.prompt {
        prompt.input = Input::default();
    }
    effects
}

/// Opens a prompt in which a text stands already.
pub fn open(state: &mut State, kind: PromptKind, before: String) -> Vec<Effect> {
    let input = Input::new(before.clone());
    state.prompt = Some(Prompt {
        kind,
        input,
        before,
        draft: String::new(),
        error: None,
        recalled: 0,
    });
    Vec::new()
}

/// A key in the prompt.
pub fn edit(state: &mut State, edit: Edit) -> Vec<Effect> {
    let Some(prompt) = &mut state.prompt else {
        return Vec::new();
    };
    match edit {
        Edit::Submit => return submit(state),
        Edit::Cancel => return cancel(state),
        Edit::Previous => recall(state, 1),
        Edit::Next => recall(state, -1),
        Edit::Complete => complete(state),
        Edit::Uncomplete => {}
        other => {
            if let Some(request) = request(other) {
                prompt.input.handle(request);
            }
        }
    }
    changed(state)
}

/// Pasted text goes in as text, on one line.
pub fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(prompt) = &mut state.prompt {
        let line = text.lines().next().unwrap_or_default();
        for letter in crate::model::Clean::text(line).as_str().chars().take(1000) {
            prompt.input.handle(InputRequest::InsertChar(letter));
        }
    }
    changed(state)
}

/// What a key means to a text field; none for keys that are no editing.
#[must_use]
pub fn request(edit: Edit) -> Option<InputRequest> {
    Some(match edit {
        Edit::Insert(letter) => InputRequest::InsertChar(letter),
        Edit::Backspace => InputRequest::DeletePrevChar,
        Edit::Delete => InputRequest::DeleteNextChar,
        Edit::DeleteWord => InputRequest::DeletePrevWord,
        Edit::DeleteLine => InputRequest::DeleteFromStart,
        Edit::Left => InputRequest::GoToPrevChar,
        Edit::Right => InputRequest::GoToNextChar,
        Edit::WordLeft => InputRequest::GoToPrevWord,
        Edit::WordRight => InputRequest::GoToNextWord,
        Edit::Home => InputRequest::GoToStart,
        Edit::End => InputRequest::GoToEnd,
        Edit::Previous
        | Edit::Next
        | Edit::Complete
        | Edit::Uncomplete
        | Edit::Submit
        | Edit::Cancel => return None,
    })
}

/// What is typed works while it is typed, and what is wrong with it is said.
fn changed(state: &mut State) -> Vec<Effect> {
    let Some(prompt) = &state.prompt else {
        return Vec::new();
    };
    let text = prompt.input.value().to_owned();
    let (effects, error) = try_out(state, prompt.kind, &text);
    if let Some(prompt) = &mut state.prompt {
        prompt.error = error;
    }
    effects
}

/// Does what a text in a prompt does while it stands there; why it cannot, if it cannot.
fn try_out(state: &mut State, kind: PromptKind, text: &str) -> (Vec<Effect>, Option<String>) {
    let tried = match kind {
        PromptKind::Filter => {
            finding::set_filter(state, text);
            return (Vec::new(), state.listing().filter.error.clone());
        }
        PromptKind::Search => logs::search(state, text),
        PromptKind::Only => logs::only(state, text),
        PromptKind::Palette | PromptKind::Save(_) => Ok(Vec::new()),
    };
    match tried {
        Ok(effects) => (effects, None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    }
}

fn submit(state: &mut State) -> Vec<Effect> {
    let Some(prompt) = state.prompt.take() else {
        return Vec::new();
    };
    let text = prompt.input.value().trim().to_owned();
    let is_to_be_recalled = !text.is_empty() && !matches!(prompt.kind, PromptKind::Save(_));
    if is_to_be_recalled {
        let entry = (prompt.kind, text.clone());
        state.recall.retain(|known| *known != entry);
        state.recall.insert(0, entry);
        state.recall.truncate(RECALLED);
    }
    match prompt.kind {
        PromptKind::Filter => {
            finding::set_filter(state, &text);
            Vec::new()
        }
        PromptKind::Search | PromptKind::Only => submit_to_logs(state, &prompt),
        PromptKind::Palette => palette::execute(state, &text),
        PromptKind::Save(form) => taking::save(state, &text, form),
    }
}

fn submit_to_logs(state: &mut State, prompt: &Prompt) -> Vec<Effect> {
    if let Some(error) = &prompt.error {
        state.warn(error.clone());
        return Vec::new();
    }
    if prompt.kind == PromptKind::Only {
        return Vec::new();
    }
    // As in other pagers, nothing means the same again.
    let effects = match prompt.input.value() {
        "" => try_out(state, prompt.kind, &prompt.before).0,
        _ => Vec::new(),
    };
    logs::seek(state);
    effects
}

fn cancel(state: &mut State) -> Vec<Effect> {
    let Some(prompt) = state.prompt.take() else {
        return Vec::new();
    };
    try_out(state, prompt.kind, &prompt.before).0
}

/// Goes through what was typed before into this kind of prompt; the newest side is the draft.
fn recall(state: &mut State, by: isize) {
    let Some(prompt) = &mut state.prompt else {
        return;
    };
    let own = state.recall.iter().filter(|(kind, _)| *kind == prompt.kind);
    let own: Vec<&String> = own.map(|(_, text)| text).collect();
    if prompt.recalled == 0 {
        prompt.input.value().clone_into(&mut prompt.draft);
    }
    prompt.recalled = prompt.recalled.saturating_add_signed(by).min(own.len());
    let text = match prompt.recalled.checked_sub(1) {
        Some(at) => own[at].clone(),
        None => prompt.draft.clone(),
    };
    prompt.input = Input::new(text);
}

fn complete(state: &mut State) {
    let Some(prompt) = &mut state.prompt else {
        return;
    };
    match prompt.kind {
        PromptKind::Palette => {
            if let Some(completed) = palette::complete(prompt.input.value()) {
                prompt.input = Input::new(completed);
            }
        }
        PromptKind::Save(form) => prompt.kind = PromptKind::Save(form.other()),
        PromptKind::Filter | PromptKind::Search | PromptKind::Only => {}
    }
}
