//! Why a process is as it is, compared with its siblings, and what to do next.

use std::fmt::Write as _;

use ratatui::text::{Line, Span};

use crate::model::rollup::{self, ProcessRow};
use crate::model::{
    Clean, Health, LinkKind, NodeId, ProcessId, ProcessState, elapsed, spell_age, spell_clock,
};
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::wrap;

use super::changes::health;
use super::listing::role_of;
use super::scene::Scene;
use super::words::{count, fold_names, siblings};
use crate::model::Row as _;

/// What is known of a process that explains its state, each sentence wrapped to a width.
pub fn process(scene: Scene<'_>, id: &ProcessId, width: usize) -> Vec<Line<'static>> {
    let state = scene.state;
    let Some(row) = rollup::process(&state.fleet, &state.roster, id) else {
        return vec![Line::raw("  its node no longer lists it")];
    };
    let mut lines = sentence(
        scene,
        &headline(scene, &row),
        width,
        Some(role_of(row.glyph())),
    );
    lines.extend(sentence(scene, &comparison(scene, &row), width, None));
    lines.extend(sentence(scene, &next(scene, &row), width, None));
    if let Some(text) = configured(scene, id) {
        lines.extend(sentence(scene, &text, width, None));
    }
    lines
}

/// Why a node gives no data.
pub fn node(scene: Scene<'_>, id: &NodeId, width: usize) -> Vec<Line<'static>> {
    let Some(node) = scene.state.fleet.node(id) else {
        return Vec::new();
    };
    let Some(error) = node.link.error() else {
        return sentence(scene, "It answers.", width, None);
    };
    let role = match error.kind() {
        LinkKind::Auth => Role::Auth,
        LinkKind::Down => Role::NoData,
    };
    let text = Clean::text(&error.to_string()).into_string();
    let mut lines = sentence(scene, &text, width, Some(role));
    lines.extend(sentence(scene, error.advice(), width, None));
    let processes = node.processes().len();
    if processes > 0 {
        let text = format!(
            "Its {processes} processes keep their last known state and are left out of batches."
        );
        lines.extend(sentence(scene, &text, width, None));
    }
    lines
}

fn sentence(scene: Scene<'_>, text: &str, width: usize, role: Option<Role>) -> Vec<Line<'static>> {
    let lines = wrap(text, width.saturating_sub(3)).into_iter();
    lines
        .map(|line| {
            let span = match role {
                Some(role) => scene.span(role, line),
                None => Span::raw(line),
            };
            Line::from(vec![Span::raw("  "), span])
        })
        .collect()
}

/// `FATAL since 12:02:17 (2m): can't find command`.
fn headline(scene: Scene<'_>, row: &ProcessRow<'_>) -> String {
    let now = scene.state.now;
    let mut text = row.state_text().into_string();
    if let Some(since) = row.since() {
        let age = spell_age(elapsed(since, now));
        let _ = write!(text, " since {} ({age})", spell_clock(since));
    }
    let why = row.note(now);
    // Of what was stopped the note is the day, which stands there already.
    if !why.as_str().is_empty() && row.health() != Health::Stopped {
        let _ = write!(text, ": {why}");
    }
    if let Some(pid) = row.pid() {
        let _ = write!(text, ", pid {pid}");
    }
    text
}

/// How the same program is doing elsewhere, and what that points to.
fn comparison(scene: Scene<'_>, row: &ProcessRow<'_>) -> String {
    let (mut running, mut alike, mut other) = (Vec::new(), Vec::new(), 0usize);
    for (node, process) in siblings(&scene.state.fleet, row.id()) {
        if process.state == ProcessState::Running {
            running.push(node.as_str());
        } else if health(process.state) == health(row.process.state) {
            alike.push(node.as_str());
        } else {
            other += 1;
        }
    }
    let (node, bad) = (&row.node.id, row.health().is_bad());
    let word = row.process.state.word();
    match (running.as_slice(), alike.as_slice()) {
        ([], []) if other == 0 => "No other node that answers has this program.".to_owned(),
        ([], []) => "It runs on no other node.".to_owned(),
        (running, []) if bad => format!(
            "Same program is RUNNING on {}, so this looks local to {node}.",
            places(running)
        ),
        ([], alike) => format!(
            "It is {word} on {} too, so this is not local to {node}.",
            places(alike)
        ),
        (running, []) => format!("Same program is RUNNING on {}.", places(running)),
        (running, alike) => format!(
            "Same program is RUNNING on {}; it is {word} on {} too.",
            places(running),
            places(alike)
        ),
    }
}

/// Names of nodes, or how many they are where that would take lines.
fn places(names: &[&str]) -> String {
    const LONGEST: usize = 60;
    let folded = fold_names(names);
    if folded.len() > LONGEST {
        count(names.len(), "other node")
    } else {
        folded
    }
}

/// What the node says of its program, where it was asked and tells.
fn configured(scene: Scene<'_>, id: &ProcessId) -> Option<String> {
    let programs = scene.state.programs.get(&id.node)?.as_ref().ok()?;
    let program = programs
        .iter()
        .find(|program| program.group == id.group.raw() && program.name == id.name.raw())?;
    let wanted = [
        "command",
        "startsecs",
        "startretries",
        "stopwaitsecs",
        "autorestart",
    ];
    let told: Vec<String> = wanted
        .into_iter()
        .filter_map(|name| {
            let (_, value) = program.facts.iter().find(|(known, _)| known == name)?;
            Some(format!("{name} {}", value.clean()))
        })
        .collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// What to do next.
fn next(scene: Scene<'_>, row: &ProcessRow<'_>) -> String {
    let key = |command: Command| scene.key(command);
    let logs = format!("{} shows its logs", key(Command::Logs));
    match row.health() {
        Health::Fatal | Health::ExitedBadly => {
            format!("Next: {logs}; {} restarts it.", key(Command::Restart))
        }
        Health::Backoff => format!(
            "Next: {logs}; supervisord tries again by itself, {} stops that.",
            key(Command::Stop)
        ),
        Health::Stopped | Health::Exited => {
            format!("Next: {} starts it; {logs}.", key(Command::Start))
        }
        Health::NoData => format!("Next: {} asks its node now.", key(Command::Refresh)),
        Health::Unknown | Health::Stopping | Health::Starting | Health::Running => {
            format!("{logs}, {} everything known of it.", key(Command::Details))
        }
    }
}
