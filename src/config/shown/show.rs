//! All of a config in the order of the example.

use std::path::Path;

use super::line::Line;
use super::{nodes, settings};
use crate::config::load::Config;

/// Everything that is in force, with where it comes from: the lines of a TOML file, safe on a
/// terminal. `journal` is where the journal lies if no file says so.
#[must_use]
pub fn show(config: &Config, journal: &Path) -> Vec<String> {
    let mut lines = settings::first(config);
    lines.extend(nodes::nodes(config));
    lines.extend(nodes::environments(config));
    lines.extend(settings::tables(config, journal));
    lines.iter().map(Line::print).collect()
}
