//! Is this really meant? Every frozen target by name, what is left out, and the way to say yes.

use std::fmt::Write as _;

use std::collections::HashSet;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::{Action, Clean, ProcessState, SkipReason, Subject};
use crate::plan::Operation;
use crate::tui::command::Command;
use crate::tui::state::{Confirm, Demand};
use crate::tui::theme::Role;
use crate::tui::view::scene::Scene;
use crate::tui::view::words::{count, rhythm};
use crate::tui::widget::{Body, Canvas, Field, Popup, field, line_width, wrap};

use super::parts::{WIDTH, button_rows, popup, sentence, text_width};
use super::targets;

/// Draws it.
pub fn draw(scene: Scene<'_>, confirm: &Confirm, area: Rect, canvas: &mut Canvas<'_>) {
    let width = text_width(WIDTH, area);
    let (tail, cursor) = tail(scene, confirm, width);
    let order = order(confirm);
    let body = Body {
        head: head(scene, confirm, width),
        rows: targets_and_rest(confirm),
        row: Box::new(move |at| row(scene, confirm, order.get(at).copied().unwrap_or(at))),
        tail,
        buttons: button_rows(width, keys(scene, confirm)),
        cursor,
    };
    let foot = match confirm.demand {
        Demand::Key => "keys typed in the first 0.3s are dropped",
        Demand::Typed(_) => "enter on an empty line cancels",
    };
    Popup {
        foot: Line::raw(foot),
        scroll: confirm.scroll,
        ..popup(title(scene, confirm), body)
    }
    .draw(area, scene.frame(), canvas);
}

fn title(scene: Scene<'_>, confirm: &Confirm) -> Span<'static> {
    let action = confirm.schedule.action;
    match &confirm.protected {
        Some(_) => scene.span(
            Role::Protected,
            format!("Confirm {action} in a protected environment"),
        ),
        None => scene.title(format!("Confirm {action}")),
    }
}

/// What is to be done to how many, where.
fn head(scene: Scene<'_>, confirm: &Confirm, width: usize) -> Vec<Line<'static>> {
    let operations = &confirm.schedule.operations;
    let first = operations.first().map(|operation| &operation.subject);
    let mut text = targets::deed(confirm.schedule.action, operations.len(), first);
    if !matches!(first, Some(Subject::Node(_))) {
        let nodes: HashSet<_> = operations.iter().map(|o| o.subject.node()).collect();
        let _ = write!(text, " on {}", count(nodes.len(), "node"));
    }
    if confirm.protected.is_none() && !confirm.places.is_empty() {
        let _ = write!(text, " in {}", confirm.places);
    }
    text.push('.');
    let mut lines: Vec<Line<'static>> = wrap(&text, width)
        .into_iter()
        .map(|line| Line::from(scene.title(line)))
        .collect();
    if let Some(protected) = &confirm.protected {
        let words = format!("PROTECTED: {protected}     ");
        let badge = scene.span(Role::Protected, words);
        match lines.first_mut() {
            Some(line) if line_width(line) + badge.width() <= width => line.spans.insert(0, badge),
            _ => lines.insert(0, Line::from(badge)),
        }
    }
    lines.push(Line::default());
    lines
}

/// Targets that the filter hides come first: they are what nobody has before their eyes.
fn order(confirm: &Confirm) -> Vec<usize> {
    if confirm.hidden.is_empty() {
        return Vec::new();
    }
    let operations = confirm.schedule.operations.iter();
    let hidden: Vec<bool> = operations
        .map(|operation| matches!(&operation.subject, Subject::Process(id) if confirm.hidden.contains(id)))
        .collect();
    let mut order: Vec<usize> = (0..hidden.len()).collect();
    order.sort_by_key(|at| !hidden[*at]);
    order
}

/// Rows of targets, then of what is as wanted already, then of what is left out.
fn targets_and_rest(confirm: &Confirm) -> usize {
    let schedule = &confirm.schedule;
    schedule.operations.len() + schedule.unneeded.len() + schedule.excluded.len()
}

fn row(scene: Scene<'_>, confirm: &Confirm, at: usize) -> Line<'static> {
    let schedule = &confirm.schedule;
    if let Some(operation) = schedule.operations.get(at) {
        return target(scene, confirm, operation);
    }
    let at = at - schedule.operations.len();
    if let Some((subject, state)) = schedule.unneeded.get(at) {
        return rest(
            scene,
            subject,
            &format!("needs nothing, {} already", state.word()),
        );
    }
    let at = at - schedule.unneeded.len();
    match schedule.excluded.get(at) {
        Some((subject, reason)) => rest(scene, subject, &left_out(reason)),
        None => Line::default(),
    }
}

fn target(scene: Scene<'_>, confirm: &Confirm, operation: &Operation) -> Line<'static> {
    let subject = &operation.subject;
    let mut spans = vec![Span::raw(format!("  {}  ", targets::names(scene, subject)))];
    if let Some(token) = &operation.token {
        spans.push(targets::state(scene, token.state));
        spans.push(Span::raw(format!(" {}", targets::age(scene, subject))));
    }
    let hidden = matches!(subject, Subject::Process(id) if confirm.hidden.contains(id));
    if hidden {
        spans.push(scene.span(Role::Error, "  HIDDEN by the filter"));
    }
    if let Some(note) = note(scene, operation) {
        spans.push(Span::raw(format!("  {note}")));
    }
    Line::from(spans)
}

/// What is special about one target.
fn note(scene: Scene<'_>, operation: &Operation) -> Option<String> {
    let token = operation.token.as_ref()?;
    let now = targets::state_now(scene, &operation.subject);
    match (now, operation.action) {
        (None, _) => Some("its node gives no data now".to_owned()),
        (Some(now), _) if now != token.state => Some(format!("{} by now", now.word())),
        (Some(now), Action::Restart | Action::RestartOrStart) if now.is_down() => {
            Some("will only be started".to_owned())
        }
        (Some(_), _) => None,
    }
}

fn rest(scene: Scene<'_>, subject: &Subject, why: &str) -> Line<'static> {
    Line::from(vec![
        Span::raw(format!("  {}  ", targets::names(scene, subject))),
        scene.span(Role::Hint, why.to_owned()),
    ])
}

fn left_out(reason: &SkipReason) -> String {
    match reason {
        SkipReason::WasDown(state) => format!("left out, it is {}", state.word()),
        SkipReason::NoData
        | SkipReason::ReadOnly
        | SkipReason::Changed { .. }
        | SkipReason::Replaced
        | SkipReason::Gone
        | SkipReason::OtherSupervisor
        | SkipReason::UnsafeLog(_) => format!("left out, {reason}"),
    }
}

type Tail = (Vec<Line<'static>>, Option<(usize, usize)>);

/// What will be, how, and the field where something has to be typed.
fn tail(scene: Scene<'_>, confirm: &Confirm, width: usize) -> Tail {
    let mut lines = vec![Line::default()];
    for disclosure in &confirm.disclosures {
        let role = if disclosure.warns {
            Role::Error
        } else {
            Role::Message
        };
        let text = Clean::text(&disclosure.text);
        let wrapped = wrap(text.as_str(), width).into_iter();
        lines.extend(wrapped.map(|line| Line::from(scene.span(role, line))));
    }
    lines.extend(switches(scene, confirm, width));
    let mut cursor = None;
    if let Demand::Typed(word) = &confirm.demand {
        lines.push(Line::default());
        let (line, column) = typed(scene, confirm, word);
        cursor = Some((lines.len(), column));
        lines.push(line);
    }
    (lines, cursor)
}

/// The rhythm, and what the keys of the dialog would change; where letters are text there are none.
fn switches(scene: Scene<'_>, confirm: &Confirm, width: usize) -> Vec<Line<'static>> {
    let schedule = &confirm.schedule;
    let how = format!("how: {}", rhythm(schedule.mode, schedule.stop_after));
    if takes_letters(confirm) {
        return sentence(&how, width);
    }
    let mut lines = vec![Line::from(scene.hint(Command::How, &format!(" {how}")))];
    let stopped = |(_, reason): &&(Subject, SkipReason)| {
        matches!(
            reason,
            SkipReason::WasDown(ProcessState::Stopped | ProcessState::Exited)
        )
    };
    let resting = schedule.excluded.iter().filter(stopped).count();
    if schedule.action == Action::RestartOrStart {
        lines.push(Line::from(
            scene.hint(Command::Also, " leave alone what is stopped"),
        ));
    } else if schedule.action == Action::Restart && resting > 0 {
        let text = format!(" start the {resting} that {} down too", is_or_are(resting));
        lines.push(Line::from(scene.hint(Command::Also, &text)));
    }
    if !confirm.hidden.is_empty() {
        let text = format!(" drop the {} hidden", confirm.hidden.len());
        lines.push(Line::from(scene.hint(Command::DropHidden, &text)));
    }
    lines
}

fn is_or_are(number: usize) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

fn takes_letters(confirm: &Confirm) -> bool {
    matches!(confirm.demand, Demand::Typed(_)) && !confirm.wants_number()
}

/// The field, and the column of its cursor.
fn typed(scene: Scene<'_>, confirm: &Confirm, word: &str) -> (Line<'static>, usize) {
    let label = if confirm.wants_number() {
        "Type the number of targets to go on:  ".to_owned()
    } else {
        format!("Type {word} to go on:  ")
    };
    let (text, column) = field(&Field {
        text: &confirm.typed,
        cursor: Some(crate::model::display_width(&confirm.typed)),
        width: 30,
        style: scene.style(Role::Cursor),
    });
    let at = crate::model::display_width(&label) + column;
    let mut spans = vec![scene.title(label)];
    spans.extend(text.spans);
    (Line::from(spans), at)
}

fn keys(scene: Scene<'_>, confirm: &Confirm) -> Vec<Vec<Span<'static>>> {
    let schedule = &confirm.schedule;
    let number = schedule.operations.len();
    match &confirm.demand {
        Demand::Key => {
            let yes = format!(" {} {number}", schedule.action);
            let no = format!("{} esc", scene.key(Command::No));
            vec![
                scene.hint(Command::Yes, &yes),
                scene.keys(&no, " cancel (default)"),
                scene.hint(Command::AsCommands, " as commands"),
            ]
        }
        Demand::Typed(word) => {
            let mut all = vec![scene.keys("enter", &format!(" only works at {word}"))];
            all.push(scene.keys("esc", " cancel"));
            if !takes_letters(confirm) {
                all.push(scene.hint(Command::AsCommands, " as commands"));
            }
            all
        }
    }
}
