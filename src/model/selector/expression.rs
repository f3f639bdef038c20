//! A whole selector: words that all have to match, in one or more alternatives.

use std::fmt;

use thiserror::Error;

use super::candidate::Candidate;
use super::parse::{Reading, parse};
use super::term::Term;

/// Text that chooses rows, ready to be asked. The empty one chooses all.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    pub(super) text: String,
    pub(super) alternatives: Vec<Vec<Factor>>,
}

/// One word, and whether it is wanted.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    pub(super) term: Term,
    pub(super) sign: Sign,
}

/// Whether a word is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Wanted,
    Unwanted,
}

/// What is wrong with the text of a selector.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message} (column {column})")]
pub struct SelectorError {
    /// What is wrong, as a sentence.
    pub message: String,
    /// Where the word in question begins: letters from the start, the first is 1.
    pub column: usize,
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    ///
    /// The first word that means nothing: an open regex, a state nobody knows, a value of the
    /// wrong kind.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        parse(text, Reading::Pieces)
    }

    /// Reads the selector of a command: there a word without a key is the whole name of a process,
    /// with its group or without, or a glob of it. So `web` is never `webhook`, nor all of `web-01`.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`].
    pub fn of_names(text: &str) -> Result<Self, SelectorError> {
        parse(text, Reading::Names)
    }

    /// The text of one word that asks for exactly this value: `group:api`, `group:"two words"`.
    #[must_use]
    pub fn exactly(key: &str, value: &str) -> String {
        let plain = |letter: char| letter.is_alphanumeric() || "_-.:@+".contains(letter);
        if !value.is_empty() && value.chars().all(plain) {
            return format!("{key}:{value}");
        }
        let escaped = value.replace('\\', r"\\").replace('"', r#"\""#);
        format!(r#"{key}:"{escaped}""#)
    }

    /// The text as it was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it chooses all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.alternatives.is_empty()
    }

    /// Whether it chooses the candidate.
    #[must_use]
    pub fn matches(&self, candidate: &Candidate<'_>) -> bool {
        let holds =
            |factor: &Factor| factor.term.matches(candidate) == (factor.sign == Sign::Wanted);
        self.is_empty() || self.alternatives.iter().any(|all| all.iter().all(holds))
    }

    /// Whether it may choose something on a node, as far as the node alone tells: its name, its
    /// environments and its labels.
    #[must_use]
    pub fn may_choose_on(&self, node: &Candidate<'_>) -> bool {
        let may_hold = |factor: &Factor| {
            let holds = factor.term.holds_on(node);
            holds.is_none_or(|holds| holds == (factor.sign == Sign::Wanted))
        };
        self.is_empty() || self.alternatives.iter().any(|all| all.iter().all(may_hold))
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}

impl PartialEq for Selector {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Selector {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::*;
    use crate::model::id::EnvironmentName;
    use crate::model::process::{Health, ProcessState};
    use crate::model::rollup::{environments, groups, nodes, processes};
    use crate::model::sample::{bad, fleet, good, process, refused, roster};

    /// Whether the text chooses `api:Web_02` on web-01 in prod and canary.
    fn chooses(text: &str) -> bool {
        let environments = ["prod", "canary"].map(EnvironmentName::new);
        let labels = BTreeMap::from([("dc".to_owned(), "fra1".to_owned())]);
        let candidate = Candidate {
            group: Some("api"),
            name: Some("Web_02"),
            node: Some("web-01"),
            environments: &environments,
            labels: Some(&labels),
            word: None,
            health: Some(Health::Running),
            uptime: Some(Duration::from_secs(400)),
            exit_status: None,
            pid: Some(4711),
        };
        Selector::parse(text).unwrap().matches(&candidate)
    }

    fn assert_all(wanted: bool, texts: &[&str]) {
        for text in texts {
            assert_eq!(chooses(text), wanted, "{text}");
        }
    }

    #[test]
    fn words_all_have_to_be_somewhere() {
        assert_all(
            true,
            &[
                "",
                "  ",
                "api",
                "web",
                "api:web",
                "pi:we",
                "api prod",
                "web-01 canary",
            ],
        );
        assert_all(false, &["db", "api db", "api:01", "apiweb", "api:web_02:"]);
    }

    /// The same process and another one, as a command would choose them.
    fn commands(text: &str) -> (bool, bool) {
        let environments = ["prod"].map(EnvironmentName::new);
        let grouped = Candidate {
            group: Some("api"),
            name: Some("web_02"),
            node: Some("web-01"),
            environments: &environments,
            ..Candidate::default()
        };
        let alone = Candidate {
            group: Some("cron"),
            name: Some("cron"),
            ..grouped
        };
        let selector = Selector::of_names(text).unwrap();
        (selector.matches(&grouped), selector.matches(&alone))
    }

    #[test]
    fn a_command_takes_whole_names_and_no_places() {
        for text in [
            "web_02",
            "api:web_02",
            "api:*",
            "*:web_02",
            "web_0?",
            "\"web_02\"",
            "api:\"web_02\"",
        ] {
            assert_eq!(commands(text), (true, false), "{text}");
        }
        for text in ["cron", "cron:cron", "cron:*", "c*"] {
            assert_eq!(commands(text), (false, true), "{text}");
        }
        for text in [
            "web",
            "web-*",
            "web-01",
            "prod",
            "api",
            "\"web\"",
            "pi:web_02",
        ] {
            assert_eq!(commands(text), (false, false), "{text}");
        }
        for text in ["env:prod", "node:web-01", "web_02 | cron", "!web", "/prod/"] {
            assert_eq!(commands(text), (true, true), "{text}");
        }
    }

    #[test]
    fn a_node_that_cannot_have_what_is_meant_is_ruled_out() {
        let environments = ["prod"].map(EnvironmentName::new);
        let labels = BTreeMap::from([("dc".to_owned(), "fra1".to_owned())]);
        let node = Candidate {
            node: Some("web-01"),
            environments: &environments,
            labels: Some(&labels),
            ..Candidate::default()
        };
        let may = |text: &str| Selector::of_names(text).unwrap().may_choose_on(&node);
        for text in [
            "",
            "cron",
            "env:prod cron",
            "!env:stage",
            "env:stage | cron",
            "dc:fra1 cron",
            "!cron",
            "dc:ams",
        ] {
            assert!(may(text), "{text}");
        }
        for text in [
            "env:stage",
            "cron env:stage",
            "!env:prod",
            "node:db-*",
            "!dc:fra1 cron",
        ] {
            assert!(!may(text), "{text}");
        }
    }

    #[test]
    fn a_capital_makes_a_word_exact() {
        assert_all(true, &["Web_02", "web_02", "name:Web_02", "/W.b/", "~Wb2"]);
        assert_all(false, &["WEB_02", "API", "name:wEb_02", "/W.B/", "~WB2"]);
    }

    #[test]
    fn alternatives_and_negation() {
        assert_all(
            true,
            &[
                "db | api",
                "db|prod web",
                "!db",
                "!!api",
                "api !db",
                "| api",
                "api |",
            ],
        );
        assert_all(
            false,
            &["!api", "db | stage", "api !prod", "prod db | stage"],
        );
    }

    #[test]
    fn keys_ask_for_whole_names_or_globs() {
        assert_all(
            true,
            &[
                "env:prod",
                "env:canary",
                "env:c*",
                "node:web-*",
                "node:web-0[12]",
                "group:api",
                "name:web_0?",
                "name:api:web_02",
                "node:web-[!a-z]1",
                "web-*",
                "api:*",
                "*_02",
            ],
        );
        assert_all(
            false,
            &[
                "env:pro",
                "env:*x",
                "node:web",
                "node:web-0[!1]",
                "group:ap",
                "name:02",
                "eb-*",
            ],
        );
        assert_all(true, &["dc:fra1", "dc:fra*", "!dc:ams", r#"dc:"fra1""#]);
        assert_all(false, &["dc:fra", "rack:fra1"]);
    }

    #[test]
    fn states_are_asked_for_by_their_beginning() {
        assert_all(
            true,
            &["state:running", "state:RUN", "!state:bad", "state:r"],
        );
        assert_all(false, &["state:fatal", "state:bad", "state:nodata"]);
    }

    #[test]
    fn values_are_compared() {
        assert_all(
            true,
            &[
                "up>5m",
                "up<1h",
                "up<=400s",
                "up>=6m40s",
                "pid=4711",
                "pid:4711",
                "pid!=1",
                "!exit=0",
                "!exit!=0",
                "up<1d2h",
            ],
        );
        assert_all(false, &["up<5m", "up>1w", "exit=0", "exit!=0", "pid>4711"]);
    }

    #[test]
    fn searches() {
        assert_all(
            true,
            &[
                "/^api:w.*2$/",
                "/can.ry/",
                "!/db|sql/",
                "~apw2",
                r"/web\S01/",
            ],
        );
        assert_all(false, &["/^web_02$/", "~zz", "/prod$x/"]);
    }

    #[test]
    fn quotes_take_a_text_as_it_stands() {
        let name = r#"two "words" | [x]*\"#;
        let text = Selector::exactly("name", name);
        let candidate = |name| Candidate {
            name: Some(name),
            ..Candidate::default()
        };
        let selector = Selector::parse(&format!("{text} !db")).unwrap();
        assert!(selector.matches(&candidate(name)));
        assert!(!selector.matches(&candidate("two words")));
        assert_eq!(Selector::exactly("group", "api-2"), "group:api-2");
        assert!(
            Selector::parse(r#"two"w"#).is_ok(),
            "a quote inside a word is a letter"
        );
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        for (text, column, message) in [
            ("api /x", 5, "a regex ends with a second /"),
            ("é /(/", 3, "the regex /(/ is broken: unclosed group"),
            ("//", 1, "nothing stands between the two /"),
            ("a !", 3, "! wants a word after it"),
            ("~", 1, "~ wants letters after it"),
            ("env:", 1, "env: wants a value after it"),
            ("web-[a", 1, "the [ in web-[a has no closing ]"),
            (
                "x node:[z-a]",
                3,
                "the glob [z-a] is broken: invalid character class range, the start must be <= the end",
            ),
            (
                "up<soon",
                1,
                "up is compared with a duration, such as up<5m or up>1h30m",
            ),
            ("up=5m", 1, "up is compared with < or >, such as up<5m"),
            (
                "exit=x",
                1,
                "exit is compared with a whole number, such as exit=1",
            ),
            ("mem>5", 1, "up, exit and pid can be compared, mem cannot"),
            (r#"name:"a"#, 1, "a quoted text ends with a second \""),
            (
                "/a{999}{999}{999}/",
                1,
                "the regex /a{999}{999}{999}/ is broken: it is too large",
            ),
        ] {
            let error = Selector::parse(text).unwrap_err();
            assert_eq!(
                (error.column, error.message.as_str()),
                (column, message),
                "{text}"
            );
        }
        let error = Selector::parse("state:dead").unwrap_err();
        assert!(
            error
                .message
                .starts_with("no state begins with dead; known are bad, fatal")
        );
        assert!(Selector::parse(&"a".repeat(1001)).is_err());
    }

    #[test]
    fn every_kind_of_row_is_a_candidate() {
        let roster = roster(&["web-1", "web-2"], &[("prod", &["web-1"])]);
        let fleet = fleet(
            &roster,
            &[
                good(
                    "web-1",
                    "12:00:00",
                    vec![process("web-1", "api:a", ProcessState::Fatal)],
                ),
                good(
                    "web-2",
                    "12:00:00",
                    vec![process("web-2", "cron", ProcessState::Running)],
                ),
                bad("web-2", "12:00:02", refused()),
            ],
        );
        let chosen = |text: &str| {
            let selector = Selector::parse(text).unwrap();
            let rows = processes(&fleet, &roster);
            let processes = rows.filter(|row| selector.matches(&row.into())).count();
            let rows = nodes(&fleet, &roster);
            let nodes = rows
                .iter()
                .filter(|row| selector.matches(&(*row).into()))
                .count();
            let rows = environments(&fleet, &roster);
            let environments = rows
                .iter()
                .filter(|row| selector.matches(&(*row).into()))
                .count();
            let rows = groups(&fleet, &roster);
            let groups = rows
                .iter()
                .filter(|row| selector.matches(&(*row).into()))
                .count();
            [processes, nodes, environments, groups]
        };
        assert_eq!(chosen(""), [2, 2, 2, 2]);
        assert_eq!(chosen("env:prod"), [1, 1, 1, 1]);
        assert_eq!(chosen("state:bad"), [2, 2, 2, 2]);
        assert_eq!(chosen("state:fatal"), [1, 1, 1, 1]);
        assert_eq!(chosen("state:nodata"), [1, 1, 1, 1]);
        assert_eq!(chosen("state:down"), [0, 1, 0, 0]);
        assert_eq!(
            chosen("state:running"),
            [0, 0, 0, 0],
            "last known is not running"
        );
        assert_eq!(chosen("web-2"), [1, 1, 0, 0]);
        assert_eq!(chosen("group:api"), [1, 0, 0, 1]);
        assert_eq!(chosen("dc:fra1"), [2, 2, 0, 0]);
        assert_eq!(chosen("up>1s"), [0, 0, 0, 0]);
    }

    #[test]
    fn a_selector_may_travel_to_another_task() {
        fn is_send<T: Send>(_: &T) {}
        let selector = Selector::parse("~x /y/ z*").unwrap();
        is_send(&selector);
        assert_eq!(selector.to_string(), "~x /y/ z*");
        assert_eq!(selector.clone(), selector);
    }

    const WORDS: [&str; 13] = [
        "api",
        "!web",
        "env:p*",
        "state:bad",
        "state:run",
        "up<5m",
        "exit!=0",
        "pid>1",
        "/a.i/",
        "~ap",
        "dc:fra1",
        "\"a b\"",
        "web-[0-9]*",
    ];

    proptest::proptest! {
        #[test]
        fn no_text_brings_it_down(text in r#"[a-zÀ-ÿ0-9:!|/~"\\*?\[\]<>= ~^&-]{0,40}"#, any: String) {
            for text in [text, any] {
                if let Ok(selector) = Selector::parse(&text) {
                    let ignored = selector.matches(&Candidate::default());
                    proptest::prop_assert!(ignored || !selector.is_empty());
                    let _ = chooses(&text);
                }
            }
        }

        #[test]
        fn each_candidate_is_chosen_by_a_word_or_by_its_negation(
            word in proptest::sample::select(&WORDS[..]), empty: bool,
        ) {
            let matches = |text: &str| {
                if empty {
                    Selector::parse(text).unwrap().matches(&Candidate::default())
                } else {
                    chooses(text)
                }
            };
            proptest::prop_assert_ne!(matches(word), matches(&format!("!{word}")));
        }

        #[test]
        fn alternatives_and_words_are_or_and_and(
            a in proptest::sample::select(&WORDS[..]), b in proptest::sample::select(&WORDS[..]),
        ) {
            let (left, right) = (chooses(a), chooses(b));
            proptest::prop_assert_eq!(chooses(&format!("{a} {b}")), left && right);
            proptest::prop_assert_eq!(chooses(&format!("{a} | {b}")), left || right);
        }
    }
}
