//! An inventory made into nodes and environments.

use super::super::address;
use super::super::error::ImportError;
use super::super::foreign::{Certainty, Foreign, ForeignNode};
use super::inventory::Inventory;
use super::{ini, yaml};

const WHY: &[&str] = &[
    "The addresses are guesses: an inventory says how to reach hosts by SSH, not where supervisord",
    "listens. Write the port of [inet_http_server].",
];

/// Groups that every inventory has; they say nothing.
const IMPLIED: [&str; 2] = ["all", "ungrouped"];

/// Reads either form.
pub(in super::super) fn read(text: &str) -> Result<Foreign, ImportError> {
    let inventory = if is_yaml(text) {
        yaml::read(text)?
    } else {
        ini::read(text)?
    };
    Ok(foreign(&inventory))
}

/// YAML begins with a dash, a bracket or a key; INI with a host or a `[group]`.
fn is_yaml(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    first.is_some_and(|first| {
        let key = first.split(" #").next().unwrap_or(first).trim_end();
        key.starts_with(['-', '{']) || key.ends_with(':')
    })
}

fn foreign(inventory: &Inventory) -> Foreign {
    let node = |(name, address): (&String, &Option<String>)| ForeignNode {
        name: name.clone(),
        url: address::of_host(address.as_deref().unwrap_or(name), ""),
        ..ForeignNode::default()
    };
    let groups = inventory.groups();
    let told = groups.filter(|name| !IMPLIED.contains(name));
    let environments = told
        .map(|name| (name.to_owned(), inventory.members(name)))
        .filter(|(_, members)| !members.is_empty());
    Foreign {
        nodes: inventory.hosts().map(node).collect(),
        environments: environments.collect(),
        certainty: Certainty::Guessed(WHY),
        notes: Vec::new(),
    }
}
