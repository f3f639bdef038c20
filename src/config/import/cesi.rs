//! A cesi.conf, whichever of its two forms it has.

use super::error::ImportError;
use super::foreign::Foreign;
use super::{cesi_ini, cesi_toml};

/// What is said of its own section, which has no place with us.
pub(super) const ITS_OWN: &str =
    "[cesi] is the web server's own: its users, database and log are not taken over";

/// Reads either form.
pub(in crate::config) fn read(text: &str) -> Result<Foreign, ImportError> {
    // TOML has no colon in the name of a table.
    let is_ini = |line: &str| {
        let line = line.trim_start();
        line.starts_with("[node:") || line.starts_with("[environment:")
    };
    if text.lines().any(is_ini) {
        cesi_ini::read(text)
    } else {
        cesi_toml::read(text)
    }
}
