//! What to say when a selector chooses nothing.

use super::aim::Aim;
use crate::model::{Fleet, NodeId};

/// That nothing is chosen, and what was probably meant.
#[must_use]
pub fn nothing(aim: &Aim, fleet: &Fleet) -> String {
    let words = aim.words.join(" ");
    let answered = fleet.nodes().filter(|node| node.link.is_up()).count();
    let place = match fleet.nodes().count() {
        _ if answered == 0 => return "no node answered".to_owned(),
        all if answered < all => " on the nodes that answered",
        _ => "",
    };
    let hints = aim.words.iter().find_map(|word| hint(word, aim, fleet));
    let hint = hints.or_else(|| {
        (aim.words.len() > 1).then(|| "all the words have to hold; 'a | b' takes both".to_owned())
    });
    match hint {
        Some(hint) => format!("no process is {words}{place}; {hint}"),
        None => format!("no process is {words}{place}"),
    }
}

/// What else has the name that no process has.
fn hint(word: &str, aim: &Aim, fleet: &Fleet) -> Option<String> {
    let mut processes = fleet.processes();
    if processes.any(|(_, process)| process.id.name.raw() == word) {
        return None;
    }
    let is_group = |(_, process): (_, &crate::model::Process)| process.id.group.raw() == word;
    if fleet.processes().any(is_group) {
        return Some(format!("there is a group of that name: {word}:*"));
    }
    if fleet.node(&NodeId::new(word)).is_some() {
        return Some(format!("there is a node of that name: all on {word}"));
    }
    let mut environments = aim.roster.environments().iter();
    let is_environment = environments.any(|environment| environment.name.as_str() == word);
    is_environment.then(|| format!("there is an environment of that name: env:{word}"))
}
