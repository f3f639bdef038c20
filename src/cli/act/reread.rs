//! `supdeck reread`: nodes read their config files again and say what an update would change.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::order::unreached;
use crate::cli::args::{Format, RereadArguments};
use crate::cli::call::Call;
use crate::cli::exit::Exit;
use crate::cli::print;
use crate::cli::session::{self, Happening, Round, Session, inside};
use crate::cli::shape::Tagged;
use crate::cli::show::{complain, refuse};
use crate::engine::{CallFailure, Event, Request};
use crate::model::{ConfigChanges, GroupName, NodeId, fold_names};
use crate::plan::Permission;

/// What a node said, or why it did not.
pub(super) type Answer = Result<ConfigChanges, CallFailure>;

/// `supdeck reread`.
pub fn reread_verb(call: &Call<'_>, arguments: &RereadArguments) -> Exit {
    let opened = match session::open_nodes(call, &arguments.nodes) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    if opened.permission(call) == Permission::ReadOnly {
        return refuse("read-only; nothing was sent");
    }
    let setup = opened.acting(call);
    inside(async {
        match session::start(setup) {
            Ok(session) => ask(session, arguments.format).await,
            Err(exit) => exit,
        }
    })
}

async fn ask(mut session: Session, format: Format) -> Exit {
    if session.first_round().await == Round::Interrupted {
        return Exit::CANCELLED;
    }
    let mut exit = unreached(&session);
    let up = session.fleet.nodes().filter(|node| node.link.is_up());
    let nodes: Vec<NodeId> = up.map(|node| node.id.clone()).collect();
    let Some(answers) = reread(&mut session, &nodes).await else {
        return exit | Exit::CANCELLED;
    };
    let mut found = BTreeMap::new();
    for (node, answer) in answers {
        match answer {
            Ok(changes) => {
                found.insert(node, changes);
            }
            Err(failure) => {
                complain(&format!("{node}: {failure}"));
                exit = exit | Exit::FAILED;
            }
        }
    }
    session.stop().await;
    match written(&found, format) {
        Ok(lines) => exit | print::out(lines.iter().map(String::as_str)),
        Err(error) => {
            complain(&error);
            exit | Exit::INTERNAL
        }
    }
}

/// Lets nodes read their config files again; none when somebody did not want to wait.
pub(super) async fn reread(
    session: &mut Session,
    nodes: &[NodeId],
) -> Option<BTreeMap<NodeId, Answer>> {
    let mut awaited: BTreeSet<&NodeId> = nodes.iter().collect();
    let mut answers = BTreeMap::new();
    for node in nodes {
        session.ask(Request::Reread(node.clone()));
    }
    while !awaited.is_empty() {
        match session.next().await {
            Happening::Told(Event::Reread(node, answer)) => {
                awaited.remove(&node);
                answers.insert(node, answer);
            }
            Happening::Told(_) => {}
            Happening::Interrupted(_) | Happening::Ended => return None,
        }
    }
    Some(answers)
}

/// What an update of one node would change.
#[derive(Debug, Serialize)]
struct ChangesShape {
    node: String,
    /// Groups in the files, and not active yet.
    added: Vec<String>,
    /// Groups that are different in the files: all their processes would restart.
    changed: Vec<String>,
    /// Groups that are gone from the files.
    removed: Vec<String>,
}

fn written(found: &BTreeMap<NodeId, ConfigChanges>, format: Format) -> Result<Vec<String>, String> {
    let shapes = || found.iter().map(|(node, changes)| shape(node, changes));
    match format {
        Format::Table | Format::Plain => Ok(folded(found)),
        Format::Ctl => Ok(ctl(found)),
        Format::Json => print::json(&shapes().collect::<Vec<_>>())
            .map(|text| vec![text])
            .map_err(|error| error.to_string()),
        Format::Jsonl => shapes()
            .map(|value| {
                print::jsonl(&Tagged {
                    kind: "changes",
                    value,
                })
            })
            .collect::<Result<_, _>>()
            .map_err(|error| error.to_string()),
        Format::Csv => {
            let rows = found.iter().flat_map(|(node, changes)| {
                kinds(changes).flat_map(move |(word, groups)| {
                    groups.iter().map(move |group| {
                        vec![
                            node.to_string(),
                            group.clean().into_string(),
                            word.to_owned(),
                        ]
                    })
                })
            });
            print::csv(&["node", "group", "change"], rows).map_err(|error| error.to_string())
        }
    }
}

/// The kinds of change, in supervisorctl's words.
fn kinds(changes: &ConfigChanges) -> impl Iterator<Item = (&'static str, &[GroupName])> {
    [
        ("available", changes.added.as_slice()),
        ("changed", &changes.changed),
        ("disappeared", &changes.removed),
    ]
    .into_iter()
}

/// `web[1-3]: api: changed`
fn folded(found: &BTreeMap<NodeId, ConfigChanges>) -> Vec<String> {
    let mut nodes: BTreeMap<(String, &str), Vec<&NodeId>> = BTreeMap::new();
    for (node, changes) in found {
        for (word, groups) in kinds(changes) {
            for group in groups {
                let key = (group.clean().into_string(), word);
                nodes.entry(key).or_default().push(node);
            }
        }
    }
    let unchanged = found.iter().filter(|(_, changes)| changes.is_empty());
    let unchanged = fold_names(unchanged.map(|(node, _)| node.as_str()));
    let mut lines: Vec<String> = nodes
        .into_iter()
        .map(|((group, word), nodes)| {
            let nodes = fold_names(nodes.into_iter().map(NodeId::as_str));
            format!("{nodes}: {group}: {word}")
        })
        .collect();
    if !unchanged.is_empty() {
        lines.push(format!("{unchanged}: no changes"));
    }
    lines
}

/// supervisorctl's own lines (`do_reread`).
fn ctl(found: &BTreeMap<NodeId, ConfigChanges>) -> Vec<String> {
    let mut lines = Vec::new();
    for (node, changes) in found {
        if found.len() > 1 {
            lines.push(format!("==> {node} <=="));
        }
        if changes.is_empty() {
            lines.push("No config updates to processes".to_owned());
        }
        let all = kinds(changes).flat_map(|(word, groups)| groups.iter().map(move |it| (it, word)));
        let all: BTreeMap<&GroupName, &str> = all.collect();
        lines.extend(
            all.into_iter()
                .map(|(group, word)| format!("{}: {word}", group.clean())),
        );
    }
    lines
}

fn shape(node: &NodeId, changes: &ConfigChanges) -> ChangesShape {
    let names = |groups: &[GroupName]| groups.iter().map(|group| group.raw().to_owned()).collect();
    ChangesShape {
        node: node.to_string(),
        added: names(&changes.added),
        changed: names(&changes.changed),
        removed: names(&changes.removed),
    }
}
