//! Targets of a batch as rows: what they are and where they stand.

use ratatui::text::Span;

use crate::model::{
    Action, ProcessState, Standing, Subject, rollup, shorten_middle, spell_duration,
};
use crate::tui::theme::Role;
use crate::tui::view::changes::health;
use crate::tui::view::scene::Scene;
use crate::tui::view::words::count;
use crate::tui::widget::pad;

/// The widest that a label is shown.
const LABEL: usize = 30;
/// The widest that a node's name is shown.
const NODE: usize = 20;

/// Node and label, in columns that are the same for all targets.
pub fn names(scene: Scene<'_>, subject: &Subject) -> String {
    let widths = &scene.state.board.name_widths;
    let ellipsis = scene.look.glyphs.ellipsis();
    let column = |text: &str, width: usize| pad(&shorten_middle(text, width, ellipsis), width);
    let node = column(subject.node().as_str(), widths.node.clamp(4, NODE));
    let label = subject.label();
    let label = column(label.as_str(), widths.process.clamp(11, LABEL));
    format!("{node}  {label}")
}

/// Sign and word of a state, in a column.
pub fn state(scene: Scene<'_>, state: ProcessState) -> Span<'static> {
    let health = health(state);
    let text = format!("{} {}", health.glyph(), pad(state.word(), 9));
    scene.span(Role::of(health), text)
}

/// How long a process has been as it is.
pub fn age(scene: Scene<'_>, subject: &Subject) -> String {
    let Subject::Process(id) = subject else {
        return String::new();
    };
    let row = rollup::process(&scene.state.fleet, &scene.state.roster, id);
    let age = row.and_then(|row| row.age(scene.state.now));
    pad(&age.map_or(String::new(), spell_duration), 7)
}

/// What a process is now, if it is known.
pub fn state_now(scene: Scene<'_>, subject: &Subject) -> Option<ProcessState> {
    let Subject::Process(id) = subject else {
        return None;
    };
    let node = scene.state.fleet.node(&id.node)?;
    let current = node.standing() == Standing::Current;
    scene
        .state
        .fleet
        .process(id)
        .filter(|_| current)
        .map(|process| process.state)
}

/// `restart 4 processes`, with the verb as a sentence begins.
pub fn deed(action: Action, number: usize, subject: Option<&Subject>) -> String {
    let noun = match subject {
        Some(Subject::Process(_)) | None => "process",
        Some(Subject::Group(..)) => "group",
        Some(Subject::Node(_)) => "node",
    };
    let what = count(number, noun);
    match action {
        Action::Signal(signal) => format!("Send {signal} to {what}"),
        other => {
            let verb = other.verb();
            let (first, rest) = verb.split_at(1);
            format!("{}{rest} {what}", first.to_uppercase())
        }
    }
}
