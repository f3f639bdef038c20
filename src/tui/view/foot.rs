//! The row above the hints: what just happened, or what still holds; and the prompt.

use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::model::{Clean, Link, display_width, spell_clock};
use crate::tui::command::Command;
use crate::tui::state::{Form, Message, Prompt, PromptKind, Tone};
use crate::tui::theme::Role;
use crate::tui::update::{candidates, result};
use crate::tui::widget::{Canvas, Field, clip_line, field, wrap};

use super::scene::Scene;
use super::words::count;

/// Nodes without data that are named; more are counted.
const NAMED: usize = 4;

/// Draws the message, or what still holds; one too long for the first row takes the next as well.
/// Tells how many rows it took.
pub fn draw_message(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) -> u16 {
    let room = usize::from(area.width).saturating_sub(1);
    let lines = if let Some(message) = &scene.state.message {
        told(scene, message, (room, usize::from(area.height)))
    } else {
        let line = Line::from(standing(scene, room));
        vec![clip_line(line, room, scene.look.glyphs.ellipsis())]
    };
    for (row, line) in lines.iter().enumerate() {
        canvas.line(area, row, line);
    }
    u16::try_from(lines.len()).unwrap_or(area.height)
}

/// What just happened, in so many rows at most.
fn told(scene: Scene<'_>, message: &Message, (room, rows): (usize, usize)) -> Vec<Line<'static>> {
    let role = match message.tone {
        Tone::Info => Role::Message,
        Tone::Error => Role::Error,
    };
    let clock = format!(" {} ", spell_clock(message.at));
    let width = room.saturating_sub(clock.len());
    let mut pieces = wrap(Clean::text(&message.text).as_str(), width);
    if pieces.len() > rows {
        let rest = pieces.split_off(rows.saturating_sub(1)).join(" ");
        pieces.push(scene.clip(&rest, width));
    }
    let blanks = " ".repeat(clock.len());
    let before = std::iter::once(clock).chain(std::iter::repeat(blanks));
    before
        .zip(pieces)
        .map(|(before, piece)| Line::from(scene.span(role, before + &piece)))
        .collect()
}

/// What holds until it changes: batches under way, trouble with the journal, silent nodes.
fn standing(scene: Scene<'_>, room: usize) -> Span<'static> {
    let state = scene.state;
    if let Some(view) = state.runs.under_way().next() {
        let key = scene.key(Command::Runs);
        let all = [
            format!(" {}   ({key} shows it)", result(view)),
            format!(" {}", result(view)),
        ];
        return scene.span(Role::Message, longest_that_fits(all, room));
    }
    if let Some(trouble) = &state.session.journal_trouble {
        let trouble = Clean::text(trouble);
        let text = format!(" nothing can be changed: the journal cannot be written: {trouble}");
        return scene.span(Role::Error, text);
    }
    if state.first_run.is_some() {
        return Span::raw(" supdeck --help    supdeck config example");
    }
    Span::raw(silent_nodes(scene, room).unwrap_or_default())
}

/// The first of these texts that has room, or else the last.
fn longest_that_fits<const N: usize>(all: [String; N], room: usize) -> String {
    let last = all.last().cloned().unwrap_or_default();
    let mut all = all.into_iter();
    all.find(|text| display_width(text) <= room).unwrap_or(last)
}

/// Which nodes give no data, and what that means.
fn silent_nodes(scene: Scene<'_>, room: usize) -> Option<String> {
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
    let counted = format!(
        " {} give no data and are left out of batches",
        count(silent, "node")
    );
    Some(match ids.as_slice() {
        [] => format!(" asking {}", count(silent, "node")),
        [only] => {
            let one = "1 node gives no data and is left out of batches";
            let named = format!(" {only} gives no data and is left out of batches");
            longest_that_fits([named, format!(" {one}")], room)
        }
        few if few.len() <= NAMED => {
            let named = format!(
                " {} give no data and are left out of batches",
                few.join(", ")
            );
            longest_that_fits([named, counted], room)
        }
        _ => counted,
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
        PromptKind::Search => " search: ",
        PromptKind::Only => " only lines with: ",
        PromptKind::Save(_) => " save as: ",
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
    let room = usize::from(area.width).saturating_sub(1);
    let span = match (&prompt.error, prompt.kind) {
        (Some(error), _) => scene.span(Role::Error, format!(" {}", Clean::text(error))),
        (None, PromptKind::Filter) => Span::raw(filter_help(scene, room)),
        (None, PromptKind::Search) => Span::raw(" a text, or /re+gex/; a capital makes it exact"),
        (None, PromptKind::Only) => {
            Span::raw(" a text, or /re+gex/; !text for lines without it; empty for all lines")
        }
        (None, PromptKind::Palette) => Span::raw(palette_help(prompt)),
        (None, PromptKind::Save(form)) => Span::raw(save_help(form)),
    };
    canvas.line(
        area,
        0,
        &clip_line(Line::from(span), room, scene.look.glyphs.ellipsis()),
    );
}

fn filter_help(scene: Scene<'_>, room: usize) -> String {
    let listing = scene.state.listing();
    let found = format!(" {} of {}   ", listing.order.len(), listing.total);
    let all = [
        "words, !not, state:bad env:prod node:web-* group:api up<5m exit!=0 /re/ ~fuz a | b",
        "words !not state:bad env:prod node:web-* up<5m /re/ ~fuz a | b",
        "words !not state:bad env:prod node:web-* a | b",
    ];
    longest_that_fits(all.map(|words| format!("{found}{words}")), room)
}

fn save_help(form: Form) -> &'static str {
    match form {
        Form::Clean => " clean text, in a new file that only you can read; tab: raw bytes",
        Form::Raw => " raw bytes as the node sent them: cat may act on them; tab: clean text",
    }
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
