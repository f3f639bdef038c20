//! The files of a config, one over the other: each after those it includes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use regex::Regex;
use toml::de::DeTable;

use super::draft::Draft;
use super::file::{self, FileError, Identity};
use super::section::Section;
use super::source::{Located, Slip, SlipKind, Spot};
use super::syntax;

/// Most files of one config.
const MOST_FILES: usize = 256;

/// Reads files into a draft.
#[derive(Default)]
pub(super) struct Layers {
    /// What they said.
    pub draft: Draft,
    seen: BTreeSet<Identity>,
}

impl Layers {
    /// Reads a file that somebody named on the command line.
    pub(super) fn read(&mut self, path: &Path) {
        if let Err(error) = self.file(path) {
            let source = self.draft.sources.add(path, Arc::from(""));
            let spot = Spot {
                source,
                offset: None,
            };
            self.refuse(spot, error.to_string());
        }
    }

    /// Reads a text as if it stood in a file at `path`.
    pub(super) fn take(&mut self, path: &Path, text: &str) {
        let source = self.draft.sources.add(path, Arc::from(text));
        let (errors, rest) = syntax::errors(text);
        let slip = |(offset, message)| {
            let spot = Spot {
                source,
                offset: Some(offset),
            };
            Slip::plain(spot, format!("this is not TOML: {message}"))
        };
        let syntax: Vec<Slip> = errors.into_iter().map(slip).collect();
        let (table, _) = DeTable::parse_recoverable(&rest);
        let mut root = Section::root(source, table.get_ref());
        for pattern in root.texts("include").map_or(Vec::new(), |list| list.value) {
            self.include(&pattern, path);
        }
        let mut slips = self.draft.apply(root, path);
        if !syntax.is_empty() {
            self.draft.incomplete = true;
            self.keep_believable(&mut slips, &syntax);
        }
        self.draft.slips.extend(syntax);
        self.draft.slips.extend(slips);
    }

    /// Reads a file, if it was not read before.
    fn file(&mut self, path: &Path) -> Result<(), FileError> {
        match file::read_trusted(path) {
            Ok((identity, text)) => {
                if self.seen.insert(identity) {
                    self.take(path, &text);
                }
                Ok(())
            }
            Err(FileError::NotUtf8 { offset, before }) => {
                let source = self.draft.sources.add(path, Arc::from(before));
                let spot = Spot {
                    source,
                    offset: Some(offset),
                };
                self.refuse(spot, "this byte is not UTF-8".to_owned());
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn refuse(&mut self, spot: Spot, message: String) {
        self.draft.incomplete = true;
        self.draft.slips.push(Slip::plain(spot, message));
    }

    fn include(&mut self, pattern: &Located<String>, from: &Path) {
        let paths = match matching(&file::resolved(&pattern.value, from)) {
            Ok(paths) => paths,
            Err(reason) => {
                self.refuse(
                    pattern.spot,
                    format!("include {:?}: {reason}", pattern.value),
                );
                return;
            }
        };
        for path in paths {
            if self.seen.len() >= MOST_FILES {
                let message = format!("include: more than {MOST_FILES} files");
                return self.refuse(pattern.spot, message);
            }
            if let Err(error) = self.file(&path) {
                let message = format!("include {}: {error}", path.display());
                self.refuse(pattern.spot, message);
            }
        }
    }

    /// What a parser makes of the rest of a broken line is not what somebody meant.
    fn keep_believable(&self, slips: &mut Vec<Slip>, syntax: &[Slip]) {
        let line = |slip: &Slip| self.draft.sources.line(slip.spot);
        let broken: BTreeSet<_> = syntax.iter().map(line).collect();
        slips.retain(|slip| slip.kind == SlipKind::Wrong && !broken.contains(&line(slip)));
    }
}

/// The files a pattern means: `*` and `?` stand in the last part only, and never for hidden files.
fn matching(pattern: &Path) -> Result<Vec<PathBuf>, String> {
    let wild = |text: &str| text.contains(['*', '?']);
    let directory = pattern.parent().unwrap_or(Path::new("."));
    if wild(&directory.to_string_lossy()) {
        return Err("* and ? may stand in the name of the file, not in its directory".to_owned());
    }
    let Some(name) = pattern.file_name().map(|name| name.to_string_lossy()) else {
        return Err("this names no file".to_owned());
    };
    if !wild(&name) {
        return Ok(vec![pattern.to_path_buf()]);
    }
    let escaped = regex::escape(&name)
        .replace(r"\*", ".*")
        .replace(r"\?", ".");
    let regex = Regex::new(&format!("^{escaped}$")).map_err(|error| error.to_string())?;
    let entries = directory.read_dir().map_err(|error| error.to_string())?;
    let mut paths = Vec::new();
    for entry in entries {
        let name = entry.map_err(|error| error.to_string())?.file_name();
        let text = name.to_string_lossy();
        if !text.starts_with('.') && regex.is_match(&text) {
            paths.push(directory.join(&name));
        }
    }
    paths.sort();
    Ok(paths)
}
