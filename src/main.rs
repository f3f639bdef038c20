//! The program: reads the command line and starts the front it asks for.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Zoned;
use supdeck::cli::{self, Arguments, Color, ConfigVerb, DemoArguments, Exit, Verb};
use supdeck::config::{Config, ImportedPassword, Places};
use supdeck::journal;
use supdeck::logging;
use supdeck::plan::Permission;
use supdeck::secrets::{self, CredentialKey, Keyring, Secret};
use supdeck::tui::effect::Adoption;
use supdeck::tui::launch::{self, Colours, LaunchError, Options, Start};
use supdeck::tui::terminal::{Ending, Keyboard};
use supdeck::tui::view::Glyphs;
use supdeck::tui::{self};

fn main() -> ExitCode {
    // Before the first secret: no core file, no debugger of the same user.
    if let Err(error) = secrets::harden() {
        cli::complain(&format!("the process could not be hardened: {error}"));
    }
    match cli::parse(std::env::args_os()) {
        Ok(arguments) => run(&arguments),
        Err(exit) => exit.into(),
    }
}

fn run(arguments: &Arguments) -> ExitCode {
    let places = Places::of_this_host();
    match &arguments.verb {
        Some(Verb::Config(ConfigVerb::Check)) => {
            cli::check(&arguments.config, &places, launch::mistakes).into()
        }
        Some(Verb::Config(ConfigVerb::Example)) => cli::example().into(),
        Some(Verb::Import { file }) => cli::import(file, keep).into(),
        Some(Verb::Info) => cli::facts(&facts(&places)).into(),
        Some(Verb::Journal { lines }) => journal_lines(arguments, &places, *lines).into(),
        Some(Verb::Demo(demo)) => console(arguments, &places, |options| open_demo(demo, options)),
        None => console(arguments, &places, |options| open(arguments, options)),
    }
}

/// Puts one imported password into the keyring.
fn keep(password: &ImportedPassword) -> Result<(), String> {
    let key = CredentialKey::new(&password.credential, &password.user);
    let secret = Secret::new(password.password.clone());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime
        .block_on(Keyring::default().write(&key, &secret))
        .map_err(|trouble| trouble.to_string())
}

fn journal_lines(arguments: &Arguments, places: &Places, count: usize) -> Exit {
    let named = Config::load(&places.files(&arguments.config))
        .ok()
        .and_then(|config| config.journal);
    let path = launch::journal_path(named.as_deref(), places);
    match journal::tail(&path, count) {
        Ok(tail) => {
            let now = Zoned::now();
            let lines: Vec<_> = tail
                .records
                .iter()
                .map(|record| record.line(&now))
                .collect();
            cli::lines(lines.iter().map(supdeck::model::Clean::as_str))
        }
        Err(error) => {
            cli::complain(&error.to_string());
            Exit::Internal
        }
    }
}

/// What a bug report needs.
fn facts(places: &Places) -> Vec<(&'static str, String)> {
    let shown = |path: Option<&PathBuf>| {
        path.map_or_else(
            || "none, there is no home".to_owned(),
            |path| path.display().to_string(),
        )
    };
    let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| "unset".to_owned());
    vec![
        ("supdeck", env!("CARGO_PKG_VERSION").to_owned()),
        ("config", shown(places.user.as_ref())),
        ("state", shown(places.state.as_ref())),
        (
            "journal",
            launch::journal_path(None, places).display().to_string(),
        ),
        ("TERM", variable("TERM")),
        ("COLORTERM", variable("COLORTERM")),
        ("LANG", variable("LANG")),
        (
            "TMUX",
            if std::env::var_os("TMUX").is_some() {
                "yes"
            } else {
                "no"
            }
            .to_owned(),
        ),
    ]
}

/// Opens the console in one of its ways, and tells on the normal screen how it ended.
fn console(
    arguments: &Arguments,
    places: &Places,
    open: impl FnOnce(&Options) -> Result<Ending, Failure>,
) -> ExitCode {
    if let Err(error) = logging::init(arguments.log_file.as_deref()) {
        cli::complain(&error.to_string());
        return Exit::Usage.into();
    }
    match open(&options(arguments, places)) {
        // The codes of `Ending` are those of processes, so they fit.
        Ok(ending) => ExitCode::from(u8::try_from(ending.exit_code()).unwrap_or(1)),
        Err(Failure::Told(exit)) => exit.into(),
        Err(Failure::Launch(LaunchError::Config(error))) => cli::report(&error).into(),
        Err(Failure::Launch(error)) => {
            cli::complain(&error.to_string());
            match error {
                LaunchError::Terminal(_) | LaunchError::Config(_) => Exit::Usage.into(),
                LaunchError::Runtime(_) | LaunchError::Keys(_) | LaunchError::Theme(_) => {
                    Exit::Internal.into()
                }
            }
        }
    }
}

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

fn options(arguments: &Arguments, places: &Places) -> Options {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let plain = no_color || std::env::var("CLICOLOR").is_ok_and(|value| value == "0");
    Options {
        places: places.clone(),
        permission: if arguments.read_only {
            Permission::ReadOnly
        } else {
            Permission::ReadWrite
        },
        glyphs: arguments.ascii.then_some(Glyphs::Ascii),
        colours: match arguments.color {
            Color::Auto if !plain => Colours::Theme,
            Color::Auto | Color::Never => Colours::None,
        },
    }
}

fn open_demo(demo: &DemoArguments, options: &Options) -> Result<Ending, Failure> {
    let start = Start::Demo {
        seed: demo.seed,
        opening: demo.clock,
    };
    Ok(launch::open(
        start,
        &Config::default(),
        options,
        &mut Keyboard::default(),
    )?)
}

/// The console on the config, or the first-run screen where there is none.
fn open(arguments: &Arguments, options: &Options) -> Result<Ending, Failure> {
    let keyboard = &mut Keyboard::default();
    let files = options.places.files(&arguments.config);
    if !files.is_empty() {
        return open_files(&files, options, keyboard);
    }
    let Some(screen) = tui::first_run(&options.places) else {
        cli::complain("there is no home for a config; name one with --config");
        return Err(Failure::Told(Exit::Usage));
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
        Failure::Told(Exit::Internal)
    })
}

/// The config made of another tool's; its passwords go into the keyring, or are asked for later.
fn imported(path: &Path) -> Result<String, Failure> {
    match supdeck::config::import(path) {
        Ok(imported) => {
            for password in &imported.passwords {
                if let Err(reason) = keep(password) {
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
            Err(Failure::Told(Exit::Usage))
        }
    }
}
