//! What the sign-in dialog may ask for: how long a password is kept, and for which nodes.

use std::fmt;

use crate::model::{CredentialSource, EnvironmentName, NodeEntry, NodeId, Roster};

/// How long a typed password is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keep {
    /// In memory, until the program ends.
    Session,
    /// In the OS keyring, or in the sealed file where there is no keyring.
    Lasting,
}

impl fmt::Display for Keep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Session => "this session",
            Self::Lasting => "keyring",
        })
    }
}

/// Which nodes a typed password is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The node itself, and those that share its credential by name.
    Node,
    /// Every node of an environment that signs in as the same user from the same kind of place.
    Environment(EnvironmentName),
}

impl Scope {
    /// The nodes a password typed for `node` reaches, for [`super::Credentials::remember`] and for
    /// the count in the dialog.
    ///
    /// Members of the environment with another user, or with a source of their own, are left out:
    /// the password is not theirs.
    #[must_use]
    pub fn entries<'roster>(
        &self,
        roster: &'roster Roster,
        node: &NodeId,
    ) -> Vec<&'roster NodeEntry> {
        let Some(asked) = roster.node(node) else {
            return Vec::new();
        };
        match self {
            Self::Node => vec![asked],
            Self::Environment(name) => roster
                .environment(name)
                .map_or(&[][..], |environment| &environment.members)
                .iter()
                .filter_map(|member| roster.node(member))
                .filter(|entry| entry.user == asked.user && in_keyring(entry))
                .collect(),
        }
    }
}

/// Whether the node's password belongs into the keyring.
fn in_keyring(entry: &NodeEntry) -> bool {
    matches!(entry.source, CredentialSource::Keyring)
}
