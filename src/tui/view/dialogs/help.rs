//! The help: every key from the live keymap, with the names the config knows them by.

use ratatui::text::{Line, Span};

use crate::tui::command::{Command, Family};
use crate::tui::state::Pager;
use crate::tui::theme::Role;
use crate::tui::view::scene::Scene;
use crate::tui::widget::{clip_line, pad};

/// Columns of the keys.
const KEYS: usize = 14;
/// Columns of a name.
const NAME: usize = 14;
/// From this width on there are two columns.
const TWO: usize = 156;

/// The language of filters; it has no keys, but is looked for here.
const FILTERS: [(&str, &str); 9] = [
    (
        "api web",
        "both words, anywhere in process, node or environment",
    ),
    ("!cron", "not that"),
    ("api | web", "one or the other"),
    ("web-*", "a whole name, with * ? [a-z]"),
    (
        "env:prod",
        "one field: env node group name state, or a label",
    ),
    (
        "state:bad",
        "FATAL, BACKOFF, EXITED badly, UNKNOWN, no data",
    ),
    ("up<5m exit!=0", "compares uptime, exit, pid"),
    ("/re+gex/", "a regular expression"),
    ("~fuz", "letters in this order"),
];

/// Its title.
pub fn title(scene: Scene<'_>, pager: &Pager) -> String {
    if pager.search.is_empty() {
        let tab = scene.state.tab.long_name();
        format!("Keys in: {tab}   (type to search them)")
    } else {
        format!("Keys with {:?}", pager.search)
    }
}

/// All keys that match what was typed.
pub fn lines(scene: Scene<'_>, pager: &Pager, width: usize) -> Vec<Line<'static>> {
    let search = pager.search.to_lowercase();
    let sections: Vec<Vec<Line<'static>>> = Family::ALL
        .into_iter()
        .map(|family| section(scene, family, &search))
        .chain(std::iter::once(filters(scene, &search)))
        .filter(|lines| !lines.is_empty())
        .collect();
    if sections.is_empty() {
        return vec![Line::raw("no key does that; esc shows all again")];
    }
    let all: Vec<Line<'static>> = sections.join(&Line::default());
    if width < TWO || all.len() < 20 {
        return all;
    }
    side_by_side(&all, width)
}

fn section(scene: Scene<'_>, family: Family, search: &str) -> Vec<Line<'static>> {
    let rows = scene.look.keymap.table();
    let rows = rows.filter(|(of, keys, command)| {
        *of == family && *command != Command::NotHere && matches(search, keys, *command)
    });
    let lines: Vec<Line<'static>> = rows
        .map(|(_, keys, command)| {
            let keys = if keys.is_empty() {
                format!(":{}", command.name())
            } else {
                keys
            };
            row(scene, (&keys, command.name()), command.help())
        })
        .collect();
    headed(scene, family.title(), lines)
}

fn matches(search: &str, keys: &str, command: Command) -> bool {
    search.is_empty()
        || keys.split(' ').any(|key| key.to_lowercase() == search)
        || command.name().contains(search)
        || command.help().to_lowercase().contains(search)
}

fn filters(scene: Scene<'_>, search: &str) -> Vec<Line<'static>> {
    let lines: Vec<Line<'static>> = FILTERS
        .iter()
        .filter(|(text, help)| {
            search.is_empty() || text.contains(search) || help.to_lowercase().contains(search)
        })
        .map(|(text, help)| filter(scene, text, help))
        .collect();
    headed(scene, "FILTERS, in every table", lines)
}

fn headed(scene: Scene<'_>, title: &str, lines: Vec<Line<'static>>) -> Vec<Line<'static>> {
    if lines.is_empty() {
        return lines;
    }
    let head = Line::from(scene.title(title.to_owned()));
    std::iter::once(head).chain(lines).collect()
}

fn row(scene: Scene<'_>, (keys, name): (&str, &str), help: &str) -> Line<'static> {
    Line::from(vec![
        scene.span(Role::Key, pad(keys, KEYS)),
        Span::raw(format!(" {} ", pad(name, NAME))),
        Span::raw(help.to_owned()),
    ])
}

/// A filter has no name of its own.
fn filter(scene: Scene<'_>, text: &str, help: &str) -> Line<'static> {
    Line::from(vec![
        scene.span(Role::Key, pad(text, KEYS)),
        Span::raw(format!(" {help}")),
    ])
}

/// The second half beside the first.
fn side_by_side(all: &[Line<'static>], width: usize) -> Vec<Line<'static>> {
    let rows = all.len().div_ceil(2);
    let half = width / 2;
    (0..rows)
        .map(|at| {
            let left = clip_line(all[at].clone(), half - 2, "");
            let taken: usize = left.spans.iter().map(Span::width).sum();
            let mut spans = left.spans;
            spans.push(Span::raw(" ".repeat(half - taken)));
            spans.extend(
                all.get(rows + at)
                    .map(|line| line.spans.clone())
                    .unwrap_or_default(),
            );
            Line::from(spans)
        })
        .collect()
}
