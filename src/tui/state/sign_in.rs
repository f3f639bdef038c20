//! The forms that ask for passwords. What is typed is wiped when they close.

use zeroize::Zeroizing;

use crate::model::NodeId;

use super::dialog::Opening;

/// Where passwords go that are to last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Store {
    /// Into the OS keyring, as far as is known.
    Keyring,
    /// Nowhere: no keyring can be reached, and there is no sealed file.
    Nowhere {
        /// Why there is no keyring, in words.
        reason: String,
    },
    /// Into the sealed file, which wants its passphrase first.
    Locked,
    /// Into the sealed file.
    Sealed,
}

/// How long a typed password is kept, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepChoice {
    /// In memory, for this node.
    Session,
    /// For good, for this node.
    Lasting,
    /// For good, for every node of its environment.
    LastingEnvironment,
}

impl KeepChoice {
    /// All, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Session, Self::Lasting, Self::LastingEnvironment];
}

/// The sign-in dialog of one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInForm {
    /// For which node.
    pub node: NodeId,
    /// What was typed: never drawn.
    pub password: Zeroizing<String>,
    /// How long to keep it.
    pub keep: KeepChoice,
    /// Whether the cursor stands in the keep row instead of the password.
    pub on_keep: bool,
    /// Whether an answer is awaited.
    pub trying: bool,
    /// Why the last try was refused.
    pub refused: Option<String>,
}

/// The screen for a host without a keyring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoKeyring {
    /// Why there is none, in words.
    pub reason: String,
    /// The choice under the cursor, from 0.
    pub choice: usize,
    /// Since when it takes keys: it comes unasked, and its digits are those of the tabs.
    pub opening: Opening,
}

impl NoKeyring {
    /// The screen with its default choice.
    #[must_use]
    pub fn new(reason: String) -> Self {
        Self {
            reason,
            choice: 0,
            opening: Opening::default(),
        }
    }
}

/// The passphrase of the sealed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passphrase {
    /// What was typed: never drawn.
    pub typed: Zeroizing<String>,
    /// Typed once more when a new file is made; none where one exists.
    pub again: Option<Zeroizing<String>>,
    /// Whether the cursor stands in the second field.
    pub on_again: bool,
    /// Whether an answer is awaited.
    pub trying: bool,
    /// Why the last try failed.
    pub refused: Option<String>,
}
