//! Which nodes a nodeset means in a roster.

use super::pointed::Pointed;
use crate::config::nearest;
use crate::model::{EnvironmentName, NodeId, Nodeset, Roster};

/// The nodes that nodesets mean together, each once. `all` and `@*` are every node, `@prod` an
/// environment, `@dc:fra1` the nodes that have that label.
///
/// # Errors
///
/// What cannot be read, and a name that no node has.
pub fn nodes(roster: &Roster, texts: &[String]) -> Result<Vec<NodeId>, Pointed> {
    let text = texts.join(",");
    if text == "all" {
        return Ok(roster.nodes().map(|entry| entry.id.clone()).collect());
    }
    let groups = |name: &str| members(roster, name);
    let set = Nodeset::parse(&text, &groups)
        .map_err(|error| Pointed::letter(error.message, &text, error.column))?;
    let find = |name: &String| {
        let id = NodeId::new(name);
        match roster.node(&id) {
            Some(_) => Ok(id),
            None => Err(unknown(roster, name, &text)),
        }
    };
    let found: Vec<NodeId> = set.names().iter().map(find).collect::<Result<_, _>>()?;
    if found.is_empty() {
        let message = "no node is left of that; it is written node1,node2 or node[1-5]";
        return Err(Pointed::letter(message, &text, 1));
    }
    Ok(found)
}

/// The members of `@name`: of an environment, of every node, or of those with a label.
#[must_use]
pub fn members(roster: &Roster, name: &str) -> Option<Vec<String>> {
    let all = || roster.nodes();
    if name == "*" {
        return Some(all().map(|entry| entry.id.to_string()).collect());
    }
    if let Some(environment) = roster.environment(&EnvironmentName::new(name)) {
        return Some(
            environment
                .members
                .iter()
                .map(ToString::to_string)
                .collect(),
        );
    }
    let (key, value) = name.split_once(':')?;
    let has =
        |entry: &&crate::model::NodeEntry| entry.labels.get(key).is_some_and(|of| of == value);
    let found: Vec<String> = all()
        .filter(has)
        .map(|entry| entry.id.to_string())
        .collect();
    (!found.is_empty()).then_some(found)
}

fn unknown(roster: &Roster, name: &str, text: &str) -> Pointed {
    let names = roster.nodes().map(|entry| entry.id.as_str());
    let hint = match nearest(name, names) {
        Some(near) => format!("did you mean {near}?"),
        None => "`supdeck status --of nodes` lists them".to_owned(),
    };
    let at = text.find(name).unwrap_or(0);
    let column = text[..at].chars().count() + 1;
    Pointed::letter(format!("no node is called {name}; {hint}"), text, column)
}
