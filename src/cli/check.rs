//! `supdeck config check` and `supdeck config example`.

use std::path::PathBuf;

use crate::config::{Config, ConfigError, EXAMPLE, Mistake, Places};
use crate::model::Clean;

use super::exit::Exit;
use super::print;

/// Reads the config and tells every mistake, or what is in it.
///
/// `further` finds what only another room knows, such as keys that clash.
pub fn check(
    named: &[PathBuf],
    places: &Places,
    further: impl Fn(&Config) -> Vec<Mistake>,
) -> Exit {
    let files = places.files(named);
    if files.is_empty() {
        print::err(["supdeck: there is no config yet; looked for"]);
        let looked = places
            .looked_for()
            .map(|path| format!("  {}", path.display()));
        print::err(looked.collect::<Vec<_>>().iter().map(String::as_str));
        return Exit::Usage;
    }
    let config = match Config::load(&files) {
        Ok(config) => config,
        Err(error) => return report(&error),
    };
    let mistakes = further(&config);
    if mistakes.is_empty() {
        praise(&config)
    } else {
        report(&ConfigError { mistakes, more: 0 })
    }
}

/// Prints the annotated example.
#[must_use]
pub fn example() -> Exit {
    print::out(EXAMPLE.lines())
}

/// Tells every mistake, one a line.
pub fn report(error: &ConfigError) -> Exit {
    let mistakes: Vec<String> = error.mistakes.iter().map(ToString::to_string).collect();
    print::err(mistakes.iter().map(String::as_str));
    if error.more > 0 {
        print::err([format!("… and {} more", error.more).as_str()]);
    }
    print::err([format!("supdeck: {}; nothing was started", error.summary()).as_str()]);
    Exit::Usage
}

fn praise(config: &Config) -> Exit {
    let count = |number: usize, noun: &str| match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    };
    let mut lines = vec![format!(
        "The config is good: {}, {}.",
        count(config.roster.nodes().len(), "node"),
        count(config.roster.environments().len(), "environment"),
    )];
    for file in &config.files {
        lines.push(format!("  {}", Clean::text(&file.to_string_lossy())));
    }
    print::out(lines.iter().map(String::as_str))
}
