//! Scrolling texts on top of the page.

use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_logger::TuiLoggerWidget;

use crate::model::Clean;
use crate::tui::command::Command;
use crate::tui::state::{Pager, PagerKind};
use crate::tui::theme::Role;
use crate::tui::view::dashboard_parts::batch_line;
use crate::tui::view::scene::Scene;
use crate::tui::widget::{Body, Canvas, Popup, wrap};

use super::parts::{flow, popup, text_width};
use super::{details, help};

/// Columns that are left free on either side of a box where there is room.
const MARGIN: u16 = 4;
/// Columns beyond which text is tiresome to read.
const WIDEST: u16 = 150;

/// Draws it.
pub fn draw(scene: Scene<'_>, pager: &Pager, area: Rect, canvas: &mut Canvas<'_>) {
    let margin = if area.width > 100 { MARGIN } else { 0 };
    let most = if pager.kind == PagerKind::Help {
        u16::MAX
    } else {
        WIDEST
    };
    let box_width = area.width.saturating_sub(2 * margin).min(most);
    if pager.kind == PagerKind::DebugLog {
        draw_debug_log(scene, (area, box_width), canvas);
        return;
    }
    let (title, lines) = text(scene, pager, text_width(box_width, area));
    Popup {
        foot: Line::raw(foot(scene, &pager.kind)),
        width: box_width,
        scroll: pager.scroll,
        ..popup(scene.title(title), Body::lines(lines))
    }
    .draw(area, scene.frame(), canvas);
}

/// The title and the lines.
fn text(scene: Scene<'_>, pager: &Pager, width: usize) -> (String, Vec<Line<'static>>) {
    let title = match &pager.kind {
        PagerKind::Help => help::title(scene, pager),
        PagerKind::Journal => "Activity journal, newest first".to_owned(),
        PagerKind::DebugLog => "supdeck's own log".to_owned(),
        PagerKind::Process(id) => format!("{} on {}", id.label(), id.node),
        PagerKind::Runs => "Batches of this session".to_owned(),
        PagerKind::Commands(_) => "The same as supervisorctl commands".to_owned(),
    };
    let lines = match &pager.kind {
        PagerKind::Help => help::lines(scene, pager, width),
        PagerKind::Journal => journal(scene, width),
        PagerKind::DebugLog => Vec::new(),
        PagerKind::Process(id) => details::lines(scene, id, width),
        PagerKind::Runs => runs(scene, width),
        PagerKind::Commands(text) => commands(text, width),
    };
    (title, lines)
}

fn foot(scene: Scene<'_>, kind: &PagerKind) -> String {
    let copy = scene.key(Command::Yes);
    match kind {
        PagerKind::Help => "only R S T K change anything remote; all ask   esc closes".to_owned(),
        PagerKind::Journal => {
            format!("{copy} copies   supdeck journal -n N prints more   esc closes")
        }
        PagerKind::Commands(_) => format!("{copy} copies   esc closes"),
        PagerKind::Process(_) | PagerKind::Runs | PagerKind::DebugLog => "esc closes".to_owned(),
    }
}

fn journal(scene: Scene<'_>, width: usize) -> Vec<Line<'static>> {
    if scene.state.journal.is_empty() {
        return vec![Line::raw("nothing was done yet")];
    }
    let lines = scene.state.journal.iter().rev();
    lines.flat_map(|line| wrapped(line, width)).collect()
}

fn commands(text: &str, width: usize) -> Vec<Line<'static>> {
    text.lines().flat_map(|line| wrapped(line, width)).collect()
}

/// A line, wrapped; what goes on is set in.
fn wrapped(line: &str, width: usize) -> Vec<Line<'static>> {
    let clean = Clean::text(line);
    let pieces = wrap(clean.as_str(), width.saturating_sub(4))
        .into_iter()
        .enumerate();
    pieces
        .map(|(at, piece)| {
            if at == 0 {
                piece
            } else {
                format!("    {piece}")
            }
        })
        .map(Line::raw)
        .collect()
}

fn runs(scene: Scene<'_>, width: usize) -> Vec<Line<'static>> {
    let mut views = scene.state.runs.newest_first().peekable();
    if views.peek().is_none() {
        return vec![Line::raw("none in this session")];
    }
    let parts = |view| batch_line(scene, view).into_iter().map(|span| vec![span]);
    views
        .flat_map(|view| flow(parts(view), (0, 0), width))
        .collect()
}

/// The box is empty as far as we know; what is in it the logger's own widget draws.
fn draw_debug_log(scene: Scene<'_>, (area, width): (Rect, u16), canvas: &mut Canvas<'_>) {
    let rows = usize::from(area.height.saturating_sub(2));
    let body = Body::lines(vec![Line::default(); rows]);
    Popup {
        foot: Line::raw("esc closes"),
        width,
        ..popup(scene.title("supdeck's own log"), body)
    }
    .draw(area, scene.frame(), canvas);
    let inner = Rect {
        x: area.x + (area.width - width) / 2 + 2,
        y: area.y + 1,
        width: width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    };
    let widget = TuiLoggerWidget::default()
        .style_error(scene.style(Role::Error))
        .style_warn(scene.style(Role::Backoff))
        .output_timestamp(Some("%H:%M:%S".to_owned()));
    canvas.widget(inner, widget);
}
