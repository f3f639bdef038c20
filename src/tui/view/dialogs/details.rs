//! Everything known of one process: what supervisord tells, and how it is configured.

use ratatui::text::Line;

use crate::model::rollup::{self, ProcessRow};
use crate::model::{Clean, EnvironmentName, ProcessId, spell_moment};
use crate::tui::state::RowId;
use crate::tui::theme::Role;
use crate::tui::view::changes::{self, Names};
use crate::tui::view::scene::Scene;
use crate::tui::view::why;

use super::parts::fact;

/// Changes of it that are shown.
const CHANGES: usize = 8;

/// The lines of its details.
pub fn lines(scene: Scene<'_>, id: &ProcessId, width: usize) -> Vec<Line<'static>> {
    let state = scene.state;
    let Some(row) = rollup::process(&state.fleet, &state.roster, id) else {
        return vec![Line::raw("its node no longer lists it")];
    };
    let mut lines = vec![Line::from(scene.title("STATE"))];
    lines.extend(why::process(scene, id, width));
    lines.push(Line::default());
    lines.push(Line::from(scene.title("AS SUPERVISORD TELLS")));
    for (name, value) in told(scene, &row) {
        lines.extend(fact(scene, name, &value, width));
    }
    lines.push(Line::default());
    lines.push(Line::from(scene.title("AS CONFIGURED ON THE NODE")));
    lines.extend(configured(scene, id, width));
    lines.push(Line::default());
    lines.push(Line::from(scene.title("SEEN BY THIS SESSION")));
    lines.extend(history(scene, id));
    lines
}

fn told(scene: Scene<'_>, row: &ProcessRow<'_>) -> Vec<(&'static str, String)> {
    let process = row.process;
    let now = scene.state.now;
    let moment = |at: Option<jiff::Timestamp>| {
        at.map(|at| format!("{} by its own clock", spell_moment(at, now)))
    };
    let names = row.environments.iter().map(EnvironmentName::as_str);
    let names: Vec<&str> = names.collect();
    let marked = scene.state.marks.has(&RowId::Process(row.id().clone()));
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    // Of what lives it says the pid and how long, which grows old while its answers are the same.
    let said = row.pid().is_none().then(|| process.description.clean());
    let facts = [
        (
            "name",
            Some(Clean::text(&row.id().namespec()).into_string()),
        ),
        ("node", Some(row.node.id.to_string())),
        ("envs", Some(names.join(", "))),
        ("state", Some(row.state_text().into_string())),
        ("pid", number(row.pid().map(i64::from))),
        ("exit", number(row.exit_status())),
        ("started", moment(process.started)),
        ("stopped", moment(process.stopped)),
        (
            "spawn error",
            Some(process.spawn_error.clean().into_string()),
        ),
        ("says", said.map(Clean::into_string)),
        ("stdout log", Some(process.stdout_log.clean().into_string())),
        ("stderr log", Some(process.stderr_log.clean().into_string())),
        ("marked", marked.then(|| "yes".to_owned())),
    ];
    let known = facts
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    known.filter(|(_, value)| !value.is_empty()).collect()
}

fn configured(scene: Scene<'_>, id: &ProcessId, width: usize) -> Vec<Line<'static>> {
    match scene.state.programs.get(&id.node) {
        None => vec![Line::raw("  asking its node ...")],
        Some(Err(trouble)) => {
            let text = format!("  the node does not tell: {}", Clean::text(trouble));
            vec![Line::from(scene.span(Role::Error, text))]
        }
        Some(Ok(programs)) => {
            let program = programs
                .iter()
                .find(|program| program.group == id.group.raw() && program.name == id.name.raw());
            match program {
                None => vec![Line::raw("  its config files do not list it")],
                Some(program) => program
                    .facts
                    .iter()
                    .flat_map(|(name, value)| {
                        let name = Clean::text(name);
                        fact(scene, name.as_str(), value.clean().as_str(), width)
                    })
                    .collect(),
            }
        }
    }
}

fn history(scene: Scene<'_>, id: &ProcessId) -> Vec<Line<'static>> {
    let lines = scene
        .state
        .history
        .lines()
        .filter(|line| match &line.transition {
            crate::model::Transition::Process { id: of, .. }
            | crate::model::Transition::Restarted { id: of, .. } => of == id,
            crate::model::Transition::Link { .. } => false,
        });
    let lines: Vec<Line<'static>> = lines
        .take(CHANGES)
        .map(|line| changes::line(scene, line, Names::Process))
        .collect();
    if lines.is_empty() {
        return vec![Line::raw("  it did not change since the start")];
    }
    lines
}
