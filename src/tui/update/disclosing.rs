//! What the dialog before an action says about it: what is hidden, left running and left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Action, EnvironmentName, GroupName, ProcessId, ProcessState, SkipReason, Standing, Subject,
};
use crate::plan::{Operation, Schedule};
use crate::tui::command::Command;
use crate::tui::state::{Disclosure, KeyNames, State};

use super::acting::count;

/// The sentences about a schedule, what matters most first.
pub fn disclosures(
    state: &State,
    schedule: &Schedule,
    hidden: &BTreeSet<ProcessId>,
) -> Vec<Disclosure> {
    let mut all = Vec::new();
    all.extend(out_of_sight(state, schedule, hidden));
    if schedule.action == Action::Stop {
        all.extend(left_running(state, schedule).into_iter().map(warning));
    }
    all.extend(unneeded(schedule));
    all.extend(
        left_out(schedule, &state.session.keys)
            .into_iter()
            .map(notice),
    );
    if let Action::RestartSupervisor | Action::ShutDownSupervisor = schedule.action {
        all.push(warning("Every process on it stops.".to_owned()));
    }
    all
}

fn notice(text: String) -> Disclosure {
    Disclosure { text, warns: false }
}

fn warning(text: String) -> Disclosure {
    Disclosure { text, warns: true }
}

/// Which targets no row on screen stands for, or that a filter hides none of them.
fn out_of_sight(
    state: &State,
    schedule: &Schedule,
    hidden: &BTreeSet<ProcessId>,
) -> Option<Disclosure> {
    let total = schedule.operations.len();
    let is_process = |operation: &Operation| matches!(operation.subject, Subject::Process(_));
    let filtered = !state.listing().filter.text.is_empty();
    match (hidden.len(), filtered) {
        (0, true) if schedule.operations.iter().all(is_process) => Some(notice(format!(
            "All {total} are shown under the current filter."
        ))),
        (0, _) => None,
        (some, true) => Some(warning(format!(
            "{some} of the {total} are HIDDEN by the filter."
        ))),
        (some, false) => Some(warning(format!(
            "{some} of the {total} are HIDDEN, no row of this page shows them."
        ))),
    }
}

fn unneeded(schedule: &Schedule) -> Option<Disclosure> {
    let states: BTreeSet<&str> = schedule.unneeded.iter().map(|(_, s)| s.word()).collect();
    let states = states.into_iter().collect::<Vec<_>>().join(", ");
    let text = match schedule.unneeded.len() {
        0 => return None,
        1 => format!("1 of those chosen needs nothing ({states})."),
        many => format!("{many} of those chosen need nothing ({states})."),
    };
    Some(notice(text))
}

/// What is left out, by reason.
fn left_out(schedule: &Schedule, keys: &KeyNames) -> Vec<String> {
    let mut by_reason: BTreeMap<String, Vec<&Subject>> = BTreeMap::new();
    for (subject, reason) in &schedule.excluded {
        let words = match reason {
            SkipReason::WasDown(ProcessState::Stopped) if schedule.action == Action::Restart => {
                format!("STOPPED; {} starts them too", keys.of(Command::Also))
            }
            SkipReason::WasDown(state) => state.word().to_owned(),
            SkipReason::NoData => "no data".to_owned(),
            SkipReason::ReadOnly => "read-only".to_owned(),
            SkipReason::Changed { .. }
            | SkipReason::Replaced
            | SkipReason::Gone
            | SkipReason::OtherSupervisor
            | SkipReason::UnsafeLog(_) => reason.to_string(),
        };
        by_reason.entry(words).or_default().push(subject);
    }
    by_reason
        .into_iter()
        .map(|(words, subjects)| match subjects.as_slice() {
            [only] => format!("Left out: {} on {} ({words}).", only.label(), only.node()),
            many => format!("Left out: {} ({words}).", count(many.len(), "process")),
        })
        .collect()
}

/// How much of each group a stop leaves running, environment by environment.
fn left_running(state: &State, schedule: &Schedule) -> Vec<String> {
    let stopped: BTreeSet<&ProcessId> = schedule
        .operations
        .iter()
        .filter_map(|operation| match &operation.subject {
            Subject::Process(id) => Some(id),
            Subject::Group(..) | Subject::Node(_) => None,
        })
        .collect();
    let groups: BTreeSet<(&GroupName, Option<&EnvironmentName>)> = stopped
        .iter()
        .map(|id| (&id.group, state.roster.home(&id.node)))
        .collect();
    let sentence = |(group, home): (&GroupName, Option<&EnvironmentName>)| {
        let (mut before, mut after) = (0, 0);
        for (node, process) in state.fleet.processes() {
            let here = process.id.group == *group && state.roster.home(&node.id) == home;
            if here && node.standing() == Standing::Current && process.state.is_up() {
                before += 1;
                after += usize::from(!stopped.contains(&process.id));
            }
        }
        let place = home.map_or(String::new(), |name| format!(" in {name}"));
        format!(
            "After this, {after} of {before} processes of {} run{place}.",
            group.clean()
        )
    };
    groups.into_iter().map(sentence).collect()
}
