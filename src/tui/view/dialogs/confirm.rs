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
use crate::tui::widget::{Body, Canvas, Field, Popup, field, line_width, pad, wrap};

use super::parts::{WIDTH, button_rows, popup, sentence, text_width};
use super::rows::{Row, spread};
use super::targets::{self, Columns};

/// Draws it.
pub fn draw(scene: Scene<'_>, confirm: &Confirm, area: Rect, canvas: &mut Canvas<'_>) {
    let width = text_width(WIDTH, area);
    let tail = tail(scene, confirm, width);
    let (buttons, cursor) = buttons(scene, confirm, width);
    let cursor = cursor.map(|(line, column)| (tail.len() + line, column));
    let list = List {
        scene,
        confirm,
        width,
        columns: Columns::within(
            scene,
            &confirm.schedule,
            width.saturating_sub(4 + targets::STATE_AND_AGE),
        ),
    };
    let lines = spread(order(confirm), |at| list.height(at));
    let body = Body {
        head: head(scene, confirm, width),
        rows: lines.len(),
        row: Box::new(move |at| list.line(lines[at])),
        tail,
        buttons,
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
            _ => {
                let wrapped = wrap(&badge.content, width).into_iter().enumerate();
                for (at, line) in wrapped {
                    lines.insert(at, Line::from(scene.span(Role::Protected, line)));
                }
            }
        }
    }
    lines.push(Line::default());
    lines
}

/// Targets that the filter hides come first: they are what nobody has before their eyes.
fn order(confirm: &Confirm) -> Vec<usize> {
    let mut order: Vec<usize> = (0..targets_and_rest(confirm)).collect();
    if !confirm.hidden.is_empty() {
        let operations = &confirm.schedule.operations;
        order[..operations.len()].sort_by_key(|at| !is_hidden(confirm, &operations[*at]));
    }
    order
}

fn is_hidden(confirm: &Confirm, operation: &Operation) -> bool {
    matches!(&operation.subject, Subject::Process(id) if confirm.hidden.contains(id))
}

/// Rows of targets, then of what is as wanted already, then of what is left out.
fn targets_and_rest(confirm: &Confirm) -> usize {
    let schedule = &confirm.schedule;
    schedule.operations.len() + schedule.unneeded.len() + schedule.excluded.len()
}

/// The list of targets and of the rest.
#[derive(Clone, Copy)]
struct List<'a> {
    scene: Scene<'a>,
    confirm: &'a Confirm,
    width: usize,
    columns: Columns,
}

impl List<'_> {
    /// How many lines a row takes.
    fn height(self, at: usize) -> usize {
        let row = self.row(at);
        if row.words.is_empty() {
            return 1;
        }
        row.lines(self.width).len()
    }

    fn line(self, (row, line): (usize, usize)) -> Line<'static> {
        let mut lines = self.row(row).lines(self.width).into_iter();
        lines.nth(line).unwrap_or_default()
    }

    fn row(self, at: usize) -> Row {
        let schedule = &self.confirm.schedule;
        if let Some(operation) = schedule.operations.get(at) {
            return self.target(operation);
        }
        let at = at - schedule.operations.len();
        if let Some((subject, state)) = schedule.unneeded.get(at) {
            let why = format!("needs nothing, {} already", state.word());
            return self.rest(subject, why);
        }
        match schedule.excluded.get(at - schedule.unneeded.len()) {
            Some((subject, reason)) => self.rest(subject, left_out(reason)),
            None => Row {
                begin: Vec::new(),
                words: Vec::new(),
            },
        }
    }

    fn target(self, operation: &Operation) -> Row {
        let (scene, subject) = (self.scene, &operation.subject);
        let names = self.columns.names(scene, subject);
        let mut begin = vec![Span::raw(format!("  {names}"))];
        if let Some(token) = &operation.token {
            begin.push(Span::raw("  "));
            begin.push(targets::state(scene, token.state));
            begin.push(Span::raw(format!(" {}", targets::age(scene, subject))));
        }
        let hidden = is_hidden(self.confirm, operation)
            .then(|| scene.span(Role::Error, "HIDDEN by the filter"));
        let note = note(scene, operation).map(Span::raw);
        Row {
            begin,
            words: hidden.into_iter().chain(note).collect(),
        }
    }

    fn rest(self, subject: &Subject, why: String) -> Row {
        let names = self.columns.names(self.scene, subject);
        Row {
            begin: vec![Span::raw(format!("  {names}"))],
            words: vec![self.scene.span(Role::Hint, why)],
        }
    }
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

fn left_out(reason: &SkipReason) -> String {
    match reason {
        SkipReason::WasDown(state) => format!("left out, it is {}", state.word()),
        SkipReason::NoData
        | SkipReason::ReadOnly
        | SkipReason::Changed { .. }
        | SkipReason::Replaced
        | SkipReason::Gone
        | SkipReason::StateUnknown
        | SkipReason::UnsafeLog(_)
        | SkipReason::Unlogged => format!("left out, {reason}"),
    }
}

/// What will be, and how.
fn tail(scene: Scene<'_>, confirm: &Confirm, width: usize) -> Vec<Line<'static>> {
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
    lines
}

/// The field where something has to be typed, which never scrolls away, and the keys; with it the
/// line and the column of the cursor.
fn buttons(
    scene: Scene<'_>,
    confirm: &Confirm,
    width: usize,
) -> (Vec<Line<'static>>, Option<(usize, usize)>) {
    let keys = button_rows(width, keys(scene, confirm));
    let Demand::Typed(word) = &confirm.demand else {
        return (keys, None);
    };
    let (field, column) = typed(scene, confirm, word);
    let mut lines = vec![Line::default(), field];
    lines.extend(keys);
    (lines, Some((1, column)))
}

/// The rhythm, and what the keys of the dialog would change; where letters are text there are none.
fn switches(scene: Scene<'_>, confirm: &Confirm, width: usize) -> Vec<Line<'static>> {
    let schedule = &confirm.schedule;
    let how = format!("how: {}", rhythm(schedule.mode, schedule.stop_after));
    if takes_letters(confirm) {
        return sentence(&how, width);
    }
    let key = scene.key(Command::How);
    let before = key.len() + 2;
    let mut lines = sentence(&how, width.saturating_sub(before));
    for (at, line) in lines.iter_mut().enumerate() {
        let key = if at == 0 { key.as_str() } else { "" };
        line.spans
            .insert(0, scene.span(Role::Key, pad(key, before)));
    }
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
