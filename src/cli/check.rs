//! `supdeck config`: checked, shown, and an example.

use crate::config::{self, Config, ConfigError, EXAMPLE};
use crate::model::Clean;

use super::call::Call;
use super::exit::Exit;
use super::print;

/// Reads the config and tells every mistake, or what is in it.
pub fn check(call: &Call<'_>) -> Exit {
    match load(call) {
        Ok(config) => praise(&config),
        Err(exit) => exit,
    }
}

/// Prints what is in force, and where each value comes from.
pub fn show(call: &Call<'_>) -> Exit {
    match load(call) {
        Ok(config) => {
            let lines = config::show(&config, &call.places.journal(None));
            print::out(lines.iter().map(String::as_str))
        }
        Err(exit) => exit,
    }
}

/// Reads the config.
///
/// # Errors
///
/// With how to end, after telling every mistake, or where a config was looked for in vain.
pub fn load(call: &Call<'_>) -> Result<Config, Exit> {
    let files = call.places.files(&call.arguments.config);
    if files.is_empty() {
        print::err(["supdeck: there is no config yet; looked for"]);
        let looked = call.places.looked_for();
        let looked: Vec<_> = looked.map(|path| format!("  {}", path.display())).collect();
        print::err(looked.iter().map(String::as_str));
        return Err(Exit::USAGE);
    }
    let config = Config::load(&files).map_err(|error| report(&error))?;
    let mistakes = (call.further)(&config);
    if mistakes.is_empty() {
        Ok(config)
    } else {
        Err(report(&ConfigError { mistakes, more: 0 }))
    }
}

/// Prints the annotated example.
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
    Exit::USAGE
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
