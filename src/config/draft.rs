//! A config while its files are read: what they said so far, and everything that is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::model::{Environment, Roster};

use super::entry::{self, Entry};
use super::error::{ConfigError, Origin};
use super::keys::KeyBindings;
use super::load::Config;
use super::polling::PollSettings;
use super::section::Section;
use super::settings::{self, ConfirmSettings, LogSettings};
use super::source::{Located, Slip, Sources, Spot};
use super::theme::ThemeSettings;
use super::{environment, name};
use crate::model::{NodeId, Nodeset};

/// Most mistakes told at once; the rest is counted.
const MOST_TOLD: usize = 1000;

/// What the files said so far.
#[derive(Default)]
pub(super) struct Draft {
    /// The files.
    pub sources: Sources,
    /// What is wrong in them.
    pub slips: Vec<Slip>,
    /// Whether a file could not be read to its end, so that names in it may be unknown.
    pub incomplete: bool,
    entries: Vec<Entry>,
    environments: Vec<environment::Draft>,
    poll: PollSettings,
    confirm: ConfirmSettings,
    theme: ThemeSettings,
    keys: KeyBindings,
    log: LogSettings,
    journal: Option<PathBuf>,
    sealed_file_stays_open: Option<Duration>,
    read_only: bool,
    written: BTreeMap<String, Spot>,
}

impl Draft {
    /// Takes what one file says over what was said before; returns what is wrong with it.
    pub(super) fn apply(&mut self, mut root: Section<'_>, file: &Path) -> Vec<Slip> {
        // What stands in the entry of a node stands where the entry does.
        let is_told = |(name, _): &(String, Spot)| !name.starts_with("nodes.");
        self.written
            .extend(root.written().into_iter().filter(is_told));
        let mut slips = self.apply_nodes(&mut root, file);
        slips.extend(self.apply_environments(&mut root));
        if let Some(section) = root.section("poll") {
            slips.extend(self.poll.read(section));
        }
        if let Some(section) = root.section("confirm") {
            slips.extend(self.confirm.read(section));
        }
        if let Some(section) = root.section("theme") {
            slips.extend(self.theme.read(section, &self.sources));
        }
        if let Some(section) = root.section("keys") {
            slips.extend(self.keys.read(section, &self.sources));
        }
        if let Some(section) = root.section("log") {
            slips.extend(self.log.read(section));
        }
        if let Some(section) = root.section("journal") {
            slips.extend(settings::read_journal(&mut self.journal, section, file));
        }
        if let Some(section) = root.section("sealed_file") {
            let stays_open = &mut self.sealed_file_stays_open;
            slips.extend(settings::read_sealed_file(stays_open, section));
        }
        if let Some(read_only) = root.flag("read_only") {
            self.read_only = read_only;
        }
        slips.extend(root.close());
        slips
    }

    /// Joins all that was said.
    pub(super) fn finish(mut self) -> Result<Config, ConfigError> {
        let nodes = self.index_nodes();
        let environments = self.resolve_environments(&nodes);
        if !self.slips.is_empty() {
            return Err(self.into_error());
        }
        let origins = self.origins();
        let written = self.written.iter();
        let written = written.map(|(name, spot)| (name.clone(), self.sources.origin(*spot)));
        let written = written.collect();
        let nodes = self.entries.into_iter().flat_map(|entry| entry.nodes);
        Ok(Config {
            roster: Roster::new(nodes.collect(), environments),
            poll: self.poll,
            confirm: self.confirm,
            theme: self.theme,
            keys: self.keys,
            log: self.log,
            journal: self.journal,
            sealed_file_stays_open: self.sealed_file_stays_open,
            read_only: self.read_only,
            files: self.sources.paths().map(Path::to_path_buf).collect(),
            origins,
            written,
        })
    }

    /// Everything that is wrong, file by file and from top to bottom.
    pub(super) fn into_error(mut self) -> ConfigError {
        self.slips.sort_by_key(|slip| slip.spot);
        let told = self.slips.iter().take(MOST_TOLD);
        ConfigError {
            mistakes: told.map(|slip| self.sources.mistake(slip)).collect(),
            more: self.slips.len().saturating_sub(MOST_TOLD),
        }
    }

    fn apply_nodes(&mut self, root: &mut Section<'_>, file: &Path) -> Vec<Slip> {
        let mut slips = Vec::new();
        let Some(mut table) = root.section("nodes") else {
            return slips;
        };
        for key in table.keys() {
            let Some(section) = table.section(key.value) else {
                continue;
            };
            let names = node_names(&key).unwrap_or_else(|slip| {
                slips.push(slip);
                Vec::new()
            });
            let (entry, wrong) = entry::read(names, section, file);
            slips.extend(wrong);
            self.entries.push(entry);
        }
        slips.extend(table.close());
        slips
    }

    fn apply_environments(&mut self, root: &mut Section<'_>) -> Vec<Slip> {
        let mut slips = Vec::new();
        let Some(mut table) = root.section("environments") else {
            return slips;
        };
        for key in table.keys() {
            let Some(section) = table.section(key.value) else {
                continue;
            };
            let name = Located {
                value: key.value.to_owned(),
                spot: key.spot,
            };
            let (environment, wrong) = environment::read(name, section);
            slips.extend(wrong);
            self.environments.push(environment);
        }
        slips.extend(table.close());
        slips
    }

    /// Where each node stands; a name that stands twice is a mistake at its second place.
    fn index_nodes(&mut self) -> BTreeMap<String, Spot> {
        let mut index = BTreeMap::new();
        for entry in &self.entries {
            let mut clashes: BTreeMap<Spot, Vec<&str>> = BTreeMap::new();
            for name in &entry.names {
                match index.get(name) {
                    Some(first) => clashes.entry(*first).or_default().push(name),
                    None => {
                        index.insert(name.clone(), entry.spot);
                    }
                }
            }
            for (first, names) in clashes {
                let origin = self.sources.origin(first);
                self.slips.push(twice("node", entry.spot, &names, &origin));
            }
        }
        index
    }

    fn resolve_environments(&mut self, nodes: &BTreeMap<String, Spot>) -> Vec<Environment> {
        let mut resolved: Vec<Environment> = Vec::new();
        let mut index: BTreeMap<String, Spot> = BTreeMap::new();
        for draft in std::mem::take(&mut self.environments) {
            let Located { value: name, spot } = draft.name.clone();
            if let Some(first) = index.get(&name) {
                let origin = self.sources.origin(*first);
                let slip = twice("environment", spot, &[&name], &origin);
                self.slips.push(slip);
                continue;
            }
            index.insert(name, spot);
            let (environment, slips) = environment::resolve(&draft, &resolved, nodes);
            if !self.incomplete {
                self.slips.extend(slips);
            }
            resolved.push(environment);
        }
        resolved
    }

    fn origins(&self) -> BTreeMap<NodeId, Origin> {
        let mut origins = BTreeMap::new();
        for entry in &self.entries {
            let origin = self.sources.origin(entry.spot);
            for node in &entry.nodes {
                origins.insert(node.id.clone(), origin.clone());
            }
        }
        origins
    }
}

/// The names that a key of `[nodes]` stands for.
fn node_names(key: &Located<&str>) -> Result<Vec<String>, Slip> {
    let mut names = Nodeset::expand(key.value).map_err(|error| {
        let message = format!("the node name {:?}: {error}", key.value);
        Slip::plain(key.spot, message)
    })?;
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    for name in &names {
        if let Err(error) = name::check(name) {
            let message = format!("the node name {name:?} {error}");
            return Err(Slip::new(key.spot, message, name::NAMES));
        }
    }
    Ok(names)
}

/// One mistake for names that stand at another place already.
fn twice(noun: &str, spot: Spot, names: &[&str], first: &Origin) -> Slip {
    let message = match names {
        [name] => format!("the {noun} {name} stands at {first} already"),
        [name, rest @ ..] => {
            let more = rest.len();
            format!("the {noun} {name} and {more} more stand at {first} already")
        }
        [] => format!("a {noun} stands at {first} already"),
    };
    Slip::new(spot, message, "names are unique over all files")
}
