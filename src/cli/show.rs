//! `supdeck info --self`, and how a verb says what went wrong.

use std::path::PathBuf;

use super::call::Call;
use super::exit::Exit;
use super::print;

/// Prints what a bug report needs.
pub fn about_self(call: &Call<'_>) -> Exit {
    let facts = facts(call);
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

/// Tells why nothing was done, and that nothing was.
pub fn refuse(sentence: &str) -> Exit {
    complain(sentence);
    Exit::USAGE
}

fn facts(call: &Call<'_>) -> Vec<(&'static str, String)> {
    let shown = |path: Option<&PathBuf>| {
        path.map_or_else(
            || "none, there is no home".to_owned(),
            |path| path.display().to_string(),
        )
    };
    let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| "unset".to_owned());
    let tmux = std::env::var_os("TMUX").map_or("no", |_| "yes");
    vec![
        ("supdeck", env!("CARGO_PKG_VERSION").to_owned()),
        ("config", shown(call.places.user.as_ref())),
        ("state", shown(call.places.state.as_ref())),
        ("journal", call.places.journal(None).display().to_string()),
        ("TERM", variable("TERM")),
        ("COLORTERM", variable("COLORTERM")),
        ("LANG", variable("LANG")),
        ("TMUX", tmux.to_owned()),
    ]
}
