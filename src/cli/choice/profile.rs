//! `with PROFILE`: other nodes' credential, by its name.

use super::pointed::Pointed;
use crate::config::nearest;
use crate::model::{NodeEntry, Roster};

/// The entries of a roster, signing in as the nodes of that credential do.
///
/// # Errors
///
/// When no node of the config has such a credential.
pub fn with_profile(roster: &Roster, profile: Option<&str>) -> Result<Vec<NodeEntry>, Pointed> {
    let entries = roster.nodes().cloned();
    let Some(name) = profile else {
        return Ok(entries.collect());
    };
    let signs_in = |entry: &&NodeEntry| entry.user.is_some() && entry.credential == name;
    let Some(model) = roster.nodes().find(signs_in) else {
        return Err(unknown(roster, name));
    };
    let adopt = |entry: NodeEntry| NodeEntry {
        user: model.user.clone(),
        source: model.source.clone(),
        credential: model.credential.clone(),
        ..entry
    };
    Ok(entries.map(adopt).collect())
}

fn unknown(roster: &Roster, name: &str) -> Pointed {
    let known = roster.nodes().map(|entry| entry.credential.as_str());
    let hint = nearest(name, known).map_or_else(
        || "it is the `credential` of a node in the config".to_owned(),
        |near| format!("did you mean {near}?"),
    );
    let words = ["with".to_owned(), name.to_owned()];
    Pointed::word(format!("no credential is called {name}; {hint}"), &words, 1)
}
