//! What has to hold for any document we read: asked by the fuzz targets, and by `cargo test`.

use std::fmt::Display;
use std::fs;
use std::path::Path;

use supdeck::config::{Config, show};
use supdeck::journal::tail;
use supdeck::rpc::decode;

/// An answer is refused in harmless words, or is itself however often it is read, and no beginning
/// of it is taken for another one.
pub fn answer(data: &[u8]) {
    let whole = match decode(data) {
        Ok(whole) => whole,
        Err(error) => return harmless(&error),
    };
    // A number that is none is equal to nothing, itself included.
    let whole = format!("{whole:?}");
    for end in [data.len() / 3, data.len() / 2, data.len().saturating_sub(1)] {
        if let Ok(part) = decode(&data[..end]) {
            assert_eq!(format!("{part:?}"), whole, "cut after {end} bytes");
        }
    }
}

/// A config is refused in harmless words with its place, or means the same once it is written out.
pub fn config(text: &str) {
    let path = Path::new("supdeck.toml");
    let config = match Config::parse(path, text) {
        Ok(config) => config,
        Err(error) => {
            assert!(!error.mistakes.is_empty());
            for mistake in &error.mistakes {
                let place = mistake.origin.position.map(|position| position.line);
                assert!(place.is_none_or(|line| (1..=text.lines().count().max(1)).contains(&line)));
                harmless(&mistake.message);
            }
            return;
        }
    };
    // Arguments of commands are not shown, and what is included is shown as if it stood here.
    if text.contains("password_command") || text.contains("include") {
        return;
    }
    let journal = Path::new("journal.jsonl");
    let shown = show(&config, journal).join("\n");
    let again = Config::parse(path, &shown);
    let again = again.unwrap_or_else(|error| panic!("{error}\n{shown}"));
    assert_eq!(written(&again, journal), written(&config, journal));
}

/// A journal of any bytes gives records and counts the rest, and of two the last is the end of both.
pub fn journal(data: &[u8], path: &Path) {
    fs::write(path, data).unwrap();
    let both = tail(path, 2).unwrap();
    let last = tail(path, 1).unwrap();
    assert!(both.records.len() <= 2);
    assert_eq!(both.records.last(), last.records.last());
    assert!(both.records.len() + both.skipped <= data.len());
}

/// What a config says, without the lines it comes from.
fn written(config: &Config, journal: &Path) -> Vec<String> {
    let lines = show(config, journal).into_iter();
    lines
        .map(|line| {
            line.split(" # ")
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
        .collect()
}

/// Nothing in a message acts on a terminal.
fn harmless(message: &impl Display) {
    let message = message.to_string();
    assert!(
        !message.is_empty() && !message.contains(char::is_control),
        "{message:?}"
    );
}
