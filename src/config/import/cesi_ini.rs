//! The first form of cesi.conf: `[node:NAME]`, `[environment:NAME]`, `[cesi]`.

use zeroize::Zeroizing;

use super::super::ini::IniSection;
use super::error::ImportError;
use super::foreign::{Foreign, ForeignNode};
use super::{address, cesi, sections};

/// Reads the INI form (`cesi/core/cesi.py`, `load_config`, before 2.5).
pub(super) fn read(text: &str) -> Result<Foreign, ImportError> {
    let mut foreign = Foreign::default();
    for section in sections::read(text)? {
        match section.name.split_once(':') {
            Some(("node", name)) => foreign.nodes.push(node(name, &section)),
            Some(("environment", name)) => {
                let members = members(&section);
                foreign.environments.push((name.trim().to_owned(), members));
            }
            _ if section.name == "cesi" => foreign.notes.push(cesi::ITS_OWN.to_owned()),
            _ => {
                let note = format!("[{}] is not known to cesi and was left out", section.name);
                foreign.notes.push(note);
            }
        }
    }
    Ok(foreign)
}

fn node(name: &str, section: &IniSection) -> ForeignNode {
    let value = |key| sections::unescaped(section, key);
    ForeignNode {
        name: name.trim().to_owned(),
        url: address::of_host(&value("host"), &value("port")),
        user: value("username"),
        password: Zeroizing::new(value("password")),
    }
}

fn members(section: &IniSection) -> Vec<String> {
    let members = section.value("members").unwrap_or("");
    let names = members.split([',', '\n']).map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
