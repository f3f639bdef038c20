//! One entry of `[nodes]`: a node, or many that a nodeset names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::model::{CredentialSource, NodeEntry, NodeId};

use super::section::Section;
use super::source::{Located, Slip, Spot};
use super::{file, name, password, url};

/// What stands for the node's name in a url and in where its password is.
pub(super) const PLACEHOLDER: &str = "{node}";

/// What a url looks like, for hints.
const URLS: &str = "expected http://host:port, https://host or unix:///path.sock";

/// An entry with all its nodes.
pub(super) struct Entry {
    /// Where its name stands.
    pub spot: Spot,
    /// What its nodes are called, also where the rest of the entry is wrong.
    pub names: Vec<String>,
    /// Its nodes.
    pub nodes: Vec<NodeEntry>,
}

/// What an entry says, before a name is filled in.
struct Template {
    url: Option<Located<String>>,
    user: Option<String>,
    source: CredentialSource,
    credential: Option<String>,
    labels: BTreeMap<String, String>,
    allow_plaintext: bool,
    ca_file: Option<PathBuf>,
}

/// A text with the node's name filled in.
pub(super) fn filled(text: &str, node: &str) -> String {
    text.replace(PLACEHOLDER, node)
}

/// Reads the entry of nodes whose names are checked.
pub(super) fn read(
    names: Vec<String>,
    mut section: Section<'_>,
    file: &Path,
) -> (Entry, Vec<Slip>) {
    let mut slips = Vec::new();
    let template = Template {
        url: read_url(&names, &mut section),
        user: read_user(&mut section),
        source: read_source(&mut section),
        credential: read_credential(&mut section),
        labels: read_labels(&mut section, &mut slips),
        allow_plaintext: section.flag("allow_plaintext").unwrap_or(false),
        ca_file: read_ca_file(&mut section, file),
    };
    let mut nodes = Vec::new();
    if let Some(url) = &template.url {
        for name in &names {
            match template.fill(url, name, file) {
                Ok(node) => nodes.push(node),
                Err(error) => {
                    // The other nodes of the set would only repeat it.
                    let message = format!("{} {error}", section.full("url"));
                    section.slip(Slip::plain(url.spot, message));
                    break;
                }
            }
        }
    }
    let spot = section.spot();
    slips.extend(section.close());
    (Entry { spot, names, nodes }, slips)
}

impl Template {
    fn fill(
        &self,
        url: &Located<String>,
        name: &str,
        file: &Path,
    ) -> Result<NodeEntry, url::UrlError> {
        Ok(NodeEntry {
            id: NodeId::new(name),
            endpoint: url::parse(&filled(&url.value, name))?,
            user: self.user.clone(),
            source: password::fill(&self.source, name, file),
            credential: self.credential.clone().unwrap_or_else(|| name.to_owned()),
            labels: self.labels.clone(),
            allow_plaintext: self.allow_plaintext,
            ca_file: self.ca_file.clone(),
        })
    }
}

fn read_url(names: &[String], section: &mut Section<'_>) -> Option<Located<String>> {
    let Some(url) = section.text("url") else {
        if !section.has("url") {
            let message = format!("{} has no url", section.name());
            section.slip(Slip::missing(section.spot(), message, URLS));
        }
        return None;
    };
    if names.len() > 1 && !url.value.contains(PLACEHOLDER) {
        let message = format!(
            "{} is the same for {} nodes",
            section.full("url"),
            names.len()
        );
        let hint = "write {node} where the name of the node belongs";
        section.slip(Slip::new(url.spot, message, hint));
        return None;
    }
    Some(url)
}

fn read_user(section: &mut Section<'_>) -> Option<String> {
    let user = section.text("user")?;
    if let Err(error) = name::check_user(&user.value) {
        let message = format!("{} {error}", section.full("user"));
        let hint =
            "expected a user name without ':'; leave it out for a supervisord without password";
        section.slip(Slip::new(user.spot, message, hint));
    }
    Some(user.value)
}

fn read_source(section: &mut Section<'_>) -> CredentialSource {
    let Some(source) = password::read(section) else {
        return CredentialSource::Keyring;
    };
    if !section.has("user") {
        let message = format!(
            "{} has a source of its password and no user",
            section.name()
        );
        section.slip(Slip::missing(source.spot, message, "write user = \"…\""));
    }
    source.value
}

fn read_credential(section: &mut Section<'_>) -> Option<String> {
    let credential = section.text("credential")?;
    if let Err(error) = name::check(&credential.value) {
        let message = format!("{} {error}", section.full("credential"));
        section.slip(Slip::new(credential.spot, message, name::NAMES));
    } else if !section.has("user") {
        let message = format!("{} has a credential and no user", section.name());
        section.slip(Slip::missing(
            credential.spot,
            message,
            "write user = \"…\"",
        ));
    }
    Some(credential.value)
}

fn read_labels(section: &mut Section<'_>, slips: &mut Vec<Slip>) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    let Some(mut table) = section.section("labels") else {
        return labels;
    };
    for key in table.keys() {
        if let Err(error) = name::check(key.value) {
            let message = format!("the label {:?} {error}", key.value);
            table.slip(Slip::new(key.spot, message, name::NAMES));
        }
        if let Some(value) = table.text(key.value) {
            labels.insert(key.value.to_owned(), value.value);
        }
    }
    slips.extend(table.close());
    labels
}

fn read_ca_file(section: &mut Section<'_>, file: &Path) -> Option<PathBuf> {
    let path = section.text("ca_file")?;
    if path.value.is_empty() {
        let message = format!("{} is empty", section.full("ca_file"));
        section.slip(Slip::new(
            path.spot,
            message,
            "expected the path of a PEM file",
        ));
    }
    Some(file::resolved(&path.value, file))
}
