//! The house rules as tests: who may know whom, how long things are, and which words are used.
//!
//! Each test lists every offender with its place. The rules and their reasons are in `src/lib.rs`
//! and `.github/CONTRIBUTING.md`.

#[path = "tidy/items.rs"]
mod items;
#[path = "tidy/source.rs"]
mod source;

use items::{crate_mentions, crate_paths, functions, types};
use source::{Source, files, ours, root, sources, words};

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

/// Everything that may lie at the top of the tree.
const TOP: [&str; 16] = [
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".config",
    ".deny.toml",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".rustfmt.toml",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "config",
    "screenshots",
];

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 40;
const MOST_PARAMETERS: usize = 4;

/// Fails with the list of offenders, if there are any.
fn none(rule: &str, offenders: Vec<String>) {
    assert!(
        offenders.is_empty(),
        "{rule}:\n  {}",
        offenders.join("\n  ")
    );
}

/// Every place where one of these words stands in the shipped code of these files.
fn places(sources: &[Source], forbidden: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for word in forbidden {
            found.extend(
                source
                    .words(word)
                    .map(|at| format!("{} {word}", source.place(at))),
            );
        }
    }
    found
}

/// Our files below one of these places.
fn below(prefixes: &[&str]) -> Vec<Source> {
    let inside = |source: &Source| {
        prefixes
            .iter()
            .any(|prefix| source.path.starts_with(prefix))
    };
    ours().into_iter().filter(inside).collect()
}

#[test]
fn rooms_import_only_what_lies_below_them() {
    let mut offenders = Vec::new();
    for source in ours() {
        let room = source.room().unwrap().to_owned();
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            offenders.push(format!("{}: no room is called {room}", source.path));
            continue;
        };
        for (place, path) in crate_paths(&source) {
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
            for name in crates {
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
        for (place, path) in crate_paths(&source) {
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
        places(&views, &["mpsc", "Sender", "Receiver"]),
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
        places(&below(&pure), &["now()"]),
    );
}

#[test]
fn every_file_says_in_its_first_line_what_lives_here() {
    let says = |source: &Source| {
        let first = source.raw.lines().next().unwrap_or("");
        first.starts_with("//! ") && first.split(' ').count() > 3
    };
    let silent = sources().into_iter().filter(|source| !says(source));
    none(
        "the first line is `//!` and a sentence",
        silent.map(|source| source.path).collect(),
    );
}

#[test]
fn files_are_short() {
    let too_long = |source: Source| {
        let blank = |(raw, shipped): &(&str, &str)| !raw.is_empty() && shipped.trim().is_empty();
        let all = source.raw.lines().count();
        let gate = source
            .raw
            .lines()
            .position(|line| line == "#[cfg(test)]")
            .unwrap_or(all);
        let pairs = source.raw.lines().zip(source.shipped.lines()).skip(gate);
        let tests = pairs.filter(blank).count();
        let lines = all - tests;
        (lines >= LONGEST_FILE).then(|| format!("{} has {lines} lines", source.path))
    };
    none(
        "a long file hides a noun",
        ours().into_iter().filter_map(too_long).collect(),
    );
}

#[test]
fn functions_are_short() {
    let all = ours().into_iter().flat_map(|source| functions(&source));
    let long = all.filter(|function| function.lines >= LONGEST_FUNCTION);
    let told = long.map(|f| format!("{} {} has {} lines", f.place, f.name, f.lines));
    none("a long function hides another", told.collect());
}

#[test]
fn functions_take_few_parameters() {
    let all = ours().into_iter().flat_map(|source| functions(&source));
    let many = all.filter(|function| function.parameters.len() > MOST_PARAMETERS);
    none(
        "a long list hides a type",
        many.map(|f| format!("{} {}", f.place, f.name)).collect(),
    );
}

#[test]
fn no_parameter_is_a_bool() {
    let is_bool = |parameter: &String| parameter.rsplit(':').next().map(str::trim) == Some("bool");
    let all = ours().into_iter().flat_map(|source| functions(&source));
    let switched = all.filter(|function| function.parameters.iter().any(is_bool));
    let told = switched.map(|f| format!("{} {}", f.place, f.name));
    none(
        "two functions or an enum say what `true` means",
        told.collect(),
    );
}

#[test]
fn functions_have_names_that_say_something() {
    let is_empty = |name: &str| {
        ["handle_", "do_", "manage_", "get_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
    };
    let all = ours().into_iter().flat_map(|source| functions(&source));
    let found = all.filter(|function| is_empty(&function.name));
    none(
        "use a verb of the house",
        found.map(|f| format!("{} {}", f.place, f.name)).collect(),
    );
}

#[test]
fn types_have_names_that_say_something() {
    let endings = ["Manager", "Helper", "Service", "Context"];
    let is_empty = |name: &String| endings.iter().any(|ending| name.ends_with(ending));
    let all = ours().into_iter().flat_map(|source| types(&source));
    let found = all.filter(|(_, name)| is_empty(name));
    none(
        "use a noun of the house",
        found.map(|(at, name)| format!("{at} {name}")).collect(),
    );
}

#[test]
fn rooms_have_names_that_say_something() {
    let empty = [
        "util", "common", "helper", "shared", "type", "misc", "prelude",
    ];
    let is_empty = |path: &String| {
        path.trim_end_matches(".rs").split('/').any(|part| {
            empty.contains(&part)
                || part
                    .strip_suffix('s')
                    .is_some_and(|one| empty.contains(&one))
        })
    };
    let paths = sources().into_iter().map(|source| source.path);
    none(
        "a room is called by its noun",
        paths.filter(is_empty).collect(),
    );
}

#[test]
fn mod_files_hold_no_logic() {
    let mods = ours()
        .into_iter()
        .filter(|source| source.path.ends_with("/mod.rs"));
    let logic = [
        "fn",
        "impl",
        "struct",
        "enum",
        "trait",
        "const",
        "static",
        "macro_rules",
    ];
    let mods: Vec<_> = mods.collect();
    none(
        "mod.rs is documentation, mod lines and re-exports",
        places(&mods, &logic),
    );
}

#[test]
fn lints_are_expected_never_allowed() {
    let mut offenders = Vec::new();
    for source in sources() {
        let found = ["#[allow(", "#![allow("].into_iter();
        let found = found.flat_map(|text| source.code.match_indices(text));
        offenders.extend(found.map(|(at, _)| source.place(at)));
    }
    none("use #[expect(.., reason = \"…\")]", offenders);
}

#[test]
fn what_is_left_to_do_has_an_issue_number() {
    let mut offenders = Vec::new();
    for source in sources() {
        for (number, line) in source.comments.lines().enumerate() {
            let marks = [
                concat!("TO", "DO"),
                concat!("FIX", "ME"),
                concat!("XX", "X"),
            ];
            let marked = marks
                .into_iter()
                .any(|mark| words(line, mark).next().is_some());
            let numbered = line
                .split('#')
                .skip(1)
                .any(|part| part.starts_with(char::is_numeric));
            if marked && !numbered {
                offenders.push(format!("{}:{} {}", source.path, number + 1, line.trim()));
            }
        }
    }
    none("name the issue, or do it", offenders);
}

#[test]
fn no_comment_is_a_banner() {
    let is_ruler = |line: &str| {
        let body = line.trim().strip_prefix("//").unwrap_or("");
        let drawn = !body.starts_with(['!', '/']) || body.starts_with("//");
        drawn
            && ["---", "===", "***", "###", "///", "───", "━━━", "~~~"]
                .iter()
                .any(|r| body.contains(r))
    };
    let mut offenders = Vec::new();
    for source in sources() {
        let lines = source
            .comments
            .lines()
            .enumerate()
            .filter(|(_, line)| is_ruler(line));
        offenders.extend(lines.map(|(number, _)| format!("{}:{}", source.path, number + 1)));
    }
    none("a file that needs banners is two files", offenders);
}

#[test]
fn nothing_prints_behind_the_screen() {
    let outside = |source: &Source| !source.path.starts_with("src/cli/print");
    let sources: Vec<_> = ours().into_iter().filter(outside).collect();
    let macros = ["println!", "print!", "eprintln!", "eprint!", "dbg!"];
    none(
        "log it, draw it, or print it in cli/print",
        places(&sources, &macros),
    );
}

#[test]
fn channels_are_bounded() {
    let forbidden = [
        "unbounded_channel",
        "UnboundedSender",
        "UnboundedReceiver",
        "mpsc::channel()",
    ];
    none(
        "a queue without an end hides a fault until memory ends",
        places(&ours(), &forbidden),
    );
}

#[test]
fn an_interval_skips_what_it_missed() {
    let mut offenders = Vec::new();
    for source in ours()
        .iter()
        .filter(|source| source.shipped.contains("tokio::time"))
    {
        for at in ["interval", "interval_at"]
            .into_iter()
            .flat_map(|word| source.words(word))
        {
            let called = source.shipped[at..]
                .trim_start_matches(source::is_name)
                .starts_with('(');
            let before = source.shipped[..at].trim_end();
            let ours = before.ends_with('.') || before.ends_with("fn");
            let near: Vec<_> = source.shipped[at..].lines().take(8).collect();
            if called && !ours && !near.join("\n").contains("MissedTickBehavior::Skip") {
                offenders.push(source.place(at));
            }
        }
    }
    none(
        "set MissedTickBehavior::Skip right away, or a laptop that wakes up polls in a burst",
        offenders,
    );
}

#[test]
fn state_has_one_owner_and_no_lock() {
    none(
        "no lock in our own code",
        places(&ours(), &["Mutex", "RwLock"]),
    );
}

#[test]
fn nothing_knows_the_machine_it_was_written_on() {
    let places = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
    ];
    let mut offenders = Vec::new();
    for path in files() {
        let bytes = std::fs::read(root().join(&path)).unwrap();
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        let lines = text.lines().enumerate();
        let found = lines.filter(|(_, line)| places.iter().any(|place| line.contains(place)));
        offenders.extend(found.map(|(number, _)| format!("{path}:{}", number + 1)));
    }
    none("no local path in the tree", offenders);
}

#[test]
fn the_top_of_the_tree_stays_small() {
    let is_known = |top: &str| TOP.contains(&top) || top == "src" || top == "tests";
    let mut tops: Vec<_> = files()
        .iter()
        .filter_map(|path| path.split('/').next().map(str::to_owned))
        .collect();
    tops.dedup();
    none(
        "the top of the tree is fixed",
        tops.into_iter().filter(|top| !is_known(top)).collect(),
    );
}
