//! The PHP config of supervisord-monitor: `$config['supervisor_servers'] = array(…);`.

use zeroize::Zeroizing;

use super::address;
use super::error::ImportError;
use super::foreign::{Foreign, ForeignNode};
use super::php::{Assignment, Entry, Php, assignments};

const SERVERS: &str = "supervisor_servers";
/// What is known of a server.
const FACTS: [&str; 4] = ["url", "port", "username", "password"];
const EXPECTED: &str = "array('name' => array('url' => '…', 'port' => '…'))";

/// Reads it (`application/config/supervisor.php.example`).
pub(super) fn read(text: &str) -> Result<Foreign, ImportError> {
    let mut foreign = Foreign::default();
    for Assignment { keys, value, line } in assignments(text, SERVERS)? {
        match (keys.as_slice(), value) {
            ([_], Php::Array(servers)) => {
                for server in servers {
                    take(&mut foreign, server)?;
                }
            }
            ([_, name], value) => {
                let key = Some(name.clone());
                take(&mut foreign, Entry { key, value, line })?;
            }
            (_, Php::Text(_) | Php::Computed | Php::Array(_)) => {
                let message = "the array of servers is computed, and nothing is run here";
                return Err(ImportError::at(line, message, EXPECTED));
            }
        }
    }
    Ok(foreign)
}

fn take(foreign: &mut Foreign, server: Entry) -> Result<(), ImportError> {
    let Php::Array(facts) = server.value else {
        let message = "a server is no array of its own";
        return Err(ImportError::at(server.line, message, EXPECTED));
    };
    let mut computed = Vec::new();
    let [url, port, user, password] = FACTS.map(|key| match fact(&facts, key) {
        Some(Php::Text(text)) => text.clone(),
        Some(Php::Computed | Php::Array(_)) => {
            computed.push(key);
            Zeroizing::default()
        }
        None => Zeroizing::default(),
    });
    let address = address::of_url(&url, &port);
    let name = server.key.unwrap_or_else(|| address.host().to_owned());
    if !computed.is_empty() {
        foreign.notes.push(format!(
            "the server {name:?} computes its {}, which was left out",
            computed.join(" and its ")
        ));
    }
    let stated = !user.is_empty();
    foreign.nodes.push(ForeignNode {
        name,
        url: address.url,
        user: if stated {
            user.to_string()
        } else {
            address.user
        },
        password: if password.is_empty() {
            address.password
        } else {
            password
        },
    });
    Ok(())
}

fn fact<'a>(facts: &'a [Entry], key: &str) -> Option<&'a Php> {
    let fact = facts.iter().find(|fact| fact.key.as_deref() == Some(key));
    fact.map(|fact| &fact.value)
}
