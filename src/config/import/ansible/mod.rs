//! Ansible inventories: hosts in groups, as INI or as YAML, which JSON is a part of.

mod ini;
mod inventory;
mod range;
mod read;
mod tree;
mod yaml;

pub(super) use read::read;
