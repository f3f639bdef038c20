//! From a config to a running console: joins state, look, engine and terminal.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;
use thiserror::Error;

use crate::config::{self, Config, ConfigError, Mistake, Places};
use crate::engine::demo::World;
use crate::engine::{Clock, Engine, Journaling, Pace, Setup, Stage, raise_file_limit};
use crate::journal::Who;
use crate::model::Roster;
use crate::plan::Permission;
use crate::secrets::Credentials;

use super::depth::Depth;
use super::keymap::{Keymap, KeymapError};
use super::run::{Console, run};
use super::state::{FirstRun, Settings, State};
use super::terminal::{CrashFile, Ending, Keyboard, TerminalError, install_hook};
use super::theme::{Theme, ThemeError};
use super::view::{Glyphs, Look};

/// What the command line decided about the console.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where things are looked for and kept.
    pub places: Places,
    /// Whether `--read-only` was given.
    pub permission: Permission,
    /// Signs and lines in ASCII, or as the config and the locale say.
    pub glyphs: Option<Glyphs>,
    /// Whether there is any colour.
    pub colours: Colours,
}

/// Whether there is any colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// As the theme says.
    Theme,
    /// None: `NO_COLOR`, or `--color never`.
    None,
}

/// Why the console could not be opened, or had to close.
#[derive(Debug, Error)]
pub enum LaunchError {
    /// The terminal cannot be used.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    /// The runtime cannot be started.
    #[error("the system gives no threads: {0}")]
    Runtime(#[from] std::io::Error),
    /// Keys or colours in the config are wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The shipped keys clash, which a test rules out.
    #[error("keys: {}", .0.join("; "))]
    Keys(Vec<String>),
    /// The shipped theme does not read, which a test rules out.
    #[error("theme: {0}")]
    Theme(#[from] ThemeError),
}

/// What the console opens on.
#[derive(Debug)]
pub enum Start {
    /// The nodes of the config.
    Fleet,
    /// The demo fleet: nothing touches the network, nothing is kept.
    Demo {
        /// The same number gives the same fleet.
        seed: u64,
        /// What its clock shows at first; now, if nothing is said.
        opening: Option<jiff::Timestamp>,
    },
    /// The first-run screen: nothing is contacted, nothing is written until chosen.
    FirstRun(FirstRun),
}

/// Opens the console, and comes back when it ended.
///
/// # Errors
///
/// Returns why it could not be opened.
pub fn open(
    start: Start,
    config: &Config,
    options: &Options,
    keyboard: &mut Keyboard,
) -> Result<Ending, LaunchError> {
    let look = look(config, options)?;
    inside(options, async move {
        let mut setup = setup(&start, config, options);
        let clock = setup.clock;
        let settings = settings(config, &look);
        let mut state = State::new(Arc::clone(&setup.roster), settings, clock.now());
        state.session.keys.change(config.keys.iter());
        forbid(&mut state, config, options);
        setup.permission = state.session.permission;
        match start {
            Start::Fleet => {}
            Start::Demo { .. } => {
                state.session.settings.demo = true;
                state.session.settings.zone = TimeZone::UTC;
            }
            Start::FirstRun(screen) => state.first_run = Some(screen),
        }
        let engine = Engine::start(setup);
        let console = Console {
            state,
            look,
            engine,
            clock,
        };
        Ok(run(console, keyboard).await?)
    })
}

/// What stands behind the console.
fn setup(start: &Start, config: &Config, options: &Options) -> Setup {
    let aside = |roster: Arc<Roster>, clock, stage| Setup {
        roster,
        pace: Pace::default(),
        permission: options.permission,
        journaling: Journaling::Memory(who()),
        credentials: Credentials::in_memory(),
        clock,
        stage,
    };
    match start {
        Start::Fleet => {
            let journaling = Journaling::of(config, &options.places);
            Setup::of(config, &options.places, journaling, options.permission)
        }
        Start::Demo { seed, opening } => {
            let world = World::new(*seed, opening.unwrap_or_else(jiff::Timestamp::now));
            let (roster, clock) = (Arc::new(world.roster().clone()), Clock::Demo(world.clock()));
            aside(roster, clock, Stage::Demo(world))
        }
        Start::FirstRun(_) => aside(Arc::default(), Clock::System, Stage::Real),
    }
}

/// What is wrong in a config that only the console knows: its keys and its colours.
#[must_use]
pub fn mistakes(config: &Config) -> Vec<Mistake> {
    let of_keys = keymap(config)
        .err()
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(action, error)| {
            let origin = config.keys.of(&action)?.origin.clone();
            let hint = "? in the console shows every action and key";
            Some(Mistake::new(origin, &error.to_string(), Some(hint)))
        });
    let of_colours = config.theme.roles.iter().filter_map(|role| {
        let error = Theme::plain().set(&role.role, &role.style).err()?;
        Some(Mistake::new(role.origin.clone(), &error.to_string(), None))
    });
    of_keys.chain(of_colours).collect()
}

fn keymap(config: &Config) -> Result<Keymap, Vec<(String, KeymapError)>> {
    Keymap::new(
        config
            .keys
            .iter()
            .map(|b| (b.action.as_str(), b.keys.as_slice())),
    )
}

fn look(config: &Config, options: &Options) -> Result<Look, LaunchError> {
    let wrong = mistakes(config);
    if !wrong.is_empty() {
        return Err(LaunchError::Config(ConfigError {
            mistakes: wrong,
            more: 0,
        }));
    }
    let theme = theme(config, options.colours)?;
    let asked = config.theme.ascii.map(|ascii| {
        if ascii {
            Glyphs::Ascii
        } else {
            Glyphs::Unicode
        }
    });
    let glyphs = options.glyphs.or(asked).unwrap_or_else(glyphs_of_locale);
    let keymap = keymap(config).map_err(|mistakes| {
        LaunchError::Keys(
            mistakes
                .iter()
                .map(|(_, error)| error.to_string())
                .collect(),
        )
    })?;
    let depth = if theme.has_colour() {
        Depth::of(|name| std::env::var(name).ok())
    } else {
        Depth::None
    };
    Ok(Look {
        theme,
        keymap,
        glyphs,
        depth,
    })
}

/// The styles of the theme, changed by those of the config.
fn theme(config: &Config, colours: Colours) -> Result<Theme, LaunchError> {
    let (name, own) = match colours {
        Colours::Theme => (config.theme.name.as_str(), config.theme.roles.as_slice()),
        // Whoever wants no colour wants none of their own either.
        Colours::None => ("mono", [].as_slice()),
    };
    let mut theme = Theme::plain();
    for role in config::theme(name)?.iter().chain(own) {
        theme.set(&role.role, &role.style)?;
    }
    Ok(theme)
}

/// Lines that are not ASCII only where the locale says UTF-8.
fn glyphs_of_locale() -> Glyphs {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL")
        .or_else(|| set("LC_CTYPE"))
        .or_else(|| set("LANG"));
    let locale = locale.unwrap_or_default().to_ascii_lowercase();
    if locale.contains("utf-8") || locale.contains("utf8") {
        Glyphs::Unicode
    } else {
        Glyphs::Ascii
    }
}

fn settings(config: &Config, look: &Look) -> Settings {
    Settings {
        poll_interval: config.poll.interval,
        few_targets: config.confirm.limit,
        restart_single_unasked: !config.confirm.restart_single,
        log_lines: config.log.lines,
        log_bytes: config.log.bytes,
        // Logs are mostly read from a host beside those that write them.
        zone: TimeZone::system(),
        ascii: look.glyphs == Glyphs::Ascii,
        demo: false,
        config_files: config
            .files
            .iter()
            .map(|path| path.display().to_string())
            .collect(),
    }
}

/// Read-only by flag or config holds for the whole session.
fn forbid(state: &mut State, config: &Config, options: &Options) {
    if options.permission == Permission::ReadOnly || config.read_only {
        state.session.permission = Permission::ReadOnly;
        state.session.locked = true;
    }
}

/// Without a home nothing of ours can last; the path then names what is missing.
fn state_folder(places: &Places) -> PathBuf {
    places
        .state
        .clone()
        .unwrap_or_else(|| PathBuf::from("/nonexistent/supdeck"))
}

fn who() -> Who {
    Who::ask(|name| std::env::var(name).ok())
}

/// Runs the console in a runtime of its own, with the panic hook in place.
fn inside(
    options: &Options,
    console: impl Future<Output = Result<Ending, LaunchError>>,
) -> Result<Ending, LaunchError> {
    raise_file_limit();
    install_hook(CrashFile {
        path: state_folder(&options.places).join("crash.txt"),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let ending = runtime.block_on(console);
    // Threads that hang in a keyring or a resolver are left behind.
    runtime.shutdown_background();
    ending
}

/// The first config, written where nothing was before.
///
/// # Errors
///
/// Returns why it could not be written, in a sentence.
pub fn write_first_config(text: &str, target: &Path) -> Result<(), String> {
    config::create(target, text).map_err(|error| format!("{}: {error}", target.display()))
}
