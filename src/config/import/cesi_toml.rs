//! The later form of cesi.conf: `[[nodes]]` tables that name their environment, and `[cesi]`.

use toml::de::{DeTable, DeValue};
use zeroize::Zeroizing;

use super::error::ImportError;
use super::foreign::{Foreign, ForeignNode};
use super::{address, cesi};

/// Reads the TOML form (`defaults/cesi.conf.toml`, 2.5 and later).
pub(super) fn read(text: &str) -> Result<Foreign, ImportError> {
    let table = DeTable::parse(text).map_err(|error| {
        let before = error.span().map_or(0, |span| span.start);
        let breaks = text.bytes().take(before).filter(|byte| *byte == b'\n');
        let message = format!("this is not TOML: {}", error.message());
        ImportError::at(1 + breaks.count(), message, "[[nodes]] or key = \"value\"")
    })?;
    let mut foreign = Foreign::default();
    for (key, value) in table.get_ref() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("nodes", DeValue::Array(nodes)) => {
                for node in nodes {
                    take_node(&mut foreign, node.get_ref());
                }
            }
            ("cesi", _) => foreign.notes.push(cesi::ITS_OWN.to_owned()),
            (name, _) => foreign
                .notes
                .push(format!("{name:?} is not known to cesi and was left out")),
        }
    }
    Ok(foreign)
}

fn take_node(foreign: &mut Foreign, node: &DeValue<'_>) {
    let value = |key: &str| match node.get(key).map(toml::Spanned::get_ref) {
        Some(DeValue::String(text)) => text.clone().into_owned(),
        Some(DeValue::Integer(number)) => number.to_string(),
        _ => String::new(),
    };
    let name = value("name");
    let environment = value("environment");
    if !environment.trim().is_empty() {
        foreign.join(environment.trim(), &name);
    }
    foreign.nodes.push(ForeignNode {
        name,
        url: address::of_host(&value("host"), &value("port")),
        user: value("username"),
        password: Zeroizing::new(value("password")),
    });
}
