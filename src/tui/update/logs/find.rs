//! Searching, filtering, and going from find to find.

use std::sync::Arc;

use crate::model::{Level, Needle, NeedleError};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{
    LogLine, LogPane, PromptKind, Room, Scroll, Search, Sequence, State, Window,
};
use crate::tui::update::acting::count;
use crate::tui::update::prompts;

use super::looking::{filter_by, look_again, search_again};
use super::scroll::{room, stand};

/// The most lines around a match: more than any screen has.
const MOST_CONTEXT: usize = 50;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Down,
    Up,
}

/// A command that finds; none for any other.
pub fn find(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    match command {
        Command::Search => return Some(ask_for_search(state)),
        Command::Only => return Some(ask_for_filter(state)),
        Command::NextHit => go_to_hit(state, Way::Down),
        Command::PreviousHit => go_to_hit(state, Way::Up),
        Command::NextError => go_to_error(state, Way::Down),
        Command::PreviousError => go_to_error(state, Way::Up),
        Command::MoreContext => return Some(change_context(state, 1)),
        Command::LessContext => return Some(change_context(state, -1)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Opens the prompt of the search: a new one mostly is about something else.
fn ask_for_search(state: &mut State) -> Vec<Effect> {
    let search = state.log.as_ref().and_then(|log| log.search.as_ref());
    let before = search.map(|search| search.text.clone());
    prompts::open_empty(state, PromptKind::Search, before.unwrap_or_default())
}

/// Opens the prompt of the filter on the one that holds.
fn ask_for_filter(state: &mut State) -> Vec<Effect> {
    let filter = state.log.as_ref().and_then(LogPane::filter_text);
    let before = filter.unwrap_or_default().to_owned();
    prompts::open(state, PromptKind::Only, before)
}

/// Searches while it is typed. What cannot be understood leaves the last good search alone.
///
/// # Errors
///
/// Returns why it cannot be searched for.
pub fn search(state: &mut State, text: &str) -> Result<Vec<Effect>, NeedleError> {
    let Some(log) = &mut state.log else {
        return Ok(Vec::new());
    };
    if text.is_empty() {
        log.search = None;
        return Ok(Vec::new());
    }
    if log
        .search
        .as_ref()
        .is_some_and(|search| search.text == text)
    {
        return Ok(Vec::new());
    }
    log.search = Some(Search {
        text: text.to_owned(),
        needle: Needle::search(text)?,
        hits: Sequence::default(),
        under_way: None,
        seeks: false,
    });
    Ok(search_again(log))
}

/// Filters while it is typed. What cannot be understood leaves the last good filter alone.
///
/// # Errors
///
/// Returns why lines cannot be chosen by it.
pub fn only(state: &mut State, text: &str) -> Result<Vec<Effect>, NeedleError> {
    let Some(log) = &mut state.log else {
        return Ok(Vec::new());
    };
    if text.is_empty() {
        return Ok(show_all(log));
    }
    if log.filter_text() == Some(text) {
        return Ok(Vec::new());
    }
    let needle = Needle::filter(text)?;
    Ok(filter_by(log, text, needle))
}

/// Takes the filter away: the reader is where they were before it, if they have not moved since.
pub fn show_all(log: &mut LogPane) -> Vec<Effect> {
    let was_filtered = log.filter_text().is_some();
    log.next_only = None;
    log.only = None;
    log.unsettle();
    if was_filtered {
        return search_again(log);
    }
    Vec::new()
}

/// Goes to the nearest hit, at once or when all are known.
pub fn seek(state: &mut State) {
    if let Some(search) = state.log.as_mut().and_then(|log| log.search.as_mut()) {
        search.seeks = true;
        if search.under_way.is_none() {
            arrive(state);
        }
    }
}

/// All hits are known: goes to the nearest if somebody waits for that.
pub fn arrive(state: &mut State) {
    let room = room(state);
    let Some(log) = &mut state.log else { return };
    let Some(search) = &mut log.search else {
        return;
    };
    if !std::mem::take(&mut search.seeks) {
        return;
    }
    match log.scroll {
        Scroll::Paused { .. } => go_to_hit(state, Way::Down),
        // Whoever follows and sees a hit goes on following.
        Scroll::Follow => match search.hits.iter().next_back().cloned() {
            Some(last) if log.shows_on_screen(&last, room) => log.current = Some(last),
            Some(last) => show(log, last, room),
            None => go_to_hit(state, Way::Down),
        },
    }
}

fn go_to_hit(state: &mut State, way: Way) {
    let room = room(state);
    let Some(log) = &mut state.log else { return };
    let Some(search) = &log.search else {
        let key = state.session.keys.of(Command::Search);
        state.tell(format!("nothing is searched for; {key} searches"));
        return;
    };
    let from = log.reference(&search.hits, room);
    let Some((hit, turn)) = next(&search.hits, from, way, |_| true) else {
        let text = format!("no line has {:?}", search.text);
        state.tell(text);
        return;
    };
    show(log, hit, room);
    tell_turn(state, turn, "match");
}

/// Goes to the next record that says it is an error.
fn go_to_error(state: &mut State, way: Way) {
    let room = room(state);
    let Some(log) = &mut state.log else { return };
    let shown = log.shown();
    let here = log.current.as_ref().map(|line| (line.source, line.record));
    let is_other_error = |line: &LogLine| {
        line.level.is_some_and(Level::is_error) && Some((line.source, line.record)) != here
    };
    let from = log.reference(shown, room);
    let Some((line, turn)) = next(shown, from, way, is_other_error) else {
        state.tell("no other line here says that it is an error");
        return;
    };
    show(log, line, room);
    tell_turn(state, turn, "error");
}

/// Whether the way to a line led over an end of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    None,
    AtTheEnd,
    AtTheBegin,
}

/// The next line that is wanted, from between two places on.
fn next(
    lines: &Sequence,
    (above, below): (usize, usize),
    way: Way,
    wanted: impl Fn(&LogLine) -> bool,
) -> Option<(Arc<LogLine>, Turn)> {
    let is_wanted = |line: &&Arc<LogLine>| wanted(line);
    let (ahead, behind, turn) = match way {
        Way::Down => (
            lines.from(below).find(is_wanted),
            lines.before(below).find(is_wanted),
            Turn::AtTheEnd,
        ),
        Way::Up => (
            lines.before(above).rev().find(is_wanted),
            lines.from(above).rev().find(is_wanted),
            Turn::AtTheBegin,
        ),
    };
    let found = ahead.map(|line| (line, Turn::None));
    let found = found.or(behind.map(|line| (line, turn)));
    found.map(|(line, turn)| (Arc::clone(line), turn))
}

/// Goes to a line; one that is on screen already does not move.
fn show(log: &mut LogPane, line: Arc<LogLine>, room: Room) {
    let window = if log.shows_on_screen(&line, room) {
        log.window(room)
    } else {
        let place = Window {
            first: log.shown().place(&line),
            row: 0,
        };
        // A third of the screen shows what came before it.
        log.up(place, room.rows / 3, room)
    };
    stand(log, window);
    log.current = Some(line);
}

fn tell_turn(state: &mut State, turn: Turn, noun: &str) {
    match turn {
        Turn::None => {}
        Turn::AtTheEnd => state.tell(format!("that was the last {noun}: on from the first line")),
        Turn::AtTheBegin => state.tell(format!("that was the first {noun}: on from the last line")),
    }
}

fn change_context(state: &mut State, by: isize) -> Vec<Effect> {
    let Some(log) = &mut state.log else {
        return Vec::new();
    };
    if log.filter_text().is_none() {
        let key = state.session.keys.of(Command::Only);
        state.tell(format!(
            "lines around matches are shown where {key} filters"
        ));
        return Vec::new();
    }
    log.context = log.context.saturating_add_signed(by).min(MOST_CONTEXT);
    let lines = count(log.context, "line");
    let effects = look_again(log);
    state.tell(format!("{lines} before and after each match"));
    effects
}
