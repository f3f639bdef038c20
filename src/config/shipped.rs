//! The files we ship, built in: the example config, the keymap, the themes.

use std::path::Path;
use std::sync::Arc;

use toml::de::DeTable;

use super::draft::Draft;
use super::error::{ConfigError, Mistake, Origin};
use super::keys::{self, KeyBindings};
use super::section::Section;
use super::source::{Slip, Sources, Spot};
use super::theme::{self, RoleStyle};

/// The annotated example, `config/supdeck.toml`.
pub const EXAMPLE: &str = include_str!("../../config/supdeck.toml");

/// The default keys, `config/keymap.toml`.
pub const KEYMAP: &str = include_str!("../../config/keymap.toml");

/// The themes by name, `config/themes/*.toml`.
pub const THEMES: [(&str, &str); 4] = [
    ("default", include_str!("../../config/themes/default.toml")),
    ("light", include_str!("../../config/themes/light.toml")),
    ("mono", include_str!("../../config/themes/mono.toml")),
    (
        "blue-orange",
        include_str!("../../config/themes/blue-orange.toml"),
    ),
];

/// The default keys.
///
/// # Errors
/// If the shipped file is wrong, which a test rules out.
pub fn keymap() -> Result<KeyBindings, ConfigError> {
    read("config/keymap.toml", KEYMAP, keys::read_all)
}

/// The styles of a shipped theme.
///
/// # Errors
/// If no theme has that name.
pub fn theme(name: &str) -> Result<Vec<RoleStyle>, ConfigError> {
    let path = format!("config/themes/{name}.toml");
    match THEMES.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => read(&path, text, theme::read_roles),
        None => Err(unknown_theme(name, &path)),
    }
}

/// What reads the root of a shipped file.
type Reader<T> = fn(Section<'_>, &Sources) -> (T, Vec<Slip>);

fn read<T>(path: &str, text: &str, reader: Reader<T>) -> Result<T, ConfigError> {
    let mut draft = Draft::default();
    let source = draft.sources.add(Path::new(path), Arc::from(text));
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let spot = Spot {
            source,
            offset: error.span().map(|span| span.start),
        };
        draft
            .slips
            .push(Slip::plain(spot, error.message().to_owned()));
    }
    let (value, slips) = reader(Section::root(source, table.get_ref()), &draft.sources);
    draft.slips.extend(slips);
    if draft.slips.is_empty() {
        Ok(value)
    } else {
        Err(draft.into_error())
    }
}

fn unknown_theme(name: &str, path: &str) -> ConfigError {
    let origin = Origin {
        file: Arc::from(Path::new(path)),
        position: None,
    };
    let (message, hint) = theme::unknown(name);
    ConfigError {
        mistakes: vec![Mistake::new(origin, &message, Some(&hint))],
        more: 0,
    }
}
