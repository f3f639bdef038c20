//! The legend of merged logs: which letter stands for whom, how that does, and who is hidden.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::model::{LogSource, Row as _, rollup};
use crate::tui::state::{LogPane, PaneSource};
use crate::tui::view::listing::role_of;
use crate::tui::view::scene::Scene;
use crate::tui::view::words::log_name;
use crate::tui::widget::line_width;

use super::gutter::name;

/// Columns between two entries.
const BETWEEN: usize = 3;

/// How much is said of each source.
#[derive(Clone, Copy)]
enum Detail {
    /// Node, group and process.
    Full,
    /// Node and process.
    Short,
    /// The letter alone.
    Letter,
}

/// The legend in at most so many rows of so many columns: in as many words as have room.
pub fn rows(
    scene: Scene<'_>,
    pane: &LogPane,
    (rows, columns): (usize, usize),
) -> Vec<Line<'static>> {
    for detail in [Detail::Full, Detail::Short] {
        let lines = flow(scene, pane, detail, columns);
        let fits = lines.iter().all(|line| line_width(line) <= columns);
        if fits && lines.len() <= rows {
            return lines;
        }
    }
    let mut lines = flow(scene, pane, Detail::Letter, columns);
    lines.truncate(rows);
    lines
}

/// All entries, in rows that are as full as they can be.
fn flow(scene: Scene<'_>, pane: &LogPane, detail: Detail, columns: usize) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for source in &pane.sources {
        let entry = entry(scene, pane, (source, detail));
        let width = line_width(&entry);
        match lines.last_mut() {
            Some(line) if line_width(line) + BETWEEN + width <= columns => {
                line.push_span(Span::raw(" ".repeat(BETWEEN)));
                line.spans.extend(entry.spans);
            }
            Some(_) | None => lines.push(entry),
        }
    }
    lines
}

/// One source; in brackets and crossed out if it is hidden.
fn entry(
    scene: Scene<'_>,
    pane: &LogPane,
    (source, detail): (&PaneSource, Detail),
) -> Line<'static> {
    let is_shown = pane.shows_source(source);
    let name = match detail {
        Detail::Full => format!(" {}", log_name(&source.source)),
        Detail::Short => format!(" {}", name(&source.source)),
        Detail::Letter => String::new(),
    };
    let style = if is_shown {
        Style::new()
    } else {
        Style::new().add_modifier(Modifier::CROSSED_OUT)
    };
    let mut spans = vec![
        scene.title(source.letter.to_string()),
        Span::styled(name, style),
        Span::raw(" "),
        sign(scene, source),
    ];
    if !is_shown {
        spans.insert(0, Span::raw("("));
        spans.push(Span::raw(")"));
    }
    Line::from(spans)
}

/// What the process does, as the tables sign it.
fn sign(scene: Scene<'_>, source: &PaneSource) -> Span<'static> {
    if source.gone {
        return Span::raw("gone");
    }
    let row = match &source.source {
        LogSource::Process(id) => rollup::process(&scene.state.fleet, &scene.state.roster, id),
        LogSource::Main(_) => None,
    };
    row.map_or_else(Span::default, |row| {
        scene.span(role_of(row.glyph()), row.glyph().to_string())
    })
}
