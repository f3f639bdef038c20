//! supervisorctl's own lines, and its own way to exit (`supervisorctl.py`, `do_status`).

use crate::cli::exit::Exit;
use crate::model::rollup::ProcessRow;
use crate::model::{NodeId, ProcessState};

/// The least width of the names, and the blanks after the longest of them.
const NAMES: (usize, usize) = (30, 3);
/// LSB: something that should run does not.
const NOT_RUNNING: Exit = Exit::fixed(3);
/// LSB: what should be told is not known.
const NOT_KNOWN: Exit = Exit::fixed(4);

/// A line for each process, as wide as their names want. Several nodes have a heading each.
pub(super) fn lines(rows: &[ProcessRow<'_>]) -> Vec<String> {
    let mut nodes: Vec<&NodeId> = rows.iter().map(|row| &row.node.id).collect();
    nodes.dedup();
    let mut printed = Vec::new();
    for node in &nodes {
        if nodes.len() > 1 {
            printed.push(format!("==> {node} <=="));
        }
        let here: Vec<_> = rows.iter().filter(|row| row.node.id == **node).collect();
        let labels: Vec<_> = here.iter().map(|row| row.id().label()).collect();
        let letters = labels.iter().map(|label| label.as_str().chars().count());
        let width = letters.max().unwrap_or(0).max(NAMES.0) + NAMES.1;
        printed.extend(here.iter().zip(&labels).map(|(row, label)| {
            let (state, description) = (row.process.state.word(), row.process.description.clean());
            format!("{label:width$}{state:10}{description}")
        }));
    }
    printed
}

/// How `supervisorctl status` would exit: 4 for what is not known, or else 3 for what is down.
pub(super) fn lsb(rows: &[ProcessRow<'_>], silent: usize) -> Exit {
    if silent > 0 {
        return NOT_KNOWN;
    }
    let is_down = |row: &ProcessRow<'_>| {
        let state = row.process.state;
        state.is_down() || matches!(state, ProcessState::Unknown(_))
    };
    match rows {
        [] => NOT_KNOWN,
        rows if rows.iter().any(is_down) => NOT_RUNNING,
        _ => Exit::DONE,
    }
}
