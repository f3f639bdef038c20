//! The nodes that ought to exist, as configured, and the environments they belong to.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use super::id::{EnvironmentName, NodeId};

/// Where a supervisord listens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// Plain HTTP.
    Http {
        /// Name or address; IPv6 without brackets.
        host: String,
        /// TCP port.
        port: u16,
        /// Path prefix before `/RPC2`, empty or beginning with a slash.
        prefix: String,
    },
    /// HTTP over TLS, as a front before supervisord gives it.
    Https {
        /// Name or address; IPv6 without brackets.
        host: String,
        /// TCP port.
        port: u16,
        /// Path prefix before `/RPC2`, empty or beginning with a slash.
        prefix: String,
    },
    /// A unix socket on this host.
    Unix {
        /// Its path.
        path: PathBuf,
    },
}

impl Endpoint {
    /// Whether nobody on the way can read what is sent: TLS, a socket, or this very host.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self {
            Self::Https { .. } | Self::Unix { .. } => true,
            Self::Http { host, .. } => {
                host.eq_ignore_ascii_case("localhost")
                    || host
                        .parse()
                        .is_ok_and(|address: std::net::IpAddr| address.is_loopback())
            }
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, host, port, prefix) = match self {
            Self::Http { host, port, prefix } => ("http", host, port, prefix),
            Self::Https { host, port, prefix } => ("https", host, port, prefix),
            Self::Unix { path } => return write!(formatter, "unix://{}", path.display()),
        };
        if host.contains(':') {
            write!(formatter, "{scheme}://[{host}]:{port}{prefix}")
        } else {
            write!(formatter, "{scheme}://{host}:{port}{prefix}")
        }
    }
}

/// Where a node's password comes from: exactly one place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum CredentialSource {
    /// The OS keyring, or what stands in for it on this host.
    #[default]
    Keyring,
    /// The first line a command prints; argv, no shell.
    Command(Vec<String>),
    /// An environment variable.
    Env(String),
    /// A file of mode 0600.
    File(PathBuf),
}

impl fmt::Display for CredentialSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keyring => formatter.write_str("keyring"),
            Self::Command(argv) => {
                write!(
                    formatter,
                    "password_command {}",
                    argv.first().map_or("", String::as_str)
                )
            }
            Self::Env(name) => write!(formatter, "password_env {name}"),
            Self::File(path) => write!(formatter, "password_file {}", path.display()),
        }
    }
}

/// One node as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeEntry {
    /// Its name.
    pub id: NodeId,
    /// Where it listens.
    pub endpoint: Endpoint,
    /// Who we sign in as; none for a supervisord without a password.
    pub user: Option<String>,
    /// Where the password comes from; looked at only if there is a user.
    pub source: CredentialSource,
    /// The name its credential is kept under: its own, or one shared with other nodes.
    pub credential: String,
    /// Free facts about it, such as `dc = fra1`.
    pub labels: BTreeMap<String, String>,
    /// Whether a password may travel over plain http to another host.
    pub allow_plaintext: bool,
    /// A PEM file of the only certificate authorities to trust for it.
    pub ca_file: Option<PathBuf>,
}

/// A named set of nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Its name.
    pub name: EnvironmentName,
    /// Its members, in the order of the nodeset.
    pub members: Vec<NodeId>,
    /// Whether every action in it wants something typed.
    pub protected: bool,
    /// Whether nothing in it may be changed from here.
    pub read_only: bool,
}

/// The nodes and environments that ought to exist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    nodes: BTreeMap<NodeId, NodeEntry>,
    environments: Vec<Environment>,
    membership: BTreeMap<NodeId, Vec<EnvironmentName>>,
}

impl Roster {
    /// Joins nodes and environments; the config has checked that names are unique and known.
    #[must_use]
    pub fn new(nodes: Vec<NodeEntry>, environments: Vec<Environment>) -> Self {
        let mut membership: BTreeMap<NodeId, Vec<EnvironmentName>> = BTreeMap::new();
        for environment in &environments {
            for member in &environment.members {
                let names = membership.entry(member.clone()).or_default();
                // A member named twice belongs once: it must not count twice.
                if !names.contains(&environment.name) {
                    names.push(environment.name.clone());
                }
            }
        }
        let nodes = nodes
            .into_iter()
            .map(|entry| (entry.id.clone(), entry))
            .collect();
        Self {
            nodes,
            environments,
            membership,
        }
    }

    /// All nodes, by name.
    #[must_use]
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &NodeEntry> {
        self.nodes.values()
    }

    /// One node.
    #[must_use]
    pub fn node(&self, id: &NodeId) -> Option<&NodeEntry> {
        self.nodes.get(id)
    }

    /// All environments, in the order of the config.
    #[must_use]
    pub fn environments(&self) -> &[Environment] {
        &self.environments
    }

    /// One environment.
    #[must_use]
    pub fn environment(&self, name: &EnvironmentName) -> Option<&Environment> {
        self.environments
            .iter()
            .find(|environment| environment.name == *name)
    }

    /// The environments a node belongs to, in the order of the config.
    pub fn environments_of(&self, id: &NodeId) -> impl Iterator<Item = &Environment> {
        self.environment_names(id)
            .iter()
            .filter_map(|name| self.environment(name))
    }

    /// The names of the environments a node belongs to, in the order of the config.
    #[must_use]
    pub fn environment_names(&self, id: &NodeId) -> &[EnvironmentName] {
        self.membership.get(id).map_or(&[], Vec::as_slice)
    }

    /// The environment shown beside a node: its first.
    #[must_use]
    pub fn home(&self, id: &NodeId) -> Option<&EnvironmentName> {
        self.environment_names(id).first()
    }

    /// Whether any environment of the node asks for typing.
    #[must_use]
    pub fn is_protected(&self, id: &NodeId) -> bool {
        self.environments_of(id)
            .any(|environment| environment.protected)
    }

    /// Whether any environment of the node forbids changes.
    #[must_use]
    pub fn is_read_only(&self, id: &NodeId) -> bool {
        self.environments_of(id)
            .any(|environment| environment.read_only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::{environment, roster};

    fn id(name: &str) -> NodeId {
        NodeId::new(name)
    }

    #[test]
    fn a_node_belongs_to_its_environments_in_the_order_of_the_config() {
        let roster = roster(
            &["a", "b", "c"],
            &[("prod", &["b", "a"]), ("canary", &["a"])],
        );
        let names: Vec<_> = roster
            .environments_of(&id("a"))
            .map(|e| e.name.as_str())
            .collect();
        assert_eq!(names, ["prod", "canary"]);
        assert_eq!(roster.home(&id("a")), Some(&EnvironmentName::new("prod")));
        assert_eq!(roster.home(&id("c")), None);
        assert_eq!(roster.environments_of(&id("stranger")).count(), 0);
    }

    #[test]
    fn a_member_named_twice_belongs_once() {
        let roster = roster(&["a"], &[("prod", &["a", "a"])]);
        assert_eq!(roster.environment_names(&id("a")).len(), 1);
    }

    #[test]
    fn the_strictest_environment_of_a_node_counts() {
        let protected = Environment {
            protected: true,
            ..environment("prod", &["a"])
        };
        let read_only = Environment {
            read_only: true,
            ..environment("audit", &["a", "b"])
        };
        let entries = ["a", "b", "c"].map(crate::model::sample::entry).to_vec();
        let roster = Roster::new(
            entries,
            vec![environment("all", &["a", "b", "c"]), protected, read_only],
        );
        let facts = |name| {
            (
                roster.is_protected(&id(name)),
                roster.is_read_only(&id(name)),
            )
        };
        assert_eq!(facts("a"), (true, true));
        assert_eq!(facts("b"), (false, true));
        assert_eq!(facts("c"), (false, false));
    }

    #[test]
    fn an_endpoint_reads_as_a_url() {
        let http = |host: &str| Endpoint::Http {
            host: host.to_owned(),
            port: 9001,
            prefix: String::new(),
        };
        assert_eq!(http("::1").to_string(), "http://[::1]:9001");
        assert_eq!(http("api").to_string(), "http://api:9001");
        let unix = Endpoint::Unix {
            path: "/run/s.sock".into(),
        };
        assert_eq!(unix.to_string(), "unix:///run/s.sock");
        let tls = Endpoint::Https {
            host: "api".into(),
            port: 443,
            prefix: "/sup".into(),
        };
        assert_eq!(tls.to_string(), "https://api:443/sup");
    }

    #[test]
    fn only_this_host_tls_and_sockets_are_private() {
        let private = |host: &str| {
            Endpoint::Http {
                host: host.to_owned(),
                port: 1,
                prefix: String::new(),
            }
            .is_private()
        };
        assert!(
            ["localhost", "LocalHost", "127.0.0.1", "127.8.8.8", "::1"]
                .into_iter()
                .all(private)
        );
        let open = [
            "10.0.0.1",
            "localhost.example",
            "127.0.0.1.example",
            "0.0.0.0",
            "::",
        ];
        assert!(!open.into_iter().any(private));
    }
}
