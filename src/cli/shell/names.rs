//! The names a word may go on with: nodes and environments of the config, keys and states.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap_complete::engine::CompletionCandidate;

use crate::config::{Config, Places};
use crate::model::{Health, Roster};

/// What may begin a selector, apart from names that only a live fleet knows.
const BEGINNINGS: [&str; 7] = ["env:", "node:", "group:", "name:", "state:", "all", "on"];

/// How a nodeset may go on: its last item with the name of a node or of an environment.
pub(super) fn nodesets(current: &OsStr) -> Vec<CompletionCandidate> {
    let text = current.to_string_lossy();
    let (before, item) = text.split_at(last_item(&text));
    let roster = roster();
    let environments = environment_names(&roster).map(|name| format!("@{name}"));
    let names = node_names(&roster).chain(environments);
    offered(before, item, names)
}

/// How a word of a selector may go on; after `on` it is a nodeset.
pub(super) fn words(current: &OsStr) -> Vec<CompletionCandidate> {
    if word_before().is_some_and(|word| word == "on") {
        return nodesets(current);
    }
    let text = current.to_string_lossy();
    let sign = text.len() - text.trim_start_matches('!').len();
    let (sign, word) = text.split_at(sign);
    let Some((key, value)) = word.split_once(':') else {
        let roster = roster();
        let environments = environment_names(&roster).map(|name| format!("@{name}"));
        let names = BEGINNINGS.into_iter().map(str::to_owned);
        return offered(sign, word, names.chain(environments));
    };
    let before = format!("{sign}{key}:");
    let roster = roster();
    match key {
        "env" => offered(&before, value, environment_names(&roster)),
        "node" => offered(&before, value, node_names(&roster)),
        "state" => {
            let states = Health::ALL.map(|health| health.word().to_lowercase().replace(' ', ""));
            offered(&before, value, states.into_iter().chain(["bad".to_owned()]))
        }
        _ => Vec::new(),
    }
}

/// How the name of an environment may go on.
pub(super) fn environments(current: &OsStr) -> Vec<CompletionCandidate> {
    offered("", &current.to_string_lossy(), environment_names(&roster()))
}

/// Where the item that is being typed begins: after the last operator outside brackets.
fn last_item(text: &str) -> usize {
    let mut inside = false;
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            ',' | '!' | '&' | '^' if !inside => start = at + 1,
            _ => {}
        }
    }
    start
}

/// The names that begin so, each once.
fn offered(
    before: &str,
    begun: &str,
    names: impl Iterator<Item = String>,
) -> Vec<CompletionCandidate> {
    let mut fitting: Vec<String> = names.filter(|name| name.starts_with(begun)).collect();
    fitting.dedup();
    let whole = |name: String| CompletionCandidate::new(format!("{before}{name}"));
    fitting.into_iter().map(whole).collect()
}

fn node_names(roster: &Roster) -> impl Iterator<Item = String> {
    roster.nodes().map(|entry| entry.id.to_string())
}

fn environment_names(roster: &Roster) -> impl Iterator<Item = String> {
    let environments = roster.environments().iter();
    environments.map(|environment| environment.name.to_string())
}

/// The nodes of the config that the line names, or of the usual one; none of a config with mistakes.
fn roster() -> Roster {
    let files = Places::of_this_host().files(&named_configs(&line()));
    Config::load(&files).map_or_else(|_| Roster::default(), |config| config.roster)
}

/// The line that is being typed, which the shell hands over behind two dashes.
fn line() -> Vec<OsString> {
    let words = std::env::args_os();
    words.skip_while(|word| word != "--").skip(1).collect()
}

fn word_before() -> Option<OsString> {
    let mut words = line();
    words.pop();
    words.pop()
}

fn named_configs(words: &[OsString]) -> Vec<PathBuf> {
    let next = words.iter().skip(1).chain([]);
    let after = words
        .iter()
        .zip(next)
        .filter(|(word, _)| *word == "--config");
    let joined = words
        .iter()
        .filter_map(|word| word.to_str()?.strip_prefix("--config="));
    let after = after.map(|(_, file)| PathBuf::from(file));
    after.chain(joined.map(PathBuf::from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_item_that_is_being_typed_is_the_last() {
        for (text, item) in [
            ("we", "we"),
            ("web[01-24],we", "we"),
            ("@prod!", ""),
            ("web[1,2", "web[1,2"),
            ("a&@p", "@p"),
        ] {
            assert_eq!(&text[last_item(text)..], item, "{text}");
        }
    }

    #[test]
    fn a_config_on_the_line_is_the_one_that_counts() {
        let words = [
            "supdeck",
            "--config",
            "a",
            "status",
            "--config=b",
            "--config",
        ];
        let words = words.map(OsString::from);
        assert_eq!(named_configs(&words), ["a", "b"].map(PathBuf::from));
    }
}
