//! The nouns: what a fleet is made of, with no clock, no socket and no screen.

mod id;
mod text;

mod process;
mod snapshot;

mod link;
mod report;
mod step;

mod fleet;
mod node;
mod roster;

mod nodeset;
mod selector;
mod typed_regex;

mod cell;
mod column;
pub mod rollup;
mod tally;
mod words;

mod action;
mod file_name;
mod line;
mod log;
mod outcome;

#[cfg(test)]
mod sample;

pub use action::{Action, ParseSignalError, Signal, Subject};
pub use cell::{Cell, Order, Row, SortKey, sort_rows};
pub use column::{Align, Column};
pub use file_name::file_name;
pub use fleet::{Change, Fleet, Transition};
pub use id::{EnvironmentName, GroupName, NodeId, ProcessId, ProcessName};
pub use line::{
    Grouper, Level, Membership, Needle, NeedleError, Piece, PieceEnd, Splitter, Stamp, pretty_json,
};
pub use link::{Layer, Link, LinkError, LinkKind};
pub use log::{LogChunk, LogGap, LogPiece, LogPlace, LogSource, Missing, NoOlder, Skip, Stream};
pub use node::Node;
pub use nodeset::{Nodeset, NodesetError, fold_names, fold_patterns};
pub use outcome::{Fault, Outcome, OutcomeClass, Reached, SkipReason};
pub use process::{Health, Process, ProcessState, Standing};
pub use report::Report;
pub use roster::{CredentialSource, Endpoint, Environment, NodeEntry, Roster};
pub use selector::{Candidate, Selector, SelectorError};
pub use snapshot::{ConfigChanges, ProgramConfig, Snapshot};
pub use step::Step;
pub use tally::Tally;
pub use text::{Clean, Emphasis, Hue, Ink, Painted, Untrusted};
pub use words::{
    display_width, elapsed, first_columns, shorten_middle, spell_age, spell_bytes, spell_clock,
    spell_day, spell_duration, spell_moment,
};
