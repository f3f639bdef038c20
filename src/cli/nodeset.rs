//! `supdeck nodeset`: expands, folds and counts names, as `ClusterShell`'s command does.

use std::io::{self, IsTerminal, Read};

use super::args::NodesetVerb;
use super::call::Call;
use super::choice::{Pointed, members};
use super::exit::Exit;
use super::session::refuse;
use super::{check, print, show};
use crate::config::Config;
use crate::model::Nodeset;

/// Most bytes that are read from standard input.
const MOST_READ: u64 = 4 * 1024 * 1024;

/// Prints what a nodeset means.
pub fn nodeset(call: &Call<'_>, verb: &NodesetVerb) -> Exit {
    let typed = match verb {
        NodesetVerb::Expand(arguments) => &arguments.sets.nodes,
        NodesetVerb::Fold(arguments) | NodesetVerb::Count(arguments) => &arguments.nodes,
    };
    let set = match texts(typed).and_then(|texts| united(call, &texts)) {
        Ok(set) => set.sorted(),
        Err(exit) => return exit,
    };
    let line = match verb {
        NodesetVerb::Expand(arguments) => set.names().join(&unescaped(&arguments.separator)),
        NodesetVerb::Fold(_) => set.to_string(),
        NodesetVerb::Count(_) => set.names().len().to_string(),
    };
    print::out([line.as_str()])
}

/// What was typed; what is read stands where a `-` is, or where nothing was typed.
fn texts(typed: &[String]) -> Result<Vec<String>, Exit> {
    let piped = ["-".to_owned()];
    let nothing = typed.is_empty();
    if nothing && io::stdin().is_terminal() {
        return Err(show::refuse(
            "a nodeset is missing; it is written node1,node2 or node[1-5]",
        ));
    }
    let mut texts = Vec::new();
    for word in if nothing { &piped } else { typed } {
        if word == "-" {
            texts.extend(read()?);
        } else {
            texts.push(word.clone());
        }
    }
    Ok(texts)
}

/// The words of standard input; a `#` ends a line.
fn read() -> Result<Vec<String>, Exit> {
    let mut text = String::new();
    let read = io::stdin().take(MOST_READ + 1).read_to_string(&mut text);
    if let Err(error) = read {
        return Err(show::refuse(&format!(
            "standard input cannot be read: {error}"
        )));
    }
    if text.len() as u64 > MOST_READ {
        return Err(show::refuse("standard input is larger than 4 MiB"));
    }
    let lines = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or(line));
    let words = lines.flat_map(str::split_whitespace);
    Ok(words.map(str::to_owned).collect())
}

/// The names that all texts mean together. The config is read only for the sake of a group.
fn united(call: &Call<'_>, texts: &[String]) -> Result<Nodeset, Exit> {
    let config = if texts.iter().any(|text| text.contains('@')) {
        check::load(call)?
    } else {
        Config::default()
    };
    let groups = |name: &str| members(&config.roster, name);
    let set = Nodeset::union(texts.iter().map(String::as_str), &groups);
    set.map_err(|(at, error)| refuse(&Pointed::letter(error.message, &texts[at], error.column)))
}

/// A text with the two escapes that shells have no easy way to write.
fn unescaped(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\t", "\t")
}
