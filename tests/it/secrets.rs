//! Passwords on real ground: files, commands, sealed files, and a real keyring on a private bus.

use supdeck::model::{CredentialSource, Endpoint, NodeEntry, NodeId};
use supdeck::secrets::{Credentials, Lookup, Secret, VaultPlace};

mod child;
#[cfg(target_os = "linux")]
mod key_cache;
mod keyring;
mod process;
mod scope;
mod sources;
mod vault;

/// The password that must never be seen in what the program says.
const CANARY: &str = "canary pä:ss@wörd €";

/// A node that signs in as `deploy` with a credential of its own.
fn entry(name: &str, source: CredentialSource) -> NodeEntry {
    NodeEntry {
        id: NodeId::new(name),
        endpoint: Endpoint::Unix {
            path: "/run/supervisor.sock".into(),
        },
        user: Some("deploy".into()),
        source,
        credential: name.into(),
        labels: std::collections::BTreeMap::new(),
        allow_plaintext: false,
        ca_file: None,
    }
}

/// A store whose sealed file is nowhere yet.
fn credentials() -> Credentials {
    Credentials::new(VaultPlace::new("/nonexistent/credentials.sealed"))
}

fn canary() -> Secret {
    Secret::new(CANARY.to_owned())
}

/// One line that says what a lookup gave, without the password.
fn words(lookup: &Lookup) -> String {
    match lookup {
        Lookup::Anonymous => "anonymous".into(),
        Lookup::Found(_, origin) => format!("found: {origin}"),
        Lookup::Missing { reason } => format!("missing: {reason}"),
        Lookup::NeedsPassphrase => "needs the passphrase".into(),
        Lookup::NoKeyring(trouble) => format!("no keyring: {trouble}"),
    }
}

/// The password that was found.
fn found(lookup: &Lookup) -> &str {
    match lookup {
        Lookup::Found(secret, _) => secret.expose(),
        Lookup::Anonymous
        | Lookup::Missing { .. }
        | Lookup::NeedsPassphrase
        | Lookup::NoKeyring(_) => panic!("no password: {}", words(lookup)),
    }
}
