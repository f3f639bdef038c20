//! One entry of `[environments]`: a named set of nodes and how careful to be with it.

use std::collections::BTreeMap;

use crate::model::{Environment, EnvironmentName, NodeId, Nodeset, NodesetError};

use super::name;
use super::nearest::nearest;
use super::section::Section;
use super::source::{Located, Slip, Spot};

/// How many unknown members a message names.
const NAMED: usize = 3;

/// What a file says of an environment, before its members are looked up.
pub(super) struct Draft {
    /// Its name.
    pub name: Located<String>,
    nodes: Option<Located<String>>,
    protected: bool,
    read_only: bool,
}

/// Reads one environment.
pub(super) fn read(name: Located<String>, mut section: Section<'_>) -> (Draft, Vec<Slip>) {
    if let Err(error) = name::check(&name.value) {
        let message = format!("the environment {:?} {error}", name.value);
        section.slip(Slip::new(name.spot, message, name::NAMES));
    }
    let nodes = section.text("nodes");
    if !section.has("nodes") {
        let message = format!("{} has no nodes", section.name());
        let hint = "expected a nodeset, such as nodes = \"web[01-24],!web07\"";
        section.slip(Slip::missing(section.spot(), message, hint));
    }
    let draft = Draft {
        name,
        nodes,
        protected: section.flag("protected").unwrap_or(false),
        read_only: section.flag("read_only").unwrap_or(false),
    };
    (draft, section.close())
}

/// Looks up the members: nodes by name, and `@name` for an environment above this one, `@*` for all.
pub(super) fn resolve(
    draft: &Draft,
    above: &[Environment],
    nodes: &BTreeMap<String, Spot>,
) -> (Environment, Vec<Slip>) {
    let mut slips = Vec::new();
    let mut members = Vec::new();
    if let Some(set) = &draft.nodes {
        match expand(&set.value, above, nodes) {
            Ok(names) => {
                slips.extend(unknown(&draft.name.value, set.spot, &names, nodes));
                members = names.iter().map(|name| NodeId::new(name)).collect();
            }
            Err(error) => {
                let message = format!("environments.{}.nodes: {error}", draft.name.value);
                let hint = "@ names an environment further up, @* every node";
                slips.push(if set.value.contains('@') {
                    Slip::new(set.spot, message, hint)
                } else {
                    Slip::plain(set.spot, message)
                });
            }
        }
    }
    let environment = Environment {
        name: EnvironmentName::new(&draft.name.value),
        members,
        protected: draft.protected,
        read_only: draft.read_only,
    };
    (environment, slips)
}

fn expand(
    text: &str,
    above: &[Environment],
    nodes: &BTreeMap<String, Spot>,
) -> Result<Vec<String>, NodesetError> {
    let members = |name: &str| {
        if name == "*" {
            return Some(nodes.keys().cloned().collect());
        }
        let environment = above.iter().find(|it| it.name.as_str() == name)?;
        let names = environment.members.iter();
        Some(names.map(|node| node.as_str().to_owned()).collect())
    };
    Ok(Nodeset::parse(text, &members)?.names().to_vec())
}

/// One mistake for all members of an environment that are no nodes.
fn unknown(
    environment: &str,
    spot: Spot,
    names: &[String],
    nodes: &BTreeMap<String, Spot>,
) -> Option<Slip> {
    let strangers: Vec<&String> = names
        .iter()
        .filter(|name| !nodes.contains_key(*name))
        .collect();
    let first = strangers.first()?;
    let shown: Vec<&str> = strangers
        .iter()
        .take(NAMED)
        .map(|name| name.as_str())
        .collect();
    let more = match strangers.len().saturating_sub(NAMED) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    let message = format!(
        "environments.{environment}.nodes names what is no node: {}{more}",
        shown.join(", ")
    );
    let hint = match nearest(first, nodes.keys().map(String::as_str)) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("write [nodes.{first}] with its url"),
    };
    Some(Slip::new(spot, message, hint))
}
