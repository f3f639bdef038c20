//! Who may know whom: the rooms, the crates they hold, and what stays pure.

use crate::items::{crate_mentions, crate_paths};
use crate::source::ours;
use crate::{below, none, places};

/// The rooms, and the rooms each may import. Arrows point down only.
const ROOMS: [(&str, &[&str]); 12] = [
    ("model", &[]),
    ("plan", &["model"]),
    ("config", &["model"]),
    ("rpc", &["model"]),
    ("secrets", &["model"]),
    ("journal", &["model"]),
    (
        "engine",
        &["model", "plan", "config", "rpc", "secrets", "journal"],
    ),
    (
        "cli",
        &["model", "plan", "config", "secrets", "journal", "engine"],
    ),
    (
        "tui",
        &["model", "plan", "config", "secrets", "journal", "engine"],
    ),
    ("logging", &["model"]),
    ("lib", &[]),
    ("main", ALL_ROOMS),
];
const ALL_ROOMS: &[&str] = &[
    "model", "plan", "config", "rpc", "secrets", "journal", "engine", "cli", "tui", "logging",
];

/// Crates that are held in one place: where they may be named.
const HELD: [(&str, &[&str]); 15] = [
    ("ratatui", &["src/tui/"]),
    ("crossterm", &["src/tui/"]),
    ("tui_input", &["src/tui/"]),
    ("tui_logger", &["src/tui/", "src/logging.rs"]),
    ("tracing_subscriber", &["src/logging.rs"]),
    ("reqwest", &["src/rpc/"]),
    ("rustls", &["src/rpc/"]),
    ("quick_xml", &["src/rpc/"]),
    ("keyring", &["src/secrets/"]),
    ("argon2", &["src/secrets/"]),
    ("chacha20poly1305", &["src/secrets/"]),
    ("ini", &["src/config/"]),
    ("etcetera", &["src/config/"]),
    ("clap", &["src/cli/", "src/main.rs"]),
    ("anyhow", &["src/main.rs"]),
];

/// Places that stay pure, and the crates they never name.
const PURE: [(&str, &[&str]); 9] = [
    (
        "src/model/",
        &[
            "tokio",
            "tokio_util",
            "serde",
            "serde_json",
            "toml",
            "tracing",
        ],
    ),
    (
        "src/plan/",
        &[
            "tokio",
            "tokio_util",
            "serde",
            "serde_json",
            "toml",
            "tracing",
        ],
    ),
    ("src/config/", &["tokio", "tokio_util"]),
    ("src/journal/", &["tokio", "tokio_util"]),
    ("src/logging.rs", &["tokio", "tokio_util"]),
    (
        "src/tui/state/",
        &["tokio", "tokio_util", "ratatui", "crossterm", "tui_logger"],
    ),
    (
        "src/tui/update/",
        &["tokio", "tokio_util", "ratatui", "crossterm", "tui_logger"],
    ),
    ("src/tui/view/", &["tokio", "tokio_util"]),
    ("src/tui/widget/", &["tokio", "tokio_util"]),
];

/// Files that may name a crate which their place may not, and why.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "src/model/line/json.rs",
    "serde_json",
    "a line of a log is read to be laid out, not to be kept: only serde_json knows what is JSON",
)];

#[test]
fn rooms_import_only_what_lies_below_them() {
    let mut offenders = Vec::new();
    for source in ours() {
        let room = source.room().unwrap().to_owned();
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            offenders.push(format!("{}: no room is called {room}", source.path));
            continue;
        };
        for (place, path) in crate_paths(source) {
            let other = path.first().map_or("", String::as_str);
            let is_room = ROOMS.iter().any(|(name, _)| *name == other);
            if is_room && other != room && !allowed.contains(&other) {
                offenders.push(format!("{place} {room} imports {other}"));
            }
        }
    }
    none(
        "arrows point down only, see the table in src/lib.rs",
        offenders,
    );
}

#[test]
fn crates_stay_where_they_are_held() {
    let mut offenders = Vec::new();
    for source in ours() {
        for (name, homes) in HELD {
            if !homes.iter().any(|home| source.path.starts_with(home)) {
                let found = crate_mentions(&source.code, name);
                offenders.extend(
                    found
                        .iter()
                        .map(|at| format!("{} {name}", source.place(*at))),
                );
            }
        }
    }
    none("a crate is named only where it is held", offenders);
}

#[test]
fn pure_places_stay_pure() {
    let mut offenders = Vec::new();
    for (place, crates) in PURE {
        for source in below(&[place]) {
            let is_exception = |name: &&&str| {
                let mut all = EXCEPTIONS.iter();
                all.any(|(path, held, _)| source.path == *path && held == *name)
            };
            for name in crates.iter().filter(|name| !is_exception(name)) {
                let found = crate_mentions(&source.shipped, name);
                offenders.extend(
                    found
                        .iter()
                        .map(|at| format!("{} {name}", source.place(*at))),
                );
            }
        }
    }
    none("no sockets, tasks or formats here", offenders);
}

#[test]
fn state_and_update_never_name_the_view() {
    let mut offenders = Vec::new();
    for source in below(&["src/tui/state/", "src/tui/update/"]) {
        for (place, path) in crate_paths(source) {
            if path.starts_with(&["tui".to_owned(), "view".to_owned()]) {
                offenders.push(place);
            }
        }
    }
    none(
        "the view reads the state, never the other way round",
        offenders,
    );
}

#[test]
fn the_view_never_names_a_channel() {
    let views = below(&["src/tui/view/", "src/tui/widget/"]);
    none(
        "drawing has no side effects",
        places(views, &["mpsc", "Sender", "Receiver"]),
    );
}

#[test]
fn time_comes_in_as_data() {
    let pure = [
        "src/model/",
        "src/plan/",
        "src/tui/state/",
        "src/tui/update/",
        "src/tui/view/",
    ];
    none(
        "nobody here asks what time it is",
        places(below(&pure), &["now()"]),
    );
}
