//! The frame as a whole: what lies where at which size.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::seen::Seen;
use crate::tui::state::State;
use crate::tui::update::result;
use crate::tui::widget::Canvas;

use super::scene::{Look, Scene};
use super::{dialogs, first_run, foot, header, hints, page, status};

/// The least screen on which anything but a plea for room is drawn.
const LEAST: (u16, u16) = (60, 12);
/// Below this height the message and the hints share a row.
const LOW: u16 = 20;

/// Draws the state and tells what was on screen.
pub fn draw(state: &State, look: &Look, frame: &mut ratatui::Frame<'_>) -> Seen {
    let scene = Scene { state, look };
    let mut canvas = Canvas::new(frame.buffer_mut());
    // What is not drawn this time keeps the room it had.
    canvas.seen.table_rows = state.seen.table_rows;
    canvas.seen.log_rows = state.seen.log_rows;
    canvas.seen.log_columns = state.seen.log_columns;
    canvas.seen.log_width = state.seen.log_width;
    let area = canvas.area();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        plead(scene, area, &mut canvas);
    } else {
        whole(scene, area, &mut canvas);
    }
    let (cursor, seen) = (canvas.cursor, canvas.seen);
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
    seen
}

/// A part of an area: so many rows, from this one on.
fn rows(area: Rect, from: u16, count: u16) -> Rect {
    Rect {
        y: area.y + from,
        height: count,
        ..area
    }
}

fn whole(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let foot_rows = if area.height < LOW { 1 } else { 2 };
    let foot = rows(area, area.height - foot_rows, foot_rows);
    let body = rows(area, 2, area.height - 2 - foot_rows);
    header::draw(scene, rows(area, 0, 1), canvas);
    if scene.state.first_run.is_some() {
        first_run::draw(scene, rows(area, 1, area.height - 1 - foot_rows), canvas);
    } else {
        status::draw(scene, rows(area, 1, 1), canvas);
        page::draw(scene, body, canvas);
    }
    draw_foot(scene, foot, canvas);
    // Dialogs may cover the second line, never the header and the foot.
    dialogs::draw(scene, rows(area, 1, area.height - 1 - foot_rows), canvas);
}

fn draw_foot(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let last = rows(area, area.height - 1, 1);
    if scene.state.prompt.is_some() {
        if area.height > 1 {
            foot::draw_prompt_help(scene, rows(area, 0, 1), canvas);
        }
        foot::draw_prompt(scene, last, canvas);
    } else if area.height > 1 {
        // A long message is worth more than the hints, unless those are about a dialog.
        let whole = scene.state.dialogs.is_empty();
        let room = if whole { area } else { rows(area, 0, 1) };
        if foot::draw_message(scene, room, canvas) < area.height {
            hints::draw(scene, last, canvas);
        }
    } else if scene.state.message.is_some() {
        foot::draw_message(scene, last, canvas);
    } else {
        hints::draw(scene, last, canvas);
    }
}

/// Too small: says so, and how a batch under way is going.
fn plead(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let words = format!(
        "{}x{} needed, this is {}x{}",
        LEAST.0, LEAST.1, area.width, area.height
    );
    let middle = usize::from(area.height / 2);
    canvas.line(area, middle, &Line::raw(words).centered());
    if let Some(view) = scene.state.runs.under_way().next() {
        let text = scene.clip(&result(view), usize::from(area.width));
        canvas.line(area, middle + 1, &Line::raw(text));
    }
}
