//! What has to hold for any text in our two languages: asked by the fuzz targets, and by `cargo test`.

use std::collections::BTreeSet;
use std::time::Duration;

use supdeck::model::{Candidate, EnvironmentName, Health, Nodeset, Selector};

/// The most names a nodeset may mention.
pub const MOST: usize = 20_000;

/// A nodeset is refused with a place in it, or is a set that folding and sorting leave as it is.
pub fn nodeset(text: &str) {
    let set = match Nodeset::parse(text, &groups) {
        Ok(set) => set,
        Err(error) => {
            assert!((1..=text.chars().count() + 1).contains(&error.column));
            assert!(!error.message.is_empty());
            return;
        }
    };
    let names: BTreeSet<&str> = set.names().iter().map(String::as_str).collect();
    assert_eq!(names.len(), set.names().len(), "each name once");
    assert!(names.len() <= MOST && !names.contains(""));
    assert!(names.iter().all(|name| name.len() <= 255));
    let folded = set.to_string();
    let unfolded = Nodeset::parse(&folded, &|_| None).unwrap();
    assert_eq!(names, unfolded.names().iter().map(String::as_str).collect());
    let sorted = set.clone().sorted();
    assert_eq!(names, sorted.names().iter().map(String::as_str).collect());
    assert_eq!(sorted.clone().sorted(), sorted, "sorted once is sorted");
    if let Ok(twice) = Nodeset::union([text, text], &groups) {
        assert_eq!(twice, set);
    }
}

/// A selector is refused with a place in it, or means the same however often it is written.
pub fn selector(text: &str) {
    let selector = match Selector::parse(text) {
        Ok(selector) => selector,
        Err(error) => {
            assert!((1..=text.chars().count() + 1).contains(&error.column));
            assert!(!error.message.is_empty());
            return;
        }
    };
    assert_eq!(selector.text(), text);
    let mut forms = vec![selector.clone(), Selector::parse(text).unwrap()];
    // Twice may be longer than a selector can be.
    forms.extend(Selector::parse(&format!("{text} | {text}")));
    let environments = ["prod", "canary"].map(EnvironmentName::new);
    for candidate in candidates(&environments) {
        let chosen = selector.matches(&candidate);
        assert!(forms.iter().all(|form| form.matches(&candidate) == chosen));
        assert!(chosen || !selector.is_empty(), "the empty one chooses all");
    }
}

/// The groups there are.
pub fn groups(name: &str) -> Option<Vec<String>> {
    let names: &[&str] = match name {
        "prod" => &["web01", "web02", "db"],
        "rack1" => &["web01"],
        "rack2" => &["web02"],
        "*" => &["web01", "web02", "db", "stg"],
        _ => return None,
    };
    Some(names.iter().map(|name| (*name).to_owned()).collect())
}

/// Rows to choose from: one with every fact, one with none, one of foreign letters.
pub fn candidates(environments: &[EnvironmentName; 2]) -> [Candidate<'_>; 3] {
    [
        Candidate {
            group: Some("api"),
            name: Some("Web_02"),
            node: Some("web-01"),
            environments,
            health: Some(Health::Running),
            uptime: Some(Duration::from_secs(400)),
            pid: Some(4711),
            ..Candidate::default()
        },
        Candidate::default(),
        Candidate {
            group: Some("größe"),
            name: Some("two \"words\" | [x]*\\\n"),
            health: Some(Health::Fatal),
            exit_status: Some(-1),
            ..Candidate::default()
        },
    ]
}
