//! The subcommands: what can be done without the full screen.
//!
//! [`Arguments`] are the command line as values. Each [`Verb`] is a function that takes the [`Call`],
//! prints, and returns its [`Exit`]; [`perform()`] knows which.

mod args;
mod call;
mod choice;
mod exit;

mod perform;

mod act;
mod check;
mod import;
mod info;
mod journal;
mod login;
mod logs;
mod nodeset;
mod ping;
mod shell;
mod show;
mod status;

mod print;
mod session;
mod shape;

pub use args::{
    ActArguments, Arguments, Color, CompletionsArguments, ConfigVerb, DemoArguments,
    ExpandArguments, Format, ImportArguments, InfoArguments, JournalArguments, LoginArguments,
    LogoutArguments, LogsArguments, ManArguments, NodeArguments, NodesetArguments, NodesetVerb,
    OnError, PingArguments, RereadArguments, Rhythm, RunArguments, Safety, Selection, Share,
    ShellName, SignalArguments, StatusArguments, Subjects, UpdateArguments, Verb, parse,
};
pub use call::Call;
pub use check::report;
pub use exit::Exit;
pub use import::keep;
pub use perform::perform;
pub use print::wants_colour;
pub use shell::complete;
pub use show::complain;
