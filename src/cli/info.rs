//! `supdeck info NODE`: what is known of nodes, from the config and from one poll.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::args::{Format, InfoArguments};
use super::call::Call;
use super::exit::Exit;
use super::print;
use super::session::{self, Round, Session, inside};
use super::shape::{NodeShape, Tagged};
use super::show::complain;
use crate::model::rollup::{self, NodeRow};
use crate::model::{Clean, EnvironmentName, Health, display_width};

/// `supdeck info NODE`.
pub fn info(call: &Call<'_>, arguments: &InfoArguments) -> Exit {
    let opened = match session::open_nodes(call, &arguments.nodes) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let setup = opened.reading(call);
    inside(async {
        let mut session = match session::start(setup) {
            Ok(session) => session,
            Err(exit) => return exit,
        };
        let round = session.first_round().await;
        session.stop().await;
        let exit = tell(&session, arguments.format);
        match round {
            Round::Whole => exit,
            Round::Interrupted => exit | Exit::CANCELLED,
        }
    })
}

fn tell(session: &Session, format: Format) -> Exit {
    let rows = rollup::nodes(&session.fleet, &session.roster);
    let is_silent = rows.iter().any(|row| !row.node.link.is_up());
    let unreached = if is_silent {
        Exit::UNREACHED
    } else {
        Exit::DONE
    };
    match written(&rows, format) {
        Ok(lines) => unreached | print::out(lines.iter().map(String::as_str)),
        Err(error) => {
            complain(&error);
            Exit::INTERNAL
        }
    }
}

fn written(rows: &[NodeRow<'_>], format: Format) -> Result<Vec<String>, String> {
    let shapes = || rows.iter().map(shape);
    match format {
        Format::Table | Format::Plain | Format::Ctl => Ok(paragraphs(rows)),
        Format::Json => print::json(&shapes().collect::<Vec<_>>())
            .map(|text| vec![text])
            .map_err(|error| error.to_string()),
        Format::Jsonl => shapes()
            .map(|value| {
                print::jsonl(&Tagged {
                    kind: "node",
                    value,
                })
            })
            .collect::<Result<_, _>>()
            .map_err(|error| error.to_string()),
        Format::Csv => {
            let facts = rows.iter().flat_map(|row| {
                let node = row.id().to_string();
                facts(row).into_iter().map(move |(name, value)| {
                    vec![node.clone(), name.to_owned(), value.into_string()]
                })
            });
            print::csv(&["node", "fact", "value"], facts).map_err(|error| error.to_string())
        }
    }
}

/// A paragraph for each node, a fact a line.
fn paragraphs(rows: &[NodeRow<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    for row in rows {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let facts = facts(row);
        let width = facts
            .iter()
            .map(|(name, _)| display_width(name))
            .max()
            .unwrap_or(0);
        lines.push(row.id().to_string());
        lines.extend(
            facts
                .iter()
                .map(|(name, value)| format!("  {name:width$}  {value}")),
        );
    }
    lines
}

/// What is known of a node, in the order in which one asks.
fn facts(row: &NodeRow<'_>) -> Vec<(&'static str, Clean)> {
    let text = |words: String| Clean::text(&words);
    let mut facts = vec![("url", row.endpoint())];
    let names: Vec<&str> = row
        .environments
        .iter()
        .map(EnvironmentName::as_str)
        .collect();
    if !names.is_empty() {
        facts.push(("environments", text(names.join(", "))));
    }
    if let Some(entry) = row.entry {
        let labels = entry
            .labels
            .iter()
            .map(|(key, value)| format!("{key}={value}"));
        let labels: Vec<String> = labels.collect();
        if !labels.is_empty() {
            facts.push(("labels", text(labels.join(" "))));
        }
        if let Some(user) = &entry.user {
            facts.push((
                "signs in as",
                text(format!("{user}, password from {}", entry.source)),
            ));
        }
    }
    match row.node.link.error() {
        Some(error) => {
            facts.push(("problem", row.problem()));
            facts.push(("advice", Clean::text(error.advice())));
        }
        None => facts.extend(answered(row)),
    }
    facts
}

/// What an answer adds.
fn answered(row: &NodeRow<'_>) -> Vec<(&'static str, Clean)> {
    let mut facts = Vec::new();
    if let Some(snapshot) = &row.node.snapshot {
        facts.push(("supervisord", snapshot.version.clean()));
        facts.push(("identification", snapshot.identification.clean()));
        facts.extend(
            snapshot
                .pid
                .map(|pid| ("pid", Clean::text(&pid.to_string()))),
        );
    }
    if let Some(took) = row.node.rtt {
        facts.push((
            "answered in",
            Clean::text(&format!("{}ms", took.as_millis())),
        ));
    }
    if let Some(ahead) = row.node.clock_skew().map(|skew| skew.as_secs()) {
        let words = match ahead {
            -1..=1 => "as ours".to_owned(),
            2.. => format!("{ahead}s ahead of ours"),
            _ => format!("{}s behind ours", -ahead),
        };
        facts.push(("clock", Clean::text(&words)));
    }
    facts.extend(inhabitants(row));
    facts
}

/// What runs there.
fn inhabitants(row: &NodeRow<'_>) -> [(&'static str, Clean); 2] {
    let counts = Health::ALL.into_iter().rev().filter_map(|health| {
        let count = row.tally.of(health);
        (count > 0).then(|| format!("{count} {}", health.phrase()))
    });
    let counts: Vec<String> = counts.collect();
    let groups = row
        .node
        .processes()
        .iter()
        .map(|process| process.id.group.clean());
    let groups: BTreeSet<Clean> = groups.collect();
    let groups: Vec<&str> = groups.iter().map(Clean::as_str).collect();
    [
        ("processes", Clean::text(&counts.join(", "))),
        ("groups", Clean::text(&groups.join(" "))),
    ]
}

/// A node with what the config says of it.
#[derive(Debug, Serialize)]
struct InfoShape {
    #[serde(flatten)]
    node: NodeShape,
    /// Free facts of the config.
    labels: BTreeMap<String, String>,
    /// Who we sign in as.
    user: Option<String>,
    /// Where the password comes from.
    credential_source: Option<String>,
    /// How far the clock of the node is ahead of ours.
    clock_ahead_seconds: Option<i64>,
}

fn shape(row: &NodeRow<'_>) -> InfoShape {
    let user = row.entry.and_then(|entry| entry.user.clone());
    let source = row
        .entry
        .filter(|_| user.is_some())
        .map(|entry| entry.source.to_string());
    InfoShape {
        node: NodeShape::of(row),
        labels: row
            .entry
            .map(|entry| entry.labels.clone())
            .unwrap_or_default(),
        user,
        credential_source: source,
        clock_ahead_seconds: row.node.clock_skew().map(|skew| skew.as_secs()),
    }
}
