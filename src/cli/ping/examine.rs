//! The verb itself.

use super::checkup::Checkup;
use super::shown::shown;
use crate::cli::args::{Format, PingArguments, Selection};
use crate::cli::call::Call;
use crate::cli::exit::Exit;
use crate::cli::print::{self, Gone, Screen};
use crate::cli::session::{self, Opened, Round, inside};
use crate::cli::show::{complain, refuse};
use crate::engine::{Setup, reach};

/// Takes every step to every node that is meant, and tells how each went.
pub fn ping(call: &Call<'_>, arguments: &PingArguments) -> Exit {
    if arguments.format == Format::Ctl {
        return refuse("supervisorctl has no lines for this; use another --format");
    }
    let selection = Selection {
        nodes: arguments.nodes.clone(),
        words: Vec::new(),
    };
    let opened = match session::open(call, &selection) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let setup = opened.reading(call);
    let screen = Screen::of(call, &opened.config);
    inside(async {
        match examine(&opened, setup).await {
            Ok((checkups, round)) => tell(&checkups, arguments.format, &screen) | round,
            Err(exit) => exit,
        }
    })
}

/// Polls every node and takes the first steps to it alone, at the same time.
async fn examine(opened: &Opened, setup: Setup) -> Result<(Vec<Checkup>, Exit), Exit> {
    let pace = setup.pace.clone();
    let mut session = session::start(setup)?;
    let roster = session.roster.clone();
    let (round, reached) = tokio::join!(session.first_round(), reach(&roster, &pace));
    let checkups = roster.nodes().filter_map(|entry| {
        let node = session.fleet.node(&entry.id)?;
        let origin = opened.config.origins.get(&entry.id);
        Some(Checkup::of(entry, node, reached.get(&entry.id)).with_fix(entry, origin))
    });
    let checkups = checkups.collect();
    session.stop().await;
    let exit = match round {
        Round::Whole => Exit::DONE,
        Round::Interrupted => Exit::CANCELLED,
    };
    Ok((checkups, exit))
}

fn tell(checkups: &[Checkup], format: Format, screen: &Screen) -> Exit {
    let lines = match shown(checkups, format, screen) {
        Ok(lines) => lines,
        Err(error) => {
            complain(&error);
            return Exit::INTERNAL;
        }
    };
    if let Err(Gone(exit)) = print::send(lines.iter().map(String::as_str)) {
        return exit;
    }
    if checkups.iter().all(Checkup::is_well) {
        Exit::DONE
    } else {
        Exit::UNREACHED
    }
}
