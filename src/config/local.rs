//! What of supervisord lies on this host already, for the first screen. Nothing is contacted.

use std::path::{Path, PathBuf};

use crate::model::{Clean, Endpoint};

use super::{file, import, ini, name, url};

/// Where supervisord looks for its config, apart from the current directory.
const SUPERVISORD: [&str; 4] = [
    "etc/supervisord.conf",
    "etc/supervisor/supervisord.conf",
    "usr/local/etc/supervisord.conf",
    "opt/homebrew/etc/supervisord.conf",
];

/// A file that can be made into a config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// What it tells of.
    pub server: FoundServer,
}

/// What a found file tells of. Passwords in it are never taken along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundServer {
    /// A supervisord that listens on TCP or a socket.
    Supervisord {
        /// `inet_http_server` or `unix_http_server`.
        section: &'static str,
        /// Where it listens, as written there.
        address: Clean,
        /// Where we reach it; none if the address cannot be read.
        endpoint: Option<Endpoint>,
        /// The user it asks for.
        user: Option<String>,
    },
    /// A cesi.conf with so many nodes.
    Cesi {
        /// How many.
        nodes: usize,
    },
    /// A supervisord.conf that our user may not read.
    Unreadable,
}

impl Found {
    /// A config for just this supervisord; none where there is no address, or for a cesi.conf.
    #[must_use]
    pub fn config(&self) -> Option<String> {
        let FoundServer::Supervisord { endpoint, user, .. } = &self.server else {
            return None;
        };
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let url = quoted(&endpoint.as_ref()?.to_string());
        Some(match user {
            Some(user) => format!("[nodes.local]\nurl = {url}\nuser = {}\n", quoted(user)),
            None => format!("[nodes.local]\nurl = {url}\n"),
        })
    }
}

/// Looks at the usual places of this host.
#[must_use]
pub fn find_local() -> Vec<Found> {
    find_under(Path::new("/"), etcetera::home_dir().ok().as_deref())
}

fn find_under(root: &Path, home: Option<&Path>) -> Vec<Found> {
    let mut found = Vec::new();
    for place in SUPERVISORD {
        found.extend(supervisord(&root.join(place)));
    }
    let cesi = home.map(|home| home.join("cesi.conf"));
    for path in cesi.into_iter().chain([root.join("etc/cesi.conf")]) {
        let text = file::read_data(&path).ok();
        if let Some(file) = text.and_then(|text| import::read_cesi(&text).ok()) {
            let nodes = file.nodes.len();
            let server = FoundServer::Cesi { nodes };
            found.push(Found { path, server });
        }
    }
    found
}

/// The servers of a supervisord.conf, the one on TCP first.
fn supervisord(path: &Path) -> Vec<Found> {
    let found = |server| Found {
        path: path.to_path_buf(),
        server,
    };
    let Ok(text) = file::read_data(path) else {
        let there = path.exists();
        return there
            .then(|| found(FoundServer::Unreadable))
            .into_iter()
            .collect();
    };
    let sections = ini::sections(&text).unwrap_or_default();
    let mut servers = Vec::new();
    for (section, key) in [("inet_http_server", "port"), ("unix_http_server", "file")] {
        let here = sections.iter().find(|it| it.name == section);
        let Some((here, address)) = here.and_then(|it| Some((it, it.value(key)?))) else {
            continue;
        };
        let user = here
            .value("username")
            .filter(|user| name::check_user(user).is_ok());
        servers.push(found(FoundServer::Supervisord {
            section,
            address: Clean::text(address),
            endpoint: endpoint(section, address, path),
            user: user.map(str::to_owned),
        }));
    }
    servers
}

/// Where we reach what listens there: on every address means on loopback, too.
fn endpoint(section: &str, address: &str, conf: &Path) -> Option<Endpoint> {
    if section == "unix_http_server" {
        let here = conf.parent()?.to_str()?;
        return url::parse(&format!("unix://{}", address.replace("%(here)s", here))).ok();
    }
    let (host, port) = address.rsplit_once(':').unwrap_or(("", address));
    let host = match host {
        "" | "*" | "0.0.0.0" => "127.0.0.1",
        host => host,
    };
    url::parse(&format!("http://{host}:{port}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, name: &str, text: &str) {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[test]
    fn servers_are_found_without_their_passwords() {
        let root = tempfile::tempdir().unwrap();
        write(
            root.path(),
            "etc/supervisor/supervisord.conf",
            "[unix_http_server]\nfile=%(here)s/sup.sock ; (the path)\n\
             [inet_http_server]\nport = *:9001\nusername = me\npassword = hunter2\n\
             [program:x]\ncommand = sleep 1\n",
        );
        let found = find_under(root.path(), None);
        let configs: Vec<_> = found.iter().filter_map(Found::config).collect();
        assert_eq!(
            configs[0],
            "[nodes.local]\nurl = \"http://127.0.0.1:9001\"\nuser = \"me\"\n"
        );
        let socket = root.path().join("etc/supervisor/sup.sock");
        let url = format!("unix://{}", socket.display());
        assert_eq!(configs[1], format!("[nodes.local]\nurl = \"{url}\"\n"));
        assert!(!format!("{found:?}").contains("hunter2"));
    }

    #[test]
    fn addresses_are_read_as_supervisord_reads_them() {
        let conf = Path::new("/etc/supervisord.conf");
        for (port, reached) in [
            ("9001", Some("http://127.0.0.1:9001")),
            (":9001", Some("http://127.0.0.1:9001")),
            ("0.0.0.0:80", Some("http://127.0.0.1:80")),
            ("10.0.0.7:9001", Some("http://10.0.0.7:9001")),
            ("%(ENV_PORT)s", None),
        ] {
            let endpoint = endpoint("inet_http_server", port, conf);
            assert_eq!(
                endpoint.map(|it| it.to_string()).as_deref(),
                reached,
                "{port}"
            );
        }
    }

    #[test]
    fn a_cesi_conf_at_home_is_found_and_its_nodes_counted() {
        let root = tempfile::tempdir().unwrap();
        let home = root.path().join("home/me");
        write(&home, "cesi.conf", "[node:a]\nhost=a\n[node:b]\nhost=b\n");
        write(root.path(), "etc/cesi.conf", "nothing of the kind");
        let found = find_under(root.path(), Some(&home));
        let expected = Found {
            path: home.join("cesi.conf"),
            server: FoundServer::Cesi { nodes: 2 },
        };
        assert_eq!(found, [expected]);
    }
}
