//! The tree as the rules see it: source files with comments and texts told apart from code.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// One Rust file. All texts have the same lines, so a line number means the same in each.
pub struct Source {
    /// Path from the root of the tree, with `/`.
    pub path: String,
    /// As it is on disk.
    pub raw: String,
    /// Comments and the inside of string and character literals blanked out.
    pub code: String,
    /// Everything but comments blanked out.
    pub comments: String,
    /// The code without its unit tests.
    pub shipped: String,
}

impl Source {
    fn read(path: String) -> Self {
        let raw = fs::read_to_string(root().join(&path)).unwrap();
        let (code, comments) = split(&raw);
        let shipped = without_unit_tests(&code);
        Self {
            path,
            raw,
            code,
            comments,
            shipped,
        }
    }

    /// The room it belongs to: the first name below `src`, without its ending.
    pub fn room(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        Some(inside.split('/').next()?.trim_end_matches(".rs"))
    }

    /// The names of its module, from the crate on: `model`, `fleet`.
    pub fn module(&self) -> Vec<String> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let inside = inside.trim_end_matches(".rs").trim_end_matches("/mod");
        let top = ["lib", "main"].contains(&inside);
        if top {
            Vec::new()
        } else {
            inside.split('/').map(str::to_owned).collect()
        }
    }

    /// `path:line` for a byte of any of its texts.
    pub fn place(&self, byte: usize) -> String {
        let line = self.raw[..byte].matches('\n').count() + 1;
        format!("{}:{line}", self.path)
    }

    /// Where a word stands in the shipped code, alone and not as a part of another word.
    pub fn words<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        words(&self.shipped, word)
    }
}

/// The root of the tree.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the tree, by its path from the root; nothing of git's and cargo's.
pub fn files() -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(root().join(&directory)).unwrap() {
            let entry = entry.unwrap();
            let path = directory.join(entry.file_name());
            if [Path::new(".git"), Path::new("target")].contains(&path.as_path()) {
            } else if entry.file_type().unwrap().is_dir() {
                open.push(path);
            } else {
                found.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

/// Every Rust file: ours and the tests'.
pub fn sources() -> &'static [Source] {
    static ALL: LazyLock<Vec<Source>> = LazyLock::new(|| {
        let is_rust = |path: &String| Path::new(path).extension().is_some_and(|end| end == "rs");
        files()
            .into_iter()
            .filter(is_rust)
            .map(Source::read)
            .collect()
    });
    &ALL
}

/// Every Rust file below `src`.
pub fn ours() -> impl Iterator<Item = &'static Source> {
    sources()
        .iter()
        .filter(|source| source.path.starts_with("src/"))
}

/// Where a word stands in a text, alone and not as a part of another word.
pub fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| {
            let before = text[..*at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            !before.is_some_and(is_name) && !after.is_some_and(is_name)
        })
}

/// Whether a letter can be part of a name.
pub fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The text up to the bracket that closes the one at its start, both included.
pub fn bracketed(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at + letter.len_utf8()];
        }
    }
    text
}

/// Splits a file into its code and its comments, each with the other blanked out.
fn split(raw: &str) -> (String, String) {
    let (mut code, mut comments) = (String::new(), String::new());
    let mut rest = raw;
    while let Some(letter) = rest.chars().next() {
        let (length, kind) = piece(rest, code.chars().next_back());
        let (piece, after) = rest.split_at(length);
        match kind {
            Piece::Code => code.push(letter),
            Piece::Comment | Piece::Literal => code.push_str(&blank(piece)),
        }
        match kind {
            Piece::Comment => comments.push_str(piece),
            Piece::Code | Piece::Literal => comments.push_str(&blank(piece)),
        }
        rest = after;
    }
    (code, comments)
}

enum Piece {
    Code,
    Comment,
    Literal,
}

/// The length in bytes, and the kind, of what a text begins with.
fn piece(text: &str, before: Option<char>) -> (usize, Piece) {
    let first = text.chars().next().map_or(0, char::len_utf8);
    if text.starts_with("//") {
        return (text.find('\n').unwrap_or(text.len()), Piece::Comment);
    }
    if text.starts_with("/*") {
        return (
            text.find("*/").map_or(text.len(), |end| end + 2),
            Piece::Comment,
        );
    }
    if text.starts_with('"') {
        return (quoted(text, '"'), Piece::Literal);
    }
    if text.starts_with('r') && !before.is_some_and(|letter| is_name(letter) && letter != 'b') {
        let hashes = text[1..]
            .chars()
            .take_while(|letter| *letter == '#')
            .count();
        if text[1 + hashes..].starts_with('"') {
            let body = 2 + hashes;
            let end = format!("\"{}", "#".repeat(hashes));
            let length = text[body..]
                .find(&end)
                .map_or(text.len(), |at| body + at + end.len());
            return (length, Piece::Literal);
        }
    }
    if let Some(inside) = text.strip_prefix('\'') {
        // A lifetime has no closing quote after one letter.
        let letter = inside.chars().next().map_or(0, char::len_utf8);
        if inside.starts_with('\\') || inside[letter..].starts_with('\'') {
            return (quoted(text, '\''), Piece::Literal);
        }
    }
    (first, Piece::Code)
}

/// The length of a literal with escapes, quotes included.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        if letter == quote && !escaped {
            return at + 1;
        }
        escaped = letter == '\\' && !escaped;
    }
    text.len()
}

/// The same number of bytes and lines, and nothing to read.
fn blank(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}

/// Blanks out modules that are compiled for tests only.
fn without_unit_tests(code: &str) -> String {
    let mut shipped = code.to_owned();
    for (at, gate) in code.match_indices("#[cfg(test)]") {
        let after = at + gate.len();
        let body = code[after..]
            .find(['{', ';'])
            .map_or(code.len(), |found| after + found);
        let end = body + bracketed(&code[body..]).len();
        shipped.replace_range(at..end, &blank(&code[at..end]));
    }
    shipped
}
