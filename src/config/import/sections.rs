//! Sections of files that Python's `ConfigParser` reads.

use super::super::ini::{self, IniSection};
use super::error::ImportError;

/// All sections in their order.
pub(super) fn read(text: &str) -> Result<Vec<IniSection>, ImportError> {
    ini::sections(text).map_err(|(line, message)| {
        let message = format!("this is not INI: {message}");
        ImportError::at(line, message, "[section] or key = value")
    })
}

/// A value as Python has it: a percent sign begins a reference, so it is written twice.
pub(super) fn unescaped(section: &IniSection, key: &str) -> String {
    section.value(key).unwrap_or("").replace("%%", "%")
}
