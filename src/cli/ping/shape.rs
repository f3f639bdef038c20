//! What was found, as JSON has it. Fields are added, never renamed or taken away.

use serde::Serialize;

use super::checkup::{Checkup, FACTS, Finding};
use crate::model::Step;

/// Everything that was found.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PingShape {
    /// The nodes, by name.
    pub nodes: Vec<CheckupShape>,
}

/// What was found of one node.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CheckupShape {
    /// Its name.
    pub node: String,
    /// Where it listens.
    pub url: String,
    /// Whether it gives a good answer.
    pub well: bool,
    /// What was found at each step, in the order they are taken.
    pub steps: Vec<StepShape>,
    /// Why it gives no good answer.
    pub error: Option<String>,
    /// What to do about it.
    pub fix: Option<String>,
    /// Where it is configured, where that may be what is wrong.
    pub configured_at: Option<String>,
    /// What somebody should know though it answers.
    pub remarks: Vec<String>,
}

/// What was found at one step.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StepShape {
    /// `dns`, `tcp`, `tls`, `http`, `auth`, `api`, `version` or `clock`.
    pub step: &'static str,
    /// `fine`, `odd`, `failed`, `untried` or `unneeded`.
    pub finding: &'static str,
    /// Such as a version.
    pub detail: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: Option<u64>,
}

/// The words for all steps and facts.
pub(super) fn titles() -> impl Iterator<Item = &'static str> {
    Step::ALL.into_iter().map(Step::word).chain(FACTS)
}

impl CheckupShape {
    /// What was found of a node.
    pub(super) fn of(checkup: &Checkup) -> Self {
        let steps = titles().zip(&checkup.findings);
        Self {
            node: checkup.node.clone(),
            url: checkup.url.clone(),
            well: checkup.is_well(),
            steps: steps
                .map(|(step, finding)| step_shape(step, finding))
                .collect(),
            error: checkup.error.as_ref().map(ToString::to_string),
            fix: checkup.fix.clone(),
            configured_at: checkup.place.clone(),
            remarks: checkup.remarks.clone(),
        }
    }
}

fn step_shape(step: &'static str, finding: &Finding) -> StepShape {
    let (finding, detail, took) = match finding {
        Finding::Fine(detail) => ("fine", Some(detail), None),
        Finding::Took(took) => ("fine", None, Some(took)),
        Finding::Odd(detail) => ("odd", Some(detail), None),
        Finding::Failed => ("failed", None, None),
        Finding::Untried => ("untried", None, None),
        Finding::Unneeded => ("unneeded", None, None),
    };
    StepShape {
        step,
        finding,
        detail: detail.filter(|detail| !detail.is_empty()).cloned(),
        ms: took.map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
    }
}
