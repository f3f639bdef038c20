//! One order: from the words to the tasks that its verb makes of them.

use std::path::PathBuf;

use super::consent::check_names;
use super::rhythm;
use super::task::Task;
use crate::cli::args::{
    ActArguments, Format, NodeArguments, Rhythm, RunArguments, Safety, UpdateArguments,
};
use crate::cli::call::Call;
use crate::cli::choice::Breadth;
use crate::cli::exit::Exit;
use crate::cli::print::Screen;
use crate::cli::session::{self, Opened, Round, Session, inside};
use crate::cli::show::{complain, refuse};
use crate::engine::Setup;
use crate::model::{LinkError, NodeId};
use crate::plan::Permission;

/// How an order is to be carried out, as the command line says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner<'a> {
    pub(super) safety: &'a Safety,
    pub(super) rhythm: &'a Rhythm,
    pub(super) format: Format,
}

/// One order.
#[derive(Debug)]
pub(super) struct Order<'a> {
    /// The word it was given with.
    pub(super) verb: &'static str,
    /// How it is to be carried out.
    pub(super) manner: Manner<'a>,
    /// Where results are printed.
    pub(super) screen: Screen,
    /// What may be changed, a dry run aside.
    pub(super) permission: Permission,
    /// How much was asked for.
    pub(super) breadth: Breadth,
    /// Where results are kept.
    pub(super) results: PathBuf,
}

macro_rules! manners {
    ($($arguments:ty),*) => {
        $(impl<'a> From<&'a $arguments> for Manner<'a> {
            fn from(arguments: &'a $arguments) -> Self {
                Self {
                    safety: &arguments.safety,
                    rhythm: &arguments.rhythm,
                    format: arguments.format,
                }
            }
        })*
    };
}

manners!(ActArguments, NodeArguments, RunArguments, UpdateArguments);

impl Order<'_> {
    /// Asks the nodes once, lets `tasks` say what is to be done, and carries that out.
    pub(super) fn fulfil(
        call: &Call<'_>,
        opened: &Opened,
        (verb, manner): (&'static str, Manner<'_>),
        tasks: impl AsyncFnOnce(&Order<'_>, &mut Session) -> Result<Vec<Task>, Exit>,
    ) -> Exit {
        let names = || check_names(manner.safety, &opened.config.roster);
        if let Err(sentence) = rhythm::check(manner.rhythm).and_then(|()| names()) {
            return refuse(&format!("{sentence}; nothing was sent"));
        }
        let order = Order {
            verb,
            manner,
            screen: Screen::of(call, &opened.config),
            permission: opened.permission(call),
            breadth: opened.aim.breadth,
            results: call.places.results(),
        };
        let setup = order.setup(call, opened);
        inside(async {
            let mut session = match session::start(setup) {
                Ok(session) => session,
                Err(exit) => return exit,
            };
            let exit = match order.prepare(&mut session).await {
                Ok(()) => match tasks(&order, &mut session).await {
                    Ok(tasks) => order.carry_out(tasks, &mut session).await,
                    Err(exit) => exit,
                },
                Err(exit) => exit,
            };
            session.stop().await;
            exit
        })
    }

    /// What it starts with: in a dry run, a transport that cannot change anything.
    fn setup(&self, call: &Call<'_>, opened: &Opened) -> Setup {
        let mut setup = if self.manner.safety.dry_run {
            opened.reading(call)
        } else {
            opened.acting(call)
        };
        if let Some(most) = self.manner.rhythm.timeout {
            let pace = &mut setup.pace;
            (pace.connect, pace.answer) = (pace.connect.min(most), pace.answer.min(most));
            pace.runs = pace.runs.within(most);
        }
        setup
    }

    /// Asks every node once, and refuses what can be refused before any target is known.
    async fn prepare(&self, session: &mut Session) -> Result<(), Exit> {
        if session.first_round().await == Round::Interrupted {
            complain("nothing was sent");
            return Err(Exit::CANCELLED);
        }
        if self.permission == Permission::ReadOnly {
            return Err(refuse("read-only; nothing was sent"));
        }
        let safety = self.manner.safety;
        if safety.all_or_nothing && unreached(session) != Exit::DONE {
            complain("not every node answers, and --all-or-nothing is said; nothing was sent");
            return Err(Exit::UNREACHED | Exit::CANCELLED);
        }
        match &session.journal_trouble {
            Some(words) if !safety.dry_run => {
                let why = format!("the journal cannot be written, so nothing is sent: {words}");
                complain(&why);
                Err(Exit::INTERNAL)
            }
            _ => Ok(()),
        }
    }
}

/// Nothing is chosen: an error, never everything.
pub(super) fn nobody(sentence: &str, session: &Session) -> Exit {
    let unreached = unreached(session);
    let exit = refuse(&format!("{sentence}; nothing was sent"));
    // On a node that did not answer there may be some.
    if unreached == Exit::DONE {
        exit
    } else {
        unreached
    }
}

/// Tells which nodes did not answer, and how to end then.
pub(super) fn unreached(session: &Session) -> Exit {
    let silent = silent(session);
    for (node, error) in &silent {
        complain(&format!("{node}: {error}"));
    }
    if silent.is_empty() {
        Exit::DONE
    } else {
        Exit::UNREACHED
    }
}

/// The nodes that did not answer, and why.
pub(super) fn silent(session: &Session) -> Vec<(NodeId, String)> {
    let nodes = session.fleet.nodes().filter(|node| !node.link.is_up());
    nodes
        .map(|node| {
            let error = node.link.error().map(LinkError::to_string);
            (
                node.id.clone(),
                error.unwrap_or_else(|| "not asked to the end".to_owned()),
            )
        })
        .collect()
}
