//! Which key means which command where: the shipped keymap, changed by the user's `[keys]`.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use thiserror::Error;

use crate::config::{self, ConfigError};

use super::command::{Command, Family, Layer};

/// One key with its modifiers. Shift is part of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Key {
    /// The key of a terminal event.
    #[must_use]
    pub fn of(event: KeyEvent) -> Self {
        let modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        let code = match event.code {
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            KeyCode::Char(letter) if modifiers.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(letter.to_ascii_lowercase())
            }
            other => other,
        };
        Self { code, modifiers }
    }

    /// The letter, if it is one without Ctrl or Alt.
    #[must_use]
    pub fn letter(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter) if self.modifiers.is_empty() => Some(letter),
            _ => None,
        }
    }

    /// Whether a slip of the finger can press it: a lower-case letter, or any chord.
    #[must_use]
    pub fn is_light(self) -> bool {
        !self.modifiers.is_empty() || self.letter().is_some_and(char::is_lowercase)
    }

    /// The key of that name.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the name.
    pub fn parse(name: &str) -> Result<Self, KeymapError> {
        let unknown = || KeymapError::UnknownKey(name.to_owned());
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = name;
        loop {
            if let Some(tail) = rest.strip_prefix("ctrl-") {
                modifiers |= KeyModifiers::CONTROL;
                rest = tail;
            } else if let Some(tail) = rest.strip_prefix("alt-") {
                modifiers |= KeyModifiers::ALT;
                rest = tail;
            } else {
                break;
            }
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(letter), None) => KeyCode::Char(letter),
            _ => named(rest).ok_or_else(unknown)?,
        };
        Ok(Self { code, modifiers })
    }
}

/// The names of keys that are no letters.
const NAMES: [(&str, KeyCode); 17] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("null", KeyCode::Null),
];

fn named(name: &str) -> Option<KeyCode> {
    if let Some(number) = name
        .strip_prefix('f')
        .and_then(|digits| digits.parse().ok())
    {
        return (1..=12).contains(&number).then_some(KeyCode::F(number));
    }
    NAMES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, code)| *code)
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            formatter.write_str("ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            formatter.write_str("alt-")?;
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return formatter.write_str(name);
        }
        match self.code {
            KeyCode::Char(letter) => write!(formatter, "{letter}"),
            KeyCode::F(number) => write!(formatter, "f{number}"),
            other => write!(formatter, "{other:?}"),
        }
    }
}

/// What is wrong with a keymap.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeymapError {
    /// No command is called so.
    #[error("no command is called {name:?}{}", nearest.map(|n| format!("; did you mean {n:?}?")).unwrap_or_default())]
    UnknownCommand {
        /// As written.
        name: String,
        /// The nearest there is.
        nearest: Option<&'static str>,
    },
    /// No key is called so.
    #[error("no key is called {0:?}; keys are written like R, ctrl-r, space, f5")]
    UnknownKey(String),
    /// One key would mean two things.
    #[error("key {key} would mean both {first:?} and {second:?}")]
    Clash {
        /// The key.
        key: String,
        /// One command.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// The shipped file does not parse; a test holds that this cannot happen.
    #[error("keymap: {0}")]
    Broken(String),
}

/// Keys and what they mean.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    meanings: HashMap<(Layer, Key), Command>,
    keys: BTreeMap<Command, Vec<Key>>,
}

impl Keymap {
    /// The shipped keymap, changed by the user's bindings: command name, and its keys.
    ///
    /// # Errors
    ///
    /// Returns every mistake, each with the name of the binding it is in.
    pub fn new<'a>(
        changes: impl IntoIterator<Item = (&'a str, &'a [String])>,
    ) -> Result<Self, Vec<(String, KeymapError)>> {
        let broken =
            |error: ConfigError| vec![(String::new(), KeymapError::Broken(error.to_string()))];
        let shipped = config::keymap().map_err(broken)?;
        let mut keymap = Self::default();
        let mut mistakes = Vec::new();
        let mut assign = |name: &str, keys: &[String]| {
            if let Err(error) = keymap.assign(name, keys) {
                mistakes.push((name.to_owned(), error));
            }
        };
        shipped
            .iter()
            .for_each(|binding| assign(&binding.action, &binding.keys));
        changes
            .into_iter()
            .for_each(|(name, keys)| assign(name, keys));
        mistakes.extend(keymap.index());
        if mistakes.is_empty() {
            Ok(keymap)
        } else {
            Err(mistakes)
        }
    }

    /// What a key means in a layer.
    #[must_use]
    pub fn meaning(&self, layer: Layer, key: Key) -> Option<Command> {
        self.meanings.get(&(layer, key)).copied()
    }

    /// The keys of a command, the first the one to show.
    #[must_use]
    pub fn keys(&self, command: Command) -> &[Key] {
        self.keys.get(&command).map_or(&[], Vec::as_slice)
    }

    /// The key of a command as the hints show it.
    #[must_use]
    pub fn hint(&self, command: Command) -> Option<String> {
        self.keys(command).first().map(Key::to_string)
    }

    fn assign(&mut self, name: &str, keys: &[String]) -> Result<(), KeymapError> {
        let command = Command::named(name).ok_or_else(|| KeymapError::UnknownCommand {
            name: name.to_owned(),
            nearest: config::nearest(name, Command::ALL.iter().map(|command| command.name())),
        })?;
        let keys = keys
            .iter()
            .map(|key| Key::parse(key))
            .collect::<Result<Vec<_>, _>>()?;
        self.keys.insert(command, keys);
        Ok(())
    }

    /// Fills the look-up table and names every clash.
    fn index(&mut self) -> Vec<(String, KeymapError)> {
        let mut clashes = Vec::new();
        for (command, keys) in &self.keys {
            for key in keys {
                let place = (command.family().layer(), *key);
                match self.meanings.get(&place) {
                    // The hint about a key gives way to whatever the user binds to it.
                    Some(_) if *command == Command::NotHere => {}
                    Some(first) if *first != *command => clashes.push((
                        command.name().to_owned(),
                        KeymapError::Clash {
                            key: key.to_string(),
                            first: first.name(),
                            second: command.name(),
                        },
                    )),
                    Some(_) | None => {
                        self.meanings.insert(place, *command);
                    }
                }
            }
        }
        clashes
    }

    /// The key table of the README and of `supdeck keys`: family, keys, name, help.
    pub fn table(&self) -> impl Iterator<Item = (Family, String, Command)> {
        Family::ALL.into_iter().flat_map(move |family| {
            Command::ALL
                .iter()
                .copied()
                .filter(move |command| command.family() == family)
                .map(move |command| {
                    let keys: Vec<String> = self.keys(command).iter().map(Key::to_string).collect();
                    (family, keys.join(" "), command)
                })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_keymap_is_whole_and_has_no_clash() {
        let keymap = Keymap::new([]).unwrap();
        for command in Command::ALL {
            assert!(
                keymap.keys.contains_key(command),
                "{} has no line",
                command.name()
            );
        }
    }

    #[test]
    fn no_light_key_leads_to_a_change() {
        let keymap = Keymap::new([]).unwrap();
        for (place, command) in &keymap.meanings {
            assert!(
                !(command.acts() && place.1.is_light()),
                "{} is too light",
                place.1
            );
        }
    }

    #[test]
    fn mistakes_are_all_named() {
        let keys = |text: &str| vec![text.to_owned()];
        let (a, b, c) = (keys("R"), keys("hyper-x"), keys("/"));
        let mistakes =
            Keymap::new([("restrat", &a[..]), ("stop", &b[..]), ("sort", &c[..])]).unwrap_err();
        let texts: Vec<String> = mistakes
            .iter()
            .map(|(_, error)| error.to_string())
            .collect();
        assert_eq!(
            texts[0],
            "no command is called \"restrat\"; did you mean \"restart\"?"
        );
        assert!(texts[1].starts_with("no key is called \"hyper-x\""));
        assert_eq!(texts[2], "key / would mean both \"filter\" and \"sort\"");
    }

    #[test]
    fn keys_read_as_they_are_written() {
        for name in [
            "R",
            "ctrl-r",
            "space",
            "f5",
            "shift-tab",
            "alt-b",
            "[",
            "?",
            "pgdn",
        ] {
            assert_eq!(Key::parse(name).unwrap().to_string(), name);
        }
    }
}
