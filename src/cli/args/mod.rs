//! The command line: what was asked for, and the help that says what can be.
//!
//! One file per noun. [`Arguments`] is the whole line, [`Verb`] what is to be done; what several verbs
//! share stands on its own: what is chosen ([`Selection`]), how it is confirmed ([`Safety`]), in
//! which rhythm it goes ([`Rhythm`]), and how it is printed ([`Format`]).

mod arguments;
mod verb;

mod format;
mod rhythm;
mod safety;
mod selection;
mod share;

mod act;
mod config;
mod demo;
mod login;
mod logs;
mod node;
mod nodeset;
mod ping;
mod shell;
mod status;

pub use arguments::{Arguments, Color, parse};
pub use verb::Verb;

pub use format::Format;
pub use rhythm::{OnError, Rhythm};
pub use safety::Safety;
pub use selection::Selection;
pub use share::Share;

pub use act::{ActArguments, RunArguments, SignalArguments};
pub use config::{ConfigVerb, ImportArguments};
pub use demo::DemoArguments;
pub use login::{LoginArguments, LogoutArguments};
pub use logs::{JournalArguments, LogsArguments};
pub use node::{InfoArguments, NodeArguments, RereadArguments, UpdateArguments};
pub use nodeset::{ExpandArguments, NodesetArguments, NodesetVerb};
pub use ping::PingArguments;
pub use shell::{CompletionsArguments, ManArguments, ShellName};
pub use status::{StatusArguments, Subjects};
