//! The first form of cesi.conf: `[node:NAME]`, `[environment:NAME]`, `[cesi]`.

use zeroize::Zeroizing;

use super::super::ini::{self, IniSection};
use super::cesi::{CesiFile, CesiNode, ImportError};

/// Reads the INI form (`cesi/core/cesi.py`, `load_config`, before 2.5).
pub(super) fn read(text: &str) -> Result<CesiFile, ImportError> {
    let mut file = CesiFile::default();
    for section in ini::sections(text).map_err(ImportError::Ini)? {
        match section.name.split_once(':') {
            Some(("node", name)) => file.nodes.push(node(name, &section)),
            Some(("environment", name)) => {
                let members = members(&section);
                file.environments.push((name.trim().to_owned(), members));
            }
            _ if section.name == "cesi" => file.notes.push(
                "[cesi] is the web server's own: its users, database and log are not taken over"
                    .to_owned(),
            ),
            _ => {
                let note = format!("[{}] is not known to cesi and was left out", section.name);
                file.notes.push(note);
            }
        }
    }
    Ok(file)
}

fn node(name: &str, section: &IniSection) -> CesiNode {
    // Python's ConfigParser takes a percent sign for the start of a reference; it is written twice.
    let value = |key| section.value(key).unwrap_or("").replace("%%", "%");
    CesiNode {
        name: name.trim().to_owned(),
        host: value("host"),
        port: value("port"),
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
