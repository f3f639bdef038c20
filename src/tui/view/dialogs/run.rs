//! How a batch is going: every target with its outcome, how long it took, and what is now.

use std::fmt::Write as _;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::{Clean, Outcome, OutcomeClass, ProcessState, Reached, elapsed, spell_age};
use crate::plan::{Mode, Operation, Phase, Progress, RunId, Summary};
use crate::tui::command::Command;
use crate::tui::state::RunView;
use crate::tui::theme::Role;
use crate::tui::view::scene::{Scene, joined};
use crate::tui::view::words::timer;
use crate::tui::widget::{Body, Canvas, Popup, pad};

use super::parts::{flow, popup, sentence, text_width};
use super::rows::{Row, spread};
use super::targets::Columns;

/// Columns of the box where there are so many: outcomes are sentences.
const WIDTH: u16 = 130;
/// Columns of a target's sign and class.
const CLASS: usize = 10;
/// Columns in which each of our own words about an outcome fits without a break.
const WORDS: usize = 36;
/// Columns of a duration, before the pids.
const TOOK: usize = 32;
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
    let body = body(scene, view, (width, usize::from(area.height)));
    Popup {
        foot: foot(scene, view),
        width: box_width,
        scroll: view.scroll,
        ..popup(title(scene, view), body)
    }
    .draw(area, scene.frame(), canvas);
}

fn body<'a>(scene: Scene<'a>, view: &'a RunView, (width, height): (usize, usize)) -> Body<'a> {
    let summary = view.run.summary();
    let operations: Vec<(&Operation, &Progress)> = view.run.operations().collect();
    let order = order(&operations, height.saturating_sub(AROUND));
    let list = List {
        scene,
        view,
        columns: Columns::within(
            scene,
            view.run.schedule(),
            width.saturating_sub(CLASS + 2 + WORDS),
        ),
        width,
    };
    let lines = spread(order, |at| list.height(operations[at]));
    let mut head = vec![gauge(scene, view, &summary, width)];
    head.extend(counts(scene, view, &summary, width));
    head.push(Line::default());
    Body {
        head,
        rows: lines.len(),
        row: Box::new(move |at| {
            let (row, line) = lines[at];
            let mut all = list.row(operations[row]).lines(width).into_iter();
            all.nth(line).unwrap_or_default()
        }),
        tail: tail(scene, &summary, width),
        buttons: Vec::new(),
        cursor: None,
    }
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
    let bar = width.saturating_sub(words.len().max(38) + 2).clamp(10, 80);
    let full = bar * ended / total;
    Line::from(vec![
        Span::raw("["),
        scene.span(Role::Running, "#".repeat(full)),
        Span::raw(".".repeat(bar - full)),
        Span::raw("]"),
        Span::raw(words),
    ])
}

/// How many are where, in as many lines as that takes.
fn counts(scene: Scene<'_>, view: &RunView, summary: &Summary, width: usize) -> Vec<Line<'static>> {
    let all = [
        (summary.ok, "ok", Role::Running),
        (summary.failed, "FAILED", Role::Fatal),
        (summary.lost, "LOST", Role::Error),
        (summary.skipped, "skipped", Role::Stopped),
        (summary.cancelled, "dropped", Role::Stopped),
        (summary.now, "now", Role::Starting),
        (summary.queued, "queued", Role::Stopped),
    ];
    let counted = all.into_iter().filter(|(number, ..)| *number > 0);
    let counted =
        counted.map(|(number, word, role)| vec![scene.span(role, format!("{word} {number}"))]);
    let paused = view.run.is_paused();
    let paused = paused.then(|| vec![scene.span(Role::Match, " PAUSED ")]);
    flow(counted.chain(paused), (0, 2), width)
}

/// The list of targets.
#[derive(Clone, Copy)]
struct List<'a> {
    scene: Scene<'a>,
    view: &'a RunView,
    columns: Columns,
    width: usize,
}

impl List<'_> {
    /// How many lines a target takes: what went as it should takes one.
    fn height(self, target: (&Operation, &Progress)) -> usize {
        match target.1 {
            Progress::Queued | Progress::Ended(Outcome::Done(_)) => 1,
            Progress::Now(_) | Progress::Ended(_) => self.row(target).lines(self.width).len(),
        }
    }

    fn row(self, (operation, progress): (&Operation, &Progress)) -> Row {
        let scene = self.scene;
        let (sign, word, role) = class(progress);
        let names = self.columns.names(scene, &operation.subject);
        let words = match progress {
            Progress::Queued => String::new(),
            Progress::Now(phase) => {
                let began = self.view.starts.get(&operation.id);
                let age = began.map_or(String::new(), |began| {
                    format!(" {}", spell_age(elapsed(*began, scene.state.now)))
                });
                format!("{}{age}", phase_words(*phase))
            }
            Progress::Ended(Outcome::Done(reached)) => {
                let taken = CLASS + self.columns.width() + 2;
                reached_words(reached, self.width.saturating_sub(taken))
            }
            Progress::Ended(outcome) => Clean::text(&outcome.to_string()).into_string(),
        };
        Row {
            begin: vec![
                scene.span(role, format!("{sign} {}", pad(word, CLASS - 2))),
                Span::raw(names),
            ],
            words: vec![Span::raw(words)],
        }
    }
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
        Phase::Checking => "sent, no answer; checking".to_owned(),
    }
}

/// How long it took, and the pids before and after where there is room for them.
fn reached_words(reached: &Reached, room: usize) -> String {
    let mut text = String::new();
    if let Some(down) = reached.down_after {
        let _ = write!(text, "down {:.1}s, ", down.as_secs_f32());
    }
    text.push_str(reached.state.map_or("done", ProcessState::word));
    if let Some(up) = reached.up_after {
        let _ = write!(text, " after {:.1}s", up.as_secs_f32());
    }
    let pids = match reached.pids {
        (Some(before), Some(now)) => format!(" {before} -> {now}"),
        (None, Some(now)) => format!(" -> {now}"),
        (Some(_) | None, None) => return text,
    };
    let told = format!("{}{pids}", pad(&text, TOOK));
    if told.len() <= room { told } else { text }
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

fn foot(scene: Scene<'_>, view: &RunView) -> Line<'static> {
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
    let queued = view.run.summary().queued;
    if queued > 0 {
        let text = format!("drop the {queued} queued");
        parts.push(scene.keys(&format!("{}:", scene.key(Command::DropQueued)), &text));
    }
    joined(parts)
}
