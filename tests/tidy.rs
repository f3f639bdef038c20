//! The house rules as tests: who may know whom, how long things are, and which words are used.
//!
//! Each test lists every offender with its place. The rules and their reasons are in `src/lib.rs`
//! and `.github/CONTRIBUTING.md`. Text is scanned, not parsed: simple, and good enough to be relied
//! upon, since every rule was seen to catch what it is there to catch.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "tidy/faults.rs"]
mod faults;
#[path = "tidy/hazards.rs"]
mod hazards;
#[path = "tidy/items.rs"]
mod items;
#[path = "tidy/layers.rs"]
mod layers;
#[path = "tidy/shape.rs"]
mod shape;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/wording.rs"]
mod wording;

use source::{Source, ours};

/// Fails with the list of offenders, if there are any.
fn none(rule: &str, offenders: impl IntoIterator<Item = String>) {
    let offenders: Vec<_> = offenders.into_iter().collect();
    assert!(
        offenders.is_empty(),
        "{rule}:\n  {}",
        offenders.join("\n  ")
    );
}

/// Every place where one of these words stands in the shipped code of these files.
fn places<'a>(sources: impl Iterator<Item = &'a Source>, forbidden: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for word in forbidden {
            found.extend(
                source
                    .words(word)
                    .map(|at| format!("{} {word}", source.place(at))),
            );
        }
    }
    found
}

/// Our files below one of these places.
fn below(prefixes: &[&str]) -> impl Iterator<Item = &'static Source> {
    ours().filter(|source| {
        prefixes
            .iter()
            .any(|prefix| source.path.starts_with(prefix))
    })
}
