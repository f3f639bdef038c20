//! What would be done, before anything is: every target, what is left alone, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::deed::deed;
use super::rhythm::spell;
use super::task::{Task, Turn};
use crate::cli::session::Session;
use crate::model::{
    Action, GroupName, NodeId, ProcessId, SkipReason, Standing, Subject, fold_names,
};
use crate::plan::{Mode, Operation};

/// The lines that say what would be done.
pub(super) fn preview(tasks: &[Task], session: &Session) -> Vec<String> {
    let mut lines = Vec::new();
    for task in tasks {
        match task.turn {
            Turn::Now => {
                lines.push(heading(&deed(task), task, session));
                lines.extend(targets(task));
                lines.extend(left_alone(task));
                lines.extend(left_running(task, session));
            }
            Turn::Later => {
                let deed = format!("then {}, where they are to be", task.schedule.action);
                lines.push(heading(&deed, task, session));
                let subjects = task.subjects().iter().map(|subject| ("", subject));
                let found = folded(subjects).into_iter();
                lines.extend(found.map(|(_, place)| format!("  {place}")));
            }
        }
    }
    let first = tasks.first().map(|task| &task.schedule);
    let rhythm = first.and_then(|schedule| spell(schedule.mode, schedule.stop_after));
    lines.extend(rhythm.map(|words| format!("  {words}")));
    lines
}

/// What is done, and in which environments.
fn heading(deed: &str, task: &Task, session: &Session) -> String {
    let subjects = task.at_stake().into_iter();
    let places: BTreeSet<String> = subjects
        .flat_map(|subject| session.roster.environments_of(subject.node()))
        .map(|environment| {
            let note = if environment.protected {
                " (protected)"
            } else {
                ""
            };
            format!("{}{note}", environment.name)
        })
        .collect();
    let places: Vec<String> = places.into_iter().collect();
    if places.is_empty() {
        deed.to_owned()
    } else {
        format!("{deed} in {}", places.join(", "))
    }
}

/// The targets by their state, the same ones of many nodes in one line.
fn targets(task: &Task) -> Vec<String> {
    let word = |operation: &Operation| {
        let token = operation.token.as_ref();
        token.map_or("", |token| token.state.word())
    };
    let found = task.schedule.operations.iter();
    folded(found.map(|operation| (word(operation), &operation.subject)))
        .into_iter()
        .map(|(word, place)| match word {
            "" => format!("  {place}"),
            word => format!("  {word:9} {place}"),
        })
        .collect()
}

/// What was chosen and is left alone, and why.
pub(super) fn left_alone(task: &Task) -> Vec<String> {
    let excluded: Vec<(String, &Subject)> = task
        .schedule
        .excluded
        .iter()
        .map(|(subject, reason)| (why(reason, task.schedule.action), subject))
        .collect();
    let unneeded = task.schedule.unneeded.iter();
    let unneeded =
        unneeded.map(|(subject, state)| (format!("is {} already", state.word()), subject));
    let all: Vec<(String, &Subject)> = excluded.into_iter().chain(unneeded).collect();
    folded(
        all.iter()
            .map(|(words, subject)| (words.as_str(), *subject)),
    )
    .into_iter()
    .map(|(words, place)| format!("  left alone: {place}: {words}"))
    .collect()
}

/// Why nothing would be done to it.
fn why(reason: &SkipReason, action: Action) -> String {
    match reason {
        SkipReason::WasDown(state) if action == Action::Restart => {
            format!("is {}; trystart starts it too", state.word())
        }
        SkipReason::WasDown(state) => format!("is {}", state.word()),
        SkipReason::ReadOnly => "read-only".to_owned(),
        SkipReason::NoData
        | SkipReason::Changed { .. }
        | SkipReason::Replaced
        | SkipReason::Gone
        | SkipReason::StateUnknown
        | SkipReason::UnsafeLog(_)
        | SkipReason::Unlogged => reason.to_string(),
    }
}

/// Subjects with the same words, as `label … on nodes`: first by label, then labels of the same nodes.
fn folded<'a>(subjects: impl Iterator<Item = (&'a str, &'a Subject)>) -> Vec<(&'a str, String)> {
    let mut nodes: BTreeMap<(&str, String), Vec<&NodeId>> = BTreeMap::new();
    for (words, subject) in subjects {
        let key = (words, subject.label().into_string());
        nodes.entry(key).or_default().push(subject.node());
    }
    let mut labels: BTreeMap<(&str, String), Vec<String>> = BTreeMap::new();
    for ((words, label), nodes) in nodes {
        let place = fold_names(nodes.into_iter().map(NodeId::as_str));
        labels.entry((words, place)).or_default().push(label);
    }
    labels
        .into_iter()
        .map(|((words, place), labels)| (words, format!("{} on {place}", labels.join(" "))))
        .collect()
}

/// How much of each group a stop leaves running on the nodes that were asked.
fn left_running(task: &Task, session: &Session) -> Vec<String> {
    if task.schedule.action != Action::Stop {
        return Vec::new();
    }
    let chosen: BTreeSet<&ProcessId> = task
        .schedule
        .operations
        .iter()
        .filter_map(|operation| match &operation.subject {
            Subject::Process(id) => Some(id),
            Subject::Group(..) | Subject::Node(_) => None,
        })
        .collect();
    let mut groups: BTreeMap<&GroupName, (usize, usize)> = BTreeMap::new();
    for (node, process) in session.fleet.processes() {
        if node.standing() == Standing::Current && process.state.is_up() {
            let (left, up) = groups.entry(&process.id.group).or_default();
            *up += 1;
            *left += usize::from(!chosen.contains(&process.id));
        }
    }
    let touched = groups.into_iter().filter(|(_, (left, up))| left < up);
    touched
        .map(|(group, (left, up))| {
            let name = group.clean();
            format!("  after this, {left} of {up} processes of {name} run on these nodes")
        })
        .collect()
}

/// Whether all that could be done is nothing.
pub(super) fn is_idle(tasks: &[Task]) -> bool {
    tasks.iter().all(|task| task.at_stake().is_empty())
}

/// The rhythm of every task, from the number of its targets.
pub(super) fn set_rhythm(tasks: &mut [Task], of: impl Fn(usize) -> (Mode, Option<usize>)) {
    let total = tasks.iter().map(|task| task.at_stake().len()).sum();
    let (mode, stop_after) = of(total);
    for task in tasks {
        task.with_rhythm(mode, stop_after);
    }
}
