//! How results are printed.

use clap::ValueEnum;

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for people, as wide as the terminal; all columns in full in a pipe
    #[default]
    Table,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a heading, safe to open in a spreadsheet
    Csv,
    /// The very lines that supervisorctl prints
    Ctl,
    /// One fact a line, for screen readers
    Plain,
}
