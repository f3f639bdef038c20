//! Printing what other rooms know: `supdeck journal` and `supdeck info`.

use super::exit::Exit;
use super::print;

/// Prints lines that are safe on a terminal already, such as the journal's.
pub fn lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Exit {
    print::out(lines)
}

/// Prints facts by name, one a line; their texts are safe on a terminal already.
pub fn facts(facts: &[(&str, String)]) -> Exit {
    let width = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines: Vec<String> = facts
        .iter()
        .map(|(name, value)| format!("{name:width$}  {value}"))
        .collect();
    print::out(lines.iter().map(String::as_str))
}

/// Tells what went wrong, in one sentence.
pub fn complain(sentence: &str) {
    print::err([format!("supdeck: {sentence}").as_str()]);
}
