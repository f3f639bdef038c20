//! Selectors against the laws of what they are made of.

use proptest::collection::vec;
use proptest::prelude::*;
use supdeck::model::{Candidate, EnvironmentName, Selector};

use super::check::{self, candidates};

/// Words of every kind; each chooses some of the candidates and not others, or none.
const WORDS: [&str; 15] = [
    "api",
    "größe",
    "env:p*",
    "node:web-01",
    "group:api",
    "name:web_0?",
    "state:bad",
    "state:run",
    "up<5m",
    "exit=-1",
    "pid>1",
    "/^a.i/",
    "~ap",
    "\"a b\"",
    "web-[0-9]*",
];

fn word() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&WORDS[..])
}

/// What a text chooses of the candidates.
fn chosen(text: &str) -> Vec<bool> {
    let selector = Selector::parse(text).unwrap();
    let environments = ["prod", "canary"].map(EnvironmentName::new);
    let all = candidates(&environments);
    all.iter().map(|row| selector.matches(row)).collect()
}

proptest! {
    #[test]
    fn any_text_is_a_selector_or_is_refused(
        text in r#"[a-zÀ-ÿ0-9:!|/~"\\*?\[\]<>= ~^&-]{0,60}"#, any: String,
    ) {
        check::selector(&text);
        check::selector(&any);
    }

    /// Alternatives of words, each wanted or not, are disjunctions of conjunctions.
    #[test]
    fn words_are_joined_by_and_and_or(
        alternatives in vec(vec((any::<bool>(), word()), 1..4), 1..4),
    ) {
        let written = |(wanted, word): &(bool, &str)| {
            if *wanted { (*word).to_owned() } else { format!("!{word}") }
        };
        let side = |words: &Vec<(bool, &str)>| words.iter().map(written).collect::<Vec<_>>().join(" ");
        let text = alternatives.iter().map(side).collect::<Vec<_>>().join(" | ");
        let model = |row: usize| {
            alternatives.iter().any(|words| {
                words.iter().all(|(wanted, word)| chosen(word)[row] == *wanted)
            })
        };
        prop_assert_eq!(chosen(&text), (0..3).map(model).collect::<Vec<_>>(), "{}", text);
    }

    #[test]
    fn a_value_taken_exactly_chooses_that_value_alone(value in ".{1,20}", other in ".{1,20}") {
        let selector = Selector::parse(&Selector::exactly("name", &value)).unwrap();
        let named = |name| Candidate { name: Some(name), ..Candidate::default() };
        prop_assert!(selector.matches(&named(&value)), "{:?}", selector);
        let same = value.to_lowercase() == other.to_lowercase();
        prop_assert!(same || !selector.matches(&named(&other)), "{:?} {:?}", value, other);
    }
}
