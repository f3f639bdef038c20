//! Names that say something, and comments that are sentences.

use crate::items::{functions, types};
use crate::none;
use crate::source::{files, ours, root, sources, words};

#[test]
fn functions_have_names_that_say_something() {
    let empty = ["handle_", "do_", "manage_", "get_"];
    let all = ours().flat_map(functions);
    let found = all.filter(|f| empty.iter().any(|prefix| f.name.starts_with(prefix)));
    none(
        "use a verb of the house",
        found.map(|f| format!("{} {}", f.place, f.name)),
    );
}

#[test]
fn types_have_names_that_say_something() {
    let empty = ["Manager", "Helper", "Service", "Context"];
    let all = ours().flat_map(types);
    let found = all.filter(|(_, name)| empty.iter().any(|ending| name.ends_with(ending)));
    none(
        "use a noun of the house",
        found.map(|(place, name)| format!("{place} {name}")),
    );
}

#[test]
fn rooms_have_names_that_say_something() {
    let empty = [
        "util", "common", "helper", "shared", "type", "misc", "prelude",
    ];
    let is_empty = |path: &String| {
        path.trim_end_matches(".rs").split('/').any(|part| {
            empty.contains(&part)
                || part
                    .strip_suffix('s')
                    .is_some_and(|one| empty.contains(&one))
        })
    };
    let paths = sources().iter().map(|source| source.path.clone());
    none("a room is called by its noun", paths.filter(is_empty));
}

#[test]
fn what_is_left_to_do_has_an_issue_number() {
    let mut offenders = Vec::new();
    for source in sources() {
        for (number, line) in source.comments.lines().enumerate() {
            let marks = ["TODO", "FIXME", "XXX"];
            let marked = marks
                .into_iter()
                .any(|mark| words(line, mark).next().is_some());
            let numbered = line
                .split('#')
                .skip(1)
                .any(|part| part.starts_with(char::is_numeric));
            if marked && !numbered {
                offenders.push(format!("{}:{} {}", source.path, number + 1, line.trim()));
            }
        }
    }
    none("name the issue, or do it", offenders);
}

#[test]
fn no_comment_is_a_banner() {
    let is_ruler = |line: &str| {
        let body = line.trim().strip_prefix("//").unwrap_or("");
        let drawn = !body.starts_with(['!', '/']) || body.starts_with("//");
        drawn
            && ["---", "===", "***", "###", "///", "───", "━━━", "~~~"]
                .iter()
                .any(|r| body.contains(r))
    };
    let mut offenders = Vec::new();
    for source in sources() {
        let lines = source
            .comments
            .lines()
            .enumerate()
            .filter(|(_, line)| is_ruler(line));
        offenders.extend(lines.map(|(number, _)| format!("{}:{}", source.path, number + 1)));
    }
    none("a file that needs banners is two files", offenders);
}

#[test]
fn nothing_knows_the_machine_it_was_written_on() {
    let places = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
    ];
    let mut offenders = Vec::new();
    for path in files() {
        let bytes = std::fs::read(root().join(&path)).unwrap();
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        let lines = text.lines().enumerate();
        let found = lines.filter(|(_, line)| places.iter().any(|place| line.contains(place)));
        offenders.extend(found.map(|(number, _)| format!("{path}:{}", number + 1)));
    }
    none("no local path in the tree", offenders);
}
