//! What a task does, in words: for its heading, and for the question.

use super::task::Task;
use crate::model::{Action, Subject};

/// The question before anything is sent: `restart 3 processes?`
pub(super) fn question(tasks: &[Task]) -> String {
    match tasks {
        [only] => format!("{}?", deed(only)),
        many => {
            let total: usize = many.iter().map(|task| task.at_stake().len()).sum();
            format!("go on with {total} operations?")
        }
    }
}

/// `restart 3 processes`
pub(super) fn deed(task: &Task) -> String {
    let subjects = task.at_stake();
    let (count, noun) = (subjects.len(), noun(&subjects));
    match task.schedule.action {
        Action::RestartOrStart => format!("restart or start {count} {noun}"),
        action @ (Action::RestartSupervisor | Action::ShutDownSupervisor) => {
            format!("{action}, with everything in it, on {count} {noun}")
        }
        Action::ClearLogs => format!("clear the logs of {count} {noun}"),
        action @ (Action::Start
        | Action::Stop
        | Action::Restart
        | Action::Signal(_)
        | Action::AddGroup
        | Action::ReplaceGroup
        | Action::RemoveGroup) => format!("{action} {count} {noun}"),
    }
}

fn noun(subjects: &[&Subject]) -> &'static str {
    match (subjects, subjects.first()) {
        ([_], Some(Subject::Group(..))) => "group",
        (_, Some(Subject::Group(..))) => "groups",
        ([_], Some(Subject::Node(_))) => "node",
        (_, Some(Subject::Node(_))) => "nodes",
        ([_], _) => "process",
        (_, _) => "processes",
    }
}
