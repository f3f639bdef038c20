//! What changed in the fleet, a line each.

use ratatui::text::{Line, Span};

use crate::model::{Health, ProcessState, Transition, shorten_middle, spell_clock};
use crate::tui::state::ChangeLine;
use crate::tui::theme::Role;
use crate::tui::widget::pad;

use super::scene::Scene;
use super::words::{cause, change, subject};

/// The widest that a name is shown.
const NAME: usize = 22;
/// As wide as `STOPPING -> RUNNING`.
const CHANGE: usize = 20;

/// Which names tell lines apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Environment, node and process.
    All,
    /// Node and process, where room is short.
    NodeAndProcess,
    /// The process alone: it is all about one node.
    Process,
}

/// One change.
pub fn line(scene: Scene<'_>, change_line: &ChangeLine, names: Names) -> Line<'static> {
    let widths = &scene.state.board.name_widths;
    let transition = &change_line.transition;
    let ellipsis = scene.look.glyphs.ellipsis();
    let column = |text: &str, width: usize| {
        let width = width.clamp(1, NAME);
        pad(&shorten_middle(text, width, ellipsis), width + 1)
    };
    let mut text = format!(" {} ", spell_clock(transition.at()));
    if names == Names::All {
        let home = scene.state.roster.home(transition.node());
        text.push_str(&column(
            home.map_or("", |name| name.as_str()),
            widths.environment,
        ));
    }
    if names != Names::Process {
        text.push_str(&column(transition.node().as_str(), widths.node));
    }
    text.push_str(&column(subject(transition).as_str(), widths.process.max(4)));
    let reason = match change_line.run {
        Some(run) => format!("you, batch {run}"),
        None => cause(transition).into_string(),
    };
    Line::from(vec![
        Span::raw(text),
        scene.span(role(transition), pad(&change(transition), CHANGE)),
        Span::raw(format!(" {reason}")),
    ])
}

/// The colour of where it went.
fn role(transition: &Transition) -> Role {
    match transition {
        Transition::Process { to: None, .. } => Role::Stopped,
        Transition::Process { to: Some(to), .. } => Role::of(health(*to)),
        Transition::Restarted { .. } | Transition::Link { error: None, .. } => Role::Running,
        Transition::Link { error: Some(_), .. } => Role::NoData,
    }
}

/// As good as a state alone can tell: whether an exit was expected it does not say.
pub fn health(state: ProcessState) -> Health {
    match state {
        ProcessState::Stopped => Health::Stopped,
        ProcessState::Starting => Health::Starting,
        ProcessState::Running => Health::Running,
        ProcessState::Backoff => Health::Backoff,
        ProcessState::Stopping => Health::Stopping,
        ProcessState::Exited => Health::Exited,
        ProcessState::Fatal => Health::Fatal,
        ProcessState::Unknown(_) => Health::Unknown,
    }
}
