//! Targets of a batch as rows: what they are and where they stand.

use ratatui::text::Span;

use crate::model::{
    Action, ProcessState, Standing, Subject, display_width, rollup, shorten_middle, spell_duration,
};
use crate::plan::Schedule;
use crate::tui::theme::Role;
use crate::tui::view::changes::health;
use crate::tui::view::scene::Scene;
use crate::tui::view::words::count;
use crate::tui::widget::pad;

/// The widest that a label is shown.
const LABEL: usize = 30;
/// The widest that a node's name is shown.
const NODE: usize = 20;

/// The fewest columns in which a label still tells one from the next.
const LEAST_LABEL: usize = 14;
/// The fewest columns in which a node's name does.
const LEAST_NODE: usize = 6;

/// How wide names are shown, the same for all targets of a list.
#[derive(Clone, Copy)]
pub struct Columns {
    node: usize,
    label: usize,
}

impl Columns {
    /// As wide as the longest names, where there is room for both.
    pub fn within(scene: Scene<'_>, schedule: &Schedule, room: usize) -> Self {
        let widths = &scene.state.board.name_widths;
        // A group that is to be added is nothing that the fleet knows.
        let groups = schedule
            .operations
            .iter()
            .map(|operation| &operation.subject);
        let groups = groups.filter(|subject| matches!(subject, Subject::Group(..)));
        let longest = groups
            .map(|group| display_width(group.label().as_str()))
            .max();
        let label = widths.process.max(longest.unwrap_or(0)).clamp(11, LABEL);
        let node = widths.node.clamp(4, NODE);
        let excess = (node + 2 + label).saturating_sub(room);
        let of_label = excess.min(label.saturating_sub(LEAST_LABEL));
        let of_node = (excess - of_label).min(node.saturating_sub(LEAST_NODE));
        Self {
            node: node - of_node,
            label: label - of_label,
        }
    }

    /// The columns they take.
    pub fn width(self) -> usize {
        self.node + 2 + self.label
    }

    /// Node and label.
    pub fn names(self, scene: Scene<'_>, subject: &Subject) -> String {
        let ellipsis = scene.look.glyphs.ellipsis();
        let column = |text: &str, width: usize| pad(&shorten_middle(text, width, ellipsis), width);
        let node = column(subject.node().as_str(), self.node);
        let label = column(subject.label().as_str(), self.label);
        format!("{node}  {label}")
    }
}

/// The columns that a state and its age take.
pub const STATE_AND_AGE: usize = 19;

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
