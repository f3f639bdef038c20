//! The nouns: what a fleet is made of, with no clock, no socket and no screen.

mod id;
mod text;

mod process;
mod snapshot;

mod link;
mod report;

mod fleet;
mod node;
mod roster;

mod nodeset;
mod selector;

mod column;
mod rollup;
mod tally;

mod action;
mod log;
mod outcome;

pub use action::{Action, ParseSignalError, Signal, Subject};
pub use fleet::{Change, Fleet, Transition};
pub use id::{EnvironmentName, GroupName, NodeId, ProcessId, ProcessName};
pub use link::{Layer, Link, LinkError, LinkKind};
pub use log::{LogChunk, LogGap, LogPiece, LogSource, Stream};
pub use node::Node;
pub use outcome::{Fault, Outcome, OutcomeClass, Reached, SkipReason};
pub use process::{Health, Process, ProcessState, Standing};
pub use report::Report;
pub use roster::{CredentialSource, Endpoint, Environment, NodeEntry, Roster};
pub use snapshot::{ConfigChanges, ProgramConfig, Snapshot};
pub use tally::Tally;
pub use text::{Clean, Untrusted};
