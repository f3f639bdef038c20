//! The nodes that share one password.

use std::collections::BTreeMap;

use crate::model::{CredentialSource, NodeEntry, NodeId, Roster, fold_names};
use crate::secrets::CredentialKey;

/// The nodes that share one password of the keyring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    /// What it is kept under.
    pub(super) key: CredentialKey,
    /// Who signs in with it.
    pub(super) user: String,
    /// Where.
    pub(super) nodes: Vec<NodeId>,
}

impl Account {
    /// Such as `deploy on web[01-24]`.
    pub(super) fn title(&self) -> String {
        let nodes = fold_names(self.nodes.iter().map(NodeId::as_str));
        format!("{} on {nodes}", self.user)
    }
}

/// The passwords of all nodes, each once, by name; and of each other node why it has none here.
pub(super) fn accounts(roster: &Roster) -> (Vec<Account>, Vec<String>) {
    let mut accounts: BTreeMap<CredentialKey, Account> = BTreeMap::new();
    let mut others = Vec::new();
    for entry in roster.nodes() {
        match keyed(entry) {
            Ok((key, user)) => {
                let account = accounts.entry(key.clone()).or_insert_with(|| Account {
                    key,
                    user: user.to_owned(),
                    nodes: Vec::new(),
                });
                account.nodes.push(entry.id.clone());
            }
            Err(reason) => others.push(reason),
        }
    }
    let mut accounts: Vec<Account> = accounts.into_values().collect();
    accounts.sort_by(|one, other| one.nodes.cmp(&other.nodes));
    (accounts, others)
}

fn keyed(entry: &NodeEntry) -> Result<(CredentialKey, &str), String> {
    let node = &entry.id;
    let (Some(key), Some(user)) = (CredentialKey::of(entry), entry.user.as_deref()) else {
        return Err(format!(
            "{node} has no user in the config, so it has no password"
        ));
    };
    match &entry.source {
        CredentialSource::Keyring => Ok((key, user)),
        source => Err(format!(
            "{node} has its password from {source}: change it there"
        )),
    }
}
