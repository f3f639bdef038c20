//! What a kept password is known by: a hash that no two credentials share.

use std::fmt;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::model::NodeEntry;

/// Letters of the credential's name that are put before the digest, for people.
const READABLE: usize = 40;

/// The identity of one credential: its name and its user, whatever fleet file names them.
///
/// Entries built from free text collide: `web` at `fleet@prod` and `web@fleet` at `prod` are one
/// entry of the kernel's store (`FAULTS` M26). So the entry's name carries a hash of the parts,
/// each with its length before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CredentialKey {
    digest: [u8; 32],
    name: String,
    user: String,
}

impl CredentialKey {
    /// Names the credential `name` for `user`.
    #[must_use]
    pub fn new(name: &str, user: &str) -> Self {
        let mut hasher = Sha256::new();
        for part in ["supdeck", name, user] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Self {
            digest: hasher.finalize().into(),
            name: name.to_owned(),
            user: user.to_owned(),
        }
    }

    /// The credential a node signs in with; none if it has no user.
    #[must_use]
    pub fn of(entry: &NodeEntry) -> Option<Self> {
        let user = entry.user.as_deref()?;
        Some(Self::new(&entry.credential, user))
    }

    /// SHA-256 of the length-prefixed parts.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// The entry's user name in the OS keyring: readable first, unmistakable after.
    #[must_use]
    pub fn entry(&self) -> String {
        let mut entry: String = self.name.chars().take(READABLE).map(plain).collect();
        entry.push('-');
        for byte in self.digest {
            // Writing to a String cannot fail.
            let _ = write!(entry, "{byte:02x}");
        }
        entry
    }

    /// The entry's title in the keyring's own window, such as `supdeck: dev-03 (user deploy)`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("supdeck: {} (user {})", self.name, self.user)
    }
}

/// What people call the entry: `supdeck/dev-03`.
impl fmt::Display for CredentialKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "supdeck/{}", self.name)
    }
}

/// A letter that every store takes, or an underscore in its place.
fn plain(letter: char) -> char {
    if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-') {
        letter
    } else {
        '_'
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_entry_can_be_found_by_people() {
        let key = CredentialKey::new("dev-03", "deploy");
        assert!(key.entry().starts_with("dev-03-"), "{}", key.entry());
        assert_eq!(key.entry().len(), "dev-03-".len() + 64);
        assert_eq!(key.label(), "supdeck: dev-03 (user deploy)");
        assert_eq!(key.to_string(), "supdeck/dev-03");
    }

    #[test]
    fn the_pair_that_collides_in_the_kernel_store_does_not_here() {
        let one = CredentialKey::new("fleet@prod", "web");
        let other = CredentialKey::new("prod", "web@fleet");
        assert_ne!(one.entry(), other.entry());
    }

    #[test]
    fn the_entry_never_changes_between_versions() {
        let entry = CredentialKey::new("a", "b").entry();
        assert_eq!(
            entry,
            "a-6768c653eb7713542bf82bde74e7c55f0e73c59d70893745b6c9dde27941c825"
        );
    }

    proptest! {
        /// Two pairs made by cutting and gluing the same letters: equal keys only for equal pairs.
        #[test]
        fn different_credentials_have_different_entries(
            letters in "[ab@/:|\\\\ -]{0,8}", first in 0_usize..9, second in 0_usize..9,
            glue in "[@/: -]?",
        ) {
            let pair = |at: usize| {
                let (name, user) = letters.split_at(at.min(letters.len()));
                (format!("{name}{glue}"), user.to_owned())
            };
            let (one, other) = (pair(first), pair(second));
            let keys = [&one, &other].map(|(name, user)| CredentialKey::new(name, user));
            prop_assert_eq!(keys[0].entry() == keys[1].entry(), one == other);
            prop_assert_eq!(keys[0] == keys[1], one == other);
        }

        #[test]
        fn an_entry_is_plain_ascii_of_bounded_length(name: String, user: String) {
            let entry = CredentialKey::new(&name, &user).entry();
            prop_assert!(entry.chars().all(|letter| plain(letter) == letter));
            prop_assert!(entry.len() <= READABLE + 1 + 64);
        }
    }
}
