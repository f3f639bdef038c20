//! The command line: what was asked for, and the help that says what can be.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use super::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  supdeck demo                      look around in a made-up fleet; nothing touches the network
  supdeck config example > supdeck.toml
  supdeck --config supdeck.toml     open the console on that config
  supdeck --read-only               look, and be sure to change nothing
  supdeck import /etc/cesi.conf > supdeck.toml

Config: ~/.config/supdeck/config.toml, or /etc/supdeck/config.toml, or --config.
Exit status: 0 done, 1 something failed inside, 64 wrong usage or a bad config.";

/// See and steer every supervisord you run, from one terminal.
#[derive(Clone, Debug, PartialEq, Eq, Parser)]
#[command(name = "supdeck", version, after_help = EXAMPLES, max_term_width = 100)]
#[command(disable_help_subcommand = true)]
pub struct Arguments {
    /// Read this config file; again for more, later ones win
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Vec<PathBuf>,
    /// Refuse every change on every node; cannot be switched off inside
    #[arg(long)]
    pub read_only: bool,
    /// Draw lines and ellipses in plain ASCII
    #[arg(long)]
    pub ascii: bool,
    /// Use colours as the terminal and the environment say, or never
    #[arg(long, value_name = "auto|never", value_enum, default_value_t)]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    pub color: Color,
    /// Write supdeck's own log to this file too
    #[arg(long, value_name = "FILE")]
    pub log_file: Option<PathBuf>,
    /// What to do; without one the console opens.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// As the terminal and `NO_COLOR` say.
    #[default]
    Auto,
    /// Never; every state has its sign and its word.
    Never,
}

/// What can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Verb {
    /// Open the console on a made-up fleet; nothing touches the network
    Demo(DemoArguments),
    /// Check the config, or print an example
    #[command(subcommand)]
    Config(ConfigVerb),
    /// Turn a cesi.conf into a config of ours: printed, its passwords into the keyring
    Import {
        /// The cesi.conf, in its INI or its TOML form
        file: PathBuf,
    },
    /// Print who did what to which process, and how it ended
    Journal {
        /// How many of the last entries
        #[arg(short = 'n', long = "lines", value_name = "N", default_value_t = 12)]
        lines: usize,
    },
    /// Print what a bug report needs: version, paths, keyring, terminal
    Info,
}

/// How the made-up fleet is made up.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct DemoArguments {
    /// The same number gives the same fleet and the same trouble
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub seed: u64,
    /// Stop the demo's clock at this time, such as 2026-07-12T12:04:31Z
    #[arg(long, value_name = "TIME")]
    pub clock: Option<Timestamp>,
}

/// What can be done with the config.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum ConfigVerb {
    /// Tell every mistake in all files; nothing is contacted
    Check,
    /// Print the annotated example
    Example,
}

/// Reads the command line, its first word being the program itself.
///
/// # Errors
/// With how to end, after telling why: help and version were asked for, or something is wrong.
pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Exit> {
    Arguments::try_parse_from(words).map_err(|error| {
        // A reader that is gone needs no help text.
        let _ = error.print();
        if error.use_stderr() {
            Exit::Usage
        } else {
            Exit::Done
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Arguments {
        Arguments::try_parse_from(line.split(' ')).unwrap()
    }

    #[test]
    fn the_definition_is_sound() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    #[test]
    fn words_become_values() {
        let plain = read("supdeck");
        assert_eq!((plain.verb, plain.color), (None, Color::Auto));
        let many = read("supdeck --config a --config b --read-only --color never");
        assert_eq!(many.config, ["a", "b"].map(PathBuf::from));
        assert!(many.read_only && many.color == Color::Never);
        let check = read("supdeck config check --config a");
        assert_eq!(check.verb, Some(Verb::Config(ConfigVerb::Check)));
        assert_eq!(check.config, [PathBuf::from("a")]);
        assert_eq!(
            read("supdeck journal -n 3").verb,
            Some(Verb::Journal { lines: 3 })
        );
    }

    #[test]
    fn the_demo_takes_a_seed_and_a_clock() {
        let demo = read("supdeck demo --seed 9 --clock 2026-07-12T12:04:31Z");
        let clock = "2026-07-12T12:04:31Z".parse().ok();
        assert_eq!(
            demo.verb,
            Some(Verb::Demo(DemoArguments { seed: 9, clock }))
        );
        assert!(Arguments::try_parse_from(["supdeck", "demo", "--clock", "noon"]).is_err());
    }
}
