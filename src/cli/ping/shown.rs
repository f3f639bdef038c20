//! What was found, in each format.

use super::checkup::Checkup;
use super::shape::{CheckupShape, PingShape, StepShape, titles};
use super::table::table;
use crate::cli::args::Format;
use crate::cli::print::{Screen, csv, json, jsonl};
use crate::cli::shape::Tagged;

/// The lines to be printed.
///
/// # Errors
///
/// When a value cannot be written in the format, which its type rules out.
pub(super) fn shown(
    checkups: &[Checkup],
    format: Format,
    screen: &Screen,
) -> Result<Vec<String>, String> {
    let shapes = checkups.iter().map(CheckupShape::of);
    match format {
        Format::Table => Ok(table(checkups, screen)),
        Format::Json => {
            let shape = PingShape {
                nodes: shapes.collect(),
            };
            let text = json(&shape).map_err(|error| error.to_string())?;
            Ok(text.lines().map(str::to_owned).collect())
        }
        Format::Jsonl => shapes
            .map(|value| {
                let kind = "ping";
                jsonl(&Tagged { kind, value }).map_err(|error| error.to_string())
            })
            .collect(),
        Format::Csv => {
            let names: Vec<&str> = ["node", "well"]
                .into_iter()
                .chain(titles())
                .chain(["error", "fix", "configured_at", "remarks"])
                .collect();
            csv(&names, shapes.map(row)).map_err(|error| error.to_string())
        }
        Format::Plain | Format::Ctl => {
            let mut lines: Vec<String> = shapes.flat_map(facts).collect();
            // The blank line stands between two nodes.
            lines.pop();
            Ok(lines)
        }
    }
}

fn row(shape: CheckupShape) -> Vec<String> {
    let findings = shape
        .steps
        .iter()
        .map(|step| detail(step).unwrap_or_else(|| step.finding.to_owned()));
    [shape.node, shape.well.to_string()]
        .into_iter()
        .chain(findings)
        .chain([
            shape.error.unwrap_or_default(),
            shape.fix.unwrap_or_default(),
            shape.configured_at.unwrap_or_default(),
            shape.remarks.join("; "),
        ])
        .collect()
}

fn detail(step: &StepShape) -> Option<String> {
    step.detail
        .clone()
        .or_else(|| step.ms.map(|ms| format!("{ms} ms")))
}

/// One fact a line, and a blank one behind the last.
fn facts(shape: CheckupShape) -> Vec<String> {
    let mut lines = vec![
        format!("node: {}", shape.node),
        format!("url: {}", shape.url),
    ];
    for step in shape.steps.iter().filter(|step| step.finding != "unneeded") {
        let detail = detail(step).map_or_else(String::new, |detail| format!(", {detail}"));
        lines.push(format!("{}: {}{detail}", step.step, step.finding));
    }
    lines.extend(shape.error.map(|error| format!("error: {error}")));
    lines.extend(shape.fix.map(|fix| format!("fix: {fix}")));
    lines.extend(
        shape
            .configured_at
            .map(|place| format!("configured at: {place}")),
    );
    lines.extend(
        shape
            .remarks
            .iter()
            .map(|remark| format!("remark: {remark}")),
    );
    lines.push(String::new());
    lines
}
