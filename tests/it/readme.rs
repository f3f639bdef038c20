//! The README: its key table, links, pictures, command lines and configs are what the program has.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use supdeck::cli::{self, Exit};
use supdeck::config::Config;
use supdeck::tui::command::Command;
use supdeck::tui::keymap::Keymap;
use supdeck::tui::launch;

const BEGIN: &str = "<!-- keys -->\n";
const END: &str = "<!-- /keys -->\n";

/// Documents whose links are checked.
const DOCUMENTS: [&str; 3] = ["README.md", "CHANGELOG.md", ".github/CONTRIBUTING.md"];

/// The commands somebody needs on the first day, in the order of that day.
const FIRST_DAY: [Command; 24] = [
    Command::Dashboard,
    Command::Processes,
    Command::Open,
    Command::Back,
    Command::Filter,
    Command::SortMenu,
    Command::Mark,
    Command::MarkAll,
    Command::MarkMenu,
    Command::Restart,
    Command::Start,
    Command::Stop,
    Command::Signal,
    Command::ActionMenu,
    Command::Logs,
    Command::Search,
    Command::Only,
    Command::Save,
    Command::PageOut,
    Command::SignIn,
    Command::Refresh,
    Command::ReadOnly,
    Command::Runs,
    Command::Help,
];

fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn document(name: &str) -> String {
    fs::read_to_string(place(name)).unwrap()
}

/// The key table as the keymap has it.
fn table() -> String {
    let keymap = Keymap::new([]).unwrap();
    let row = |command: Command| {
        let keys = keymap.keys(command).iter();
        let keys: Vec<String> = keys
            .map(|key| format!("`{key}`").replace('|', r"\|"))
            .collect();
        let (name, help) = (command.name(), command.help());
        format!("| {} | {help} | `{name}` |\n", keys.join(" "))
    };
    let head = "| Keys | What they do | Name in `[keys]` |\n|---|---|---|\n";
    FIRST_DAY
        .into_iter()
        .map(row)
        .fold(head.to_owned(), |table, row| table + &row)
}

/// What only one of two texts has, line by line.
fn difference(old: &str, new: &str) -> String {
    let only = |sign: char, these: &str, those: &str| -> Vec<String> {
        let those: BTreeSet<&str> = those.lines().collect();
        let lines = these.lines().filter(|line| !those.contains(line));
        lines.map(|line| format!("{sign} {line}")).collect()
    };
    [only('-', old, new), only('+', new, old)]
        .concat()
        .join("\n")
}

#[test]
fn the_key_table_is_the_keymap() {
    let readme = document("README.md");
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    let table = table();
    // With this set the table is written anew: read the difference before keeping it.
    if std::env::var_os("SUPDECK_WRITE_EXPECTED").is_some() {
        let text = format!("{before}{BEGIN}{table}{END}{after}");
        fs::write(place("README.md"), text).unwrap();
        return;
    }
    assert!(
        written == table,
        "the key table of the README is not the keymap; SUPDECK_WRITE_EXPECTED=1 writes it anew:\n{}",
        difference(written, &table)
    );
}

/// The text outside code, in which brackets mean links.
fn prose(text: &str) -> String {
    let outside = text.split("```").step_by(2);
    outside
        .flat_map(|part| part.split('`').step_by(2))
        .collect()
}

/// What the links and pictures of a text point to.
fn targets(text: &str) -> Vec<String> {
    let prose = prose(text);
    let after = prose.split("](").skip(1);
    let targets = after.filter_map(|rest| rest.split_once(')'));
    targets.map(|(target, _)| target.to_owned()).collect()
}

fn is_picture(target: &str) -> bool {
    let endings = ["png", "svg"];
    let ending = Path::new(target).extension().and_then(|e| e.to_str());
    ending.is_some_and(|ending| endings.contains(&ending))
}

/// The anchors that headings make: small letters, dashes for spaces, no punctuation.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| -> String {
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter_map(|letter| match letter {
            ' ' => Some('-'),
            letter if letter.is_alphanumeric() || letter == '-' => Some(letter),
            _ => None,
        });
        kept.collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for name in DOCUMENTS {
        let text = document(name);
        let anchors = anchors(&text);
        for target in targets(&text) {
            let leads = match target.strip_prefix('#') {
                Some(anchor) => anchors.contains(anchor),
                None if target.contains("://") || is_picture(&target) => true,
                None => place(name).parent().unwrap().join(&target).exists(),
            };
            if !leads {
                broken.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "these lead nowhere: {broken:#?}");
}

#[test]
fn pictures_are_there() {
    let pictures: Vec<String> = targets(&document("README.md"))
        .into_iter()
        .filter(|target| is_picture(target))
        .collect();
    assert!(!pictures.is_empty(), "the README has no picture");
    let missing: Vec<_> = pictures
        .iter()
        .filter(|picture| !place(picture).is_file())
        .collect();
    assert!(
        missing.is_empty(),
        "SUPDECK_SCREENSHOTS=1 lets the screen tests write pictures, but not: {missing:#?}"
    );
}

/// The code blocks of a kind.
fn blocks<'a>(text: &'a str, kind: &str) -> Vec<&'a str> {
    let fence = format!("```{kind}\n");
    let after = text.split(fence.as_str()).skip(1);
    after
        .filter_map(|rest| Some(rest.split_once("```")?.0))
        .collect()
}

/// Every command line of ours, in blocks and in sentences, as the shell would hand it over.
fn command_lines(text: &str) -> BTreeSet<String> {
    let in_blocks = blocks(text, "sh").into_iter().flat_map(str::lines);
    let in_sentences = text.split('`').skip(1).step_by(2);
    let shell = ['#', '>', '|', '&', ';'];
    in_blocks
        .chain(in_sentences)
        .map(|line| line.replace("cargo run --release --", "supdeck"))
        .filter_map(|line| Some(line.split(shell).next()?.trim().to_owned()))
        .filter(|line| line.starts_with("supdeck ") && !line.contains('\n'))
        .collect()
}

#[test]
fn command_lines_are_understood() {
    let lines: BTreeSet<String> = DOCUMENTS
        .into_iter()
        .flat_map(|name| command_lines(&document(name)))
        .collect();
    assert!(lines.contains("supdeck demo"), "{lines:?}");
    let refused: Vec<_> = lines
        .iter()
        .filter(|line| cli::parse(line.split_whitespace().map(OsString::from)) == Err(Exit::USAGE))
        .collect();
    assert!(refused.is_empty(), "these are wrong usage: {refused:#?}");
}

#[test]
fn configs_are_good() {
    let readme = document("README.md");
    let configs = blocks(&readme, "toml");
    assert!(!configs.is_empty(), "the README has no config");
    for text in configs {
        let config = match Config::parse(Path::new("README.md"), text) {
            Ok(config) => config,
            Err(error) => panic!("{:#?}", error.mistakes),
        };
        assert_eq!(launch::mistakes(&config), [], "{text}");
    }
}
