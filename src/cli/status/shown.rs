//! What is found, in the format that is wanted.

use jiff::Timestamp;
use serde::Serialize;

use super::ctl;
use super::rows::{Source, lines};
use crate::cli::args::{Format, Subjects};
use crate::cli::print::{self, Line, Screen};
use crate::cli::shape::{EnvironmentShape, GroupShape, NodeShape, ProcessShape, Tagged};
use crate::model::rollup;

/// Everything that `--format json` may print.
#[derive(Debug, Default, Serialize)]
struct Document {
    /// When it was printed.
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    nodes: Option<Vec<NodeShape>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    processes: Option<Vec<ProcessShape>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    environments: Option<Vec<EnvironmentShape>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<GroupShape>>,
}

/// The lines to be printed.
///
/// # Errors
///
/// Why they cannot be written in that format, which their types rule out.
pub(super) fn shown(
    source: &Source<'_>,
    (subjects, format): (Subjects, Format),
    screen: &Screen,
    now: Timestamp,
) -> Result<Vec<String>, String> {
    let columns = &source.arrangement.columns;
    Ok(match format {
        Format::Json => {
            vec![print::json(&document(source, subjects, now)).map_err(|error| error.to_string())?]
        }
        Format::Jsonl => {
            objects(document(source, subjects, now)).map_err(|error| error.to_string())?
        }
        Format::Ctl => ctl::lines(&source.processes()),
        Format::Csv => {
            let names: Vec<&str> = columns.of.iter().map(|column| column.name()).collect();
            let rows = rows(source, subjects, now).into_iter().map(texts);
            print::csv(&names, rows).map_err(|error| error.to_string())?
        }
        Format::Plain => print::plain(&columns.of, &rows(source, subjects, now)),
        Format::Table => print::table(columns, &rows(source, subjects, now), screen),
    })
}

fn rows(source: &Source<'_>, subjects: Subjects, now: Timestamp) -> Vec<Line> {
    let columns = &source.arrangement.columns.of;
    match subjects {
        Subjects::Processes => lines(&source.listed(), columns, now),
        Subjects::Nodes => lines(&source.nodes(), columns, now),
        Subjects::Envs => lines(&source.environments(), columns, now),
        Subjects::Groups => lines(&source.groups(), columns, now),
    }
}

fn texts(line: Line) -> Vec<String> {
    let text = |cell: crate::model::Cell| match cell.text.into_string() {
        // A dash stands for nothing where people look; where programs do, nothing does.
        text if text == "-" => String::new(),
        text => text,
    };
    line.cells.into_iter().map(text).collect()
}

fn document(source: &Source<'_>, subjects: Subjects, now: Timestamp) -> Document {
    let mut document = Document {
        at: now,
        ..Document::default()
    };
    match subjects {
        Subjects::Processes => {
            let nodes = rollup::nodes(source.fleet, source.roster);
            let processes = source.processes();
            let shape = |row| ProcessShape::of(row, now);
            document.nodes = Some(nodes.iter().map(NodeShape::of).collect());
            document.processes = Some(processes.iter().map(shape).collect());
        }
        Subjects::Nodes => {
            document.nodes = Some(source.nodes().iter().map(NodeShape::of).collect());
        }
        Subjects::Envs => {
            let rows = source.environments();
            document.environments = Some(rows.iter().map(EnvironmentShape::of).collect());
        }
        Subjects::Groups => {
            document.groups = Some(source.groups().iter().map(GroupShape::of).collect());
        }
    }
    document
}

fn objects(document: Document) -> Result<Vec<String>, serde_json::Error> {
    let mut printed = tagged("node", document.nodes)?;
    printed.extend(tagged("process", document.processes)?);
    printed.extend(tagged("environment", document.environments)?);
    printed.extend(tagged("group", document.groups)?);
    Ok(printed)
}

fn tagged<T: Serialize>(
    kind: &'static str,
    values: Option<Vec<T>>,
) -> Result<Vec<String>, serde_json::Error> {
    let values = values.into_iter().flatten();
    values
        .map(|value| print::jsonl(&Tagged { kind, value }))
        .collect()
}
