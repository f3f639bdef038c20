//! What the keys are called, so that a message names the key that is in force.

use std::collections::BTreeMap;

use crate::config::{self, KeyBinding};
use crate::tui::command::Command;

/// The first key of each command, as the config writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyNames(BTreeMap<Command, String>);

impl KeyNames {
    /// The shipped keys.
    #[must_use]
    pub fn shipped() -> Self {
        let mut names = Self::default();
        // A test holds that the shipped keymap reads.
        if let Ok(bindings) = config::keymap() {
            names.change(bindings.iter());
        }
        names
    }

    /// Takes over what a config says of some commands.
    pub fn change<'a>(&mut self, bindings: impl IntoIterator<Item = &'a KeyBinding>) {
        for binding in bindings {
            let Some(command) = Command::named(&binding.action) else {
                continue;
            };
            match binding.keys.first() {
                Some(key) => self.0.insert(command, key.clone()),
                None => self.0.remove(&command),
            };
        }
    }

    /// The key of a command; its name for the palette where no key does it.
    #[must_use]
    pub fn of(&self, command: Command) -> String {
        self.0
            .get(&command)
            .cloned()
            .unwrap_or_else(|| format!(":{}", command.name()))
    }
}
