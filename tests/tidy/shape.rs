//! How long and how wide things may be, and what lies where.

use crate::items::{Function, functions};
use crate::source::{Source, files, ours, sources};
use crate::{none, places};

/// Everything that may lie at the top of the tree.
const TOP: [&str; 19] = [
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".config",
    ".deny.toml",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".rustfmt.toml",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "config",
    "benches",
    "screenshots",
    "src",
    "tests",
];

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 40;
const MOST_PARAMETERS: usize = 4;

#[test]
fn every_file_says_in_its_first_line_what_lives_here() {
    let is_silent = |source: &&Source| {
        let first = source.raw.lines().next().unwrap_or("");
        !first.starts_with("//! ") || first.split(' ').count() < 4
    };
    let silent = sources()
        .iter()
        .filter(is_silent)
        .map(|source| source.path.clone());
    none("the first line is `//!` and a sentence", silent);
}

#[test]
fn files_are_short() {
    let long = ours().filter_map(|source| {
        // What is blank only in the shipped code, from the tests' gate on, is a unit test.
        let all = source.raw.lines().count();
        let gate = source
            .raw
            .lines()
            .position(|line| line == "#[cfg(test)]")
            .unwrap_or(all);
        let pairs = source.raw.lines().zip(source.shipped.lines()).skip(gate);
        let tests = pairs.filter(|(raw, shipped)| !raw.is_empty() && shipped.trim().is_empty());
        let lines = all - tests.count();
        (lines >= LONGEST_FILE).then(|| format!("{} has {lines} lines", source.path))
    });
    none("a long file hides a noun", long);
}

#[test]
fn functions_are_short() {
    let long = ours()
        .flat_map(functions)
        .filter(|function| function.lines >= LONGEST_FUNCTION);
    let told = long.map(|f| format!("{} {} has {} lines", f.place, f.name, f.lines));
    none("a long function hides another", told);
}

#[test]
fn functions_take_few_parameters() {
    let many = ours()
        .flat_map(functions)
        .filter(|f| f.parameters.len() > MOST_PARAMETERS);
    none(
        "a long list hides a type",
        many.map(|f| format!("{} {}", f.place, f.name)),
    );
}

#[test]
fn no_parameter_is_a_bool() {
    let is_bool = |parameter: &String| parameter.rsplit(':').next().map(str::trim) == Some("bool");
    // serde asks for it by this name and in this shape.
    let is_ours = |f: &Function| f.name != "visit_bool";
    let switched = ours()
        .flat_map(functions)
        .filter(|f| is_ours(f) && f.parameters.iter().any(is_bool));
    let told = switched.map(|f| format!("{} {}", f.place, f.name));
    none("two functions or an enum say what `true` means", told);
}

#[test]
fn mod_files_hold_no_logic() {
    let mods = ours().filter(|source| source.path.ends_with("/mod.rs"));
    let logic = [
        "fn",
        "impl",
        "struct",
        "enum",
        "trait",
        "const",
        "static",
        "macro_rules",
    ];
    none(
        "mod.rs is documentation, mod lines and re-exports",
        places(mods, &logic),
    );
}

#[test]
fn the_top_of_the_tree_stays_small() {
    let files = files();
    let mut tops: Vec<_> = files
        .iter()
        .filter_map(|path| path.split('/').next())
        .collect();
    tops.dedup();
    let unknown = tops
        .into_iter()
        .filter(|top| !TOP.contains(top))
        .map(str::to_owned);
    none("the top of the tree is fixed", unknown);
}
