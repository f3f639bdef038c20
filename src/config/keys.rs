//! Which keys do what: the `[keys]` table and the keymap file, whose names the console knows.

use super::error::Origin;
use super::section::Section;
use super::source::{Slip, Sources};

/// The keys of one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBinding {
    /// The action, such as `restart`.
    pub action: String,
    /// Its keys, such as `R` or `ctrl-d`; none: no key does it.
    pub keys: Vec<String>,
    /// Where it was written.
    pub origin: Origin,
}

/// Actions and their keys, in the order they were written; each action once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyBindings(Vec<KeyBinding>);

impl KeyBindings {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &KeyBinding> {
        self.0.iter()
    }

    /// The binding of an action.
    #[must_use]
    pub fn of(&self, action: &str) -> Option<&KeyBinding> {
        self.0.iter().find(|binding| binding.action == action)
    }

    /// Takes what a file says; an action's keys replace the ones it had.
    pub(super) fn read(&mut self, mut section: Section<'_>, sources: &Sources) -> Vec<Slip> {
        for action in section.keys() {
            let Some(keys) = section.text_or_texts(action.value) else {
                continue;
            };
            if let Some(empty) = keys.iter().find(|key| key.value.is_empty()) {
                let message = format!("{} has an empty key", section.full(action.value));
                let hint = "write [] if no key shall do it";
                section.slip(Slip::new(empty.spot, message, hint));
                continue;
            }
            self.0.retain(|old| old.action != action.value);
            self.0.push(KeyBinding {
                action: action.value.to_owned(),
                keys: keys.into_iter().map(|key| key.value).collect(),
                origin: sources.origin(action.spot),
            });
        }
        section.close()
    }
}

/// Reads a keymap file: action = keys.
pub(super) fn read_all(section: Section<'_>, sources: &Sources) -> (KeyBindings, Vec<Slip>) {
    let mut bindings = KeyBindings::default();
    let slips = bindings.read(section, sources);
    (bindings, slips)
}
