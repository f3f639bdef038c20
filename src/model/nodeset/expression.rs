//! Names joined by operators, resolved to a list in the order they were mentioned.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use thiserror::Error;

use super::fold::fold_names;
use super::pattern::{Mistake, Pattern};
use super::shape::Shape;

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
        Ok(Self {
            names: evaluate(text, groups, &mut budget)?.into_names(),
        })
    }

    /// The union of several nodesets, each read for itself as `ClusterShell` reads its arguments:
    /// `a` and `b&b,c` are `a,b,c`.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`], with which of the texts it was; all together mention 20,000 names.
    pub fn union<'a>(
        texts: impl IntoIterator<Item = &'a str>,
        groups: Groups<'_>,
    ) -> Result<Self, (usize, NodesetError)> {
        let mut budget = LIMIT;
        let mut members = Members::default();
        for (index, text) in texts.into_iter().enumerate() {
            let more = evaluate(text, groups, &mut budget).map_err(|error| (index, error))?;
            members.join(Operator::Union, more.into_names());
        }
        Ok(Self {
            names: members.into_names(),
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

    /// The same names in the order that `ClusterShell` gives them: by their letters, then by their
    /// numbers, so that web9 comes before web10.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.names
            .sort_by_cached_key(|name| Shape::read(name).order());
        self
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

    fn into_names(self) -> Vec<String> {
        self.in_order.into_values().collect()
    }
}

fn evaluate(text: &str, groups: Groups<'_>, budget: &mut u64) -> Result<Members, NodesetError> {
    let mut members = Members::default();
    for (operator, item, at) in split(text).map_err(|mistake| locate(text, mistake))? {
        let names = resolve(item, groups, budget)
            .map_err(|(message, offset)| locate(text, (message, at + offset)))?;
        members.join(operator, names);
    }
    Ok(members)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(name: &str) -> Option<Vec<String>> {
        let names: &[&str] = match name {
            "prod" => &["web1", "web2", "db"],
            "rack1" => &["web1"],
            "rack2" => &["web2"],
            "*" => &["web1", "web2", "db", "stg"],
            _ => return None,
        };
        Some(names.iter().map(|name| (*name).to_owned()).collect())
    }

    fn names(text: &str) -> String {
        match Nodeset::parse(text, &groups) {
            Ok(set) => set.names().join(" "),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn brackets_count() {
        assert_eq!(names("web[01-03]"), "web01 web02 web03");
        assert_eq!(names("web[9-11]"), "web9 web10 web11");
        assert_eq!(names("web[099-101]"), "web099 web100 web101");
        assert_eq!(names("n[0-6/2]"), "n0 n2 n4 n6");
        assert_eq!(names("n[1-3,7]"), "n1 n2 n3 n7");
        assert_eq!(names("n[ 3 , 1 ]"), "n3 n1", "the order is the text's");
        assert_eq!(names("web-[a,b]"), "web-a web-b");
        assert_eq!(
            names("dc[1-2]n[1-2].lan"),
            "dc1n1.lan dc1n2.lan dc2n1.lan dc2n2.lan"
        );
        assert_eq!(names(" lonely "), "lonely");
        assert_eq!(names(""), "");
    }

    #[test]
    fn operators_are_taken_from_left_to_right() {
        assert_eq!(names("a, b,a"), "a b");
        assert_eq!(names("web[1-4]!web[2-3]"), "web1 web4");
        assert_eq!(names("web[1-4],!web2, ! web3"), "web1 web4");
        assert_eq!(names("a,b&b,c"), "b c");
        assert_eq!(names("a,b^b,c"), "a c");
        assert_eq!(names("a^b^b"), "a");
        assert_eq!(names("a^[b,b]"), "a b");
        assert_eq!(names("a!a,a"), "a");
    }

    #[test]
    fn groups_are_asked_for() {
        assert_eq!(names("@prod!db"), "web1 web2");
        assert_eq!(names("@rack[1-2]"), "web1 web2");
        assert_eq!(names("@*!@prod"), "stg");
        assert_eq!(names("stg,@prod&@rack2"), "web2");
        assert_eq!(names("stg,@dev"), "no group is called dev (column 5)");
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        for (text, message) in [
            ("a,,b", "a name is missing before this (column 3)"),
            ("!a", "a name is missing before this (column 1)"),
            ("a, ", "a name is missing after this (column 2)"),
            ("a b", "two names have a , between them (column 3)"),
            ("a,web[1-", "this [ has no closing ] (column 6)"),
            ("web]", "this ] closes nothing (column 4)"),
            ("web[]", "a number is missing in these brackets (column 5)"),
            (
                "web[1,,2]",
                "a number is missing in these brackets (column 7)",
            ),
            ("web[3-1]", "3-1 counts backwards (column 5)"),
            ("web[1, 3-1]", "3-1 counts backwards (column 8)"),
            (
                "web[1-5-9]",
                "1-5-9 is no range; write 1-9, 01-24, 0-6/2 or a word (column 5)",
            ),
            (
                "web[1-9/0]",
                "the step after / is a number from 1 (column 5)",
            ),
            (
                "web[1-010]",
                "1 and 010 are filled up with zeros differently (column 5)",
            ),
            (
                "n[1-9999999999999999999]",
                "9999999999999999999 is too large a number (column 3)",
            ),
            (
                "web*",
                "* is no part of a node's name; a nodeset counts: web[01-24] (column 4)",
            ),
            ("é,ü", "'é' cannot be part of a node's name (column 1)"),
            ("@", "the name of a group is missing after @ (column 1)"),
            ("a@b", "a group stands on its own: @prod (column 2)"),
        ] {
            assert_eq!(names(text), message, "{text}");
        }
    }

    #[test]
    fn too_many_names_are_counted_not_written() {
        let many = "a nodeset mentions at most 20000 names";
        assert_eq!(names("n[1-999999999]"), format!("{many} (column 1)"));
        assert_eq!(
            names("a,n[1-999999999][1-999999999][1-999999999]"),
            format!("{many} (column 3)")
        );
        assert_eq!(names("n[1-20000],x"), format!("{many} (column 12)"));
        assert_eq!(
            Nodeset::parse("n[1-20000]", &groups).unwrap().names().len(),
            20_000
        );
    }

    #[test]
    fn long_names_are_refused_before_there_are_many_of_them() {
        let long = format!("{}[1-9]", "a".repeat(255));
        assert_eq!(names(&long), "a name has at most 255 letters (column 1)");
        assert_eq!(names(&format!("b,{}", &long[1..])).len(), 1 + 9 * 256);
        assert!(names(&"[a,b]".repeat(15)).ends_with("at most 20000 names (column 1)"));
    }

    #[test]
    fn several_texts_are_read_each_for_itself() {
        let union = |texts: &[&str]| Nodeset::union(texts.iter().copied(), &groups);
        assert_eq!(union(&["a", "b,c&c", "a"]).unwrap().names(), ["a", "c"]);
        assert_eq!(union(&[]).unwrap().names().len(), 0);
        let (index, error) = union(&["a", "b,["]).unwrap_err();
        assert_eq!((index, error.column), (1, 3));
        assert!(union(&["n[1-15000]", "n[1-15000]"]).is_err());
    }

    #[test]
    fn names_are_sorted_by_letters_and_then_by_numbers() {
        let sorted = |text| Nodeset::parse(text, &groups).unwrap().sorted();
        let names = sorted("web10,web9,db,web01,web1a,web1,n10a2,n9a10,n9a9,web");
        let order = "db n9a9 n9a10 n10a2 web web1 web9 web01 web10 web1a";
        assert_eq!(names.names().join(" "), order);
        assert_eq!(sorted("n01,n2,n1,n02").to_string(), "n[1-2,01-02]");
    }

    #[test]
    fn a_table_of_many_nodes_is_one_pattern() {
        assert_eq!(Nodeset::expand("web[1-2]").unwrap(), ["web1", "web2"]);
        assert_eq!(Nodeset::expand("web").unwrap(), ["web"]);
        assert_eq!(Nodeset::expand("a,b").unwrap_err().column, 3);
        assert_eq!(Nodeset::expand("@prod").unwrap_err().column, 1);
        assert_eq!(Nodeset::expand("").unwrap_err().column, 1);
    }

    proptest::proptest! {
        #[test]
        fn no_text_brings_it_down(text in r"[\[\]a1-9,!&^@*/ é-]{0,24}") {
            if let Ok(set) = Nodeset::parse(&text, &groups) {
                let again = Nodeset::parse(&set.to_string(), &groups).unwrap();
                let sorted = |set: &Nodeset| {
                    let mut names = set.names().to_vec();
                    names.sort();
                    names
                };
                proptest::prop_assert_eq!(sorted(&again), sorted(&set));
            }
        }
    }
}
