//! What names have in common: the text around their numbers.

use std::collections::HashMap;

use super::pattern::{number, padding};

/// A name cut at its numbers, each of which may be one of several.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// The text before each number, and the text after the last.
    pub(super) literals: Vec<String>,
    /// The digits that may stand between them.
    pub(super) numbers: Vec<Vec<String>>,
}

impl Shape {
    /// A name that is written out.
    pub(super) fn read(name: &str) -> Self {
        let mut shape = Self {
            literals: vec![String::new()],
            numbers: Vec::new(),
        };
        let mut rest = name;
        while let Some(letter) = rest.chars().next() {
            let digit = letter.is_ascii_digit();
            let end = rest.find(|other: char| other.is_ascii_digit() != digit);
            let (run, after) = rest.split_at(end.unwrap_or(rest.len()));
            if number(run).is_some() {
                shape.numbers.push(vec![run.to_owned()]);
                shape.literals.push(String::new());
            } else if let Some(literal) = shape.literals.last_mut() {
                literal.push_str(run);
            }
            rest = after;
        }
        shape
    }

    /// All its names in one.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (at, literal) in self.literals.iter().enumerate() {
            text.push_str(literal);
            if let Some(numbers) = self.numbers.get(at) {
                text.push_str(&spell(numbers));
            }
        }
        text
    }
    /// What names are sorted by, as `ClusterShell` does it: the text around the numbers, then the
    /// numbers from left to right.
    pub(super) fn order(&self) -> (String, Vec<Size>) {
        let sizes = self.numbers.iter().flatten().map(|digits| size(digits));
        (self.literals.join("%s"), sizes.collect())
    }
}

/// What numbers are sorted by.
pub(super) type Size = (usize, String);

/// Fewer digits first: 9, 10 and 01, 10 are in order, and 1 comes before 01.
pub(super) fn size(digits: &str) -> Size {
    (digits.len(), digits.to_owned())
}

/// Numbers that follow one another, filled up with zeros alike.
struct Run {
    first: String,
    last: String,
}

/// One number as it is, several in brackets with their runs.
fn spell(numbers: &[String]) -> String {
    if let [only] = numbers {
        return only.clone();
    }
    let mut runs: Vec<Run> = Vec::new();
    let mut awaited: HashMap<String, usize> = HashMap::new();
    for digits in numbers {
        let at = awaited.remove(digits).unwrap_or_else(|| {
            runs.push(Run {
                first: digits.clone(),
                last: digits.clone(),
            });
            runs.len() - 1
        });
        runs[at].last.clone_from(digits);
        let pad = padding(&runs[at].first);
        if let Some(value) = number(digits) {
            awaited.insert(format!("{:0pad$}", value + 1), at);
        }
    }
    let texts: Vec<String> = runs.iter().map(Run::text).collect();
    format!("[{}]", texts.join(","))
}

impl Run {
    fn text(&self) -> String {
        if self.first == self.last {
            self.first.clone()
        } else {
            format!("{}-{}", self.first, self.last)
        }
    }
}
