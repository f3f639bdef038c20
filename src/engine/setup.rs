//! What an engine needs to start, and how a config says it.

use std::sync::Arc;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use super::clock::Clock;
use super::demo::World;
use super::pace::Pace;
use super::scribe::Journaling;
use crate::config::{Config, Places, PollSettings};
use crate::journal::{Journal, Who};
use crate::model::Roster;
use crate::plan::Permission;
use crate::secrets::{Credentials, KeyCache, VaultPlace};

/// What an engine needs to start.
#[derive(Debug)]
pub struct Setup {
    /// The nodes.
    pub roster: Arc<Roster>,
    /// How often and how hard to ask them.
    pub pace: Pace,
    /// Whether anything may be changed.
    pub permission: Permission,
    /// Where the journal goes.
    pub journaling: Journaling,
    /// The passwords.
    pub credentials: Credentials,
    /// What time it is.
    pub clock: Clock,
    /// What stands behind the nodes.
    pub stage: Stage,
}

/// What stands behind the nodes.
#[derive(Debug)]
pub enum Stage {
    /// Supervisords.
    Real,
    /// The demo: nothing touches the network.
    Demo(World),
}

impl Setup {
    /// The supervisords of a config, with the passwords of this host.
    #[must_use]
    pub fn of(
        config: &Config,
        places: &Places,
        journaling: Journaling,
        permission: Permission,
    ) -> Self {
        Self {
            roster: Arc::new(config.roster.clone()),
            pace: Pace::from(&config.poll),
            permission: if config.read_only {
                Permission::ReadOnly
            } else {
                permission
            },
            journaling,
            credentials: Credentials::new(vault_place(config, places)),
            clock: Clock::System,
            stage: Stage::Real,
        }
    }
}

/// Where the sealed file of this host lies, and whether its key may stay open.
#[must_use]
pub fn vault_place(config: &Config, places: &Places) -> VaultPlace {
    VaultPlace::new(places.sealed_file()).cached(config.sealed_file_stays_open.map(KeyCache::new))
}

impl From<&PollSettings> for Pace {
    fn from(poll: &PollSettings) -> Self {
        Self {
            interval: poll.interval,
            connect: poll.connect_timeout,
            answer: poll.answer_timeout,
            share: poll.ease,
            first_rest: poll.retry_first,
            back_off_cap: poll.retry_max,
            fan_out: poll.parallel,
            ..Self::default()
        }
    }
}

impl Journaling {
    /// Into the file that the config names, or into the usual one, in the name of who we are.
    #[must_use]
    pub fn of(config: &Config, places: &Places) -> Self {
        let who = Who::ask(|name| std::env::var(name).ok());
        match Journal::open(&places.journal(config.journal.as_deref()), who) {
            Ok(journal) => Self::File(journal),
            Err(error) => Self::Broken(error),
        }
    }
}

/// Lets the process open as many files as it may: each node can hold a connection, and the usual
/// soft limit is 1024.
pub fn raise_file_limit() {
    if let Ok((_, hard)) = getrlimit(Resource::RLIMIT_NOFILE) {
        // Where it is refused, fewer nodes are asked at the same time.
        let _ = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
    }
}
