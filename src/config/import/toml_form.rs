//! The later form of cesi.conf: `[[nodes]]` tables that name their environment, and `[cesi]`.

use toml::de::{DeTable, DeValue};
use zeroize::Zeroizing;

use super::cesi::{CesiFile, CesiNode, ImportError};

/// Reads the TOML form (`defaults/cesi.conf.toml`, 2.5 and later).
pub(super) fn read(text: &str) -> Result<CesiFile, ImportError> {
    let table = DeTable::parse(text).map_err(|error| {
        let before = error.span().map_or(0, |span| span.start);
        ImportError::Toml {
            line: 1 + text
                .bytes()
                .take(before)
                .filter(|byte| *byte == b'\n')
                .count(),
            message: error.message().to_owned(),
        }
    })?;
    let mut file = CesiFile::default();
    for (key, value) in table.get_ref() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("nodes", DeValue::Array(nodes)) => {
                for node in nodes {
                    take_node(&mut file, node.get_ref());
                }
            }
            ("cesi", _) => file.notes.push(
                "[cesi] is the web server's own: its users, database and log are not taken over"
                    .to_owned(),
            ),
            (name, _) => file
                .notes
                .push(format!("{name:?} is not known to cesi and was left out")),
        }
    }
    Ok(file)
}

fn take_node(file: &mut CesiFile, node: &DeValue<'_>) {
    let value = |key: &str| match node.get(key).map(toml::Spanned::get_ref) {
        Some(DeValue::String(text)) => text.clone().into_owned(),
        Some(DeValue::Integer(number)) => number.to_string(),
        _ => String::new(),
    };
    let name = value("name");
    let environment = value("environment");
    if !environment.trim().is_empty() {
        file.join(environment.trim(), &name);
    }
    file.nodes.push(CesiNode {
        name,
        host: value("host"),
        port: value("port"),
        user: value("username"),
        password: Zeroizing::new(value("password")),
    });
}
