//! What a log pane says below its lines: what is searched and shown, how much is kept, and what is
//! missing.

use crate::model::{Clean, display_width, spell_bytes};
use crate::tui::state::{LogPane, PaneSource, Search};
use crate::tui::view::words::{count, grouped};

use super::gutter::is_merged;

/// What stands between two facts.
const BETWEEN: &str = "   ";
/// Columns of what was typed.
const TYPED: usize = 30;

/// A fact in many words and in few, and how much it matters where not all have room: the least
/// rank matters most.
struct Fact {
    rank: u8,
    long: String,
    short: String,
}

/// The facts in their order: in many words if all have room, else in few, as many as have.
pub fn line(pane: &LogPane, room: usize) -> String {
    let facts = facts(pane);
    let width = |text: &String| display_width(text) + BETWEEN.len();
    // The first has one blank before it, and the last needs none behind it.
    let room = room.saturating_sub(1) + BETWEEN.len();
    let long: Vec<&str> = facts.iter().map(|fact| fact.long.as_str()).collect();
    if facts.iter().map(|fact| width(&fact.long)).sum::<usize>() <= room {
        return format!(" {}", long.join(BETWEEN));
    }
    let mut by_rank: Vec<usize> = (0..facts.len()).collect();
    by_rank.sort_by_key(|at| facts[*at].rank);
    let mut left = room;
    let mut chosen: Vec<usize> = Vec::new();
    for at in by_rank {
        if let Some(rest) = left.checked_sub(width(&facts[at].short)) {
            left = rest;
            chosen.push(at);
        }
    }
    chosen.sort_unstable();
    let short: Vec<&str> = chosen.iter().map(|at| facts[*at].short.as_str()).collect();
    format!(" {}", short.join(BETWEEN))
}

fn facts(pane: &LogPane) -> Vec<Fact> {
    let alike = |text: String| (text.clone(), text);
    let shift = (pane.shift > 0 && !pane.wraps).then(|| format!("from column {}", pane.shift + 1));
    let all = [
        (
            0,
            pane.search.as_ref().map(|found| alike(search(pane, found))),
        ),
        (1, only(pane).map(alike)),
        (3, Some(alike(rates(pane)))),
        (4, Some(kept(pane))),
        (2, missing(pane).map(alike)),
        (6, position(pane).map(alike)),
        (5, shift.map(alike)),
    ];
    let fact = |(rank, words): (u8, Option<(String, String)>)| {
        words.map(|(long, short)| Fact { rank, long, short })
    };
    all.into_iter().filter_map(fact).collect()
}

/// What was typed, as far as there is room for it.
fn typed(text: &str) -> String {
    let text = Clean::text(text);
    crate::tui::widget::clip(text.as_str(), TYPED, "..")
}

fn search(pane: &LogPane, search: &Search) -> String {
    let text = typed(&search.text);
    let so_far = if search.under_way.is_some() {
        " so far"
    } else {
        ""
    };
    let found = match (pane.hit_number(), search.hits.len()) {
        (Some((at, all)), _) => format!("match {} of {}", grouped(at), grouped(all)),
        (None, 0) => "no match".to_owned(),
        (None, 1) => "1 match".to_owned(),
        (None, some) => format!("{} matches", grouped(some)),
    };
    format!("search \"{text}\": {found}{so_far}")
}

/// What the filter shows of all lines that no switch hides, or will as soon as that is known.
fn only(pane: &LogPane) -> Option<String> {
    let text = typed(pane.filter_text()?);
    let around = match pane.context {
        0 => String::new(),
        lines => format!(" with {lines} around"),
    };
    let shown = match (&pane.next_only, &pane.only) {
        (None, Some(only)) if only.passed.iter().all(|line| line.is_mark()) => {
            format!("none of {}", grouped(pane.base.len()))
        }
        (None, Some(only)) => {
            let (shown, all) = (grouped(only.passed.len()), grouped(pane.base.len()));
            format!("{shown} of {all}")
        }
        _ => "looking".to_owned(),
    };
    Some(format!("only \"{text}\"{around}: {shown}"))
}

fn rates(pane: &LogPane) -> String {
    let one = |source: &PaneSource| {
        format!(
            "{} {}/s",
            source.letter,
            grouped(number(source.rate.lines()))
        )
    };
    match pane.sources.as_slice() {
        [only] => format!("{}/s", spell_bytes(only.rate.bytes())),
        several => {
            let all: Vec<String> = several.iter().map(one).collect();
            format!("lines: {}", all.join("  "))
        }
    }
}

/// Lines and bytes kept, and how many may be, of each source.
fn kept(pane: &LogPane) -> (String, String) {
    let lines: usize = pane.sources.iter().map(|source| source.lines().len()).sum();
    let bytes: usize = pane.sources.iter().map(PaneSource::bytes).sum();
    let (lines, bytes) = (count(lines, "line"), spell_bytes(bytes as u64));
    let most = (
        grouped(pane.limits.lines),
        spell_bytes(pane.limits.bytes as u64),
    );
    let each = if is_merged(pane) { " each" } else { "" };
    (
        format!("{lines}, {bytes} kept (of {} or {}{each})", most.0, most.1),
        format!("{lines} kept"),
    )
}

/// What is known to be missing, and what was let go of.
fn missing(pane: &LogPane) -> Option<String> {
    let sum = |part: fn(&PaneSource) -> u64| pane.sources.iter().map(part).sum::<u64>();
    let (gaps, skipped) = (sum(|source| source.gaps), sum(|source| source.skipped));
    let gaps = match gaps {
        0 => return is_merged(pane).then(|| "no gaps".to_owned()),
        1 => "1 gap".to_owned(),
        some => format!("{} gaps", grouped(number(some))),
    };
    let least = if pane.sources.iter().any(|source| source.skipped_more) {
        "at least "
    } else {
        ""
    };
    Some(match skipped {
        0 => gaps,
        bytes => format!("{gaps}, {least}{} missing", spell_bytes(bytes)),
    })
}

/// From where on the log is kept, of how much there is: of the one output that says most.
fn position(pane: &LogPane) -> Option<String> {
    let [only] = pane.sources.as_slice() else {
        return None;
    };
    let shown = only
        .tails
        .iter()
        .filter(|(stream, _)| !pane.hidden.contains(stream));
    let (stream, tail) = shown.max_by_key(|(_, tail)| tail.size())?;
    let first = only.first_place(*stream);
    let size = spell_bytes(tail.size());
    // What is kept of a file before this one lies before all of it.
    if first.offset == 0 || first.file != tail.begin().file {
        return Some(format!("all {size}"));
    }
    Some(format!("from {} of {size}", spell_bytes(first.offset)))
}

fn number(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
