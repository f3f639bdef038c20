//! What a log pane says above its lines: whose logs, in which order, and whether it follows.

use ratatui::text::{Line, Span};

use crate::model::{Column, LogSource, Row as _, Stream, rollup};
use crate::tui::command::Command;
use crate::tui::state::{Colours, Json, LineOrder, LogPane, PaneSource, Scroll};
use crate::tui::theme::Role;
use crate::tui::view::listing::role_of;
use crate::tui::view::scene::Scene;
use crate::tui::view::words::{grouped, log_name};
use crate::tui::widget::line_width;

use super::gutter::is_merged;

/// What stands between two facts.
const BETWEEN: &str = "  ";

/// The title: the source and how it does, or how many there are and in which order.
pub fn title(scene: Scene<'_>, pane: &LogPane) -> Line<'static> {
    let focused = |text: String| {
        if pane.focused {
            scene.title(format!("[{text}]"))
        } else {
            Span::raw(text)
        }
    };
    match pane.sources.as_slice() {
        [] => Line::default(),
        [only] => {
            let mut spans = vec![focused(log_name(&only.source))];
            spans.extend(state(scene, only));
            Line::from(spans)
        }
        _ => Line::from(focused(order(pane))),
    }
}

/// How many logs there are, and in which order their lines stand.
fn order(pane: &LogPane) -> String {
    let order = pane.times.order().word();
    match pane.sources.len() {
        1 => format!("in order of {order}"),
        some => format!("{some} logs merged in order of {order}"),
    }
}

/// What the process of a source is doing, in the words of the tables.
fn state(scene: Scene<'_>, source: &PaneSource) -> Vec<Span<'static>> {
    let LogSource::Process(id) = &source.source else {
        return Vec::new();
    };
    let Some(row) = rollup::process(&scene.state.fleet, &scene.state.roster, id) else {
        return Vec::new();
    };
    let state = format!("  {} {}", row.glyph(), row.state_text());
    let uptime = row.cell(Column::Uptime, scene.state.now).text;
    let mut spans = vec![scene.span(role_of(row.glyph()), state)];
    spans.push(Span::raw(format!(" {uptime}")));
    spans.extend(row.pid().map(|pid| Span::raw(format!(" pid {pid}"))));
    spans
}

/// Whether it follows comes first; what else is said depends on the room.
pub fn words(scene: Scene<'_>, pane: &LogPane, room: usize) -> Line<'static> {
    let mut line = Line::from(follow(scene, pane));
    for facts in [long_facts(pane), short_facts(pane)] {
        let all: usize = facts.iter().map(|fact| fact.len() + BETWEEN.len()).sum();
        if line_width(&line) + all <= room {
            line.spans.extend(
                facts
                    .iter()
                    .map(|fact| Span::raw(format!("{BETWEEN}{fact}"))),
            );
            return line;
        }
    }
    for fact in short_facts(pane) {
        if line_width(&line) + BETWEEN.len() + fact.len() <= room {
            line.push_span(Span::raw(format!("{BETWEEN}{fact}")));
        }
    }
    line
}

/// The same for a pane that has the whole screen: the row that is about the table otherwise.
pub fn facts(scene: Scene<'_>, pane: &LogPane, room: usize) -> Line<'static> {
    let mut order = order(pane);
    let hint = match pane.times.order() {
        LineOrder::Arrival => {
            let key = scene.key(Command::Times);
            format!(" ({key}: by times found in the lines)")
        }
        LineOrder::Parsed => " (where lines carry one)".to_owned(),
    };
    let rest = line_width(&words(scene, pane, usize::MAX));
    if order.len() + hint.len() + rest + 4 <= room {
        order.push_str(&hint);
    }
    let mut line = Line::from(vec![
        Span::raw(" "),
        scene.title(order.clone()),
        Span::raw("   "),
    ]);
    let left = room.saturating_sub(line_width(&line));
    line.spans.extend(words(scene, pane, left).spans);
    line
}

fn follow(scene: Scene<'_>, pane: &LogPane) -> Vec<Span<'static>> {
    match &pane.scroll {
        Scroll::Follow => vec![scene.title("FOLLOW")],
        Scroll::Paused {
            unseen, dropped, ..
        } => {
            let count = |number: u64| grouped(usize::try_from(number).unwrap_or(usize::MAX));
            let mut text = format!("PAUSED, {} new", count(*unseen));
            if *dropped > 0 {
                text = format!("{text}, {} old ones gone", count(*dropped));
            }
            vec![scene.span(Role::Match, text)]
        }
    }
}

fn on(pane: &LogPane, stream: Stream) -> &'static str {
    if pane.hidden.contains(&stream) {
        "off"
    } else {
        "on"
    }
}

fn has_processes(pane: &LogPane) -> bool {
    let mut sources = pane.sources.iter();
    sources.any(|source| matches!(source.source, LogSource::Process(_)))
}

fn long_facts(pane: &LogPane) -> Vec<String> {
    let mut facts = Vec::new();
    if has_processes(pane) {
        facts.push(format!("stdout {}", on(pane, Stream::Stdout)));
        facts.push(format!("stderr {}", on(pane, Stream::Stderr)));
    }
    facts.push(format!("wrap {}", if pane.wraps { "on" } else { "off" }));
    facts.extend(switches(pane));
    facts
}

fn short_facts(pane: &LogPane) -> Vec<String> {
    let mut facts = Vec::new();
    if has_processes(pane) {
        facts.push(format!("out {}", on(pane, Stream::Stdout)));
        facts.push(format!("err {}", on(pane, Stream::Stderr)));
    }
    facts.extend(pane.wraps.then(|| "wrap".to_owned()));
    facts.extend(switches(pane));
    facts
}

/// What is switched to something else than usual.
fn switches(pane: &LogPane) -> impl Iterator<Item = String> {
    let is_alone = is_merged(pane).then_some(pane.solo).flatten();
    let alone = is_alone.and_then(|key| pane.source(key));
    // Elsewhere the title says it.
    let is_said = is_merged(pane) || pane.zoomed;
    let parsed = pane.times.order() == LineOrder::Parsed && !is_said;
    [
        alone.map(|source| format!("only {}", source.letter)),
        parsed.then(|| LineOrder::Parsed.word().to_owned()),
        (pane.json == Json::Spread).then(|| "json spread".to_owned()),
        (pane.colours == Colours::Plain).then(|| "colours off".to_owned()),
        pane.zoomed.then(|| "zoomed".to_owned()),
    ]
    .into_iter()
    .flatten()
}
