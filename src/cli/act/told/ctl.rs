//! Results in supervisorctl's own words (`supervisorctl.py`, `do_start` to `do_update`).

use crate::cli::act::results::{Ended, Results};
use crate::model::{Action, Clean, Fault, NodeId, Outcome, ProcessState};

/// A line or two a target; several nodes have a heading each.
pub(super) fn ctl(results: &Results) -> Vec<String> {
    let mut nodes: Vec<&NodeId> = results.ended().map(|ended| ended.subject.node()).collect();
    nodes.sort();
    nodes.dedup();
    let mut lines = Vec::new();
    for node in &nodes {
        if nodes.len() > 1 {
            lines.push(format!("==> {node} <=="));
        }
        let here = results
            .ended()
            .filter(|ended| ended.subject.node() == *node);
        lines.extend(here.flat_map(said));
    }
    lines
}

fn said(ended: &Ended) -> Vec<String> {
    let label = ended.subject.label();
    match (&ended.outcome, ended.action) {
        (Outcome::Done(_), action) => done(&label, action),
        (Outcome::Unneeded(_), Action::Start | Action::RestartOrStart) => {
            vec![format!("{label}: ERROR (already started)")]
        }
        (Outcome::Unneeded(_), _) => vec![format!("{label}: ERROR (not running)")],
        (Outcome::Skipped(crate::model::SkipReason::WasDown(_)), _) => {
            vec![format!("{label}: ERROR (not running)")]
        }
        (outcome, _) => vec![format!("{label}: ERROR ({})", trouble(outcome))],
    }
}

fn done(label: &Clean, action: Action) -> Vec<String> {
    let words: &[&str] = match action {
        Action::Start => &["started"],
        Action::Stop => &["stopped"],
        Action::Restart | Action::RestartOrStart => &["stopped", "started"],
        Action::Signal(_) => &["signalled"],
        Action::ClearLogs => &["cleared"],
        Action::AddGroup => &["added process group"],
        Action::ReplaceGroup => &["stopped", "updated process group"],
        Action::RemoveGroup => &["stopped", "removed process group"],
        Action::RestartSupervisor => return vec!["Restarted supervisord".to_owned()],
        Action::ShutDownSupervisor => return vec!["Shut down".to_owned()],
    };
    words
        .iter()
        .map(|word| format!("{label}: {word}"))
        .collect()
}

fn trouble(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Refused(Fault { code, text }) => match *code {
            Fault::BAD_NAME => "no such process".to_owned(),
            Fault::BAD_SIGNAL => "bad signal name".to_owned(),
            Fault::NO_FILE => "no such file".to_owned(),
            Fault::NOT_EXECUTABLE => "file is not executable".to_owned(),
            Fault::ALREADY_STARTED => "already started".to_owned(),
            Fault::NOT_RUNNING => "not running".to_owned(),
            _ => text.clean().into_string(),
        },
        Outcome::Failed { state, .. } if is_of_spawning(*state) => "spawn error".to_owned(),
        Outcome::Failed { .. } => "abnormal termination".to_owned(),
        Outcome::Done(_)
        | Outcome::Unneeded(_)
        | Outcome::Unreached(_)
        | Outcome::Lost { .. }
        | Outcome::Overdue { .. }
        | Outcome::Skipped(_)
        | Outcome::Cancelled => Clean::text(&outcome.to_string()).into_string(),
    }
}

fn is_of_spawning(state: ProcessState) -> bool {
    matches!(
        state,
        ProcessState::Fatal | ProcessState::Backoff | ProcessState::Exited
    )
}
