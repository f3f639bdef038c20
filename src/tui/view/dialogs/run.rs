//! How a batch is going: every target with its outcome, how long it took, and what is now.

use std::fmt::Write as _;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::{Clean, Outcome, OutcomeClass, ProcessState, elapsed, spell_age};
use crate::plan::{Mode, Operation, Phase, Progress, RunId, Summary};
use crate::tui::command::Command;
use crate::tui::state::RunView;
use crate::tui::theme::Role;
use crate::tui::view::scene::{Scene, joined};
use crate::tui::view::words::timer;
use crate::tui::widget::{Body, Canvas, Popup, pad};

use super::parts::{popup, sentence, text_width};
use super::targets;

/// Columns of the box where there are so many: outcomes are sentences.
const WIDTH: u16 = 130;
/// Lines of the box that are no targets.
const AROUND: usize = 8;

/// Draws it.
pub fn draw(scene: Scene<'_>, id: RunId, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(view) = scene.state.runs.view(id) else {
        return;
    };
    let box_width = WIDTH.min(
        area.width
            .saturating_sub(if area.width > 100 { 8 } else { 2 }),
    );
    let width = text_width(box_width, area);
    let summary = view.run.summary();
    let operations: Vec<(&Operation, &Progress)> = view.run.operations().collect();
    let room = usize::from(area.height).saturating_sub(AROUND);
    let order = order(&operations, room);
    let body = Body {
        head: vec![
            gauge(scene, view, &summary, width),
            counts(scene, view, &summary),
            Line::default(),
        ],
        rows: order.len(),
        row: Box::new(move |at| {
            let (operation, progress) = operations[order[at]];
            row(scene, view, operation, progress)
        }),
        tail: tail(scene, &summary, width),
        buttons: Vec::new(),
        cursor: None,
    };
    Popup {
        foot: foot(scene, view, &summary),
        width: box_width,
        scroll: view.scroll,
        ..popup(title(scene, view), body)
    }
    .draw(area, scene.frame(), canvas);
}

/// In order where all fit; else what needs somebody, what is now, and what is done come so.
fn order(operations: &[(&Operation, &Progress)], room: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..operations.len()).collect();
    if all.len() > room {
        all.sort_by_key(|at| match operations[*at].1 {
            Progress::Ended(outcome) => match outcome.class() {
                OutcomeClass::Failed => 0,
                OutcomeClass::Lost => 1,
                OutcomeClass::Ok => 4,
                OutcomeClass::Skipped => 5,
                OutcomeClass::Cancelled => 6,
            },
            Progress::Now(_) => 2,
            Progress::Queued => 3,
        });
    }
    all
}

fn title(scene: Scene<'_>, view: &RunView) -> Span<'static> {
    let schedule = view.run.schedule();
    let how = match schedule.mode {
        Mode::Parallel { .. } => "side by side".to_owned(),
        Mode::Rolling { at_once, .. } => format!("rolling, {at_once} at a time"),
    };
    let mut text = format!(
        "Batch {}  {} {}  {how}",
        view.id,
        schedule.action,
        schedule.operations.len()
    );
    if let Some(limit) = schedule.stop_after {
        let noun = if limit == 1 { "failure" } else { "failures" };
        let _ = write!(text, ", stops at {limit} {noun}");
    }
    scene.title(text)
}

/// The share that has ended, the time that went by, and a guess at the rest.
fn gauge(scene: Scene<'_>, view: &RunView, summary: &Summary, width: usize) -> Line<'static> {
    let (ended, total) = (summary.ended(), summary.total().max(1));
    let took = elapsed(view.began, view.ended.unwrap_or(scene.state.now));
    let mut words = format!("  {} of {}   {}", ended, summary.total(), timer(took));
    if view.ended.is_none() && ended > 0 {
        let left = (total - ended) as u64 * took.as_secs() / ended as u64;
        let left = timer(std::time::Duration::from_secs(left));
        let _ = write!(words, ", about {left} left");
    } else if view.ended.is_some() {
        words.push_str(", ended");
    }
    let bar = width.saturating_sub(40).clamp(10, 80);
    let full = bar * ended / total;
    Line::from(vec![
        Span::raw("["),
        scene.span(Role::Running, "#".repeat(full)),
        Span::raw(".".repeat(bar - full)),
        Span::raw("]"),
        Span::raw(words),
    ])
}

fn counts(scene: Scene<'_>, view: &RunView, summary: &Summary) -> Line<'static> {
    let all = [
        (summary.ok, "ok", Role::Running),
        (summary.failed, "FAILED", Role::Fatal),
        (summary.lost, "LOST", Role::Error),
        (summary.skipped, "skipped", Role::Stopped),
        (summary.cancelled, "dropped", Role::Stopped),
        (summary.now, "now", Role::Starting),
        (summary.queued, "queued", Role::Stopped),
    ];
    let mut spans = Vec::new();
    for (number, word, role) in all.into_iter().filter(|(number, ..)| *number > 0) {
        spans.push(scene.span(role, format!("{word} {number}")));
        spans.push(Span::raw("  "));
    }
    if view.run.is_paused() {
        spans.push(scene.span(Role::Match, " PAUSED "));
        spans.push(Span::raw("  "));
    }
    Line::from(spans)
}

fn row(
    scene: Scene<'_>,
    view: &RunView,
    operation: &Operation,
    progress: &Progress,
) -> Line<'static> {
    let (sign, word, role) = class(progress);
    let names = targets::names(scene, &operation.subject);
    let words = match progress {
        Progress::Queued => String::new(),
        Progress::Now(phase) => {
            let began = view.starts.get(&operation.id);
            let age = began.map_or(String::new(), |began| {
                format!(" {}", spell_age(elapsed(*began, scene.state.now)))
            });
            format!("{}{age}", phase_words(*phase))
        }
        Progress::Ended(outcome) => outcome_words(outcome),
    };
    Line::from(vec![
        scene.span(role, format!("{sign} {}", pad(word, 8))),
        Span::raw(format!("{names}  {words}")),
    ])
}

fn class(progress: &Progress) -> (char, &'static str, Role) {
    match progress {
        Progress::Queued => (' ', "queued", Role::Stopped),
        Progress::Now(_) => ('^', "now", Role::Starting),
        Progress::Ended(outcome) => match outcome.class() {
            OutcomeClass::Ok => ('+', "ok", Role::Running),
            OutcomeClass::Failed => ('!', "FAILED", Role::Fatal),
            OutcomeClass::Lost => ('?', "LOST", Role::Error),
            OutcomeClass::Skipped => ('-', "skipped", Role::Stopped),
            OutcomeClass::Cancelled => ('-', "dropped", Role::Stopped),
        },
    }
}

fn phase_words(phase: Phase) -> String {
    match phase {
        Phase::Reading => "reading its state once more".to_owned(),
        Phase::Stopping => "stop was sent, STOPPING".to_owned(),
        Phase::Starting => "start was sent, STARTING".to_owned(),
        Phase::Retrying(state) => format!("{}, supervisord tries again", state.word()),
        Phase::Checking => "sent, no answer; reading what happened".to_owned(),
    }
}

/// How it ended: how long it took, and the pids before and after.
fn outcome_words(outcome: &Outcome) -> String {
    let Outcome::Done(reached) = outcome else {
        return Clean::text(&outcome.to_string()).into_string();
    };
    let mut text = String::new();
    if let Some(down) = reached.down_after {
        let _ = write!(text, "down {:.1}s, ", down.as_secs_f32());
    }
    text.push_str(reached.state.map_or("done", ProcessState::word));
    if let Some(up) = reached.up_after {
        let _ = write!(text, " after {:.1}s", up.as_secs_f32());
    }
    let text = pad(&text, 32);
    match reached.pids {
        (Some(before), Some(now)) => format!("{text} {before} -> {now}"),
        (None, Some(now)) => format!("{text} -> {now}"),
        (Some(_) | None, None) => text,
    }
}

fn tail(scene: Scene<'_>, summary: &Summary, width: usize) -> Vec<Line<'static>> {
    let again = summary.failed + summary.lost;
    if again == 0 {
        return Vec::new();
    }
    let text = format!(
        "FAILED and LOST stay marked.  {} asks again for those {again}, {} copies the report.",
        scene.key(Command::Retry),
        scene.key(Command::Yes)
    );
    let mut lines = vec![Line::default()];
    lines.extend(sentence(&text, width));
    lines
}

fn foot(scene: Scene<'_>, view: &RunView, summary: &Summary) -> Line<'static> {
    if view.ended.is_some() {
        return joined([
            scene.keys("esc:", "close"),
            scene.hint(Command::Yes, "copy report"),
        ]);
    }
    let pause = if view.run.is_paused() {
        "go on"
    } else {
        "pause"
    };
    let mut parts = vec![
        scene.keys("esc:", "keep going in the background"),
        scene.keys(&format!("{}:", scene.key(Command::Pause)), pause),
    ];
    if summary.queued > 0 {
        let text = format!("drop the {} queued", summary.queued);
        parts.push(scene.keys(&format!("{}:", scene.key(Command::DropQueued)), &text));
    }
    joined(parts)
}
