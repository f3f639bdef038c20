//! What was found, as a table, and below it what to do.

use super::checkup::{Checkup, Finding};
use super::shape::titles;
use crate::cli::print::Screen;
use crate::model::{display_width, fold_names};

/// Blanks between two columns.
const GAP: usize = 2;

/// A row for each node; then what is wrong, said once for all nodes that have it, and how to mend it.
pub(super) fn table(checkups: &[Checkup], screen: &Screen) -> Vec<String> {
    let titles: Vec<String> = std::iter::once("node")
        .chain(titles())
        .map(str::to_uppercase)
        .collect();
    let rows: Vec<Vec<String>> = checkups.iter().map(row).collect();
    let width = |at: usize| {
        let cells = rows.iter().map(|row| display_width(&row[at]));
        cells.chain([titles[at].len()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..titles.len()).map(width).collect();
    let plain = |_: usize, text: &str| text.to_owned();
    let mut lines = vec![joined(&titles, &widths, plain)];
    for (checkup, row) in checkups.iter().zip(&rows) {
        let paint = |at: usize, text: &str| match at.checked_sub(1).map(|at| &checkup.findings[at])
        {
            Some(Finding::Failed) => screen.palette.paint("fatal", text),
            Some(Finding::Odd(_)) => screen.palette.paint("backoff", text),
            Some(Finding::Fine(_) | Finding::Took(_)) => screen.palette.paint("running", text),
            Some(Finding::Untried | Finding::Unneeded) | None => text.to_owned(),
        };
        lines.push(joined(row, &widths, paint));
    }
    lines.extend(troubles(checkups));
    lines
}

fn row(checkup: &Checkup) -> Vec<String> {
    let cell = |finding: &Finding| match finding {
        Finding::Fine(detail) if detail.is_empty() => "ok".to_owned(),
        Finding::Fine(detail) => detail.clone(),
        Finding::Took(took) => format!("{}ms", took.as_millis()),
        Finding::Odd(detail) => format!("{detail}!"),
        Finding::Failed => "FAILED".to_owned(),
        Finding::Untried => "?".to_owned(),
        Finding::Unneeded => "-".to_owned(),
    };
    std::iter::once(checkup.node.clone())
        .chain(checkup.findings.iter().map(cell))
        .collect()
}

/// Cells beside one another. The paint is put on the text alone, so that it does not count.
fn joined(cells: &[String], widths: &[usize], paint: impl Fn(usize, &str) -> String) -> String {
    let mut line = String::new();
    for (at, (text, width)) in cells.iter().zip(widths).enumerate() {
        line.push_str(&paint(at, text));
        let blanks = width.saturating_sub(display_width(text)) + GAP;
        line.push_str(&" ".repeat(blanks));
    }
    line.trim_end().to_owned()
}

/// What is wrong, how to mend it, and the nodes it is about.
struct Trouble<'a> {
    sentence: String,
    fix: Option<&'a str>,
    nodes: Vec<&'a str>,
    places: Vec<&'a str>,
}

/// What is wrong and what is odd, once for all nodes that have the same.
fn troubles(checkups: &[Checkup]) -> Vec<String> {
    let mut found: Vec<Trouble<'_>> = Vec::new();
    for checkup in checkups {
        let error = checkup.error.iter().map(ToString::to_string);
        let error = error.map(|error| (error, checkup.fix.as_deref()));
        let remarks = checkup.remarks.iter().map(|remark| (remark.clone(), None));
        for (sentence, fix) in error.chain(remarks) {
            let place = checkup.place.as_deref().filter(|_| fix.is_some());
            let same = |known: &&mut Trouble<'_>| known.sentence == sentence && known.fix == fix;
            match found.iter_mut().find(same) {
                Some(known) => {
                    known.nodes.push(&checkup.node);
                    known.places.extend(place);
                }
                None => found.push(Trouble {
                    sentence,
                    fix,
                    nodes: vec![&checkup.node],
                    places: place.into_iter().collect(),
                }),
            }
        }
    }
    found.iter_mut().flat_map(Trouble::lines).collect()
}

impl Trouble<'_> {
    fn lines(&mut self) -> Vec<String> {
        let nodes = fold_names(self.nodes.iter().copied());
        let mut lines = vec![String::new(), format!("{nodes}: {}", self.sentence)];
        lines.extend(self.fix.map(|fix| format!("  {fix}")));
        self.places.dedup();
        match self.places.as_slice() {
            [] => {}
            [place] => lines.push(format!("  configured at {place}")),
            [place, rest @ ..] => {
                lines.push(format!("  configured at {place} and {} more", rest.len()));
            }
        }
        lines
    }
}
