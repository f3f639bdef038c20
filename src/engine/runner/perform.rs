//! Which verb an operation is.

use super::errand::Errand;
use super::{group, once, restart, start, stop, supervisor};
use crate::model::{Action, LinkError, NodeId, Outcome, ProcessId, Reached, Subject};

/// Executes one operation.
pub(super) async fn perform(errand: &mut Errand) -> Outcome {
    let ended = match errand.operation.subject.clone() {
        Subject::Process(id) => process(errand, &id).await,
        Subject::Group(_, name) => group::change(errand, &name).await,
        Subject::Node(id) => node(errand, &id).await,
    };
    ended.map_or_else(|outcome| outcome, Outcome::Done)
}

async fn process(errand: &mut Errand, id: &ProcessId) -> Result<Reached, Outcome> {
    match errand.operation.action {
        Action::Start => start::start(errand, id).await,
        Action::Stop => stop::stop(errand, id).await,
        Action::Restart | Action::RestartOrStart => restart::restart(errand, id).await,
        Action::Signal(signal) => once::signal(errand, id, signal).await,
        Action::ClearLogs => once::clear_logs(errand, id).await,
        action @ (Action::AddGroup
        | Action::ReplaceGroup
        | Action::RemoveGroup
        | Action::RestartSupervisor
        | Action::ShutDownSupervisor) => Err(misdirected(action, "a process")),
    }
}

async fn node(errand: &mut Errand, _id: &NodeId) -> Result<Reached, Outcome> {
    match errand.operation.action {
        Action::RestartSupervisor => supervisor::restart(errand).await,
        Action::ShutDownSupervisor => supervisor::shut_down(errand).await,
        action @ (Action::Start
        | Action::Stop
        | Action::Restart
        | Action::RestartOrStart
        | Action::Signal(_)
        | Action::ClearLogs
        | Action::AddGroup
        | Action::ReplaceGroup
        | Action::RemoveGroup) => Err(misdirected(action, "a node")),
    }
}

/// An action that its subject does not know: nothing was sent.
pub(super) fn misdirected(action: Action, subject: &str) -> Outcome {
    Outcome::Unreached(LinkError::Shape {
        what: format!("{action} is no action on {subject}; nothing was sent"),
    })
}
