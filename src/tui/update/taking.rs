//! What is taken out of the log pane: to the clipboard, into a file, into a pager.

use std::sync::Arc;

use crate::model::{Clean, LogSource, Stream, file_name};
use crate::tui::command::Command;
use crate::tui::effect::{Content, Effect, Save};
use crate::tui::excerpt::Excerpt;
use crate::tui::state::{Form, LogLine, LogPane, LogPart, PromptKind, State};

use super::acting::count;
use super::{logs, menus, prompts};

/// A command that takes lines along.
pub fn command(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::CopyMenu => menus::open_copies(state),
        Command::Save => ask_where(state),
        Command::PageOut => page(state),
        _ => {
            let part = nearest(state);
            copy(state, part)
        }
    }
}

/// What is most likely meant: what is searched for, the line that was gone to, or what is seen.
fn nearest(state: &State) -> LogPart {
    let log = state.log.as_ref();
    let has_hits = log.is_some_and(|log| log.search.is_some());
    let room = logs::room(state);
    let sees = |log: &LogPane| {
        let current = log.current.as_ref();
        current.is_some_and(|line| log.shows_on_screen(line, room))
    };
    match log {
        Some(_) if has_hits => LogPart::Hits,
        Some(log) if sees(log) => LogPart::Line,
        Some(_) | None => LogPart::Screen,
    }
}

/// The lines of that part; a wrapped line is one.
#[must_use]
pub fn lines(state: &State, part: LogPart) -> Vec<&Arc<LogLine>> {
    let Some(log) = &state.log else {
        return Vec::new();
    };
    match part {
        LogPart::Line => log.current.iter().collect(),
        LogPart::Hits => log
            .search
            .iter()
            .flat_map(|search| search.hits.iter())
            .collect(),
        LogPart::Screen => log.on_screen(logs::room(state)).collect(),
        LogPart::All => log.shown().iter().collect(),
    }
}

/// Copies lines of output: what happened to the log is none of it.
pub fn copy(state: &mut State, part: LogPart) -> Vec<Effect> {
    let lines = lines(state, part).into_iter();
    let texts: Vec<Clean> = lines
        .filter_map(|line| line.output().map(|text| text.text.clone()))
        .collect();
    if texts.is_empty() {
        state.tell("there is no line to copy");
        return Vec::new();
    }
    let what = count(texts.len(), "line");
    let excerpt = texts.into_iter().collect();
    vec![Effect::Copy { excerpt, what }]
}

/// Lines as a file or a pager shows them: what happened to the log among them, and before each
/// line whose it is, where there are several.
fn document(state: &State) -> Excerpt {
    let Some(log) = &state.log else {
        return Excerpt::default();
    };
    let is_merged = log.sources.len() > 1;
    let line = |line: &Arc<LogLine>| match log.source(line.source).filter(|_| is_merged) {
        None => Clean::text(&log.words(line)),
        Some(source) => {
            let (name, stream) = (whose(&source.source), line.stream.letter());
            let time = line.at.strftime("%Y-%m-%dT%H:%M:%SZ");
            Clean::text(&format!("{time} {name} {stream}| {}", log.words(line)))
        }
    };
    log.shown().iter().map(line).collect()
}

/// Whose log it is, in words that stay when the letters have changed.
fn whose(source: &LogSource) -> String {
    match source {
        LogSource::Process(id) => format!("{} {}", id.node, id.label()),
        LogSource::Main(node) => format!("{node} supervisord"),
    }
}

/// The bytes of the lines as their nodes sent them.
fn raw(state: &State) -> Vec<u8> {
    let lines = lines(state, LogPart::All).into_iter();
    let mut bytes = Vec::new();
    for line in lines.filter(|line| !line.is_mark()) {
        bytes.extend_from_slice(line.raw());
        if line.has_end {
            bytes.push(b'\n');
        }
    }
    bytes
}

/// Asks where the log is to be saved; a name stands there already.
fn ask_where(state: &mut State) -> Vec<Effect> {
    let Some(log) = &state.log else {
        return Vec::new();
    };
    let name = name(log, state.now);
    prompts::open(state, PromptKind::Save(Form::Clean), name)
}

/// What the file is called if nobody types anything else: whose log it is, and when it was taken.
fn name(log: &LogPane, now: jiff::Timestamp) -> String {
    let time = now.strftime("%Y%m%dT%H%M%SZ.log").to_string();
    let parts: Vec<String> = match log.sources.as_slice() {
        [only] => match &only.source {
            LogSource::Main(node) => vec![node.to_string(), "supervisord".to_owned()],
            LogSource::Process(id) => vec![id.node.to_string(), id.label().into_string()],
        },
        several => vec![count(several.len(), "log")],
    };
    let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    parts.extend(only_stream(log));
    file_name(&parts, &time)
}

/// The name of the stream that is shown, where the other one is hidden.
fn only_stream(log: &LogPane) -> Option<&'static str> {
    match log.hidden.as_slice() {
        [Stream::Stdout] => Some("stderr"),
        [Stream::Stderr] => Some("stdout"),
        _ => None,
    }
}

/// Saves what is kept, under the name that was typed.
pub fn save(state: &mut State, typed: &str, form: Form) -> Vec<Effect> {
    if typed.is_empty() {
        state.tell("nothing was saved: no name was typed");
        return Vec::new();
    }
    let lines = lines(state, LogPart::All).len();
    if lines == 0 {
        state.tell("there is no line to save yet");
        return Vec::new();
    }
    let what = count(lines, "line");
    let content = match form {
        Form::Clean => Content::Clean(document(state)),
        Form::Raw => Content::Raw(raw(state)),
    };
    vec![Effect::Save(Save {
        path: typed.to_owned(),
        content,
        what,
    })]
}

fn page(state: &mut State) -> Vec<Effect> {
    let excerpt = document(state);
    if excerpt.is_empty() {
        state.tell("there is no line to show yet");
        return Vec::new();
    }
    vec![Effect::Page(excerpt)]
}
