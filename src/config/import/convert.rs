//! A cesi.conf turned into one of ours, and its passwords apart from it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use zeroize::Zeroizing;

use super::super::{file, name, url};
use super::cesi::{self, CesiFile, CesiNode, ImportError};
use crate::model::{Clean, fold_names};

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

/// Reads a cesi.conf and makes ours from it; nothing is written, nothing is contacted.
///
/// # Errors
/// If the file cannot be read or is no cesi.conf.
pub fn import(path: &Path) -> Result<Imported, ImportError> {
    let text = Zeroizing::new(file::read_data(path)?);
    let file = cesi::read(&text)?;
    let mut conversion = Conversion::default();
    conversion.run(file);
    let mut toml = String::from("# Made by supdeck import. The passwords are not in here.\n");
    toml.push_str(&conversion.toml);
    let notes = conversion.notes.iter();
    Ok(Imported {
        toml,
        passwords: conversion.passwords,
        notes: notes.map(|note| Clean::text(note).into_string()).collect(),
    })
}

#[derive(Default)]
struct Conversion {
    toml: String,
    passwords: Vec<ImportedPassword>,
    notes: Vec<String>,
    /// Their name of each node taken over, and ours.
    names: BTreeMap<String, String>,
    in_clear: usize,
}

impl Conversion {
    fn run(&mut self, file: CesiFile) {
        self.notes = file.notes;
        let mut taken = BTreeSet::new();
        let mut nodes = Vec::new();
        for node in file.nodes {
            if self.names.contains_key(&node.name) {
                let note = format!(
                    "the node {:?} stands there twice; the first was taken",
                    node.name
                );
                self.notes.push(note);
                continue;
            }
            let ours = self.renamed("node", &node.name, &mut taken);
            self.names.insert(node.name.clone(), ours.clone());
            nodes.push((ours, node));
        }
        let shared = shared_credentials(&nodes, &taken);
        for ((ours, node), credential) in nodes.into_iter().zip(shared) {
            self.node(&ours, node, credential);
        }
        let mut taken = BTreeSet::new();
        for (theirs, members) in file.environments {
            self.environment(&theirs, &members, &mut taken);
        }
        if self.in_clear > 0 {
            self.notes.push(format!(
                "nodes whose password travels in clear over plain http, as before: {}; put TLS \
                 before supervisord and remove allow_plaintext",
                self.in_clear
            ));
        }
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

    fn node(&mut self, ours: &str, node: CesiNode, shared: Option<String>) {
        let host = match node.host.trim() {
            "" => "localhost".to_owned(),
            host if host.contains(':') && !host.starts_with('[') => format!("[{host}]"),
            host => host.to_owned(),
        };
        let url = format!("http://{host}:{}", or(node.port.trim(), "9001"));
        let endpoint = match url::parse(&url) {
            Ok(endpoint) => endpoint,
            Err(error) => {
                self.notes
                    .push(format!("the node {ours} was left out: its address {error}"));
                self.names.remove(&node.name);
                return;
            }
        };
        self.push(&format!("\n[nodes.{}]\n", key(ours)));
        self.push(&format!("url = {}\n", quoted(&endpoint.to_string())));
        let Some(user) = self.user(ours, &node) else {
            return;
        };
        self.push(&format!("user = {}\n", quoted(&user)));
        if let Some(credential) = &shared {
            self.push(&format!("credential = {}\n", quoted(credential)));
        }
        if !endpoint.is_private() {
            self.push("allow_plaintext = true\n");
            self.in_clear += 1;
        }
        self.keep(
            shared.unwrap_or_else(|| ours.to_owned()),
            user,
            node.password,
        );
    }

    /// The user of a node, if it is one we can use.
    fn user(&mut self, ours: &str, node: &CesiNode) -> Option<String> {
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

    fn environment(&mut self, theirs: &str, members: &[String], taken: &mut BTreeSet<String>) {
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
            return;
        }
        let nodes = quoted(&fold_names(nodes));
        let ours = self.renamed("environment", theirs, taken);
        self.push(&format!(
            "\n[environments.{}]\nnodes = {nodes}\n",
            key(&ours)
        ));
    }

    fn push(&mut self, text: &str) {
        self.toml.push_str(text);
    }
}

/// The credential of each node that has the same user and password as another.
///
/// They share one entry in the keyring, and there is one to ask for where that is missing.
fn shared_credentials(
    nodes: &[(String, CesiNode)],
    taken: &BTreeSet<String>,
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
        let credential = unique(&name::made_from(&format!("cesi-{user}")), &taken);
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

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

fn key(name: &str) -> String {
    if name.contains('.') {
        quoted(name)
    } else {
        name.to_owned()
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
