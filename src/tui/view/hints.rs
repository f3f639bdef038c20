//! The last row: the keys that matter here, from the live keymap.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::plan::{Permission, RunId};
use crate::tui::command::Command;
use crate::tui::state::{Demand, Dialog, Focus, PageKind, PagerKind, RowKind};
use crate::tui::widget::{Canvas, line_width};

use super::hint_lists::{self as lists, Hint, Hint::Key, Hint::Text};
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

fn spans(scene: Scene<'_>, hint: &Hint) -> Vec<Span<'static>> {
    match hint {
        Key(command, does) => scene.hint(*command, does),
        Text(keys, does) => scene.keys(keys, does),
    }
}

/// What matters here: what goes where room is short, and what stays.
fn here(scene: Scene<'_>) -> (Vec<&'static Hint>, &'static [Hint]) {
    const HELP: &[Hint] = &[Key(Command::Help, "help")];
    const ALLOW: Hint = Key(Command::ReadOnly, "allow actions");
    if let Some(dialog) = scene.state.dialogs.last() {
        return (on_dialog(scene, dialog).iter().collect(), &[]);
    }
    let mut hints: Vec<&Hint> = on_screen(scene).iter().collect();
    if scene.state.session.permission == Permission::ReadOnly {
        hints.retain(|hint| !matches!(hint, Key(command, _) if command.acts()));
        hints.push(&ALLOW);
    }
    (hints, HELP)
}

fn on_screen(scene: Scene<'_>) -> &'static [Hint] {
    if let Some(screen) = &scene.state.first_run {
        return match screen.asked {
            Some(_) => lists::FIRST_RUN_ASKED,
            None => lists::FIRST_RUN,
        };
    }
    match scene.state.focus() {
        Focus::Log => return lists::LOG,
        Focus::Logs => return lists::LOGS,
        Focus::Table
        | Focus::Dialog
        | Focus::Menu
        | Focus::Text
        | Focus::Number
        | Focus::FirstRun => {}
    }
    match (&scene.state.page().kind, scene.state.listing().kind) {
        (PageKind::Dashboard, _) => lists::DASHBOARD,
        (PageKind::Node(_), _) => lists::NODE,
        (_, RowKind::Node) => lists::NODES,
        (_, RowKind::Environment) => lists::ENVIRONMENTS,
        (_, RowKind::Group) => lists::GROUPS,
        (_, RowKind::Process | RowKind::Attention) => lists::PROCESSES,
    }
}

fn on_dialog(scene: Scene<'_>, dialog: &Dialog) -> &'static [Hint] {
    match dialog {
        Dialog::Confirm(confirm) => match confirm.demand {
            Demand::Key => lists::CONFIRM,
            Demand::Typed(_) => lists::CONFIRM_TYPED,
        },
        Dialog::Run(id) => on_run(scene, *id),
        Dialog::Menu(_) => lists::MENU,
        Dialog::Trouble(_) => lists::TROUBLE,
        Dialog::SignIn(_) | Dialog::Passphrase(_) => lists::FORM,
        Dialog::NoKeyring(_) => lists::NO_KEYRING,
        Dialog::Preview(_) => lists::PREVIEW,
        Dialog::Pager(pager) if pager.kind == PagerKind::Help => lists::HELP,
        Dialog::Pager(_) => lists::PAGER,
        Dialog::Leave | Dialog::AllowActions(_) | Dialog::Merge(_) => lists::QUESTION,
    }
}

fn on_run(scene: Scene<'_>, id: RunId) -> &'static [Hint] {
    let Some(view) = scene
        .state
        .runs
        .view(id)
        .filter(|view| view.ended.is_some())
    else {
        return lists::RUN;
    };
    let summary = view.run.summary();
    if summary.failed + summary.lost > 0 {
        lists::RUN_FAILED
    } else {
        lists::RUN_ENDED
    }
}
