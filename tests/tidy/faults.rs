//! The table of faults is whole, and the tests it names are there.

use std::collections::BTreeSet;
use std::fs;

use crate::none;
use crate::source::{Source, root, sources};

/// A line of the table.
struct Case {
    number: u32,
    tests: Vec<String>,
    gap: String,
}

fn table() -> Vec<Case> {
    let text = fs::read_to_string(root().join("tests/faults.md")).unwrap();
    text.lines().filter_map(case).collect()
}

/// A line that begins with a number between bars.
fn case(line: &str) -> Option<Case> {
    let cells: Vec<_> = line
        .strip_prefix('|')?
        .strip_suffix('|')?
        .split('|')
        .collect();
    let [number, _, tests, gap] = cells.as_slice() else {
        return None;
    };
    Some(Case {
        number: number.trim().parse().ok()?,
        tests: tests
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect(),
        gap: gap.trim().to_owned(),
    })
}

#[test]
fn every_case_stands_in_the_table_once() {
    let numbers: Vec<u32> = table().iter().map(|case| case.number).collect();
    let all: Vec<u32> = (1..=101).chain(133..=151).collect();
    assert_eq!(numbers, all);
}

#[test]
fn a_case_without_a_test_says_why() {
    let silent = table()
        .into_iter()
        .filter(|case| case.tests.is_empty() && case.gap.is_empty());
    none(
        "show it, or say why not",
        silent.map(|case| case.number.to_string()),
    );
}

#[test]
fn every_test_that_is_named_is_there() {
    let named: BTreeSet<String> = table().into_iter().flat_map(|case| case.tests).collect();
    let absent = named.into_iter().filter(|path| !is_there(path));
    none("the table names what does not exist", absent);
}

/// Whether `room::file::test` is a test below `tests/it`, in `src` or among the rules.
fn is_there(path: &str) -> bool {
    let Some((module, name)) = path.rsplit_once("::") else {
        return false;
    };
    let module = module.replace("::", "/");
    let files = ["tests/it", "src", "tests/tidy"].map(|place| format!("{place}/{module}"));
    sources()
        .iter()
        .filter(|source| files.iter().any(|file| is_file(source, file)))
        .any(|source| has_test(source, name))
}

fn is_file(source: &Source, file: &str) -> bool {
    let path = source.path.trim_end_matches(".rs");
    path.trim_end_matches("/mod") == file
}

/// Whether a function of that name stands below an attribute that makes it a test.
fn has_test(source: &Source, name: &str) -> bool {
    let lines: Vec<_> = source.code.lines().map(str::trim).collect();
    let ends = |line: &str| {
        let head = line.trim_start_matches("async ").strip_prefix("fn ");
        head.and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.starts_with('('))
    };
    lines.iter().enumerate().any(|(at, line)| {
        let attributes = lines[..at]
            .iter()
            .rev()
            .take_while(|line| line.starts_with("#["));
        ends(line) && attributes.into_iter().any(|line| is_test_attribute(line))
    })
}

fn is_test_attribute(line: &str) -> bool {
    line.starts_with("#[test]") || line.starts_with("#[tokio::test")
}
