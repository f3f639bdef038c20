//! The nodes and the environments, as few tables as their files have.

use super::line::{Line, bare_or_quoted, place, quoted};
use crate::config::entry::PLACEHOLDER;
use crate::config::error::Origin;
use crate::config::load::Config;
use crate::model::{CredentialSource, Environment, NodeEntry, NodeId, fold_names, fold_patterns};

/// The nodes, those of one table together.
pub(super) fn nodes(config: &Config) -> Vec<Line> {
    let mut tables: Vec<(&Origin, Vec<&NodeEntry>)> = Vec::new();
    for entry in config.roster.nodes() {
        let Some(origin) = config.origins.get(&entry.id) else {
            continue;
        };
        match tables.iter_mut().find(|(known, _)| *known == origin) {
            Some((_, entries)) => entries.push(entry),
            None => tables.push((origin, vec![entry])),
        }
    }
    tables.sort_by_key(|(origin, _)| *origin);
    tables
        .into_iter()
        .flat_map(|(origin, entries)| table(origin, &entries))
        .collect()
}

/// The environments, in the order of the files.
pub(super) fn environments(config: &Config) -> Vec<Line> {
    let environments = config.roster.environments().iter();
    environments
        .flat_map(|environment| environment_table(config, environment))
        .collect()
}

/// One table for all nodes that differ in nothing but their names, else one for each.
fn table(origin: &Origin, entries: &[&NodeEntry]) -> Vec<Line> {
    let bodies: Vec<Vec<(&str, String)>> = entries.iter().map(|entry| body(entry)).collect();
    let patterns = fold_patterns(entries.iter().map(|entry| entry.id.as_str()));
    if let ([pattern], [_, _, ..]) = (patterns.as_slice(), entries) {
        let template = |(entry, body): (&&NodeEntry, &Vec<(&'static str, String)>)| {
            let name = entry.id.as_str();
            let value =
                |(key, text): &(&'static str, String)| (*key, text.replace(name, PLACEHOLDER));
            body.iter().map(value).collect::<Vec<_>>()
        };
        let mut templates = entries.iter().zip(&bodies).map(template);
        if let Some(first) = templates.next()
            && templates.all(|other| other == first)
        {
            return lines(pattern, origin, first);
        }
    }
    let each = entries.iter().zip(bodies);
    each.flat_map(|(entry, body)| lines(entry.id.as_str(), origin, body))
        .collect()
}

fn lines(name: &str, origin: &Origin, body: Vec<(&str, String)>) -> Vec<Line> {
    let name = format!("nodes.{}", bare_or_quoted(name));
    let head = [Line::blank(), Line::heading(&name, Some(place(origin)))];
    let body = body
        .into_iter()
        .map(|(key, value)| Line::inside(key, &value));
    head.into_iter().chain(body).collect()
}

/// What is said of a node; what is as it is for every node is left out.
fn body(entry: &NodeEntry) -> Vec<(&'static str, String)> {
    let mut body = vec![("url", quoted(&entry.endpoint.to_string()))];
    if let Some(user) = &entry.user {
        body.push(("user", quoted(user)));
        if entry.credential != entry.id.as_str() {
            body.push(("credential", quoted(&entry.credential)));
        }
        body.extend(source(&entry.source));
    }
    if entry.allow_plaintext {
        body.push(("allow_plaintext", "true".to_owned()));
    }
    if let Some(file) = &entry.ca_file {
        body.push(("ca_file", quoted(&file.to_string_lossy())));
    }
    if !entry.labels.is_empty() {
        let labels = entry.labels.iter();
        let labels: Vec<String> = labels
            .map(|(key, value)| format!("{} = {}", bare_or_quoted(key), quoted(value)))
            .collect();
        body.push(("labels", format!("{{ {} }}", labels.join(", "))));
    }
    body
}

/// Where the password is; of a command only the program, as its arguments may be secret.
fn source(source: &CredentialSource) -> Option<(&'static str, String)> {
    match source {
        CredentialSource::Keyring => None,
        CredentialSource::Command(argv) => {
            let program = quoted(argv.first().map_or("", String::as_str));
            let rest = if argv.len() > 1 { ", \"…\"" } else { "" };
            Some(("password_command", format!("[{program}{rest}]")))
        }
        CredentialSource::Env(name) => Some(("password_env", quoted(name))),
        CredentialSource::File(path) => Some(("password_file", quoted(&path.to_string_lossy()))),
    }
}

fn environment_table(config: &Config, environment: &Environment) -> Vec<Line> {
    let name = format!("environments.{}", bare_or_quoted(environment.name.as_str()));
    let origin = config.written.get(&name).map(place);
    let nodes = fold_names(environment.members.iter().map(NodeId::as_str));
    let mut lines = vec![
        Line::blank(),
        Line::heading(&name, origin),
        Line::inside("nodes", &quoted(&nodes)),
    ];
    for (key, is_so) in [
        ("protected", environment.protected),
        ("read_only", environment.read_only),
    ] {
        if is_so {
            lines.push(Line::inside(key, "true"));
        }
    }
    lines
}
