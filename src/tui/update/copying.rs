//! What can be taken along as text: names, and commands for a shell. No password is ever in them.

use crate::model::{Clean, Endpoint, NodeEntry, NodeId, ProcessId};
use crate::tui::command::Command;
use crate::tui::effect::Effect;
use crate::tui::excerpt::Excerpt;
use crate::tui::state::{Chosen, State};

use super::acting::count;

/// Copies names, or commands that name them.
pub fn copy(state: &mut State, command: Command, chosen: &Chosen) -> Vec<Effect> {
    let nodes: Vec<String> = chosen.nodes.iter().map(ToString::to_string).collect();
    let lines: Vec<String> = match command {
        Command::CopyCommands => chosen
            .processes
            .iter()
            .map(|id| as_command(state, "status", id))
            .collect(),
        _ if !nodes.is_empty() => nodes,
        _ => chosen
            .processes
            .iter()
            .map(|id| id.label().into_string())
            .collect(),
    };
    if lines.is_empty() {
        state.tell("there is nothing to copy here");
        return Vec::new();
    }
    let noun = if command == Command::CopyCommands {
        "command"
    } else {
        "name"
    };
    let what = count(lines.len(), noun);
    vec![Effect::Copy {
        excerpt: Excerpt::of(&lines.join("\n")),
        what,
    }]
}

/// The supervisorctl command that does the same.
#[must_use]
pub fn as_command(state: &State, verb: &str, id: &ProcessId) -> String {
    let Some(entry) = state.roster.node(&id.node) else {
        return String::new();
    };
    if let Endpoint::Https { .. } = entry.endpoint {
        return format!("# {}: supervisorctl does not speak https", id.node);
    }
    let user = user(entry);
    let name = quoted(Clean::text(&id.namespec()).as_str());
    format!("supervisorctl -s {}{user} {verb} {name}", entry.endpoint)
}

/// What is wrong with a node, and a curl line that shows it from a shell.
#[must_use]
pub fn probe(state: &State, id: &NodeId) -> String {
    let error = state.fleet.node(id).and_then(|node| node.link.error());
    let words = error.map_or_else(|| "answers".to_owned(), ToString::to_string);
    let Some(entry) = state.roster.node(id) else {
        return format!("{id}: {words}");
    };
    let call = "<methodCall><methodName>supervisor.getState</methodName></methodCall>";
    let user = user(entry);
    let to = match &entry.endpoint {
        Endpoint::Unix { path } => {
            let path = quoted(&path.display().to_string());
            format!("--unix-socket {path} http://localhost/RPC2")
        }
        url @ (Endpoint::Http { .. } | Endpoint::Https { .. }) => format!("{url}/RPC2"),
    };
    format!("{id}: {words}\ncurl -sS{user} -d {} {to}", quoted(call))
}

/// The option that makes supervisorctl and curl ask for the password of this user.
fn user(entry: &NodeEntry) -> String {
    let user = entry.user.as_deref().map(quoted);
    user.map_or_else(String::new, |user| format!(" -u {user}"))
}

/// One word for a shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
