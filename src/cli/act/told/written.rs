//! Which format is which.

use serde::Serialize;

use super::document::document;
use super::{ctl, lists, table};
use crate::cli::act::results::Results;
use crate::cli::args::Format;
use crate::cli::print::{self, Screen};
use crate::cli::shape::Tagged;

/// The lines to be printed.
///
/// # Errors
///
/// Why they cannot be written in that format, which their types rule out.
pub(in crate::cli::act) fn written(
    results: &Results,
    format: Format,
    screen: &Screen,
) -> Result<Vec<String>, String> {
    match format {
        Format::Table => Ok(table::table(results, screen)),
        Format::Plain => Ok(lists::plain(results)),
        Format::Ctl => Ok(ctl::ctl(results)),
        Format::Csv => {
            print::csv(&lists::COLUMNS, lists::rows(results)).map_err(|error| error.to_string())
        }
        Format::Json => print::json(&document(results))
            .map(|text| vec![text])
            .map_err(|error| error.to_string()),
        Format::Jsonl => objects(results).map_err(|error| error.to_string()),
    }
}

fn objects(results: &Results) -> Result<Vec<String>, serde_json::Error> {
    let document = document(results);
    let mut lines = tagged("outcome", document.outcomes)?;
    lines.extend(tagged("unreachable", document.unreachable)?);
    lines.extend(tagged("recap", document.recap)?);
    Ok(lines)
}

fn tagged<T: Serialize>(
    kind: &'static str,
    values: Vec<T>,
) -> Result<Vec<String>, serde_json::Error> {
    let line = |value| print::jsonl(&Tagged { kind, value });
    values.into_iter().map(line).collect()
}
