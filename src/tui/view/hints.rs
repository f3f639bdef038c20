//! The last row: the keys that matter here, from the live keymap.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::plan::Permission;
use crate::tui::command::Command;
use crate::tui::state::{Demand, Dialog, PageKind, PagerKind, RowKind};
use crate::tui::widget::{Canvas, line_width};

use super::scene::Scene;

/// Draws as many as have room; help comes last and always.
pub fn draw(scene: Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let (hints, closing) = here(scene);
    let room = usize::from(area.width).saturating_sub(2);
    let closing: Vec<Vec<Span<'_>>> = closing.iter().map(|hint| spans(scene, hint)).collect();
    let width = |part: &[Span<'_>]| part.iter().map(Span::width).sum::<usize>() + 2;
    let mut left = room.saturating_sub(closing.iter().map(|part| width(part)).sum());
    let mut all = Vec::new();
    for hint in &hints {
        let part = spans(scene, hint);
        let Some(rest) = left.checked_sub(width(&part)) else {
            break;
        };
        left = rest;
        all.push(part);
    }
    all.extend(closing);
    let mut line = Line::from(Span::raw(" "));
    for part in all {
        if line_width(&line) > 1 {
            line.push_span(Span::raw("  "));
        }
        line.spans.extend(part);
    }
    canvas.line(area, 0, &line);
}

/// One hint: a command's key, or keys as they are written.
enum Hint {
    Key(Command, &'static str),
    Text(&'static str, &'static str),
}

use Hint::{Key, Text};

fn spans(scene: Scene<'_>, hint: &Hint) -> Vec<Span<'static>> {
    match hint {
        Key(command, does) => scene.hint(*command, does),
        Text(keys, does) => scene.keys(keys, does),
    }
}

/// What matters here: what goes where room is short, and what stays.
fn here(scene: Scene<'_>) -> (Vec<Hint>, Vec<Hint>) {
    let help = || vec![Key(Command::Help, "help")];
    if let Some(dialog) = scene.state.dialogs.last() {
        return (on_dialog(dialog), Vec::new());
    }
    if scene.state.first_run.is_some() {
        return (first_run(scene), help());
    }
    if scene.log_has_focus() {
        return (on_log(), help());
    }
    let mut hints = on_page(scene);
    if scene.state.session.permission == Permission::ReadOnly {
        hints.retain(|hint| !matches!(hint, Key(command, _) if command.acts()));
        hints.push(Key(Command::ReadOnly, "allow actions"));
    }
    (hints, help())
}

fn on_page(scene: Scene<'_>) -> Vec<Hint> {
    let listing = scene.state.listing();
    match (&scene.state.page().kind, listing.kind) {
        (PageKind::Dashboard, _) => vec![
            Key(Command::Open, "open"),
            Key(Command::Logs, "logs"),
            Key(Command::Restart, "restart"),
            Key(Command::Filter, "filter"),
            Key(Command::Journal, "journal"),
            Key(Command::Palette, "command"),
            Key(Command::ActionMenu, "actions"),
            Key(Command::MarkMenu, "mark"),
        ],
        (PageKind::Node(_), _) => vec![
            Key(Command::Open, "logs"),
            Key(Command::Details, "details"),
            Key(Command::Restart, "restart"),
            Key(Command::Start, "start"),
            Key(Command::Stop, "stop"),
            Key(Command::NodeLog, "supervisord log"),
            Key(Command::ActionMenu, "actions"),
            Key(Command::Back, "back"),
        ],
        (_, RowKind::Node) => vec![
            Key(Command::Open, "open"),
            Key(Command::Refresh, "ask now"),
            Key(Command::SignIn, "sign in"),
            Key(Command::Filter, "filter"),
            Key(Command::ActionMenu, "actions"),
            Key(Command::Mark, "mark"),
            Key(Command::NodeLog, "supervisord log"),
            Key(Command::SortMenu, "sort"),
        ],
        (_, RowKind::Environment) => vec![
            Key(Command::Open, "open"),
            Key(Command::Mark, "mark"),
            Key(Command::Restart, "restart"),
            Key(Command::Start, "start"),
            Key(Command::Stop, "stop"),
            Key(Command::Filter, "filter"),
            Key(Command::ActionMenu, "actions"),
        ],
        (_, RowKind::Group) => vec![
            Key(Command::Open, "open"),
            Key(Command::Right, "one environment"),
            Key(Command::Mark, "mark"),
            Key(Command::Restart, "restart"),
            Key(Command::Filter, "filter"),
            Key(Command::ActionMenu, "actions"),
            Key(Command::Start, "start"),
            Key(Command::Stop, "stop"),
        ],
        (_, RowKind::Process | RowKind::Attention) => vec![
            Key(Command::Mark, "mark"),
            Key(Command::Restart, "restart"),
            Key(Command::Start, "start"),
            Key(Command::Stop, "stop"),
            Key(Command::Logs, "logs"),
            Key(Command::Filter, "filter"),
            Key(Command::ActionMenu, "actions"),
            Key(Command::MarkMenu, "mark by"),
            Key(Command::SortMenu, "sort"),
            Key(Command::Range, "range"),
            Key(Command::Copy, "copy"),
            Key(Command::Signal, "signal"),
            Key(Command::Palette, "command"),
        ],
    }
}

fn on_log() -> Vec<Hint> {
    vec![
        Key(Command::Follow, "follow"),
        Key(Command::Wrap, "wrap"),
        Key(Command::Stdout, "stdout"),
        Key(Command::Stderr, "stderr"),
        Key(Command::Zoom, "zoom"),
        Key(Command::NextPane, "table"),
        Key(Command::Back, "close"),
        Key(Command::ClearView, "clear"),
        Key(Command::Copy, "copy"),
        Key(Command::Wider, "wider"),
        Key(Command::Restart, "restart"),
    ]
}

fn first_run(scene: Scene<'_>) -> Vec<Hint> {
    let asked = scene
        .state
        .first_run
        .as_ref()
        .is_some_and(|screen| screen.asked.is_some());
    if asked {
        vec![
            Key(Command::Copy, "write it"),
            Key(Command::Back, "not now"),
        ]
    } else {
        vec![
            Key(Command::Down, "move"),
            Key(Command::Open, "choose"),
            Text("1-9", "choose"),
            Key(Command::Back, "quit"),
        ]
    }
}

fn on_dialog(dialog: &Dialog) -> Vec<Hint> {
    match dialog {
        Dialog::Confirm(confirm) => match confirm.demand {
            Demand::Key => vec![
                Key(Command::Yes, "yes"),
                Key(Command::No, "no"),
                Key(Command::How, "how"),
                Key(Command::AsCommands, "as commands"),
                Key(Command::DropHidden, "drop hidden"),
                Key(Command::Down, "scroll"),
            ],
            Demand::Typed(_) => vec![Text("enter", "go on"), Text("esc", "cancel")],
        },
        Dialog::Run(_) => vec![
            Key(Command::Back, "keep it going here"),
            Key(Command::Pause, "pause"),
            Key(Command::DropQueued, "drop queued"),
            Key(Command::Retry, "retry failed"),
            Key(Command::Yes, "copy report"),
        ],
        Dialog::Menu(_) => vec![
            Text("letter", "choose"),
            Key(Command::Down, "down"),
            Key(Command::Open, "choose"),
            Text("esc", "close"),
        ],
        Dialog::Trouble(_) => vec![
            Key(Command::Refresh, "ask now"),
            Key(Command::SignIn, "sign in"),
            Key(Command::Open, "node"),
            Text("esc", "close"),
        ],
        Dialog::SignIn(_) | Dialog::Passphrase(_) => {
            vec![
                Text("enter", "try"),
                Text("tab", "next field"),
                Text("esc", "leave it"),
            ]
        }
        Dialog::NoKeyring(_) => vec![Key(Command::Down, "down"), Key(Command::Open, "choose")],
        Dialog::Preview(_) => vec![
            Key(Command::Mark, "tick"),
            Key(Command::Yes, "go on"),
            Key(Command::No, "leave it"),
        ],
        Dialog::Pager(pager) if pager.kind == PagerKind::Help => {
            vec![
                Text("letters", "search"),
                Text("down", "scroll"),
                Text("esc", "close"),
            ]
        }
        Dialog::Pager(_) => vec![
            Key(Command::Down, "down"),
            Key(Command::PageDown, "page"),
            Key(Command::Yes, "copy"),
            Text("esc", "close"),
        ],
        Dialog::Leave | Dialog::AllowActions(_) => {
            vec![Key(Command::Yes, "yes"), Key(Command::No, "no")]
        }
    }
}
