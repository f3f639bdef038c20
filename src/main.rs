//! The program: reads the command line and starts the front it asks for.

use std::process::ExitCode;

use supdeck::cli::{self, ConfigVerb, Exit, Verb};
use supdeck::config::Places;

fn main() -> ExitCode {
    let exit = match cli::parse(std::env::args_os()) {
        Ok(arguments) => run(&arguments),
        Err(exit) => exit,
    };
    exit.into()
}

fn run(arguments: &cli::Arguments) -> Exit {
    let places = Places::of_this_host();
    match &arguments.verb {
        Some(Verb::Config(ConfigVerb::Check)) => {
            cli::check(&arguments.config, &places, |_| Vec::new())
        }
        Some(Verb::Config(ConfigVerb::Example)) => cli::example(),
        Some(Verb::Import { file }) => {
            cli::import(file, |_| Err("no keyring is joined yet".to_owned()))
        }
        Some(Verb::Info) => cli::facts(&[("supdeck", env!("CARGO_PKG_VERSION").to_owned())]),
        Some(Verb::Demo(_) | Verb::Journal { .. }) | None => Exit::Internal,
    }
}
