//! The verb itself.

use std::io::{self, IsTerminal};
use std::time::Duration;

use super::opening::opening;
use super::outputs::{Outputs, Prefix, Way};
use super::wanted::{sources, streams};
use crate::cli::args::LogsArguments;
use crate::cli::call::Call;
use crate::cli::choice::{Aim, Breadth, nothing};
use crate::cli::exit::Exit;
use crate::cli::print::{Gone, Screen};
use crate::cli::session::{self, Happening, Opened, Round, Session, inside};
use crate::cli::show::{complain, refuse};
use crate::engine::Event;
use crate::model::LinkError;

/// How long the ends of logs are waited for at least.
const LEAST_PATIENCE: Duration = Duration::from_secs(10);

/// `supdeck logs`.
pub fn logs(call: &Call<'_>, arguments: &LogsArguments) -> Exit {
    if arguments.raw && io::stdout().is_terminal() {
        return refuse("--raw is not written to a terminal: bytes of a log can take it over");
    }
    let opened = if arguments.main {
        // Words can only mean nodes: the log of supervisord is no process's.
        let words = [arguments.nodes.as_slice(), &arguments.words].concat();
        session::open_nodes(call, &words)
    } else {
        session::open(call, &arguments.selection())
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    if opened.aim.breadth == Breadth::Unsaid && !arguments.main {
        return refuse("name whose logs, or say all");
    }
    let screen = Screen::of(call, &opened.config);
    let setup = opened.reading(call);
    inside(async {
        match session::start(setup) {
            Ok(session) => show(arguments, &opened, session, screen).await,
            Err(exit) => exit,
        }
    })
}

async fn show(
    arguments: &LogsArguments,
    opened: &Opened,
    mut session: Session,
    screen: Screen,
) -> Exit {
    if session.first_round().await == Round::Interrupted {
        return Exit::CANCELLED;
    }
    let silent = tell_silent(&session);
    let sources = sources(arguments, &opened.aim, &session);
    if sources.is_empty() {
        return nobody(&opened.aim, &session, silent);
    }
    let way = match way(arguments, sources.len(), screen) {
        Ok(way) => way,
        Err(sentence) => return refuse(&sentence),
    };
    // A log that is large, or undecodable, takes many calls to find the end of.
    let patience = opened.config.poll.answer_timeout.max(LEAST_PATIENCE);
    let opening = opening(&mut session, &sources, patience).await;
    let mut outputs = Outputs::new(way, streams(arguments));
    let exit = match outputs.open_all(&opening, arguments.lines) {
        Err(Gone(exit)) => exit,
        Ok(()) if arguments.follow && !opening.is_cut => follow(&mut session, &mut outputs).await,
        Ok(()) => end(&mut outputs),
    };
    session.stop().await;
    exit | silent
}

/// How so many sources are written.
fn way(arguments: &LogsArguments, sources: usize, screen: Screen) -> Result<Way, String> {
    let outputs = sources * streams(arguments).len();
    match (arguments.raw, sources, outputs) {
        (true, _, 1) => Ok(Way::Raw),
        (true, _, _) => Err(format!(
            "--raw is for one output, and {outputs} are chosen; there are --stdout and --stderr"
        )),
        (false, _, 1) => Ok(Way::Clean(Prefix::Nothing, screen.palette)),
        (false, 1, _) => Ok(Way::Clean(Prefix::Stream, screen.palette)),
        (false, _, _) => Ok(Way::Clean(Prefix::Whole, screen.palette)),
    }
}

/// Prints on until somebody wants an end, or nobody reads any more.
async fn follow(session: &mut Session, outputs: &mut Outputs) -> Exit {
    loop {
        match session.next().await {
            Happening::Told(Event::Logged(chunk)) => {
                if let Err(Gone(exit)) = outputs.take(&chunk) {
                    return exit;
                }
            }
            Happening::Told(_) => {}
            // To stop looking is how it is meant to end.
            Happening::Interrupted(_) | Happening::Ended => return end(outputs),
        }
    }
}

fn end(outputs: &mut Outputs) -> Exit {
    match outputs.finish() {
        Ok(()) => Exit::DONE,
        Err(Gone(exit)) => exit,
    }
}

fn nobody(aim: &Aim, session: &Session, silent: Exit) -> Exit {
    let exit = refuse(&nothing(aim, &session.fleet));
    // On a node that did not answer there may be some.
    if silent == Exit::DONE { exit } else { silent }
}

/// Tells which nodes did not answer, and how to end then.
fn tell_silent(session: &Session) -> Exit {
    let silent = session.fleet.nodes().filter(|node| !node.link.is_up());
    let mut exit = Exit::DONE;
    for node in silent {
        let error = node.link.error().map(LinkError::to_string);
        complain(&format!("{}: {}", node.id, error.unwrap_or_default()));
        exit = Exit::UNREACHED;
    }
    exit
}
