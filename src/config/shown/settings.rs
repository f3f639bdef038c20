//! The settings: what files say of them, and the defaults for the rest.

use std::path::Path;
use std::time::Duration;

use jiff::fmt::friendly::SpanPrinter;

use super::line::{DEFAULT, Line, bare_or_quoted, place, quoted};
use crate::config::load::Config;

/// The keys that stand before all tables.
pub(super) fn first(config: &Config) -> Vec<Line> {
    let value = config.read_only.to_string();
    vec![Line::value(
        "read_only",
        &value,
        origin(config, "read_only"),
    )]
}

/// The tables of settings.
pub(super) fn tables(config: &Config, journal: &Path) -> Vec<Line> {
    let roles = config.theme.roles.iter();
    let roles = roles.map(|role| (role.role.as_str(), quoted(&role.style)));
    let keys = config.keys.iter().map(|binding| {
        let keys: Vec<String> = binding.keys.iter().map(|key| quoted(key)).collect();
        (binding.action.as_str(), format!("[{}]", keys.join(", ")))
    });
    let journal = config.journal.as_deref().unwrap_or(journal);
    [
        table(config, "poll", poll(config)),
        table(config, "confirm", confirm(config)),
        table(config, "theme", theme(config)),
        table(config, "theme.roles", roles.collect()),
        table(config, "keys", keys.collect()),
        table(config, "log", log(config)),
        table(config, "sealed_file", sealed_file(config)),
        table(
            config,
            "journal",
            vec![("path", quoted(&journal.to_string_lossy()))],
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A key and its value as TOML.
type Pair<'a> = (&'a str, String);

/// A table with the origin of each of its keys; none where it says nothing.
fn table(config: &Config, name: &str, pairs: Vec<Pair<'_>>) -> Vec<Line> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let head = [Line::blank(), Line::heading(name, None)];
    let line = |(key, value): Pair<'_>| {
        let full = format!("{name}.{}", bare_or_quoted(key));
        Line::value(key, &value, origin(config, &full))
    };
    head.into_iter()
        .chain(pairs.into_iter().map(line))
        .collect()
}

fn poll(config: &Config) -> Vec<Pair<'static>> {
    let poll = &config.poll;
    vec![
        ("interval", duration(poll.interval)),
        ("ease", poll.ease.to_string()),
        ("parallel", poll.parallel.to_string()),
        ("connect_timeout", duration(poll.connect_timeout)),
        ("answer_timeout", duration(poll.answer_timeout)),
        ("retry_first", duration(poll.retry_first)),
        ("retry_max", duration(poll.retry_max)),
    ]
}

fn confirm(config: &Config) -> Vec<Pair<'static>> {
    vec![
        ("limit", config.confirm.limit.to_string()),
        ("restart_single", config.confirm.restart_single.to_string()),
    ]
}

/// Without a word of a file on it, the locale decides about ASCII.
fn theme(config: &Config) -> Vec<Pair<'static>> {
    let ascii = config.theme.ascii.map(|ascii| ("ascii", ascii.to_string()));
    std::iter::once(("name", quoted(&config.theme.name)))
        .chain(ascii)
        .collect()
}

fn log(config: &Config) -> Vec<Pair<'static>> {
    vec![
        ("lines", config.log.lines.to_string()),
        ("bytes", config.log.bytes.to_string()),
    ]
}

/// Without a word of a file on it, no passphrase is spared.
fn sealed_file(config: &Config) -> Vec<Pair<'static>> {
    let stays = config.sealed_file_stays_open;
    stays
        .map(|stays| ("stays_open", duration(stays)))
        .into_iter()
        .collect()
}

fn duration(value: Duration) -> String {
    quoted(&SpanPrinter::new().unsigned_duration_to_string(&value))
}

fn origin(config: &Config, key: &str) -> String {
    config
        .written
        .get(key)
        .map_or_else(|| DEFAULT.to_owned(), place)
}
