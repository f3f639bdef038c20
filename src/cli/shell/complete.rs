//! Answers a shell that asks how a word may go on.

use clap::{Arg, Command, CommandFactory};
use clap_complete::CompleteEnv;
use clap_complete::engine::ArgValueCompleter;

use super::names;
use crate::cli::args::Arguments;
use crate::cli::exit::Exit;

/// What a shell sets when it asks.
pub(super) const VARIABLE: &str = "SUPDECK_COMPLETE";

/// Answers, if a shell asks; how to end then. Call it before anything is printed or started.
pub fn complete() -> Option<Exit> {
    let environment = CompleteEnv::with_factory(command).var(VARIABLE);
    let here = std::env::current_dir().ok();
    match environment.try_complete(std::env::args_os(), here.as_deref()) {
        Ok(false) => None,
        Ok(true) => Some(Exit::DONE),
        Err(error) => {
            // A shell that is gone needs no answer.
            let _ = error.print();
            Some(Exit::USAGE)
        }
    }
}

/// The command line with the names it can know.
fn command() -> Command {
    Arguments::command().mut_subcommands(naming)
}

fn naming(verb: Command) -> Command {
    verb.mut_args(named).mut_subcommands(naming)
}

fn named(argument: Arg) -> Arg {
    match argument.get_id().as_str() {
        "nodes" => argument.add(ArgValueCompleter::new(names::nodesets)),
        "words" => argument.add(ArgValueCompleter::new(names::words)),
        "env_confirm" => argument.add(ArgValueCompleter::new(names::environments)),
        _ => argument,
    }
}
