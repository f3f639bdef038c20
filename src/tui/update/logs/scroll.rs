//! Moving about in the lines.

use std::sync::Arc;

use crate::engine::Request;
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{LogPane, Room, Scroll, State, Window};

use super::looking::look_again;
use super::read_back::read_back;

/// The room that lines have on screen.
#[must_use]
pub fn room(state: &State) -> Room {
    Room {
        rows: state.seen.log_rows.max(2),
        columns: state.seen.log_columns.max(2),
        width: state.seen.log_width.max(2),
    }
}

/// Whatever was done: what is on screen of the log does not move by itself from here on.
pub fn settle(state: &mut State) {
    let room = room(state);
    if let Some(log) = &mut state.log {
        log.settle(room);
    }
}

/// A command that moves; none for any other.
pub fn scroll(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    let room = room(state);
    let log = state.log.as_mut()?;
    match command {
        Command::Left => log.shift = log.shift.saturating_sub(room.columns / 2),
        Command::Right => log.shift += room.columns / 2,
        Command::Bottom | Command::Follow => return Some(follow(log, room)),
        Command::Top => return Some(top(state, room)),
        Command::Freeze => return Some(freeze(log, room)),
        other => return step(state, other, room),
    }
    Some(Vec::new())
}

/// Stands still where the screen is now, and goes on following.
fn freeze(log: &mut LogPane, room: Room) -> Vec<Effect> {
    if log.scroll != Scroll::Follow {
        return follow(log, room);
    }
    stand(log, log.window(room));
    Vec::new()
}

fn step(state: &mut State, command: Command, room: Room) -> Option<Vec<Effect>> {
    let rows = room.rows;
    let (by, is_up) = match command {
        Command::Up => (1, true),
        Command::HalfUp => (rows / 2, true),
        Command::PageUp => (rows - 1, true),
        Command::Down => (1, false),
        Command::HalfDown => (rows / 2, false),
        Command::PageDown => (rows - 1, false),
        _ => return None,
    };
    let moved_on = move_on(state, room);
    let log = state.log.as_mut()?;
    if is_up {
        let to = log.up(log.window(room), by, room);
        stand(log, to);
        return Some(Vec::new());
    }
    // Where the line on top is gone, the next one that is kept has already come up.
    Some(down(log, room, by - usize::from(moved_on && by > 0)))
}

/// Goes to the newest line, and stays there. What was not kept meanwhile is read again.
pub fn follow(log: &mut LogPane, room: Room) -> Vec<Effect> {
    log.release();
    log.scroll = Scroll::Follow;
    log.current = None;
    for at in 0..log.sources.len() {
        log.shrink(at, room);
    }
    let is_cut = |at: &usize| log.sources[*at].cut.is_some();
    let cut: Vec<usize> = (0..log.sources.len()).filter(is_cut).collect();
    start_over(log, &cut)
}

/// Reads the end of these sources again, from nothing.
pub fn start_over(log: &mut LogPane, which: &[usize]) -> Vec<Effect> {
    if which.is_empty() {
        return Vec::new();
    }
    let mut effects = Vec::new();
    for at in which {
        let source = &mut log.sources[*at];
        source.start_over();
        effects.push(Effect::Ask(Request::Unfollow(source.source.clone())));
        effects.push(Effect::Ask(Request::Follow(source.source.clone())));
    }
    log.rearrange();
    effects.extend(look_again(log));
    effects
}

/// Stands still with this line on top.
pub fn stand(log: &mut LogPane, window: Window) {
    let Some(top) = log.shown().at(window.first).map(Arc::clone) else {
        return;
    };
    let (unseen, dropped) = match &log.scroll {
        Scroll::Follow => (0, 0),
        Scroll::Paused {
            unseen, dropped, ..
        } => (*unseen, *dropped),
    };
    log.scroll = Scroll::Paused {
        top,
        instead: None,
        row: window.row,
        unseen,
        dropped,
    };
}

/// The reader moves on: lines that were kept only because they were on screen go, and how many
/// went meanwhile is said. Whether the line on top is one of them.
fn move_on(state: &mut State, room: Room) -> bool {
    let Some(log) = &mut state.log else {
        return false;
    };
    let gone = log.release();
    let moved_on = match &log.scroll {
        Scroll::Follow => false,
        Scroll::Paused { top, .. } => {
            let first = log.on_screen(room).next();
            first.is_some_and(|first| first.number != top.number) && !log.keeps(top)
        }
    };
    if gone > 0 {
        let kept = log.limits.doubled().lines;
        state.tell(format!(
            "{gone} old lines were let go of while you read: {kept} of each log are kept"
        ));
    }
    moved_on
}

/// The first line that is kept; from there, what lies before it.
fn top(state: &mut State, room: Room) -> Vec<Effect> {
    move_on(state, room);
    let Some(log) = &mut state.log else {
        return Vec::new();
    };
    if log.window(room) == Window::default() {
        return read_back(state, room);
    }
    stand(log, Window::default());
    Vec::new()
}

fn down(log: &mut LogPane, room: Room, rows: usize) -> Vec<Effect> {
    if log.scroll == Scroll::Follow {
        return Vec::new();
    }
    let to = log.down(log.window(room), rows, room);
    if to >= log.newest(room) {
        return follow(log, room);
    }
    stand(log, to);
    Vec::new()
}
