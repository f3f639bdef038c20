//! The INI form of an inventory: `[group]`, `[group:children]`, `[group:vars]` and lines of hosts.

use super::super::error::ImportError;
use super::inventory::Inventory;
use super::range::{self, Budget};

/// What the lines of a section are.
enum Section {
    Hosts(String),
    Children(String),
    /// Variables of a group: none of them says where a host is.
    Variables,
}

/// Reads it as Ansible does (`plugins/inventory/ini.py`): what comes before any group is ungrouped.
pub(super) fn read(text: &str) -> Result<Inventory, ImportError> {
    let mut inventory = Inventory::default();
    let mut budget = Budget::default();
    let mut section = Section::Hosts("ungrouped".to_owned());
    for (number, line) in (1..).zip(text.lines()) {
        let line = without_comment(line.trim());
        if line.is_empty() {
            continue;
        }
        if let Some(head) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
            && !head.contains(['[', '='])
        {
            section = read_head(head, number)?;
            continue;
        }
        match &section {
            Section::Hosts(group) => {
                let names = range::expand(first_word(line), &mut budget);
                let names = names
                    .map_err(|(message, expected)| ImportError::at(number, message, expected))?;
                let address = address(line);
                for name in names {
                    inventory.add_host(&name, address.clone());
                    inventory.join(group, &name);
                }
            }
            Section::Children(parent) => inventory.adopt(parent, first_word(line)),
            Section::Variables => {}
        }
    }
    Ok(inventory)
}

fn read_head(head: &str, line: usize) -> Result<Section, ImportError> {
    match head.trim().rsplit_once(':') {
        None => Ok(Section::Hosts(head.trim().to_owned())),
        Some((group, "children")) => Ok(Section::Children(group.to_owned())),
        Some((_, "vars")) => Ok(Section::Variables),
        Some(_) => {
            let expected = "[group], [group:children] or [group:vars]";
            Err(ImportError::at(
                line,
                "this is no section of an inventory",
                expected,
            ))
        }
    }
}

fn first_word(line: &str) -> &str {
    line.split_whitespace().next().unwrap_or(line)
}

/// What `ansible_host=…` says, also in quotes and by its old name.
fn address(line: &str) -> Option<String> {
    let value = |word: &str| {
        let (key, value) = word.split_once('=')?;
        let known = matches!(key, "ansible_host" | "ansible_ssh_host");
        known.then(|| value.trim_matches(['"', '\'']).to_owned())
    };
    line.split_whitespace().skip(1).find_map(value)
}

/// A `#` or `;` that begins a line or follows a space.
fn without_comment(line: &str) -> &str {
    if line.starts_with(['#', ';']) {
        return "";
    }
    line.split_once(" #")
        .map_or(line, |(line, _)| line)
        .trim_end()
}
