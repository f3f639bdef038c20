//! What a file of another tool says of its fleet, whatever its form.

use zeroize::Zeroizing;

/// What a file of another tool says of its fleet.
#[derive(Default)]
pub(in crate::config) struct Foreign {
    /// Its nodes, in its order.
    pub nodes: Vec<ForeignNode>,
    /// Its environments with the names of their members, in its order.
    pub environments: Vec<(String, Vec<String>)>,
    /// How sure the file is of what we need.
    pub certainty: Certainty,
    /// What it says that has no place with us.
    pub notes: Vec<String>,
}

/// One node as the file has it.
#[derive(Default)]
pub(in crate::config) struct ForeignNode {
    /// Its name, any text.
    pub name: String,
    /// Its address, perhaps a broken one; without user and password.
    pub url: String,
    /// Empty for a supervisord without a password.
    pub user: String,
    /// Empty for a supervisord without a password.
    pub password: Zeroizing<String>,
}

/// How sure the file is of where supervisords listen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::config) enum Certainty {
    /// It says so.
    #[default]
    Stated,
    /// It names the hosts, and the addresses are guessed; why, in lines.
    Guessed(&'static [&'static str]),
    /// It names hosts that may have no supervisord at all; why, in lines.
    Candidates(&'static [&'static str]),
}

impl Foreign {
    /// Puts a node into an environment, which is made if need be.
    pub(super) fn join(&mut self, environment: &str, node: &str) {
        let mut known = self.environments.iter_mut();
        match known.find(|(name, _)| name == environment) {
            Some((_, members)) => members.push(node.to_owned()),
            None => self
                .environments
                .push((environment.to_owned(), vec![node.to_owned()])),
        }
    }
}
