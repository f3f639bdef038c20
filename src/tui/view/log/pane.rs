//! A log pane: what it says above its lines, the lines, and what it says below.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::state::{LogPane, Room};
use crate::tui::theme::Role;
use crate::tui::view::scene::Scene;
use crate::tui::widget::{Canvas, Rule, line_width};

use super::gutter::{Gutter, is_merged};
use super::rows::Rows;
use super::{empty, foot, head, legend};

/// A legend takes at most one row in so many.
const LEGEND_SHARE: u16 = 6;

/// Where the parts of a pane lie.
struct Parts {
    rule: Rect,
    legend: Rect,
    body: Rect,
    foot: Rect,
}

impl Parts {
    fn of(area: Rect, legend: u16) -> Self {
        let row = |y: u16, height: u16| Rect {
            y: area.y.saturating_add(y),
            height,
            ..area
        };
        let rule = area.height.min(1);
        let foot = u16::from(area.height > 3);
        let legend = legend.min(area.height.saturating_sub(rule + foot + 1));
        let body = area.height.saturating_sub(rule + legend + foot);
        Self {
            rule: row(0, rule),
            legend: row(rule, legend),
            body: row(rule + legend, body),
            foot: row(rule + legend + body, foot),
        }
    }
}

/// Draws the pane: no lines beside the text, so that it can be copied with the mouse.
pub fn draw(scene: Scene<'_>, pane: &LogPane, area: Rect, canvas: &mut Canvas<'_>) {
    let (rule, legend) = heading(scene, pane, area);
    let parts = Parts::of(area, u16::try_from(legend.len()).unwrap_or(u16::MAX));
    scene.rule(rule, parts.rule, canvas);
    for (at, line) in legend.iter().enumerate() {
        canvas.line(parts.legend, at, line);
    }
    draw_body(scene, pane, parts.body, canvas);
    let words = foot::line(pane, usize::from(area.width));
    canvas.line(parts.foot, 0, &Line::raw(words));
}

/// The rule above, and the rows of the legend below it where it has no room for them.
///
/// A pane that has the whole screen says most of it in the row above the rule.
fn heading(scene: Scene<'_>, pane: &LogPane, area: Rect) -> (Rule<'static>, Vec<Line<'static>>) {
    let width = usize::from(area.width);
    let most = usize::from((area.height / LEGEND_SHARE).max(1));
    let legend = if is_merged(pane) {
        legend::rows(scene, pane, (most, width.saturating_sub(2)))
    } else {
        Vec::new()
    };
    match (pane.zoomed, legend.as_slice()) {
        (true, []) => (Rule::new(head::title(scene, pane)), legend),
        (true, [line]) if line_width(line) + 4 <= width => (Rule::new(line.clone()), Vec::new()),
        (true, _) => (Rule::default(), indented(legend)),
        (false, _) => {
            let title = head::title(scene, pane);
            // What a rule leaves beside its title.
            let room = width.saturating_sub(line_width(&title) + 7);
            (
                Rule::new(title).words(head::words(scene, pane, room)),
                indented(legend),
            )
        }
    }
}

fn indented(lines: Vec<Line<'static>>) -> Vec<Line<'static>> {
    let indent = |mut line: Line<'static>| {
        line.spans.insert(0, " ".into());
        line
    };
    lines.into_iter().map(indent).collect()
}

fn draw_body(scene: Scene<'_>, pane: &LogPane, area: Rect, canvas: &mut Canvas<'_>) {
    let gutter = Gutter::new(scene, pane, area.width);
    let room = Room {
        rows: usize::from(area.height),
        columns: usize::from(area.width)
            .saturating_sub(gutter.width())
            .max(1),
        width: usize::from(area.width),
    };
    canvas.seen.log_rows = room.rows;
    canvas.seen.log_columns = room.columns;
    canvas.seen.log_width = room.width;
    let rows = Rows {
        scene,
        pane,
        gutter,
        room,
    }
    .on_screen();
    if rows.is_empty() {
        let text = empty::words(scene, pane);
        canvas.line(area, 0, &Line::styled(text, scene.style(Role::LogMark)));
    }
    for (at, line) in rows.iter().enumerate() {
        canvas.line(area, at, line);
    }
}
