//! The program: reads the command line and starts the front it asks for.

use std::process::ExitCode;

use supdeck::cli::{self, Arguments, Call, Verb};
use supdeck::config::Places;
use supdeck::secrets;

fn main() -> ExitCode {
    // Before the first secret: no core file, no debugger of the same user.
    if let Err(error) = secrets::harden() {
        cli::complain(&format!("the process could not be hardened: {error}"));
    }
    if let Some(exit) = cli::complete() {
        return exit.into();
    }
    match cli::parse(std::env::args_os()) {
        Ok(arguments) => run(&arguments),
        Err(exit) => exit.into(),
    }
}

fn run(arguments: &Arguments) -> ExitCode {
    let places = Places::of_this_host();
    let call = Call {
        arguments,
        places: &places,
        further: console::mistakes,
    };
    match &arguments.verb {
        None => console::open(&call),
        Some(Verb::Demo(demo)) => console::demo(&call, demo),
        Some(verb) => cli::perform(&call, verb).into(),
    }
}

/// The console, as the command line wants it.
#[cfg(feature = "tui")]
mod console {
    use std::path::{Path, PathBuf};
    use std::process::ExitCode;

    use supdeck::cli::{self, Call, Color, DemoArguments, Exit};
    use supdeck::config::Config;
    use supdeck::logging;
    use supdeck::plan::Permission;
    use supdeck::tui::effect::Adoption;
    use supdeck::tui::launch::{self, Colours, LaunchError, Options, Start};
    use supdeck::tui::terminal::{Ending, Keyboard};
    use supdeck::tui::view::Glyphs;

    pub use supdeck::tui::launch::mistakes;

    /// Why a console did not open.
    enum Failure {
        /// Told already.
        Told(Exit),
        /// To be told.
        Launch(LaunchError),
    }

    impl From<LaunchError> for Failure {
        fn from(error: LaunchError) -> Self {
            Self::Launch(error)
        }
    }

    /// Opens the console on the config, or the first-run screen where there is none.
    pub fn open(call: &Call<'_>) -> ExitCode {
        finish(call, |options| open_config(call, options))
    }

    /// Opens the console on a made-up fleet.
    pub fn demo(call: &Call<'_>, demo: &DemoArguments) -> ExitCode {
        let start = Start::Demo {
            seed: demo.seed,
            opening: demo.clock,
        };
        let none = Config::default();
        let open = |options: &Options| {
            Ok(launch::open(
                start,
                &none,
                options,
                &mut Keyboard::default(),
            )?)
        };
        finish(call, open)
    }

    /// Opens the console in one of its ways, and tells on the normal screen how it ended.
    fn finish(call: &Call<'_>, open: impl FnOnce(&Options) -> Result<Ending, Failure>) -> ExitCode {
        if let Err(error) = logging::init(call.arguments.log_file.as_deref()) {
            cli::complain(&error.to_string());
            return Exit::USAGE.into();
        }
        match open(&options(call)) {
            // The codes of `Ending` are those of processes, so they fit.
            Ok(ending) => ExitCode::from(u8::try_from(ending.exit_code()).unwrap_or(1)),
            Err(Failure::Told(exit)) => exit.into(),
            Err(Failure::Launch(LaunchError::Config(error))) => cli::report(&error).into(),
            Err(Failure::Launch(error)) => {
                cli::complain(&error.to_string());
                match error {
                    LaunchError::Terminal(_) | LaunchError::Config(_) => Exit::USAGE.into(),
                    LaunchError::Runtime(_) | LaunchError::Keys(_) | LaunchError::Theme(_) => {
                        Exit::INTERNAL.into()
                    }
                }
            }
        }
    }

    fn options(call: &Call<'_>) -> Options {
        let arguments = call.arguments;
        Options {
            places: call.places.clone(),
            permission: if arguments.read_only {
                Permission::ReadOnly
            } else {
                Permission::ReadWrite
            },
            glyphs: arguments.ascii.then_some(Glyphs::Ascii),
            colours: match arguments.color {
                Color::Auto if cli::wants_colour() => Colours::Theme,
                Color::Auto | Color::Never => Colours::None,
            },
        }
    }

    fn open_config(call: &Call<'_>, options: &Options) -> Result<Ending, Failure> {
        let keyboard = &mut Keyboard::default();
        let files = options.places.files(&call.arguments.config);
        if !files.is_empty() {
            return open_files(&files, options, keyboard);
        }
        let Some(screen) = supdeck::tui::first_run(&options.places) else {
            cli::complain("there is no home for a config; name one with --config");
            return Err(Failure::Told(Exit::USAGE));
        };
        let target = screen.target.clone();
        let none = Config::default();
        match launch::open(Start::FirstRun(screen), &none, options, keyboard)? {
            Ending::Adopt(Adoption::Demo) => {
                let start = Start::Demo {
                    seed: 7,
                    opening: None,
                };
                Ok(launch::open(start, &none, options, keyboard)?)
            }
            Ending::Adopt(adoption) => {
                adopt(&adoption, &target)?;
                open_files(&[target], options, keyboard)
            }
            ending @ (Ending::Quit | Ending::Signal(_) | Ending::HangUp) => Ok(ending),
        }
    }

    fn open_files(
        files: &[PathBuf],
        options: &Options,
        keyboard: &mut Keyboard,
    ) -> Result<Ending, Failure> {
        match Config::load(files) {
            Ok(config) => Ok(launch::open(Start::Fleet, &config, options, keyboard)?),
            Err(error) => Err(Failure::Told(cli::report(&error))),
        }
    }

    /// Writes the first config as the first-run screen was told.
    fn adopt(adoption: &Adoption, target: &Path) -> Result<(), Failure> {
        let text = match adoption {
            // Nothing of the demo is kept.
            Adoption::Demo => return Ok(()),
            Adoption::Example => supdeck::config::EXAMPLE.to_owned(),
            Adoption::Write(text) => text.clone(),
            Adoption::Import(path) => imported(path)?,
        };
        launch::write_first_config(&text, target).map_err(|sentence| {
            cli::complain(&sentence);
            Failure::Told(Exit::INTERNAL)
        })
    }

    /// The config made of another tool's; its passwords go into the keyring, or are asked for later.
    fn imported(path: &Path) -> Result<String, Failure> {
        match supdeck::config::import(path) {
            Ok(imported) => {
                for password in &imported.passwords {
                    if let Err(reason) = cli::keep(password) {
                        tracing::warn!(
                            "the password of {} was not kept: {reason}",
                            password.credential
                        );
                    }
                }
                Ok(imported.toml)
            }
            Err(error) => {
                cli::complain(&format!("{}: {error}", path.display()));
                Err(Failure::Told(Exit::USAGE))
            }
        }
    }
}

/// Where the console would be: this build has none.
#[cfg(not(feature = "tui"))]
mod console {
    use std::process::ExitCode;

    use supdeck::cli::{self, Call, DemoArguments, Exit};
    use supdeck::config::{Config, Mistake};

    /// Only the console knows keys and colours.
    pub fn mistakes(_config: &Config) -> Vec<Mistake> {
        Vec::new()
    }

    /// Says that there is none.
    pub fn open(_call: &Call<'_>) -> ExitCode {
        cli::complain("this build has no console; `supdeck help` lists what it can do");
        Exit::USAGE.into()
    }

    /// Says that there is none.
    pub fn demo(call: &Call<'_>, _demo: &DemoArguments) -> ExitCode {
        open(call)
    }
}
