//! The first row: where one is, and what may be done.

use std::fmt::Write as _;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::spell_clock;
use crate::plan::Permission;
use crate::tui::state::Tab;
use crate::tui::theme::Role;
use crate::tui::widget::{Canvas, line_width};

use super::scene::Scene;
use super::words::{count, rtt};

/// From this width on the right side speaks in sentences.
const WIDE: u16 = 160;
/// Below this width tabs are digits.
const NARROW: u16 = 80;

/// Draws the header: the longest names and words that fit.
pub fn draw(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let width = usize::from(area.width);
    let lefts: Vec<Line<'_>> = names(scene, area.width);
    let rights: Vec<Line<'_>> = words(scene, area.width);
    let fitting = lefts.iter().find_map(|left| {
        let room = width.checked_sub(line_width(left) + 2)?;
        let right = rights.iter().find(|right| line_width(right) <= room)?;
        Some((left, right))
    });
    let Some((left, right)) = fitting.or_else(|| lefts.last().zip(rights.last())) else {
        return;
    };
    canvas.line(area, 0, left);
    let at = width.saturating_sub(line_width(right) + 1);
    let at = u16::try_from(at).unwrap_or(0);
    let right_area = Rect {
        x: area.x + at,
        width: area.width - at,
        ..area
    };
    canvas.line(right_area, 0, right);
}

/// The tabs, longest first.
fn names(scene: Scene<'_>, width: u16) -> Vec<Line<'static>> {
    if scene.state.first_run.is_some() {
        return vec![Line::from(vec![Span::raw(" "), scene.title("supdeck")])];
    }
    let short = |tab: Tab| format!(" {}", tab.short_name());
    let long = |tab: Tab| format!(" {}", tab.long_name());
    let digits = tabs(scene, |_| String::new());
    if width < NARROW {
        vec![digits]
    } else {
        vec![tabs(scene, long), tabs(scene, short), digits]
    }
}

fn tabs(scene: Scene<'_>, name: impl Fn(Tab) -> String) -> Line<'static> {
    let mut spans = vec![Span::raw(" "), scene.title("supdeck"), Span::raw("  ")];
    for (at, tab) in Tab::ALL.into_iter().enumerate() {
        let text = format!("{}{}", at + 1, name(tab));
        if tab == scene.state.tab {
            spans.push(scene.title(format!("[{text}]")));
        } else {
            spans.push(Span::raw(format!(" {text} ")));
        }
    }
    Line::from(spans)
}

/// The right side, longest first.
fn words(scene: Scene<'_>, width: u16) -> Vec<Line<'static>> {
    if scene.state.first_run.is_some() {
        return vec![line(scene, Some("no config yet".to_owned()), &clock(scene))];
    }
    let board = &scene.state.board;
    let nodes = format!("nodes {}/{}", board.answering, board.nodes);
    let medium = line(scene, Some(nodes), &clock(scene));
    let short = line(scene, None, &clock(scene));
    if width < WIDE {
        return vec![medium, short];
    }
    let day = scene.state.now.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
    vec![line(scene, Some(sentence(scene)), &day), medium, short]
}

fn sentence(scene: Scene<'_>) -> String {
    let board = &scene.state.board;
    let mut text = format!("{}: {} up", count(board.nodes, "node"), board.answering);
    if board.down > 0 {
        let _ = write!(text, ", {} down", board.down);
    }
    if board.refusing > 0 {
        let _ = write!(text, ", {} auth", board.refusing);
    }
    let _ = write!(text, "   {}", count(board.tally.total(), "process"));
    let poll = scene.state.session.settings.poll_interval;
    let _ = write!(text, "   poll {}s", poll.as_secs_f32());
    if let Some(took) = board.median_rtt {
        let _ = write!(text, ", rtt p50 {}", rtt(took));
    }
    text
}

fn line(scene: Scene<'_>, sentence: Option<String>, clock: &str) -> Line<'static> {
    let mut spans: Vec<Span<'static>> = sentence
        .map(|text| Span::raw(text + "  "))
        .into_iter()
        .collect();
    if scene.state.session.settings.demo {
        spans.extend([scene.span(Role::Match, " DEMO "), Span::raw("  ")]);
    }
    spans.push(match scene.state.session.permission {
        Permission::ReadWrite => scene.title("RW"),
        Permission::ReadOnly => scene.span(Role::Protected, "RO"),
    });
    spans.push(Span::raw(format!("  {clock}")));
    Line::from(spans)
}

fn clock(scene: Scene<'_>) -> String {
    format!("{}Z", spell_clock(scene.state.now))
}
