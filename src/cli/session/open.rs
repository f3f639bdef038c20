//! From the command line to what a session starts with.

use std::sync::Arc;
use std::time::Duration;

use super::hearing::Session;
use crate::cli::args::Selection;
use crate::cli::call::Call;
use crate::cli::check;
use crate::cli::choice::{Aim, Breadth, Choice, Pointed};
use crate::cli::exit::Exit;
use crate::cli::print;
use crate::config::Config;
use crate::engine::{Journaling, Setup};
use crate::journal::Who;
use crate::plan::Permission;

/// A poll is made when there is a reason for it, and not by the clock.
const BY_REQUEST: Duration = Duration::from_hours(24);

/// A config, and what was chosen in it.
#[derive(Debug)]
pub struct Opened {
    /// The config.
    pub config: Config,
    /// What was chosen.
    pub aim: Aim,
}

/// Reads the config, and what a selection means in it.
///
/// # Errors
///
/// With how to end, after telling why.
pub fn open(call: &Call<'_>, selection: &Selection) -> Result<Opened, Exit> {
    let config = check::load(call)?;
    let aim = Choice::read(selection).and_then(|choice| Aim::of(&choice, &config.roster));
    let aim = aim.map_err(|pointed| refuse(&pointed))?;
    Ok(Opened { config, aim })
}

/// Reads the config, and which nodes words mean in it: `web01 db1`, `@prod`, `all`, `web01 with deploy`.
///
/// # Errors
///
/// As [`open`].
pub fn open_nodes(call: &Call<'_>, words: &[String]) -> Result<Opened, Exit> {
    let selection = Selection {
        nodes: Vec::new(),
        words: words.to_vec(),
    };
    let config = check::load(call)?;
    let choice = Choice::read(&selection).map(Choice::of_nodes);
    let aim = choice.and_then(|choice| Aim::of(&choice, &config.roster));
    let mut aim = aim.map_err(|pointed| refuse(&pointed))?;
    aim.breadth = if words.iter().any(|word| word == "all") {
        Breadth::All
    } else {
        Breadth::Named
    };
    Ok(Opened { config, aim })
}

/// Tells a mistake in what was typed.
pub fn refuse(pointed: &Pointed) -> Exit {
    let lines = pointed.lines();
    print::err(lines.iter().map(String::as_str));
    Exit::USAGE
}

impl Opened {
    /// A setup that only reads: the transport refuses everything else, and no journal is opened.
    #[must_use]
    pub fn reading(&self, call: &Call<'_>) -> Setup {
        let nowhere = Journaling::Memory(Who::ask(|name| std::env::var(name).ok()));
        self.setup(call, nowhere, Permission::ReadOnly)
    }

    /// A setup that acts, where nothing forbids it.
    #[must_use]
    pub fn acting(&self, call: &Call<'_>) -> Setup {
        let journaling = Journaling::of(&self.config, call.places);
        self.setup(call, journaling, self.permission(call))
    }

    /// What the command line and the config let us change.
    #[must_use]
    pub fn permission(&self, call: &Call<'_>) -> Permission {
        if call.arguments.read_only || self.config.read_only {
            Permission::ReadOnly
        } else {
            Permission::ReadWrite
        }
    }

    fn setup(&self, call: &Call<'_>, journaling: Journaling, permission: Permission) -> Setup {
        let mut setup = Setup::of(&self.config, call.places, journaling, permission);
        setup.roster = Arc::new(self.aim.roster.clone());
        setup.pace.interval = BY_REQUEST;
        setup
    }
}

/// Starts a session.
///
/// # Errors
///
/// With how to end, after telling why.
pub fn start(setup: Setup) -> Result<Session, Exit> {
    Session::start(setup).map_err(|error| {
        print::err([format!("supdeck: signals cannot be listened to: {error}").as_str()]);
        Exit::INTERNAL
    })
}
