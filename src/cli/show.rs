//! `supdeck info --self`, and how a verb says what went wrong.

use std::env::consts;
use std::path::Path;

use crate::model::Clean;
use crate::secrets::{CredentialKey, Keyring};

use super::call::Call;
use super::exit::Exit;
use super::print;
use super::session::inside;

/// Prints what a bug report needs.
pub fn about_self(call: &Call<'_>) -> Exit {
    inside(async {
        let facts = facts(call, keyring().await);
        let width = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let lines: Vec<String> = facts
            .iter()
            .map(|(name, value)| format!("{name:width$}  {}", Clean::text(value)))
            .collect();
        print::out(lines.iter().map(String::as_str))
    })
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

/// Whether the keyring answers; there is no such entry in it.
async fn keyring() -> String {
    let store = Keyring::STORE;
    let nobody = CredentialKey::new("supdeck", "info");
    match Keyring::default().read(&nobody).await {
        Ok(_) => format!("{store}: it answers"),
        Err(trouble) => format!("{store}: {trouble}"),
    }
}

fn facts(call: &Call<'_>, keyring: String) -> Vec<(&'static str, String)> {
    let shown = |path: &Path| {
        let note = if path.exists() { "" } else { ", not there" };
        format!("{}{note}", path.display())
    };
    let state = call.places.state.as_deref();
    let configs = call.places.files(&call.arguments.config);
    let configs: Vec<String> = configs.iter().map(|path| shown(path)).collect();
    let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| "unset".to_owned());
    let tmux = std::env::var_os("TMUX").map_or("no", |_| "yes");
    vec![
        ("supdeck", env!("CARGO_PKG_VERSION").to_owned()),
        ("system", format!("{} {}", consts::OS, consts::ARCH)),
        (
            "config",
            if configs.is_empty() {
                "none yet".to_owned()
            } else {
                configs.join(", ")
            },
        ),
        (
            "state",
            state.map_or_else(|| "none, there is no home".to_owned(), shown),
        ),
        ("journal", shown(&call.places.journal(None))),
        ("sealed file", shown(&call.places.sealed_file())),
        ("keyring", keyring),
        ("TERM", variable("TERM")),
        ("COLORTERM", variable("COLORTERM")),
        ("LANG", variable("LANG")),
        ("TMUX", tmux.to_owned()),
    ]
}
