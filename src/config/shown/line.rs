//! One line of what is in force: a key with its value, and where it comes from.

use crate::config::error::Origin;
use crate::model::{Clean, display_width};

/// The column in which origins begin.
const ORIGINS: usize = 44;

/// Where a value comes from that no file gives.
pub(super) const DEFAULT: &str = "default";

/// A line and its origin.
pub(super) struct Line {
    /// The key and its value, or a heading; empty between tables.
    pub text: String,
    /// Where it comes from, if that is worth a word.
    pub origin: Option<String>,
}

impl Line {
    /// A key and its value.
    pub(super) fn value(key: &str, value: &str, origin: String) -> Self {
        Self {
            text: format!("{} = {value}", bare_or_quoted(key)),
            origin: Some(origin),
        }
    }

    /// A key and its value in a table whose origin is told.
    pub(super) fn inside(key: &str, value: &str) -> Self {
        Self {
            text: format!("{} = {value}", bare_or_quoted(key)),
            origin: None,
        }
    }

    /// The heading of a table.
    pub(super) fn heading(name: &str, origin: Option<String>) -> Self {
        Self {
            text: format!("[{name}]"),
            origin,
        }
    }

    /// Nothing, between two tables.
    pub(super) fn blank() -> Self {
        Self {
            text: String::new(),
            origin: None,
        }
    }

    /// As it is printed; safe on a terminal.
    pub(super) fn print(&self) -> String {
        let text = Clean::text(&self.text).into_string();
        match &self.origin {
            Some(origin) => {
                let gap = ORIGINS.saturating_sub(display_width(&text)).max(1);
                format!("{text}{}# {origin}", " ".repeat(gap))
            }
            None => text,
        }
    }
}

/// `file:line`, without the column.
pub(super) fn place(origin: &Origin) -> String {
    let file = Clean::text(&origin.file.to_string_lossy());
    match origin.position {
        Some(position) => format!("{file}:{}", position.line),
        None => file.into_string(),
    }
}

/// A text of TOML.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A key of TOML, in quotes where it wants them.
pub(super) fn bare_or_quoted(key: &str) -> String {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if !key.is_empty() && key.chars().all(bare) {
        key.to_owned()
    } else {
        quoted(key)
    }
}
