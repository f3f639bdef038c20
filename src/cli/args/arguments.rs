//! The whole command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use super::verb::Verb;
use crate::cli::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  supdeck demo                      look around in a made-up fleet; nothing touches the network
  supdeck config example > supdeck.toml
  supdeck --config supdeck.toml     open the console on that config
  supdeck --read-only               look, and be sure to change nothing
  supdeck status state:bad          what needs somebody to look, without the console
  supdeck restart env:prod group:api --serial 2
  supdeck help restart              examples and options of one verb

Config: ~/.config/supdeck/config.toml, or /etc/supdeck/config.toml, or --config.
Exit status, added up: 0 done, 1 something failed inside, 2 a target failed, 4 one could not be
reached, 8 of one it is unknown, 16 cancelled before all were sent, 64 wrong usage, nothing was sent.";

/// Where the options stand that every verb has: behind its own.
const EVERYWHERE: &str = "Everywhere";

/// See and steer every supervisord you run, from one terminal.
#[derive(Clone, Debug, PartialEq, Eq, Parser)]
#[command(name = "supdeck", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Arguments {
    /// Read this config file; again for more, later ones win
    #[arg(long, value_name = "FILE", global = true, help_heading = EVERYWHERE)]
    pub config: Vec<PathBuf>,
    /// Refuse every change on every node; cannot be switched off inside
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub read_only: bool,
    /// Draw lines and ellipses in plain ASCII
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub ascii: bool,
    /// Use colours as the terminal and the environment say, or never
    #[arg(
        long,
        value_name = "auto|never",
        value_enum,
        default_value_t,
        global = true
    )]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    #[arg(help_heading = EVERYWHERE)]
    pub color: Color,
    /// Write supdeck's own log to this file too
    #[arg(long, value_name = "FILE", global = true, help_heading = EVERYWHERE)]
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

/// Reads the command line, its first word being the program itself.
///
/// # Errors
/// With how to end, after telling why: help and version were asked for, or something is wrong.
pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Exit> {
    Arguments::try_parse_from(words).map_err(|error| {
        // A reader that is gone needs no help text.
        let _ = error.print();
        if error.use_stderr() {
            Exit::USAGE
        } else {
            Exit::DONE
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{ConfigVerb, DemoArguments, JournalArguments, Share};

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
        let check = read("supdeck config check --config a --read-only");
        assert_eq!(check.verb, Some(Verb::Config(ConfigVerb::Check)));
        assert_eq!(check.config, [PathBuf::from("a")]);
        assert!(check.read_only);
        let journal = read("supdeck journal -n 3").verb;
        assert_eq!(journal, Some(Verb::Journal(JournalArguments { lines: 3 })));
    }

    #[test]
    fn options_may_stand_between_the_words() {
        let restart =
            read("supdeck restart api:* --serial 25% on web[1-3] -y -n @prod --expect-count 3");
        let Some(Verb::Restart(act)) = restart.verb else {
            panic!("{restart:?}");
        };
        assert_eq!(act.selection.words, ["api:*", "on", "web[1-3]"]);
        assert_eq!(act.selection.nodes, ["@prod"]);
        assert_eq!(act.rhythm.serial, Some(Share::Percent(25)));
        assert!(act.safety.yes);
        assert_eq!(act.safety.expect_count, Some(3));
    }

    /// The words of an example, up to what the shell or a reader makes of the rest.
    fn words_of(example: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quote = None;
        let mut last = ' ';
        for letter in example.chars() {
            match (quote, letter) {
                (Some(open), close) if open == close => quote = None,
                (None, '\'' | '"') => quote = Some(letter),
                (None, '|' | '>' | '#') => break,
                (None, ' ') if last == ' ' => break,
                (None, ' ') => words.push(String::new()),
                (_, letter) => words.last_mut().unwrap().push(letter),
            }
            last = letter;
        }
        words.retain(|word| !word.is_empty());
        let computed = |word: String| {
            if word.starts_with("$(") {
                "1".to_owned()
            } else {
                word
            }
        };
        words.into_iter().map(computed).collect()
    }

    fn examples(command: &clap::Command) -> Vec<String> {
        let help = command.get_after_help().map(ToString::to_string);
        let help = help.unwrap_or_default();
        let call = |line: &str| {
            let line = line.rsplit_once(" | supdeck ");
            line.map(|(_, call)| format!("supdeck {call}"))
        };
        help.lines()
            .filter_map(|line| line.strip_prefix("  "))
            .filter_map(|line| match line {
                line if line.starts_with("supdeck") => Some(line.to_owned()),
                line => call(line),
            })
            .collect()
    }

    fn check_examples(command: &clap::Command) {
        let examples = examples(command);
        assert!(!examples.is_empty(), "{} has none", command.get_name());
        for example in examples {
            let read = Arguments::try_parse_from(words_of(&example));
            let is_help = |error: &clap::Error| !error.use_stderr();
            assert!(
                read.is_ok() || read.as_ref().is_err_and(is_help),
                "{example}: {read:?}"
            );
        }
        let below = command.get_subcommands();
        below
            .filter(|below| below.get_name() != "help")
            .for_each(check_examples);
    }

    #[test]
    fn every_verb_has_examples_and_every_one_of_them_can_be_read() {
        use clap::CommandFactory;
        check_examples(&Arguments::command());
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
