//! The hosts of an inventory and the groups they are in.

use std::collections::{BTreeSet, HashMap};

/// The hosts of an inventory and the groups they are in, both in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    hosts: Vec<(String, Option<String>)>,
    places: HashMap<String, usize>,
    groups: Vec<Group>,
}

#[derive(Debug, Default)]
struct Group {
    name: String,
    hosts: Vec<String>,
    children: Vec<String>,
}

impl Inventory {
    /// Adds a host, or the address of one that is known.
    pub(super) fn add_host(&mut self, name: &str, address: Option<String>) {
        let place = *self.places.entry(name.to_owned()).or_insert_with(|| {
            self.hosts.push((name.to_owned(), None));
            self.hosts.len() - 1
        });
        if address.is_some() {
            self.hosts[place].1 = address;
        }
    }

    /// Puts a host into a group.
    pub(super) fn join(&mut self, group: &str, host: &str) {
        self.group(group).hosts.push(host.to_owned());
    }

    /// Puts a group into a group.
    pub(super) fn adopt(&mut self, parent: &str, child: &str) {
        self.group(parent).children.push(child.to_owned());
        self.group(child);
    }

    /// The group of this name, which is made if need be.
    fn group(&mut self, name: &str) -> &mut Group {
        let known = self.groups.iter().position(|group| group.name == name);
        let place = known.unwrap_or_else(|| {
            self.groups.push(Group {
                name: name.to_owned(),
                ..Group::default()
            });
            self.groups.len() - 1
        });
        &mut self.groups[place]
    }

    /// The hosts and their addresses.
    pub(super) fn hosts(&self) -> impl Iterator<Item = (&String, &Option<String>)> {
        self.hosts.iter().map(|(name, address)| (name, address))
    }

    /// The names of the groups.
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|group| group.name.as_str())
    }

    /// The hosts of a group and of all groups in it, each once; a group in itself is no harm.
    pub(super) fn members(&self, name: &str) -> Vec<String> {
        let mut members = Vec::new();
        let mut known = BTreeSet::new();
        let mut seen = BTreeSet::from([name]);
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            let Some(group) = self.groups.iter().find(|group| group.name == name) else {
                continue;
            };
            members.extend(
                group
                    .hosts
                    .iter()
                    .filter(|host| known.insert(*host))
                    .cloned(),
            );
            let children = group.children.iter().rev().map(String::as_str);
            open.extend(children.filter(|child| seen.insert(child)));
        }
        members
    }
}
