//! A multivisor.conf: `[supervisor:NAME]` with the url of multivisor's own plug-in.

use super::error::ImportError;
use super::foreign::{Certainty, Foreign, ForeignNode};
use super::{address, sections};

const WHY: &[&str] = &[
    "The ports are guesses: multivisor.conf names those of its own plug-in, which we do not talk to.",
    "Write the port of [inet_http_server] instead.",
];

/// Reads it as multivisor does (`multivisor/multivisor.py`, `load_config`): without a url the name
/// of the section is the host.
pub(super) fn read(text: &str) -> Result<Foreign, ImportError> {
    let mut foreign = Foreign {
        certainty: Certainty::Guessed(WHY),
        ..Foreign::default()
    };
    for section in sections::read(text)? {
        let Some(name) = section.name.strip_prefix("supervisor:") else {
            let note = format!(
                "[{}] is the web server's own and was left out",
                section.name
            );
            foreign.notes.push(note);
            continue;
        };
        let url = sections::unescaped(&section, "url");
        let host = host(&url);
        let host = if host.is_empty() { name.trim() } else { host };
        foreign.nodes.push(ForeignNode {
            name: name.trim().to_owned(),
            url: address::of_host(host, ""),
            ..ForeignNode::default()
        });
    }
    Ok(foreign)
}

/// The host of `tcp://host:port`, of which all but the host may be missing.
fn host(url: &str) -> &str {
    let url = url.trim();
    let place = url.split_once("://").map_or(url, |(_, place)| place);
    let place = place.split('/').next().unwrap_or(place);
    match place.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => host,
        Some(_) | None => place,
    }
}
