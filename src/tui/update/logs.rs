//! The log pane: opening it, folding in what comes, and its keys.

use jiff::{SignedDuration, Timestamp};

use crate::engine::Request;
use crate::model::{Clean, LogChunk, LogPiece, LogSource, Stream};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::state::{Chosen, LogLine, LogPane, LogText, PageKind, RowId, Scroll, State};

use super::targets;

/// A line longer than this is cut into several.
const LONGEST: usize = 16 << 10;
/// The time over which the rate is taken.
const RATE: SignedDuration = SignedDuration::from_secs(5);

/// A command that opens or lays out the pane.
pub fn open(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Logs => match current(state) {
            // Marks are about actions: the log is the one under the cursor.
            Some(id) => follow(state, LogSource::Process(id)),
            None => open_first(state, &targets::chosen(state)),
        },
        Command::NodeLog => {
            if let Some(node) = node(state) {
                return follow(state, LogSource::Main(node));
            }
            state.tell("there is no node here whose log could be shown");
            Vec::new()
        }
        other => {
            lay_out(state, other);
            Vec::new()
        }
    }
}

/// Opens the log of the first process chosen.
pub fn open_first(state: &mut State, chosen: &Chosen) -> Vec<Effect> {
    if let Some(id) = chosen.processes.first() {
        return follow(state, LogSource::Process(id.clone()));
    }
    state.tell("there is no process here whose log could be shown");
    Vec::new()
}

fn current(state: &State) -> Option<crate::model::ProcessId> {
    match &state.listing().cursor {
        Some(RowId::Process(id)) => Some(id.clone()),
        _ => None,
    }
}

/// The node under the cursor, or the one the page is about.
fn node(state: &State) -> Option<crate::model::NodeId> {
    match (&state.listing().cursor, &state.page().kind) {
        (Some(RowId::Node(id)), _) | (_, PageKind::Node(id)) => Some(id.clone()),
        (Some(RowId::Process(id)), _) => Some(id.node.clone()),
        _ => None,
    }
}

/// Follows a log, and no other from here on.
pub fn follow(state: &mut State, source: LogSource) -> Vec<Effect> {
    if let Some(log) = state.log.as_mut().filter(|log| log.source == source) {
        log.focused = true;
        return Vec::new();
    }
    let mut effects = Vec::new();
    if let Some(old) = state.log.take() {
        effects.push(Effect::Ask(Request::Unfollow(old.source)));
    }
    state.log = Some(LogPane::new(source.clone()));
    effects.push(Effect::Ask(Request::Follow(source)));
    effects
}

/// One step back from the pane: first the zoom, then the pane.
pub fn close(state: &mut State) -> Vec<Effect> {
    match &mut state.log {
        Some(log) if log.zoomed => {
            log.zoomed = false;
            Vec::new()
        }
        Some(_) => {
            let closed = state.log.take();
            closed
                .map(|log| Effect::Ask(Request::Unfollow(log.source)))
                .into_iter()
                .collect()
        }
        None => Vec::new(),
    }
}

fn lay_out(state: &mut State, command: Command) {
    let Some(log) = &mut state.log else { return };
    match command {
        Command::Zoom => {
            log.zoomed = !log.zoomed;
            log.focused |= log.zoomed;
        }
        Command::Wider => log.share = (log.share + 5).min(85),
        Command::Narrower => log.share = log.share.saturating_sub(5).max(20),
        _ => {}
    }
}

/// A command while the pane has the focus; none if it is the table's.
pub fn command(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    let rows = state.seen.log_rows.max(2);
    let columns = state.seen.log_columns.max(2);
    let log = state.log.as_mut()?;
    match command {
        Command::Up => up(log, rows, 1),
        Command::Down => down(log, rows, 1),
        Command::HalfUp => up(log, rows, rows / 2),
        Command::HalfDown => down(log, rows, rows / 2),
        Command::PageUp => up(log, rows, rows - 1),
        Command::PageDown => down(log, rows, rows - 1),
        Command::Top => up(log, rows, usize::MAX),
        Command::Bottom | Command::Follow => log.scroll = Scroll::Follow,
        Command::Left => log.shift = log.shift.saturating_sub(columns / 2),
        Command::Right => log.shift += columns / 2,
        Command::Wrap => log.wraps = !log.wraps,
        Command::Stdout => toggle(log, Stream::Stdout),
        Command::Stderr => toggle(log, Stream::Stderr),
        Command::ClearView => clear(log),
        Command::NextPane => {
            log.focused = false;
            log.zoomed = false;
        }
        Command::Back => return Some(close(state)),
        Command::Copy => return Some(copy(state)),
        _ => return None,
    }
    Some(Vec::new())
}

fn toggle(log: &mut LogPane, stream: Stream) {
    if let Some(at) = log.hidden.iter().position(|hidden| *hidden == stream) {
        log.hidden.remove(at);
    } else {
        log.hidden.push(stream);
    }
}

fn clear(log: &mut LogPane) {
    log.lines.clear();
    log.bytes = 0;
    log.scroll = Scroll::Follow;
}

/// The numbers of the lines shown, oldest first, that pass.
fn shown(log: &LogPane) -> impl DoubleEndedIterator<Item = u64> {
    log.lines
        .iter()
        .filter(|line| log.shows(line))
        .map(|line| line.number)
}

/// The first line on screen while the newest is its last.
fn newest_top(log: &LogPane, rows: usize) -> Option<u64> {
    shown(log).rev().take(rows).last()
}

fn up(log: &mut LogPane, rows: usize, by: usize) {
    let (top, unseen) = match log.scroll {
        Scroll::Follow => (newest_top(log, rows), 0),
        Scroll::Paused { top, unseen } => (Some(top), unseen),
    };
    let Some(top) = top else { return };
    let above = shown(log).rev().skip_while(|number| *number >= top);
    let top = above.take(by).last().unwrap_or(top);
    log.scroll = Scroll::Paused { top, unseen };
}

fn down(log: &mut LogPane, rows: usize, by: usize) {
    let Scroll::Paused { top, unseen } = log.scroll else {
        return;
    };
    let below = shown(log).skip_while(|number| *number <= top);
    let top = below.take(by).last().unwrap_or(top);
    let at_the_end = newest_top(log, rows).is_none_or(|newest| top >= newest);
    log.scroll = if at_the_end {
        Scroll::Follow
    } else {
        Scroll::Paused { top, unseen }
    };
}

/// Copies what is on screen.
fn copy(state: &State) -> Vec<Effect> {
    let Some(log) = &state.log else {
        return Vec::new();
    };
    let rows = state.seen.log_rows.max(1);
    let top = match log.scroll {
        Scroll::Follow => newest_top(log, rows).unwrap_or(0),
        Scroll::Paused { top, .. } => top,
    };
    let on_screen = log
        .lines
        .iter()
        .filter(|line| line.number >= top && log.shows(line));
    let texts: Vec<&str> = on_screen
        .take(rows)
        .filter_map(|line| match &line.text {
            LogText::Output(_, text) => Some(text.as_str()),
            LogText::Mark(..) => None,
        })
        .collect();
    let what = super::acting::count(texts.len(), "line");
    vec![Effect::Copy {
        text: texts.join("\n"),
        what,
    }]
}

/// Folds in what a log said.
pub fn fold(state: &mut State, chunk: &LogChunk) {
    let limits = (
        state.session.settings.log_lines,
        state.session.settings.log_bytes,
    );
    let Some(log) = state.log.as_mut().filter(|log| log.source == chunk.source) else {
        return;
    };
    match &chunk.piece {
        LogPiece::Bytes(bytes) => {
            log.recent.push_back((chunk.at, bytes.raw().len()));
            take_bytes(log, chunk.stream, bytes.raw(), chunk.at);
        }
        LogPiece::Gap(gap) => {
            end_partial(log, chunk.stream, chunk.at);
            push(log, chunk.at, LogText::Mark(chunk.stream, gap.clone()), 0);
        }
    }
    shrink(log, limits);
    state.dirty = true;
}

/// Splits bytes into lines, the same however they were cut on the way; what has no end yet waits
/// for the rest.
fn take_bytes(log: &mut LogPane, stream: Stream, bytes: &[u8], at: Timestamp) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let partial = log.partial.entry(stream).or_default();
        let end = rest.iter().position(|byte| *byte == b'\n');
        let piece = end.map_or(rest.len(), |end| end + 1);
        let piece = piece.min(LONGEST - partial.len());
        let (taken, left) = rest.split_at(piece);
        partial.extend_from_slice(taken);
        rest = left;
        if taken.ends_with(b"\n") || partial.len() == LONGEST {
            end_partial(log, stream, at);
        }
    }
}

fn end_partial(log: &mut LogPane, stream: Stream, at: Timestamp) {
    let Some(line) = log.partial.remove(&stream).filter(|line| !line.is_empty()) else {
        return;
    };
    push(
        log,
        at,
        LogText::Output(stream, Clean::log_line(&line)),
        line.len(),
    );
}

fn push(log: &mut LogPane, at: Timestamp, text: LogText, bytes: usize) {
    let line = LogLine {
        number: log.next_number,
        at,
        text,
        bytes,
    };
    log.next_number += 1;
    log.bytes += bytes;
    if let Scroll::Paused { unseen, .. } = &mut log.scroll {
        *unseen += u64::from(!log.hidden.contains(&line.stream()));
    }
    log.lines.push_back(line);
}

/// Old lines go when there are too many, or too many bytes.
fn shrink(log: &mut LogPane, (lines, bytes): (usize, usize)) {
    while log.lines.len() > lines || log.bytes > bytes {
        let Some(gone) = log.lines.pop_front() else {
            break;
        };
        log.bytes -= gone.bytes;
    }
}

/// The rate is taken over the last seconds.
pub fn tick(state: &mut State) {
    let now = state.now;
    if let Some(log) = &mut state.log {
        while log
            .recent
            .front()
            .is_some_and(|(at, _)| now.duration_since(*at) > RATE)
        {
            log.recent.pop_front();
        }
    }
}
