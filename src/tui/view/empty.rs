//! What an empty table says: nothing came yet, nothing answers, nothing is there, nothing matches.

use std::fmt::Write as _;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::{Clean, Link};
use crate::tui::command::Command;
use crate::tui::state::{Listing, RowKind};
use crate::tui::theme::Role;
use crate::tui::widget::{Canvas, wrap};

use super::scene::Scene;
use super::words::count;

/// Draws the words below the column heads.
pub fn draw(scene: Scene<'_>, listing: &Listing, area: Rect, canvas: &mut Canvas<'_>) {
    let (role, text) = words(scene, listing);
    let row = if area.height > 4 { 2 } else { 1 };
    let width = usize::from(area.width).saturating_sub(6);
    for (at, line) in wrap(&text, width).into_iter().enumerate() {
        let line = Line::from(vec![Span::raw("     "), scene.span(role, line)]);
        canvas.line(area, row + at, &line);
    }
}

fn words(scene: Scene<'_>, listing: &Listing) -> (Role, String) {
    let noun = match listing.kind {
        RowKind::Attention => "row",
        RowKind::Process => "process",
        RowKind::Node => "node",
        RowKind::Environment => "environment",
        RowKind::Group => "group",
    };
    let clears = format!("{} clears", scene.key(Command::Back));
    if !listing.filter.text.is_empty() {
        let text = Clean::text(&listing.filter.text);
        return (Role::Message, format!("no {noun} matches {text}, {clears}"));
    }
    if listing.only_marked {
        return (Role::Message, format!("no {noun} here is marked, {clears}"));
    }
    unfiltered(scene, noun)
}

fn unfiltered(scene: Scene<'_>, noun: &str) -> (Role, String) {
    let board = &scene.state.board;
    let unasked = board.nodes - board.answering - board.down - board.refusing;
    if board.nodes == 0 {
        return (Role::Message, "no node is configured".to_owned());
    }
    if board.answering > 0 {
        return (Role::Message, format!("there is no {noun} here"));
    }
    if unasked > 0 {
        let asked = count(board.nodes, "node");
        return (
            Role::Message,
            format!("no node has answered yet, asking {asked}"),
        );
    }
    let mut text = format!("no node answers: {} down", board.down);
    if board.refusing > 0 {
        let _ = write!(text, ", {} refuse us", board.refusing);
    }
    let nodes = scene.state.fleet.nodes();
    let errors = nodes.filter_map(|node| match &node.link {
        Link::Down { error, .. } | Link::Paused { error, .. } => Some((&node.id, error)),
        Link::Unasked | Link::Up { .. } => None,
    });
    if let Some((id, error)) = errors.into_iter().next() {
        let _ = write!(text, "; {id}: {}", Clean::text(&error.to_string()));
    }
    let _ = write!(text, "; {} tells more", scene.key(Command::Nodes));
    (Role::Error, text)
}
