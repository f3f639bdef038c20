//! One word of a selector: what it asks of a candidate.

use std::cell::RefCell;
use std::time::Duration;

use regex::Regex;

use super::candidate::Candidate;
use super::pattern::{Needle, Pattern};
use crate::model::id::EnvironmentName;
use crate::model::process::Health;

/// One question about a candidate.
#[derive(Clone, Debug)]
pub(super) enum Term {
    /// A piece of its label, node or environments, or a label of its node.
    Word(Needle, Option<Fact>),
    /// All of its label, name, group, node or one environment, or a label of its node.
    Glob(Regex, Option<Fact>),
    /// What it is called, with or without its group; or a label of its node.
    Called(Pattern, Option<Fact>),
    /// Somewhere in its label, node or environments.
    Regex(Regex),
    /// Its label, node or environment, with letters left out.
    Fuzzy(Fuzzy),
    /// The beginning of the word for its state, in small letters.
    State(String),
    /// Somebody has to look at it.
    Bad,
    /// One of its environments.
    Environment(Pattern),
    /// Its node.
    Node(Pattern),
    /// Its group.
    Group(Pattern),
    /// What it is called, with or without its group.
    Name(Pattern),
    /// Since when it runs.
    Uptime(Comparison, Duration),
    /// Its last exit status.
    Exit(Comparison, i64),
    /// Its pid.
    Pid(Comparison, i64),
}

/// A label of a node and the value it should have.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) key: String,
    pub(super) value: Pattern,
}

/// A fuzzy matcher, which keeps its working memory between candidates.
#[derive(Clone, Debug)]
pub(super) struct Fuzzy(Box<RefCell<frizbee::Matcher>>);

/// How a value is compared with the one typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Term {
    /// Whether the candidate is what it asks for.
    pub(super) fn matches(&self, candidate: &Candidate<'_>) -> bool {
        match self {
            Self::Word(needle, fact) => {
                has_word(candidate, needle) || has_fact(candidate, fact.as_ref())
            }
            Self::Glob(glob, fact) => {
                has_whole(candidate, glob) || has_fact(candidate, fact.as_ref())
            }
            Self::Called(pattern, fact) => {
                is_called(candidate, pattern) || has_fact(candidate, fact.as_ref())
            }
            Self::Regex(regex) => is_anywhere(candidate, |text| regex.is_match(text)),
            Self::Fuzzy(fuzzy) => is_anywhere(candidate, |text| fuzzy.matches(text)),
            Self::State(start) => {
                let words = [candidate.word, candidate.health.map(Health::word)];
                words
                    .into_iter()
                    .flatten()
                    .any(|word| begins_with(word, start))
            }
            Self::Bad => candidate.health.is_some_and(Health::is_bad),
            Self::Environment(pattern) => {
                let mut names = candidate.environments.iter().map(EnvironmentName::as_str);
                names.any(|name| pattern.matches(name))
            }
            Self::Node(pattern) => candidate.node.is_some_and(|node| pattern.matches(node)),
            Self::Group(pattern) => candidate.group.is_some_and(|group| pattern.matches(group)),
            Self::Name(pattern) => {
                candidate.name.is_some_and(|name| pattern.matches(name))
                    || candidate
                        .label()
                        .is_some_and(|label| pattern.matches(&label))
            }
            Self::Uptime(comparison, limit) => comparison.holds(candidate.uptime, limit),
            Self::Exit(comparison, value) => comparison.holds(candidate.exit_status, value),
            Self::Pid(comparison, value) => comparison.holds(candidate.pid.map(i64::from), value),
        }
    }

    /// Whether what is on a node may be what it asks for, as far as the node alone tells.
    pub(super) fn holds_on(&self, node: &Candidate<'_>) -> Option<bool> {
        match self {
            Self::Environment(_) | Self::Node(_) => Some(self.matches(node)),
            // A label of the node settles it; else the name of the process may.
            Self::Word(_, fact) | Self::Glob(_, fact) | Self::Called(_, fact) => {
                has_fact(node, fact.as_ref()).then_some(true)
            }
            Self::Regex(_)
            | Self::Fuzzy(_)
            | Self::State(_)
            | Self::Bad
            | Self::Group(_)
            | Self::Name(_)
            | Self::Uptime(..)
            | Self::Exit(..)
            | Self::Pid(..) => None,
        }
    }
}

impl Fuzzy {
    /// Prepares a pattern; a capital in it makes it exact.
    pub(super) fn new(pattern: &str) -> Self {
        let config = frizbee::Config::default();
        Self(Box::new(RefCell::new(frizbee::Matcher::new(
            pattern, &config,
        ))))
    }

    fn matches(&self, text: &str) -> bool {
        self.0.borrow_mut().match_one(text, 0).is_some()
    }
}

impl Comparison {
    fn holds<T: Ord>(self, value: Option<T>, limit: &T) -> bool {
        value.is_some_and(|value| match self {
            Self::Equal => value == *limit,
            Self::Unequal => value != *limit,
            Self::Less => value < *limit,
            Self::AtMost => value <= *limit,
            Self::More => value > *limit,
            Self::AtLeast => value >= *limit,
        })
    }
}

/// Whether the word for a state begins so; `nodata` is what `NO DATA` is typed as.
pub(super) fn begins_with(word: &str, start: &str) -> bool {
    let mut letters = word.chars().filter(|letter| *letter != ' ');
    start.chars().all(|letter| {
        letters
            .next()
            .is_some_and(|other| other.eq_ignore_ascii_case(&letter))
    })
}

fn has_word(candidate: &Candidate<'_>, needle: &Needle) -> bool {
    let in_label = match candidate.label_parts() {
        Some((Some(group), name)) => needle.is_in_label(group, name),
        Some((None, name)) => needle.is_in(name),
        None => false,
    };
    in_label || candidate.places().any(|place| needle.is_in(place))
}

/// Whether it is called so: by its name, its label, or the `group:name` that supervisord knows.
fn is_called(candidate: &Candidate<'_>, pattern: &Pattern) -> bool {
    let namespec = || Some(format!("{}:{}", candidate.group?, candidate.name?));
    candidate.name.is_some_and(|name| pattern.matches(name))
        || namespec().is_some_and(|whole| pattern.matches(&whole))
}

fn has_whole(candidate: &Candidate<'_>, glob: &Regex) -> bool {
    let names = [candidate.name, candidate.group];
    names.into_iter().flatten().any(|name| glob.is_match(name))
        || candidate.places().any(|place| glob.is_match(place))
        || candidate.label().is_some_and(|label| glob.is_match(&label))
}

/// Whether the label or one of the places passes.
fn is_anywhere(candidate: &Candidate<'_>, passes: impl Fn(&str) -> bool) -> bool {
    candidate.label().is_some_and(|label| passes(&label)) || candidate.places().any(passes)
}

fn has_fact(candidate: &Candidate<'_>, fact: Option<&Fact>) -> bool {
    let (Some(fact), Some(labels)) = (fact, candidate.labels) else {
        return false;
    };
    labels
        .get(&fact.key)
        .is_some_and(|value| fact.value.matches(value))
}
