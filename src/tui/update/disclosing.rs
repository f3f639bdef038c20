//! What the dialog before an action says about it: what is hidden, left running and left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Action, EnvironmentName, GroupName, ProcessId, ProcessState, SkipReason, Standing, Subject,
};
use crate::plan::{Operation, Schedule};
use crate::tui::command::Command;
use crate::tui::state::{Disclosure, KeyNames, State};

use super::acting::count;

/// Groups of which each has a sentence of its own.
const FEW: usize = 4;

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
    } else if schedule.operations.len() > state.session.settings.few_targets {
        all.extend(touched(state, schedule).into_iter().map(notice));
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
            | SkipReason::StateUnknown
            | SkipReason::UnsafeLog(_)
            | SkipReason::Unlogged => reason.to_string(),
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

/// How much of each group a stop leaves running, environment by environment, least first.
fn left_running(state: &State, schedule: &Schedule) -> Vec<String> {
    let mut all = shares(state, schedule);
    all.sort_by_key(|share| share.up - share.chosen_up);
    let sentence = |share: Share| {
        let (left, up, name) = (share.up - share.chosen_up, share.up, share.name);
        format!("After this, {left} of {up} processes of {name} run.")
    };
    few(all).into_iter().map(sentence).collect()
}

/// How much of each group an action is about, environment by environment.
fn touched(state: &State, schedule: &Schedule) -> Vec<String> {
    let sentence = |share: Share| {
        let (chosen, all, name) = (share.chosen, share.all, share.name);
        format!("That is {chosen} of {all} processes of {name}.")
    };
    few(shares(state, schedule))
        .into_iter()
        .map(sentence)
        .collect()
}

/// The first of many groups, and the others taken together: the targets themselves need the room.
fn few(mut shares: Vec<Share>) -> Vec<Share> {
    if shares.len() > FEW {
        let rest = shares.split_off(FEW - 1);
        let sum = |count: fn(&Share) -> usize| rest.iter().map(count).sum();
        shares.push(Share {
            name: "the others".to_owned(),
            all: sum(|share| share.all),
            up: sum(|share| share.up),
            chosen: sum(|share| share.chosen),
            chosen_up: sum(|share| share.chosen_up),
        });
    }
    shares
}

/// One group in one environment, counted over the nodes that answer.
#[derive(Default)]
struct Share {
    name: String,
    all: usize,
    up: usize,
    chosen: usize,
    chosen_up: usize,
}

/// The groups a schedule touches.
fn shares(state: &State, schedule: &Schedule) -> Vec<Share> {
    let targets = schedule
        .operations
        .iter()
        .filter_map(|operation| match &operation.subject {
            Subject::Process(id) => Some(id),
            Subject::Group(..) | Subject::Node(_) => None,
        });
    let chosen: BTreeSet<&ProcessId> = targets.collect();
    let mut shares: BTreeMap<(&GroupName, Option<&EnvironmentName>), Share> = BTreeMap::new();
    for (node, process) in state.fleet.processes() {
        if node.standing() == Standing::LastKnown {
            continue;
        }
        let key = (&process.id.group, state.roster.home(&node.id));
        let share = shares.entry(key).or_default();
        let (is_chosen, is_up) = (chosen.contains(&process.id), process.state.is_up());
        share.all += 1;
        share.up += usize::from(is_up);
        share.chosen += usize::from(is_chosen);
        share.chosen_up += usize::from(is_chosen && is_up);
    }
    let named = shares
        .into_iter()
        .filter(|(_, share)| share.chosen > 0)
        .map(|(key, share)| {
            let place = key.1.map_or_else(String::new, |name| format!(" in {name}"));
            Share {
                name: format!("{}{place}", key.0.clean()),
                ..share
            }
        });
    named.collect()
}
