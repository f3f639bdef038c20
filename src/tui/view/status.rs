//! The second row: what one is looking at.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::{Candidate, NodeId, Order, rollup};
use crate::tui::state::{Listing, PageKind, RowId, RowKind};
use crate::tui::theme::Role;
use crate::tui::widget::{Canvas, clip_line, line_width};

use super::columns::sorted_by;
use super::log;
use super::page::environment_title;
use super::scene::{Scene, joined};
use super::words::{count, credential, grouped, tallied};

/// Draws it.
pub fn draw(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let mut parts: Vec<Vec<Span<'_>>> = Vec::new();
    if scene.state.frozen {
        parts.push(vec![scene.span(Role::Match, " PAUSED ")]);
    }
    let room = usize::from(area.width).saturating_sub(1);
    if let Some(pane) = scene.state.log.as_ref().filter(|pane| pane.zoomed) {
        canvas.line(area, 0, &log::facts(scene, pane, room));
        return;
    }
    parts.extend(about_page(scene, room));
    let mut line = joined(parts);
    line.spans.insert(0, Span::raw(" "));
    let line = clip_line(line, room, scene.look.glyphs.ellipsis());
    canvas.line(area, 0, &line);
}

fn about_page(scene: Scene<'_>, room: usize) -> Vec<Vec<Span<'_>>> {
    let listing = scene.state.listing();
    let mut parts = Vec::new();
    match &scene.state.page().kind {
        PageKind::Dashboard if listing.filter.text.is_empty() => {
            let before = if scene.state.frozen { 11 } else { 0 };
            return vec![counts(scene, room.saturating_sub(before)).spans];
        }
        PageKind::Dashboard | PageKind::Table => {}
        PageKind::Environment(name) => {
            let name = environment_title(name.as_ref());
            parts.push(vec![scene.title(name)]);
            parts.extend(badges(scene, name));
        }
        PageKind::Group(name) => parts.push(vec![scene.title(format!("group {}", name.clean()))]),
        PageKind::Node(id) => {
            parts.extend(about_node(scene, id, room));
            if listing.filter.text.is_empty() && scene.state.marks.count(listing.kind) == 0 {
                return parts;
            }
        }
    }
    parts.extend(about_table(scene, listing, room));
    parts
}

/// Where a node belongs, where it listens, and who we are there if that has room: the page says it
/// as well.
fn about_node<'a>(scene: Scene<'a>, id: &NodeId, room: usize) -> Vec<Vec<Span<'a>>> {
    let home = scene.state.roster.home(id).map_or("", |name| name.as_str());
    let mut parts = vec![vec![scene.title(format!("{home} / {id}"))]];
    parts.extend(badges(scene, home));
    let entry = scene.state.roster.node(id);
    parts.extend(entry.map(|entry| vec![Span::raw(entry.endpoint.to_string())]));
    let who = Span::raw(credential(scene.state, id));
    let taken: usize = parts.iter().flatten().map(|span| span.width() + 3).sum();
    if taken + who.width() < room {
        parts.push(vec![who]);
    }
    parts
}

/// What is special about an environment.
fn badges<'a>(scene: Scene<'a>, name: &str) -> Vec<Vec<Span<'a>>> {
    let all = scene.state.roster.environments();
    let Some(environment) = all.iter().find(|e| e.name.as_str() == name) else {
        return Vec::new();
    };
    let badge = |is: bool, word: &'static str| is.then(|| vec![scene.span(Role::Protected, word)]);
    [
        badge(environment.protected, "PROTECTED"),
        badge(environment.read_only, "READ-ONLY"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Filter, how many of how many, order, marks.
fn about_table<'a>(scene: Scene<'a>, listing: &'a Listing, room: usize) -> Vec<Vec<Span<'a>>> {
    let filter = &listing.filter;
    let mut parts = Vec::new();
    if filter.text.is_empty() {
        parts.push(vec![Span::raw("no filter")]);
    } else {
        let text = crate::model::Clean::text(&filter.text).into_string();
        let text = scene.clip(&text, room / 2);
        parts.push(vec![Span::raw("filter: "), scene.title(text)]);
    }
    if filter.error.is_some() {
        parts.push(vec![
            scene.span(Role::Error, "not understood, last result kept"),
        ]);
    }
    if listing.only_marked {
        parts.push(vec![scene.title("only marked")]);
    }
    let shown = format!(
        "{} of {}",
        grouped(listing.order.len()),
        grouped(listing.total)
    );
    parts.push(vec![Span::raw(shown)]);
    let marks = marks(scene, listing);
    let taken: usize = parts.iter().flatten().chain(&marks).map(Span::width).sum();
    let order = order(listing);
    // What is marked and hidden must be seen; the order is in the column heads as well.
    if listing.kind != RowKind::Attention && taken + order.len() + 14 <= room {
        parts.push(vec![Span::raw(order)]);
    }
    parts.push(marks);
    if listing.range.is_some() {
        parts.push(vec![scene.title("range begun")]);
    }
    parts
}

fn order(listing: &Listing) -> String {
    let sign = match listing.direction {
        Order::Up => 'v',
        Order::Down => '^',
    };
    match sorted_by(listing) {
        Some(column) => format!("sort {} {sign}", column.title()),
        None => "sort as configured".to_owned(),
    }
}

/// How many rows are marked, and how many of those the filter hides.
fn marks<'a>(scene: Scene<'a>, listing: &Listing) -> Vec<Span<'a>> {
    let state = scene.state;
    let marked: Vec<&RowId> = state
        .marks
        .of(listing.kind)
        .filter(|row| match row {
            RowId::Process(id) => listing.scope.has(id, &state.roster),
            RowId::Node(_) | RowId::Environment(_) | RowId::Group(_) => true,
        })
        .collect();
    if marked.is_empty() {
        return vec![Span::raw("no marks")];
    }
    let hidden = marked
        .iter()
        .filter(|row| hides(scene, listing, row))
        .count();
    let mut spans = vec![scene.span(Role::Mark, format!("marked {}", grouped(marked.len())))];
    spans.push(if hidden == 0 {
        Span::raw(" (all shown)")
    } else {
        scene.span(
            Role::Error,
            format!(" ({} HIDDEN by filter)", grouped(hidden)),
        )
    });
    spans
}

/// Whether the filter hides a row: asked of marks alone, so that it costs nothing per row.
fn hides(scene: Scene<'_>, listing: &Listing, row: &RowId) -> bool {
    let Some(selector) = &listing.filter.selector else {
        return false;
    };
    let (state, board) = (scene.state, &scene.state.board);
    let passes = match row {
        RowId::Process(id) => rollup::process(&state.fleet, &state.roster, id)
            .map(|row| selector.matches(&Candidate::from(&row))),
        RowId::Node(id) => rollup::node(&state.fleet, &state.roster, id)
            .map(|row| selector.matches(&Candidate::from(&row))),
        RowId::Environment(name) => board
            .environment_rows
            .iter()
            .find(|row| row.name == *name)
            .map(|row| selector.matches(&Candidate::from(row))),
        RowId::Group(name) => board
            .group_rows
            .iter()
            .find(|row| row.name == *name)
            .map(|row| selector.matches(&Candidate::from(row))),
    };
    passes == Some(false)
}

/// Nodes and processes by state; what is counted adds up to the total. The longest that fits.
fn counts(scene: Scene<'_>, room: usize) -> Line<'static> {
    let board = &scene.state.board;
    let (nodes, processes) = (
        count(board.nodes, "node"),
        count(board.tally.total(), "process"),
    );
    let long = format!("{} of {nodes} answer   {processes}: ", board.answering);
    let short = format!("{}/{nodes}   {processes}:", board.answering);
    let least = format!("{processes}: ");
    let all = [
        counted(scene, &long, Words::Spelt),
        counted(scene, &short, Words::Spelt),
        counted(scene, &long, Words::Signs),
        counted(scene, &short, Words::Signs),
    ];
    let fitting = all.into_iter().find(|line| line_width(line) <= room);
    fitting.unwrap_or_else(|| counted(scene, &least, Words::Signs))
}

/// How a state is named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Spelt,
    Signs,
}

fn counted(scene: Scene<'_>, head: &str, words: Words) -> Line<'static> {
    let mut spans = vec![Span::raw(head.to_owned())];
    for (health, number) in tallied(&scene.state.board.tally) {
        let mut text = format!("{} {}", health.glyph(), grouped(number));
        if words == Words::Spelt {
            text.push(' ');
            text.push_str(&health.phrase().to_lowercase());
        }
        spans.extend([Span::raw("  "), scene.span(Role::of(health), text)]);
    }
    Line::from(spans)
}
