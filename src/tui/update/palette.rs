//! The palette: every command by its name, and a few that take words.

use crate::model::Column;
use crate::tui::command::{Command, Layer};
use crate::tui::effect::Effect;
use crate::tui::state::State;

use super::{dispatch, finding};

/// Commands that take words, with what they take.
pub const WITH_WORDS: [(&str, &str); 3] = [
    ("filter", "show only rows that match"),
    ("sort", "sort by a column"),
    ("q", "leave supdeck"),
];

/// Does what was typed.
pub fn execute(state: &mut State, text: &str) -> Vec<Effect> {
    let (name, words) = text.split_once(' ').unwrap_or((text, ""));
    match (name, words.trim()) {
        ("", _) => Vec::new(),
        ("q", "") => dispatch::run(state, Command::Quit),
        ("filter", words) if !words.is_empty() => {
            finding::set_filter(state, words);
            Vec::new()
        }
        ("sort", words) if !words.is_empty() => {
            match Column::named(words) {
                Some(column) => finding::sort_by(state, Some(column)),
                None => state.warn(format!("no column is called {words:?}")),
            }
            Vec::new()
        }
        (name, "") => match Command::named(name).filter(|command| is_offered(*command)) {
            Some(command) => dispatch::run(state, command),
            None => unknown(state, name),
        },
        (name, _) => unknown(state, name),
    }
}

fn unknown(state: &mut State, name: &str) -> Vec<Effect> {
    match crate::config::nearest(name, names()) {
        Some(near) => state.warn(format!(
            "no command is called {name:?}; did you mean {near}?"
        )),
        None => state.warn(format!("no command is called {name:?}; ? lists them")),
    }
    Vec::new()
}

/// The name that begins so, or as much of it as all such names share.
#[must_use]
pub fn complete(text: &str) -> Option<String> {
    let matching: Vec<&str> = names().filter(|name| name.starts_with(text)).collect();
    let (first, rest) = matching.split_first()?;
    let shared = rest.iter().fold(first.len(), |shared, name| {
        first
            .bytes()
            .zip(name.bytes())
            .take(shared)
            .take_while(|(a, b)| a == b)
            .count()
    });
    Some(first[..shared].to_owned())
}

/// The names that begin so, for the line above the prompt.
pub fn candidates(text: &str) -> impl Iterator<Item = &'static str> {
    names().filter(move |name| name.starts_with(text))
}

fn names() -> impl Iterator<Item = &'static str> {
    let commands = Command::ALL
        .iter()
        .copied()
        .filter(|command| is_offered(*command));
    commands
        .map(Command::name)
        .chain(WITH_WORDS.iter().map(|(name, _)| *name).skip(2))
}

/// Commands that mean something outside a dialog and beside a key.
fn is_offered(command: Command) -> bool {
    command.family().layer() == Layer::Table
        && !matches!(
            command,
            Command::NotHere | Command::Interrupt | Command::Palette
        )
}
