//! `supdeck update`: groups are made what the config files of their nodes say.

use super::order::{Manner, Order, nobody, unreached};
use super::reread::reread;
use super::task::Task;
use crate::cli::args::UpdateArguments;
use crate::cli::call::Call;
use crate::cli::exit::Exit;
use crate::cli::session::{self, Session};
use crate::cli::show::{complain, refuse};
use crate::model::{Action, ConfigChanges, GroupName, NodeId, Subject};

/// Why there is no rehearsal of it.
const DRY: &str = "only supervisord knows what an update would change, and to ask it is to let it \
    read its config files again, which a dry run must not send; `supdeck reread` does that and \
    changes nothing that runs";

/// The kinds of change, in supervisorctl's order: what goes makes room for what comes.
const KINDS: [Action; 3] = [Action::RemoveGroup, Action::ReplaceGroup, Action::AddGroup];

/// `supdeck update`.
pub fn update(call: &Call<'_>, arguments: &UpdateArguments) -> Exit {
    if arguments.safety.dry_run {
        return refuse(DRY);
    }
    let opened = match session::open_nodes(call, &arguments.nodes) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let mut failed = Exit::DONE;
    let manner = Manner::from(arguments);
    let exit = Order::fulfil(call, &opened, ("update", manner), async |order, session| {
        let (found, exit) = changes(session).await?;
        failed = exit;
        let tasks = tasks(order, session, (&found, &arguments.groups));
        if tasks.is_empty() {
            // Of a node that refused to say nothing is known.
            if !found.is_empty() {
                complain("no group is different from its config file");
            }
            return Err(unreached(session));
        }
        Ok(tasks)
    });
    exit | failed
}

/// What every node that answers would change, and how to end if one of them refused to say.
async fn changes(session: &mut Session) -> Result<(Vec<(NodeId, ConfigChanges)>, Exit), Exit> {
    let up = session.fleet.nodes().filter(|node| node.link.is_up());
    let nodes: Vec<NodeId> = up.map(|node| node.id.clone()).collect();
    if nodes.is_empty() {
        return Err(nobody("no node answers", session));
    }
    let Some(answers) = reread(session, &nodes).await else {
        complain("nothing was changed");
        return Err(Exit::CANCELLED);
    };
    let mut found = Vec::new();
    let mut exit = Exit::DONE;
    for (node, answer) in answers {
        match answer {
            Ok(changes) => found.push((node, changes)),
            Err(failure) => {
                complain(&format!("{node}: {failure}"));
                exit = Exit::FAILED;
            }
        }
    }
    Ok((found, exit))
}

/// A task for each kind of change that there is.
fn tasks(
    order: &Order<'_>,
    session: &Session,
    (found, meant): (&[(NodeId, ConfigChanges)], &[String]),
) -> Vec<Task> {
    let task = |action: Action| {
        let subjects = subjects(action, found, meant);
        let name = format!("{action} groups");
        let some = !subjects.is_empty();
        some.then(|| Task::new(name, (action, subjects), session, order.permission))
    };
    KINDS.into_iter().filter_map(task).collect()
}

/// The groups of one kind of change, of those that are meant.
fn subjects(action: Action, found: &[(NodeId, ConfigChanges)], meant: &[String]) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for (node, changes) in found {
        let groups: &[GroupName] = match action {
            Action::AddGroup => &changes.added,
            Action::ReplaceGroup => &changes.changed,
            Action::RemoveGroup => &changes.removed,
            Action::Start
            | Action::Stop
            | Action::Restart
            | Action::RestartOrStart
            | Action::Signal(_)
            | Action::ClearLogs
            | Action::RestartSupervisor
            | Action::ShutDownSupervisor => &[],
        };
        let is_meant =
            |group: &&GroupName| meant.is_empty() || meant.iter().any(|name| name == group.raw());
        let of_node = groups.iter().filter(is_meant);
        subjects.extend(of_node.map(|group| Subject::Group(node.clone(), group.clone())));
    }
    subjects
}
