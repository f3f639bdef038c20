//! The first-run screen: what was looked for, what was found, and what can be done now.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::Clean;
use crate::tui::command::Command;
use crate::tui::state::FirstRun;
use crate::tui::theme::Role;
use crate::tui::widget::{Canvas, Rule, clip_line, pad, restyled};

use super::scene::Scene;

/// Columns of the text where there is room for a margin.
const WIDTH: u16 = 80;
/// Columns of a path.
const PATH: usize = 36;

/// Draws it.
pub fn draw(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(screen) = &scene.state.first_run else {
        return;
    };
    scene.rule(Rule::default(), area, canvas);
    let lines = lines(scene, screen);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let room = area.height.saturating_sub(1);
    let spare = room.saturating_sub(height);
    let body = Rect {
        x: area.x + area.width.saturating_sub(WIDTH) / 2,
        y: area.y + 1 + spare / 3,
        width: area.width.min(WIDTH),
        height: room - spare / 3,
    };
    // Where room is short the choices stay: what was looked for scrolls out above.
    let skipped = usize::from(height.saturating_sub(room));
    for (at, line) in lines.into_iter().skip(skipped).enumerate() {
        let line = clip_line(
            line,
            usize::from(body.width) - 1,
            scene.look.glyphs.ellipsis(),
        );
        canvas.line(body, at, &line);
    }
}

fn lines(scene: Scene<'_>, screen: &FirstRun) -> Vec<Line<'static>> {
    let mut lines = vec![
        Line::from(vec![
            Span::raw(" "),
            scene.title("No nodes are configured yet. Nothing has been contacted."),
        ]),
        Line::default(),
        Line::raw(" Looked for"),
    ];
    for path in &screen.looked {
        let path = Clean::text(&path.display().to_string());
        lines.push(Line::raw(format!(
            "   {} not there",
            pad(path.as_str(), PATH)
        )));
    }
    lines.push(Line::default());
    if !screen.found.is_empty() {
        lines.push(Line::raw(" Found on this host"));
        for found in &screen.found {
            let path = Clean::text(&found.path.display().to_string());
            let what = Clean::text(&found.what);
            lines.push(Line::raw(format!("   {} {what}", pad(path.as_str(), PATH))));
        }
        lines.push(Line::default());
    }
    lines.push(Line::raw(" What now?"));
    lines.extend(choices(scene, screen));
    lines.push(Line::default());
    lines.extend(closing(scene, screen));
    lines
}

fn choices(scene: Scene<'_>, screen: &FirstRun) -> Vec<Line<'static>> {
    let line = |(at, (_, words)): (usize, &(crate::tui::state::Choice, String))| {
        let current = at == screen.cursor;
        let sign = if current { ">" } else { " " };
        let line = Line::from(vec![
            Span::raw(format!(" {sign} ")),
            scene.span(Role::Key, (at + 1).to_string()),
            Span::raw(format!("  {}", Clean::text(words))),
        ]);
        if current {
            restyled(line, scene.style(Role::Cursor))
        } else {
            line
        }
    };
    screen.choices.iter().enumerate().map(line).collect()
}

/// What a choice would write, and the key that does it; or how to be safe.
fn closing(scene: Scene<'_>, screen: &FirstRun) -> Vec<Line<'static>> {
    if screen.asked.is_some() {
        let target = Clean::text(&screen.target.display().to_string());
        let mut keys = vec![Span::raw(" ")];
        keys.extend(scene.hint(Command::Copy, "write it"));
        keys.push(Span::raw("     "));
        keys.extend(scene.keys("esc", "not now (default)"));
        return vec![
            Line::from(scene.span(
                Role::Title,
                format!(" This writes {target}, and nothing else."),
            )),
            Line::from(keys),
        ];
    }
    vec![Line::raw(
        " Want to be sure you change nothing?  supdeck --read-only",
    )]
}
