//! Results for people: outcomes that are the same put together, then how each node fared.

use std::collections::BTreeMap;

use super::recap::recaps;
use crate::cli::act::brief::brief;
use crate::cli::act::results::{Ended, Results};
use crate::cli::print::Screen;
use crate::model::{NodeId, OutcomeClass, fold_names};

/// The width of a heading where there is no terminal.
const HEADING: usize = 80;

/// Everything, task by task, and the recap.
pub(super) fn table(results: &Results, screen: &Screen) -> Vec<String> {
    let mut lines = Vec::new();
    for task in &results.tasks {
        if results.tasks.len() > 1 {
            lines.push(heading(&format!("TASK [{}]", task.name), screen));
        }
        lines.extend(outcomes(&task.ended, screen));
    }
    for (node, error) in &results.silent {
        let word = screen.palette.paint("nodata", "DOWN   ");
        lines.push(format!("{word}  {node}: {error}"));
    }
    lines.push(heading("RECAP", screen));
    lines.extend(recaps(results).iter().map(ToString::to_string));
    lines
}

fn heading(name: &str, screen: &Screen) -> String {
    let width = screen.width.unwrap_or(HEADING).min(HEADING);
    let stars = width.saturating_sub(name.len() + 1).max(3);
    screen
        .palette
        .paint("title", &format!("{name} {}", "*".repeat(stars)))
}

/// A line for what is the same on several nodes: `FAILED   web[1-3,7]: api: FATAL: spawn error`.
fn outcomes(ended: &[Ended], screen: &Screen) -> Vec<String> {
    let mut nodes: BTreeMap<(Rank, String, String), Vec<&NodeId>> = BTreeMap::new();
    for one in ended {
        let key = (
            Rank(one.outcome.class()),
            one.subject.label().into_string(),
            brief(one).into_string(),
        );
        nodes.entry(key).or_default().push(one.subject.node());
    }
    nodes
        .into_iter()
        .map(|((rank, label, words), nodes)| {
            let nodes = fold_names(nodes.into_iter().map(NodeId::as_str));
            format!("{}  {nodes}: {label}: {words}", rank.word(screen))
        })
        .collect()
}

/// What went well comes first: the end of the list is what is still on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(OutcomeClass);

impl Rank {
    fn word(self, screen: &Screen) -> String {
        let role = match self.0 {
            OutcomeClass::Ok => "running",
            OutcomeClass::Failed => "fatal",
            OutcomeClass::Lost => "backoff",
            OutcomeClass::Skipped | OutcomeClass::Cancelled => "stopped",
        };
        screen.palette.paint(role, &format!("{:7}", self.0.word()))
    }
}
