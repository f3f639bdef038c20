//! Switches: which lines are shown, and how.

use crate::model::Stream;
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{LogPane, Scroll, State, Times};

use super::looking::look_again;

/// A command that switches something; none for any other.
pub fn switch(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    let log = state.log.as_mut()?;
    match command {
        Command::Wrap => log.wraps = !log.wraps,
        Command::Colours => log.colours = log.colours.other(),
        Command::Json => log.json = log.json.other(),
        Command::Times => turn_times(state),
        Command::ClearView => return Some(clear(log)),
        Command::Stdout => return Some(toggle(log, Stream::Stdout)),
        Command::Stderr => return Some(toggle(log, Stream::Stderr)),
        Command::Solo => return Some(solo(log)),
        Command::AllSources => {
            log.solo = None;
            log.sources
                .iter_mut()
                .for_each(|source| source.hidden = false);
            return Some(show_other(log));
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// Hides a source, or shows it again; counted from 0.
pub fn toggle_source(state: &mut State, at: usize) -> Vec<Effect> {
    let Some(log) = &mut state.log else {
        return Vec::new();
    };
    let Some(source) = log.sources.get_mut(at) else {
        let count = log.sources.len();
        state.tell(format!("there are {count} logs in this pane"));
        return Vec::new();
    };
    source.hidden = !source.hidden;
    log.solo = None;
    show_other(log)
}

/// Other lines are to be shown than before.
fn show_other(log: &mut LogPane) -> Vec<Effect> {
    log.rearrange();
    look_again(log)
}

fn toggle(log: &mut LogPane, stream: Stream) -> Vec<Effect> {
    if let Some(at) = log.hidden.iter().position(|hidden| *hidden == stream) {
        log.hidden.remove(at);
    } else {
        log.hidden.push(stream);
    }
    show_other(log)
}

/// One source alone, then the next, and after the last all of them.
fn solo(log: &mut LogPane) -> Vec<Effect> {
    let alone = log
        .solo
        .and_then(|key| log.sources.iter().position(|source| source.key == key));
    let next = alone.map_or(0, |at| at + 1);
    log.solo = log.sources.get(next).map(|source| source.key);
    show_other(log)
}

/// Empties the view; the log itself is left alone.
fn clear(log: &mut LogPane) -> Vec<Effect> {
    for source in &mut log.sources {
        source.clear();
    }
    log.scroll = Scroll::Follow;
    log.current = None;
    show_other(log)
}

fn turn_times(state: &mut State) {
    let Some(log) = &mut state.log else { return };
    log.times = log.times.next();
    log.rearrange();
    let words = match log.times {
        Times::Hidden => "in the order of arrival, without times",
        Times::Arrival => "in the order of arrival, with the time of arrival",
        Times::Parsed if log.base.iter().any(|line| line.time.is_some()) => {
            "by the times that the lines carry"
        }
        Times::Parsed => "no line here carries a time: they stand as they arrived",
    };
    state.tell(words);
}
