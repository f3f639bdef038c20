//! An OpenSSH client config: hosts by name, which may have a supervisord or not.

use super::address;
use super::foreign::{Certainty, Foreign, ForeignNode};

const WHY: &[&str] = &[
    "Candidates: nothing in an SSH config says where a supervisord is.",
    "Take the # away before those that have one, and write its port.",
];

/// Whether a text has lines that only such a config has.
pub(super) fn is_likely(text: &str) -> bool {
    text.lines().filter_map(option).any(|(key, value)| {
        key.eq_ignore_ascii_case("hostname") || (key == "Host" && !value.is_empty())
    })
}

/// Reads the hosts that have a name without a pattern (`ssh_config(5)`); the first word on a host
/// counts. Files it includes and `Match` blocks are left out.
pub(super) fn read(text: &str) -> Foreign {
    let mut foreign = Foreign {
        certainty: Certainty::Candidates(WHY),
        ..Foreign::default()
    };
    let mut block: Vec<ForeignNode> = Vec::new();
    let mut includes = 0;
    for (key, value) in text.lines().filter_map(option) {
        match key.to_ascii_lowercase().as_str() {
            "host" => {
                foreign.nodes.append(&mut block);
                block = words(value)
                    .filter(|name| is_plain(name))
                    .map(host)
                    .collect();
            }
            "match" => foreign.nodes.append(&mut block),
            "hostname" => {
                let place = words(value).next().unwrap_or_default();
                for node in block.iter_mut().filter(|node| node.url.is_empty()) {
                    let place = place.replace("%h", &node.name).replace("%%", "%");
                    node.url = address::of_host(&place, "");
                }
            }
            "include" => includes += 1,
            _ => {}
        }
    }
    foreign.nodes.append(&mut block);
    for node in foreign.nodes.iter_mut().filter(|node| node.url.is_empty()) {
        node.url = address::of_host(&node.name, "");
    }
    if includes > 0 {
        foreign
            .notes
            .push("the files it includes were not read; import each of them".to_owned());
    }
    foreign
}

/// A keyword and what follows it, with a space or an equals sign between them.
fn option(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let end = line.find(|letter: char| letter.is_whitespace() || letter == '=')?;
    let (key, rest) = line.split_at(end);
    let rest = rest.trim_start();
    let value = rest.strip_prefix('=').unwrap_or(rest).trim();
    Some((key, value))
}

/// Words with spaces between them, or in quotes.
fn words(value: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    let cut = move |letter: char| {
        inside ^= letter == '"';
        letter == '"' || (letter.is_whitespace() && !inside)
    };
    value.split(cut).filter(|word| !word.is_empty())
}

/// Neither a pattern nor a negated one.
fn is_plain(name: &str) -> bool {
    !name.contains(['*', '?', '!'])
}

fn host(name: &str) -> ForeignNode {
    ForeignNode {
        name: name.to_owned(),
        ..ForeignNode::default()
    }
}
