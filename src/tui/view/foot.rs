//! The row above the hints: what just happened, or what still holds; and the prompt.

use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::model::{Clean, Link, display_width, spell_clock};
use crate::tui::state::{Prompt, PromptKind, Tone};
use crate::tui::theme::Role;
use crate::tui::update::{candidates, result};
use crate::tui::widget::{Canvas, Field, clip_line, field};

use super::scene::Scene;
use super::words::count;

/// Nodes without data that are named; more are counted.
const NAMED: usize = 4;

/// Draws the message, or what still holds.
pub fn draw_message(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let line = match &scene.state.message {
        Some(message) => {
            let role = match message.tone {
                Tone::Info => Role::Message,
                Tone::Error => Role::Error,
            };
            let text = Clean::text(&message.text);
            scene.span(role, format!(" {} {text}", spell_clock(message.at)))
        }
        None => standing(scene),
    };
    let room = usize::from(area.width).saturating_sub(1);
    canvas.line(
        area,
        0,
        &clip_line(Line::from(line), room, scene.look.glyphs.ellipsis()),
    );
}

/// What holds until it changes: batches under way, trouble with the journal, silent nodes.
fn standing(scene: Scene<'_>) -> Span<'static> {
    let state = scene.state;
    if let Some(view) = state.runs.under_way().next() {
        let key = scene.key(crate::tui::command::Command::Runs);
        return scene.span(
            Role::Message,
            format!(" {}   ({key} shows it)", result(view)),
        );
    }
    if let Some(trouble) = &state.session.journal_trouble {
        let trouble = Clean::text(trouble);
        let text = format!(" nothing can be changed: the journal cannot be written: {trouble}");
        return scene.span(Role::Error, text);
    }
    if state.first_run.is_some() {
        return Span::raw(" man supdeck    supdeck config example");
    }
    Span::raw(silent_nodes(scene).unwrap_or_default())
}

/// Which nodes give no data, and what that means.
fn silent_nodes(scene: Scene<'_>) -> Option<String> {
    let board = &scene.state.board;
    let silent = board.nodes - board.answering;
    if silent == 0 {
        return None;
    }
    let nodes = scene.state.fleet.nodes();
    let failed = nodes.filter(|node| !matches!(node.link, Link::Up { .. } | Link::Unasked));
    let ids: Vec<&str> = failed
        .map(|node| node.id.as_str())
        .take(NAMED + 1)
        .collect();
    Some(match ids.as_slice() {
        [] => format!(" asking {}", count(silent, "node")),
        [only] => format!(" {only} gives no data and is left out of batches"),
        few if few.len() <= NAMED => {
            format!(
                " {} give no data and are left out of batches",
                few.join(", ")
            )
        }
        _ => format!(
            " {} give no data and are left out of batches",
            count(silent, "node")
        ),
    })
}

/// Draws the prompt into the last row.
pub fn draw_prompt(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(prompt) = &scene.state.prompt else {
        return;
    };
    let label = match prompt.kind {
        PromptKind::Filter => " filter: ",
        PromptKind::Palette => " : ",
    };
    let before = display_width(label);
    let (text, column) = field(&Field {
        text: prompt.input.value(),
        cursor: Some(prompt.input.visual_cursor()),
        width: usize::from(area.width).saturating_sub(before + 2),
        style: scene.style(Role::Cursor),
    });
    let mut spans = vec![scene.span(Role::Key, label)];
    spans.extend(text.spans);
    canvas.line(area, 0, &Line::from(spans));
    let x = u16::try_from(before + column).unwrap_or(0);
    canvas.cursor = Some(Position::new(area.x + x, area.y));
}

/// What can be typed, or why it is not understood.
pub fn draw_prompt_help(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(prompt) = &scene.state.prompt else {
        return;
    };
    let span = match (&prompt.error, prompt.kind) {
        (Some(error), _) => scene.span(Role::Error, format!(" {}", Clean::text(error))),
        (None, PromptKind::Filter) => Span::raw(filter_help(scene)),
        (None, PromptKind::Palette) => Span::raw(palette_help(prompt)),
    };
    let room = usize::from(area.width).saturating_sub(1);
    canvas.line(
        area,
        0,
        &clip_line(Line::from(span), room, scene.look.glyphs.ellipsis()),
    );
}

fn filter_help(scene: Scene<'_>) -> String {
    let listing = scene.state.listing();
    format!(
        " {} of {}   words, !not, state:bad env:prod node:web-* group:api up<5m exit!=0 /re/ ~fuz a | b",
        listing.order.len(),
        listing.total
    )
}

fn palette_help(prompt: &Prompt) -> String {
    let text = prompt.input.value();
    let names: Vec<&str> = candidates(text).collect();
    if names.is_empty() {
        format!(" no command begins with {text:?}; filter WORDS and sort COLUMN take words")
    } else {
        format!(" tab completes: {}", names.join(" "))
    }
}
