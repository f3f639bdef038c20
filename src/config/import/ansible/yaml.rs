//! The YAML form of an inventory: groups with `hosts`, `children` and `vars`; also the JSON that
//! `ansible-inventory --list` prints.

use super::super::error::ImportError;
use super::inventory::Inventory;
use super::range::{self, Budget};
use super::tree::{Row, Yaml};

const GROUPS: &str = "groups, such as web: with hosts: below it";
const HOSTS: &str = "names of hosts, each followed by a colon";

/// Reads it as Ansible does (`plugins/inventory/yaml.py`).
pub(super) fn read(text: &str) -> Result<Inventory, ImportError> {
    let tree: Yaml = serde_saphyr::from_str(text).map_err(|error| {
        let line = error.location().map_or(1, |place| place.line());
        // The parser's own message may quote the line.
        ImportError::at(
            usize::try_from(line).unwrap_or(1),
            "this is not YAML",
            GROUPS,
        )
    })?;
    let mut reader = Reader::default();
    match tree {
        Yaml::Table(groups) => reader.groups(groups)?,
        Yaml::Nothing => {}
        Yaml::Text(_) | Yaml::List(_) => {
            return Err(ImportError::at(1, "this is no inventory", GROUPS));
        }
    }
    Ok(reader.inventory)
}

#[derive(Default)]
struct Reader {
    inventory: Inventory,
    budget: Budget,
}

impl Reader {
    fn groups(&mut self, groups: Vec<Row>) -> Result<(), ImportError> {
        for group in groups {
            if group.key == "_meta" {
                self.meta(group.value);
            } else {
                self.group(group)?;
            }
        }
        Ok(())
    }

    fn group(&mut self, group: Row) -> Result<(), ImportError> {
        let parts = match group.value {
            Yaml::Table(parts) => parts,
            Yaml::Nothing => return Ok(()),
            // An old form of the JSON: a group is the list of its hosts.
            hosts @ Yaml::List(_) => return self.hosts(&group.key, group.line, hosts),
            Yaml::Text(_) => {
                let message = "a group is a single value";
                return Err(ImportError::at(group.line, message, GROUPS));
            }
        };
        for part in parts {
            match part.key.as_str() {
                "hosts" => self.hosts(&group.key, part.line, part.value)?,
                "children" => self.children(&group.key, part)?,
                "vars" => {}
                _ => {
                    let message = "a group has a key that no group has";
                    let expected = "hosts, children or vars";
                    return Err(ImportError::at(part.line, message, expected));
                }
            }
        }
        Ok(())
    }

    fn children(&mut self, parent: &str, part: Row) -> Result<(), ImportError> {
        let message = "the children of a group are no groups";
        match part.value {
            Yaml::Nothing => Ok(()),
            Yaml::Table(children) => {
                for child in children {
                    self.inventory.adopt(parent, &child.key);
                    self.group(child)?;
                }
                Ok(())
            }
            Yaml::List(names) => names.into_iter().try_for_each(|name| match name {
                Yaml::Text(name) => {
                    self.inventory.adopt(parent, &name);
                    Ok(())
                }
                _ => Err(ImportError::at(part.line, message, GROUPS)),
            }),
            Yaml::Text(_) => Err(ImportError::at(part.line, message, GROUPS)),
        }
    }

    fn hosts(&mut self, group: &str, line: usize, hosts: Yaml) -> Result<(), ImportError> {
        match hosts {
            Yaml::Nothing => Ok(()),
            Yaml::Table(hosts) => hosts
                .into_iter()
                .try_for_each(|host| self.host(group, &host)),
            Yaml::List(names) => names.into_iter().try_for_each(|name| match name {
                Yaml::Text(key) => self.host(group, &nothing_known(key, line)),
                _ => Err(ImportError::at(line, "a host is no name", HOSTS)),
            }),
            Yaml::Text(key) => self.host(group, &nothing_known(key, line)),
        }
    }

    fn host(&mut self, group: &str, host: &Row) -> Result<(), ImportError> {
        let names = range::expand(&host.key, &mut self.budget);
        let names =
            names.map_err(|(message, expected)| ImportError::at(host.line, message, expected))?;
        for name in names {
            self.inventory.add_host(&name, address(&host.value));
            self.inventory.join(group, &name);
        }
        Ok(())
    }

    /// The variables of hosts, which the JSON has apart from their groups.
    fn meta(&mut self, meta: Yaml) {
        let Yaml::Table(parts) = meta else {
            return;
        };
        let variables = parts.into_iter().find(|part| part.key == "hostvars");
        if let Some(Row {
            value: Yaml::Table(hosts),
            ..
        }) = variables
        {
            for host in hosts {
                self.inventory.add_host(&host.key, address(&host.value));
            }
        }
    }
}

fn nothing_known(key: String, line: usize) -> Row {
    Row {
        key,
        line,
        value: Yaml::Nothing,
    }
}

fn address(variables: &Yaml) -> Option<String> {
    let Yaml::Table(rows) = variables else {
        return None;
    };
    let row = rows
        .iter()
        .find(|row| matches!(row.key.as_str(), "ansible_host" | "ansible_ssh_host"))?;
    match &row.value {
        Yaml::Text(text) => Some(text.clone()),
        Yaml::Nothing | Yaml::List(_) | Yaml::Table(_) => None,
    }
}
