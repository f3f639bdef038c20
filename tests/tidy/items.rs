//! What the rules look for in a file: its functions, its types and the modules it names.

use crate::source::{Source, bracketed, is_name, words};

/// A function of the shipped code.
pub struct Function {
    /// Its name.
    pub name: String,
    /// `path:line` of its `fn`.
    pub place: String,
    /// Its parameters as written, without `self`.
    pub parameters: Vec<String>,
    /// Its lines, from `fn` to the closing brace.
    pub lines: usize,
}

/// Every function of the shipped code.
pub fn functions(source: &Source) -> Vec<Function> {
    source
        .words("fn")
        .filter_map(|at| function(source, at))
        .collect()
}

/// Every named type of the shipped code, with its place.
pub fn types(source: &Source) -> Vec<(String, String)> {
    let keywords = ["struct", "enum", "trait", "type", "union"];
    let declared = |keyword: &'static str| {
        let named = move |at: usize| {
            (
                source.place(at),
                name_at(&source.shipped[at + keyword.len()..]),
            )
        };
        source
            .words(keyword)
            .map(named)
            .filter(|(_, name)| !name.is_empty())
    };
    keywords.into_iter().flat_map(declared).collect()
}

/// Every path into our own crate, resolved from the crate's root, with its place.
pub fn crate_paths(source: &Source) -> Vec<(String, Vec<String>)> {
    let code = &source.code;
    let begins = |at: &usize| code[*at..].trim_start_matches(is_name).starts_with("::");
    let is_first = |at: &usize| !code[..*at].ends_with("::");
    let mut found = Vec::new();
    for first in ["crate", "super"] {
        for at in words(code, first).filter(begins).filter(is_first) {
            let mut all = Vec::new();
            expand(&[], &code[at..], &mut all);
            let resolved = all
                .iter()
                .filter_map(|path| resolve(&source.module(), path));
            found.extend(resolved.map(|path| (source.place(at), path)));
        }
    }
    found
}

/// The places where another crate is named: `name::`, or `use name` alone.
pub fn crate_mentions(text: &str, name: &str) -> Vec<usize> {
    let is_path = |at: &usize| {
        let before = text[..*at].trim_end();
        let after = &text[*at + name.len()..];
        let outermost = !before.ends_with("::") || before.ends_with("use ::");
        let used = before.ends_with("use") && after.starts_with([';', ' ']);
        outermost && (after.starts_with("::") || used)
    };
    words(text, name).filter(is_path).collect()
}

fn function(source: &Source, at: usize) -> Option<Function> {
    let code = &source.shipped;
    let name = name_at(&code[at + 2..]);
    if name.is_empty() {
        return None;
    }
    let open = at + parameters_at(&code[at..])?;
    let list = bracketed(&code[open..]);
    let after = open + list.len();
    let body = after + code[after..].find(['{', ';'])?;
    let end = body + bracketed(&code[body..]).len();
    let all = split_list(&list[1..list.len() - 1]);
    let is_self = |text: &String| {
        words(text.split(':').next().unwrap_or(""), "self")
            .next()
            .is_some()
    };
    Some(Function {
        name,
        place: source.place(at),
        parameters: all
            .into_iter()
            .filter(|parameter| !is_self(parameter))
            .collect(),
        lines: code[at..end].matches('\n').count() + 1,
    })
}

/// Where the parameters begin: the first parenthesis that is not inside the generics.
fn parameters_at(code: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut previous = ' ';
    for (at, letter) in code.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' if previous != '-' => depth -= 1,
            '(' if depth == 0 => return Some(at),
            _ => {}
        }
        previous = letter;
    }
    None
}

/// Cuts at the commas that are in no bracket.
fn split_list(list: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_i32;
    let mut previous = ' ';
    for letter in list.chars() {
        match letter {
            '(' | '[' | '{' | '<' => depth += 1,
            '>' if previous == '-' => {}
            ')' | ']' | '}' | '>' => depth -= 1,
            _ => {}
        }
        if letter == ',' && depth == 0 {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(letter);
        }
        previous = letter;
    }
    let trimmed = parts.iter().map(|part| part.trim().to_owned());
    trimmed.filter(|part| !part.is_empty()).collect()
}

/// Writes every path that a `use` tree or a path expression stands for.
fn expand(prefix: &[String], text: &str, found: &mut Vec<Vec<String>>) {
    let text = text.trim_start();
    if text.starts_with('{') {
        let list = bracketed(text);
        for part in split_list(&list[1..list.len() - 1]) {
            expand(prefix, &part, found);
        }
        return;
    }
    let name: String = text.chars().take_while(|letter| is_name(*letter)).collect();
    let mut path = prefix.to_vec();
    let after = &text[name.len()..];
    path.push(name);
    match after.strip_prefix("::") {
        Some(rest) => expand(&path, rest, found),
        None => found.push(path),
    }
}

/// The path from the crate's root, if it lies outside of the module that names it.
fn resolve(module: &[String], path: &[String]) -> Option<Vec<String>> {
    if path[0] == "crate" {
        return Some(path[1..].to_vec());
    }
    let ups = path.iter().take_while(|name| *name == "super").count();
    let kept = module.len().checked_sub(ups)?;
    Some(module[..kept].iter().chain(&path[ups..]).cloned().collect())
}

fn name_at(text: &str) -> String {
    text.trim_start()
        .chars()
        .take_while(|letter| is_name(*letter))
        .collect()
}
