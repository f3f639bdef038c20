//! What was chosen, in a roster: the nodes to be asked, and the selector of their processes.

use std::collections::BTreeSet;

use super::nodes::nodes;
use super::pointed::Pointed;
use super::profile::with_profile;
use super::words::Choice;
use crate::model::{Candidate, Environment, NodeEntry, NodeId, Roster, Selector};

/// How much was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breadth {
    /// What the words name.
    Named,
    /// Everything on the nodes: the word was `all`.
    All,
    /// Nothing was said of processes.
    Unsaid,
}

/// What is meant.
#[derive(Clone, Debug)]
pub struct Aim {
    /// The nodes that may have it, and what the config says of them.
    pub roster: Roster,
    /// Which of their processes.
    pub selector: Selector,
    /// The words it was read from.
    pub words: Vec<String>,
    /// How much was asked for.
    pub breadth: Breadth,
}

impl Aim {
    /// What a choice means in a roster.
    ///
    /// # Errors
    ///
    /// What cannot be read, names nobody, or leaves no node.
    pub fn of(choice: &Choice, roster: &Roster) -> Result<Self, Pointed> {
        let breadth = breadth(&choice.words)?;
        let words: Vec<&str> = choice.words.iter().map(String::as_str).collect();
        let text = match breadth {
            Breadth::Named => words.join(" "),
            Breadth::All | Breadth::Unsaid => String::new(),
        };
        let selector = Selector::of_names(&text)
            .map_err(|error| Pointed::letter(error.message, &text, error.column))?;
        let named = if choice.nodes.is_empty() {
            roster.nodes().map(|entry| entry.id.clone()).collect()
        } else {
            nodes(roster, &choice.nodes)?
        };
        let kept: BTreeSet<NodeId> = named
            .into_iter()
            .filter(|id| selector.may_choose_on(&place(roster, id)))
            .collect();
        if kept.is_empty() {
            return Err(Pointed::letter(nobody(roster), &text, 1));
        }
        let entries = with_profile(roster, choice.profile.as_deref())?;
        Ok(Self {
            roster: narrow(entries, roster, &kept),
            selector,
            words: choice.words.clone(),
            breadth,
        })
    }
}

/// How much words ask for: never everything, but where they say so.
///
/// # Errors
///
/// A word that would quietly mean everything, or nothing.
pub fn breadth(words: &[String]) -> Result<Breadth, Pointed> {
    if let Some(at) = words.iter().position(|word| word.trim().is_empty()) {
        let message = "this word is empty; was a variable unset?";
        return Err(Pointed::word(message, words, at));
    }
    let is_star = |word: &String| word.chars().all(|letter| letter == '*');
    match words {
        [] => Ok(Breadth::Unsaid),
        [only] if only == "all" => Ok(Breadth::All),
        stars if stars.iter().all(is_star) => {
            let message = "a star alone is refused; everything is called all";
            Err(Pointed::word(message, words, 0))
        }
        _ => match words.iter().position(|word| word == "all") {
            Some(at) => Err(Pointed::word(
                "all stands alone, or it is not all",
                words,
                at,
            )),
            None => Ok(Breadth::Named),
        },
    }
}

/// The facts of a node whose processes are not known yet.
fn place<'a>(roster: &'a Roster, id: &'a NodeId) -> Candidate<'a> {
    Candidate {
        node: Some(id.as_str()),
        environments: roster.environment_names(id),
        labels: roster.node(id).map(|entry| &entry.labels),
        ..Candidate::default()
    }
}

fn nobody(roster: &Roster) -> String {
    let names: Vec<&str> = roster
        .environments()
        .iter()
        .map(|environment| environment.name.as_str())
        .collect();
    if names.is_empty() {
        return "no node of the config can have that".to_owned();
    }
    let names = names.join(", ");
    format!("no node of the config can have that; its environments are {names}")
}

/// The same roster with only these nodes.
fn narrow(entries: Vec<NodeEntry>, roster: &Roster, kept: &BTreeSet<NodeId>) -> Roster {
    let entries = entries
        .into_iter()
        .filter(|entry| kept.contains(&entry.id))
        .collect();
    let environments = roster
        .environments()
        .iter()
        .map(|environment| Environment {
            members: environment
                .members
                .iter()
                .filter(|id| kept.contains(*id))
                .cloned()
                .collect(),
            ..environment.clone()
        })
        .filter(|environment| !environment.members.is_empty());
    Roster::new(entries, environments.collect())
}
