//! The log pane: its title, its lines, and what is kept of the log.

use std::fmt::Write as _;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::{Column, LogSource, Row as _, Stream, rollup};
use crate::tui::state::{LogPane, Scroll};
use crate::tui::theme::Role;
use crate::tui::widget::{Canvas, Rule, line_width};

use super::listing::role_of;
use super::log_lines::window;
use super::scene::Scene;
use super::words::{grouped, log_name, size};

/// The seconds that the rate is taken over.
const RATE_SECONDS: u64 = 5;

/// Draws the pane: no lines beside the text, so that it can be copied with the mouse.
pub fn draw(scene: Scene<'_>, pane: &LogPane, area: Rect, canvas: &mut Canvas<'_>) {
    let [head, body, foot] = parts(area);
    let title = title(scene, pane);
    // What a rule leaves beside its title.
    let room = usize::from(area.width).saturating_sub(line_width(&title) + 7);
    let rule = Rule::new(title).words(words(scene, pane, room));
    scene.rule(rule, head, canvas);
    let (rows, columns) = (
        usize::from(body.height),
        usize::from(body.width).saturating_sub(3),
    );
    canvas.seen.log_rows = rows;
    canvas.seen.log_columns = columns;
    let lines = window(scene, pane, rows, columns);
    if lines.is_empty() {
        let text = "-- nothing came yet --";
        canvas.line(body, 0, &Line::styled(text, scene.style(Role::LogMark)));
    }
    for (at, line) in lines.iter().enumerate() {
        canvas.line(body, at, line);
    }
    canvas.line(foot, 0, &Line::raw(kept(pane)));
}

fn parts(area: Rect) -> [Rect; 3] {
    let row = |y: u16, height: u16| Rect { y, height, ..area };
    let head = row(area.y, area.height.min(1));
    let foot = u16::from(area.height > 3);
    let body = area.height.saturating_sub(1 + foot);
    [
        head,
        row(area.y.saturating_add(1), body),
        row(area.y.saturating_add(1 + body), foot),
    ]
}

/// Whose log it is, and how that is doing.
fn title(scene: Scene<'_>, pane: &LogPane) -> Line<'static> {
    let name = log_name(&pane.source);
    let name = if pane.focused {
        format!("[{name}]")
    } else {
        name
    };
    let mut spans = vec![if pane.focused {
        scene.title(name)
    } else {
        Span::raw(name)
    }];
    if let LogSource::Process(id) = &pane.source
        && let Some(row) = rollup::process(&scene.state.fleet, &scene.state.roster, id)
    {
        let now = scene.state.now;
        let state = format!("  {} {}", row.glyph(), row.state_text());
        spans.push(scene.span(role_of(row.glyph()), state));
        spans.push(Span::raw(format!(
            " {}",
            row.cell(Column::Uptime, now).text
        )));
        spans.extend(row.pid().map(|pid| Span::raw(format!(" pid {pid}"))));
    }
    Line::from(spans)
}

/// Whether it follows comes first; what else is said depends on the room beside the title.
fn words(scene: Scene<'_>, pane: &LogPane, room: usize) -> Line<'static> {
    let follow = match pane.scroll {
        Scroll::Follow => scene.title("FOLLOW"),
        Scroll::Paused { unseen, .. } => scene.span(Role::Match, format!("PAUSED, {unseen} new")),
    };
    let on = |stream: Stream| {
        if pane.hidden.contains(&stream) {
            "off"
        } else {
            "on"
        }
    };
    let (out, err) = (on(Stream::Stdout), on(Stream::Stderr));
    let wrap = if pane.wraps { "on" } else { "off" };
    let zoomed = if pane.zoomed { "  zoomed" } else { "" };
    let rests = match pane.source {
        LogSource::Process(_) => [
            format!("  stdout {out}  stderr {err}  wrap {wrap}{zoomed}"),
            format!("  out {out}  err {err}{zoomed}"),
            format!("  out {out}  err {err}"),
        ],
        LogSource::Main(_) => [
            format!("  wrap {wrap}{zoomed}"),
            format!("  wrap {wrap}"),
            String::new(),
        ],
    };
    let left = room.saturating_sub(follow.width());
    let rest = rests
        .into_iter()
        .find(|rest| rest.len() <= left)
        .unwrap_or_default();
    Line::from(vec![follow, Span::raw(rest)])
}

/// What is kept, and how fast it comes.
fn kept(pane: &LogPane) -> String {
    let bytes: usize = pane.recent.iter().map(|(_, bytes)| bytes).sum();
    let rate = bytes as u64 / RATE_SECONDS;
    let mut text = format!(
        " {} lines kept, {}   {}/s",
        grouped(pane.lines.len()),
        size(pane.bytes as u64),
        size(rate)
    );
    if pane.shift > 0 && !pane.wraps {
        let _ = write!(text, "   from column {}", pane.shift + 1);
    }
    text
}
