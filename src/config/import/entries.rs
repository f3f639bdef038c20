//! The tables of our nodes, as few as say the same: many nodes whose addresses differ in nothing
//! but their names are one table of a nodeset.

use crate::model::fold_patterns;

/// What stands for the name of a node in a url.
const PLACEHOLDER: &str = "{node}";

/// A node on its way into the text.
pub(super) struct Entry {
    /// Its name.
    pub name: String,
    /// Its url.
    pub url: String,
    /// The lines below the url.
    pub rest: Vec<String>,
}

/// The tables of all entries, each with a blank line before it; `remark` stands behind each url.
pub(super) fn tables(entries: &[Entry], remark: &str) -> String {
    let mut alike: Vec<(Template, Vec<&str>)> = Vec::new();
    for entry in entries {
        let template = Template::of(entry);
        match alike.iter_mut().find(|(known, _)| *known == template) {
            Some((_, names)) if template.url.contains(PLACEHOLDER) => names.push(&entry.name),
            Some(_) | None => alike.push((template, vec![&entry.name])),
        }
    }
    let lines = alike
        .into_iter()
        .flat_map(|(template, names)| template.lines(names, remark));
    lines.map(|line| line + "\n").collect()
}

/// An entry without its name.
#[derive(PartialEq, Eq)]
struct Template {
    url: String,
    rest: Vec<String>,
}

impl Template {
    /// The name is taken out where it is the beginning of the host.
    fn of(entry: &Entry) -> Self {
        let url = entry.url.split_once("://").and_then(|(scheme, place)| {
            let after = place.strip_prefix(&entry.name)?;
            after
                .starts_with(['.', ':', '/'])
                .then(|| format!("{scheme}://{PLACEHOLDER}{after}"))
        });
        Self {
            url: url.unwrap_or_else(|| entry.url.clone()),
            rest: entry.rest.clone(),
        }
    }

    /// A table for each pattern of names.
    fn lines(&self, names: Vec<&str>, remark: &str) -> Vec<String> {
        let table = |pattern: &String| {
            let url = if pattern.contains('[') {
                self.url.clone()
            } else {
                self.url.replace(PLACEHOLDER, pattern)
            };
            let head = [
                String::new(),
                format!("[nodes.{}]", key(pattern)),
                format!("url = {}{remark}", quoted(&url)),
            ];
            head.into_iter().chain(self.rest.clone())
        };
        fold_patterns(names).iter().flat_map(table).collect()
    }
}

/// A key of a table, in quotes where TOML wants them.
pub(super) fn key(name: &str) -> String {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if name.chars().all(bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A text of TOML.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
