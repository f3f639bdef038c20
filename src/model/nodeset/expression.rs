//! Names joined by operators, resolved to a list in the order they were mentioned.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use thiserror::Error;

use super::fold::fold_names;
use super::pattern::{Mistake, Pattern};

/// Names that one nodeset may mention: more is a slip of the keyboard.
const LIMIT: u64 = 20_000;

/// A list of nodes, each once, in the order the text mentions them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nodeset {
    names: Vec<String>,
}

/// What is wrong with the text of a nodeset.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message} (column {column})")]
pub struct NodesetError {
    /// What is wrong, as a sentence.
    pub message: String,
    /// Where: letters from the start, the first is 1.
    pub column: usize,
}

/// How a group becomes names: none if there is no such group. `@*` asks for `*`.
type Groups<'a> = &'a dyn Fn(&str) -> Option<Vec<String>>;

impl Nodeset {
    /// Reads a nodeset; `groups` knows the members of `@name`.
    ///
    /// # Errors
    ///
    /// The first thing that means nothing, an unknown group, or more than 20,000 names, which are
    /// counted before any is written out.
    pub fn parse(text: &str, groups: Groups<'_>) -> Result<Self, NodesetError> {
        let mut budget = LIMIT;
        let mut members = Members::default();
        for (operator, item, at) in split(text).map_err(|mistake| locate(text, mistake))? {
            let names = resolve(item, groups, &mut budget)
                .map_err(|(message, offset)| locate(text, (message, at + offset)))?;
            members.join(operator, names);
        }
        Ok(Self {
            names: members.in_order.into_values().collect(),
        })
    }

    /// The names of one pattern without operators and groups, as the config has them for a table
    /// of many nodes: `web[01-24]`.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`].
    pub fn expand(pattern: &str) -> Result<Vec<String>, NodesetError> {
        let items = split(pattern).map_err(|mistake| locate(pattern, mistake))?;
        match items.as_slice() {
            [] => Err(locate(pattern, ("a name is missing".to_owned(), 0))),
            [(_, item, at)] => {
                let mut budget = LIMIT;
                expand(item, &mut budget)
                    .map_err(|(message, offset)| locate(pattern, (message, at + offset)))
            }
            [_, (_, _, at), ..] => Err(locate(
                pattern,
                ("only one name or pattern can stand here".to_owned(), *at),
            )),
        }
    }

    /// The names, each once, in the order the text mentions them.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

impl fmt::Display for Nodeset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&fold_names(self.names.iter().map(String::as_str)))
    }
}

/// What stands before an item; a union before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Union,
    Minus,
    Intersection,
    Xor,
}

/// The names that are in so far, by when they came.
#[derive(Default)]
struct Members {
    places: HashMap<String, usize>,
    in_order: BTreeMap<usize, String>,
    next: usize,
}

impl Members {
    fn join(&mut self, operator: Operator, names: Vec<String>) {
        match operator {
            Operator::Union => names.into_iter().for_each(|name| self.add(name)),
            Operator::Minus => names.iter().for_each(|name| self.remove(name)),
            Operator::Intersection => {
                let kept: HashSet<String> = names.into_iter().collect();
                self.places.retain(|name, _| kept.contains(name));
                self.in_order.retain(|_, name| kept.contains(name));
            }
            Operator::Xor => {
                let mut seen = HashSet::new();
                for name in names {
                    if !seen.insert(name.clone()) {
                        continue;
                    }
                    if self.places.contains_key(&name) {
                        self.remove(&name);
                    } else {
                        self.add(name);
                    }
                }
            }
        }
    }

    fn add(&mut self, name: String) {
        if !self.places.contains_key(&name) {
            self.places.insert(name.clone(), self.next);
            self.in_order.insert(self.next, name);
            self.next += 1;
        }
    }

    fn remove(&mut self, name: &str) {
        if let Some(place) = self.places.remove(name) {
            self.in_order.remove(&place);
        }
    }
}

/// One item: the operator before it, its text, and the byte where it begins.
type Item<'a> = (Operator, &'a str, usize);

fn split(text: &str) -> Result<Vec<Item<'_>>, Mistake> {
    let mut items = Vec::new();
    let mut operator = Operator::Union;
    let mut at = skip_spaces(text, 0);
    while at < text.len() {
        let end = at + item_length(&text[at..]);
        if end == at {
            return Err(("a name is missing before this".to_owned(), at));
        }
        items.push((operator, &text[at..end], at));
        let sign = skip_spaces(text, end);
        if sign == text.len() {
            break;
        }
        (operator, at) = read_operator(text, sign)
            .ok_or_else(|| ("two names have a , between them".to_owned(), sign))?;
        if at == text.len() {
            return Err(("a name is missing after this".to_owned(), sign));
        }
    }
    Ok(items)
}

/// The operator at a byte, and where the item after it begins. A `!` after a `,` takes away, too.
fn read_operator(text: &str, at: usize) -> Option<(Operator, usize)> {
    let operator = match text.as_bytes().get(at)? {
        b',' => Operator::Union,
        b'!' => Operator::Minus,
        b'&' => Operator::Intersection,
        b'^' => Operator::Xor,
        _ => return None,
    };
    let next = skip_spaces(text, at + 1);
    match (operator, text.as_bytes().get(next)) {
        (Operator::Union, Some(b'!')) => Some((Operator::Minus, skip_spaces(text, next + 1))),
        (_, _) => Some((operator, next)),
    }
}

/// Up to the next operator or space that is not in brackets.
fn item_length(text: &str) -> usize {
    let mut inside = false;
    let end = text.find(|letter: char| {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ => {}
        }
        !inside && (letter.is_whitespace() || matches!(letter, ',' | '!' | '&' | '^'))
    });
    end.unwrap_or(text.len())
}

fn skip_spaces(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

fn resolve(item: &str, groups: Groups<'_>, budget: &mut u64) -> Result<Vec<String>, Mistake> {
    let Some(group) = item.strip_prefix('@') else {
        return expand(item, budget);
    };
    let group_names = match group {
        "" => return Err(("the name of a group is missing after @".to_owned(), 0)),
        "*" => vec![group.to_owned()],
        _ => expand(group, budget).map_err(|(message, at)| (message, at + 1))?,
    };
    let mut names = Vec::new();
    for name in group_names {
        let members = groups(&name).ok_or_else(|| (format!("no group is called {name}"), 0))?;
        spend(budget, members.len() as u64).map_err(|message| (message, 0))?;
        names.extend(members);
    }
    Ok(names)
}

fn expand(item: &str, budget: &mut u64) -> Result<Vec<String>, Mistake> {
    let pattern = Pattern::read(item)?;
    spend(budget, pattern.count()).map_err(|message| (message, 0))?;
    Ok(pattern.names())
}

fn spend(budget: &mut u64, count: u64) -> Result<(), String> {
    *budget = budget
        .checked_sub(count)
        .ok_or_else(|| format!("a nodeset mentions at most {LIMIT} names"))?;
    Ok(())
}

fn locate(text: &str, (message, byte): Mistake) -> NodesetError {
    let before = text.char_indices().take_while(|(at, _)| *at < byte);
    NodesetError {
        message,
        column: before.count() + 1,
    }
}
