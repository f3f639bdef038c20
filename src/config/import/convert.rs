//! What another tool's file says turned into our config, and its passwords apart from it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use zeroize::Zeroizing;

use super::super::{file, name, url};
use super::entries::{Entry, key, quoted, tables};
use super::error::ImportError;
use super::foreign::{Certainty, Foreign, ForeignNode};
use super::format::Format;
use crate::model::{Clean, fold_names};

/// What stands behind a url that is not certain.
const REMARK: &str = " # a guess";

/// A config of ours made from another console's.
#[derive(Debug)]
pub struct Imported {
    /// Our config, valid and without any password.
    pub toml: String,
    /// The passwords, for the keyring; a credential may serve many nodes.
    pub passwords: Vec<ImportedPassword>,
    /// What was changed or left out, as sentences.
    pub notes: Vec<String>,
}

/// A password on its way into the keyring; wiped when dropped.
pub struct ImportedPassword {
    /// The name of the credential.
    pub credential: String,
    /// The user it belongs to.
    pub user: String,
    /// The password itself.
    pub password: Zeroizing<String>,
}

impl fmt::Debug for ImportedPassword {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "ImportedPassword({:?}, {:?}, ..)",
            self.credential, self.user
        )
    }
}

/// Makes our config from a file of another tool; nothing is written, nothing is contacted.
///
/// # Errors
/// If the file cannot be read or is none that can be imported.
pub fn import(path: &Path) -> Result<Imported, ImportError> {
    let text = Zeroizing::new(file::read_data(path)?);
    let format = Format::of(path, &text).ok_or(ImportError::Unrecognised)?;
    convert(&text, format)
}

/// Makes our config from a file of this kind, whatever it looks like.
///
/// # Errors
/// If the file cannot be read or is none of this kind.
pub fn import_from(path: &Path, format: Format) -> Result<Imported, ImportError> {
    convert(&Zeroizing::new(file::read_data(path)?), format)
}

fn convert(text: &str, format: Format) -> Result<Imported, ImportError> {
    let mut conversion = Conversion::default();
    let body = conversion.run(format.read(text)?, format);
    let notes = conversion.notes.iter();
    Ok(Imported {
        toml: format!("# Made by supdeck import. The passwords are not in here.\n{body}"),
        passwords: conversion.passwords,
        notes: notes.map(|note| Clean::text(note).into_string()).collect(),
    })
}

#[derive(Default)]
struct Conversion {
    passwords: Vec<ImportedPassword>,
    notes: Vec<String>,
    /// Their name of each node taken over, and ours.
    names: BTreeMap<String, String>,
    in_clear: usize,
}

impl Conversion {
    fn run(&mut self, foreign: Foreign, format: Format) -> String {
        self.notes = foreign.notes;
        let mut taken = BTreeSet::new();
        let nodes = self.name_nodes(foreign.nodes, &mut taken);
        let shared = shared_credentials(&nodes, &taken, format);
        let mut entries = Vec::new();
        for ((ours, node), credential) in nodes.into_iter().zip(shared) {
            entries.extend(self.entry(ours, node, credential));
        }
        self.note_twins(&entries);
        let mut taken = BTreeSet::new();
        let mut environments = String::new();
        for (theirs, members) in foreign.environments {
            environments.push_str(&self.environment(&theirs, &members, &mut taken));
        }
        if self.in_clear > 0 {
            self.notes.push(format!(
                "nodes whose password travels in clear over plain http, as before: {}; put TLS \
                 before supervisord and remove allow_plaintext",
                self.in_clear
            ));
        }
        self.told(foreign.certainty, &entries) + &environments
    }

    /// The tables, with how certain they are.
    fn told(&mut self, certainty: Certainty, entries: &[Entry]) -> String {
        let (why, tables) = match certainty {
            Certainty::Stated => return tables(entries, ""),
            Certainty::Guessed(why) => (why, tables(entries, REMARK)),
            Certainty::Candidates(why) => (why, commented(&tables(entries, REMARK))),
        };
        self.notes.push(why.join(" "));
        format!("#\n# {}\n{tables}", why.join("\n# "))
    }

    /// Names of ours for the nodes of theirs, each of which counts once.
    fn name_nodes(
        &mut self,
        nodes: Vec<ForeignNode>,
        taken: &mut BTreeSet<String>,
    ) -> Vec<(String, ForeignNode)> {
        let mut named = Vec::new();
        for node in nodes {
            if self.names.contains_key(&node.name) {
                let note = format!(
                    "the node {:?} stands there twice; the first was taken",
                    node.name
                );
                self.notes.push(note);
                continue;
            }
            let ours = self.renamed("node", &node.name, taken);
            self.names.insert(node.name.clone(), ours.clone());
            named.push((ours, node));
        }
        named
    }

    /// A name of ours for a name of theirs.
    fn renamed(&mut self, noun: &str, theirs: &str, taken: &mut BTreeSet<String>) -> String {
        let ours = unique(&name::made_from(theirs), taken);
        if ours != theirs {
            self.notes
                .push(format!("the {noun} {theirs:?} is called {ours} now"));
        }
        taken.insert(ours.clone());
        ours
    }

    fn entry(&mut self, ours: String, node: ForeignNode, shared: Option<String>) -> Option<Entry> {
        let endpoint = match url::parse(&node.url) {
            Ok(endpoint) => endpoint,
            Err(error) => {
                self.notes
                    .push(format!("the node {ours} was left out: its address {error}"));
                self.names.remove(&node.name);
                return None;
            }
        };
        let mut rest = Vec::new();
        if let Some(user) = self.user(&ours, &node) {
            rest.push(format!("user = {}", quoted(&user)));
            if let Some(credential) = &shared {
                rest.push(format!("credential = {}", quoted(credential)));
            }
            if !endpoint.is_private() {
                rest.push("allow_plaintext = true".to_owned());
                self.in_clear += 1;
            }
            let credential = shared.unwrap_or_else(|| ours.clone());
            self.keep(credential, user, node.password);
        }
        Some(Entry {
            name: ours,
            url: endpoint.to_string(),
            rest,
        })
    }

    /// The user of a node, if it is one we can use.
    fn user(&mut self, ours: &str, node: &ForeignNode) -> Option<String> {
        let user = node.user.trim();
        if user.is_empty() {
            if !node.password.is_empty() {
                self.notes.push(format!(
                    "the node {ours} has no user, so its password was left out"
                ));
            }
            return None;
        }
        if name::check_user(user).is_err() || user.chars().any(char::is_control) {
            self.notes.push(format!(
                "the user of the node {ours} cannot be used and was left out"
            ));
            return None;
        }
        Some(user.to_owned())
    }

    fn keep(&mut self, credential: String, user: String, password: Zeroizing<String>) {
        let mut kept = self.passwords.iter();
        if !password.is_empty() && !kept.any(|old| old.credential == credential) {
            self.passwords.push(ImportedPassword {
                credential,
                user,
                password,
            });
        }
    }

    /// Two names for one address are one supervisord twice, or a port that was guessed for both.
    fn note_twins(&mut self, entries: &[Entry]) {
        let mut by_url: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for entry in entries {
            by_url.entry(&entry.url).or_default().push(&entry.name);
        }
        for (url, names) in by_url.into_iter().filter(|(_, names)| names.len() > 1) {
            let names = fold_names(names);
            self.notes
                .push(format!("these nodes have the same address, {url}: {names}"));
        }
    }

    fn environment(
        &mut self,
        theirs: &str,
        members: &[String],
        taken: &mut BTreeSet<String>,
    ) -> String {
        let mut nodes = Vec::new();
        for member in members {
            match self.names.get(member) {
                Some(node) => nodes.push(node.as_str()),
                None => self.notes.push(format!(
                    "the environment {theirs:?} names {member:?}, which is no node; it was left out"
                )),
            }
        }
        if nodes.is_empty() {
            self.notes.push(format!(
                "the environment {theirs:?} has no nodes and was left out"
            ));
            return String::new();
        }
        let nodes = quoted(&fold_names(nodes));
        let ours = self.renamed("environment", theirs, taken);
        format!("\n[environments.{}]\nnodes = {nodes}\n", key(&ours))
    }
}

/// Lines that are switched off.
fn commented(text: &str) -> String {
    let line = |line: &str| match line {
        "" => "\n".to_owned(),
        line => format!("#{line}\n"),
    };
    text.lines().map(line).collect()
}

/// The credential of each node that has the same user and password as another.
///
/// They share one entry in the keyring, and there is one to ask for where that is missing.
fn shared_credentials(
    nodes: &[(String, ForeignNode)],
    taken: &BTreeSet<String>,
    format: Format,
) -> Vec<Option<String>> {
    let mut uses: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (index, (_, node)) in nodes.iter().enumerate() {
        if !node.password.is_empty() {
            let pair = (node.user.trim(), node.password.as_str());
            uses.entry(pair).or_default().push(index);
        }
    }
    let mut taken = taken.clone();
    let mut shared = vec![None; nodes.len()];
    for ((user, _), indexes) in uses.into_iter().filter(|(_, indexes)| indexes.len() > 1) {
        let credential = unique(&name::made_from(&format!("{format}-{user}")), &taken);
        taken.insert(credential.clone());
        for index in indexes {
            shared[index] = Some(credential.clone());
        }
    }
    shared
}

/// The name, or the name with the first number behind it that is free.
fn unique(name: &str, taken: &BTreeSet<String>) -> String {
    if !taken.contains(name) {
        return name.to_owned();
    }
    let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
    let mut free = numbered.filter(|name| !taken.contains(name));
    free.next().unwrap_or_default()
}
