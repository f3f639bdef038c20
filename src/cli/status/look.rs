//! The verbs themselves: one look, or one after the other.

use std::time::Duration;

use console::Term;
use tokio::time::{MissedTickBehavior, interval};

use super::columns::Arrangement;
use super::view::View;
use crate::cli::args::{Format, StatusArguments};
use crate::cli::call::Call;
use crate::cli::exit::Exit;
use crate::cli::print::{Gone, Screen};
use crate::cli::session::{self, Happening, Round, Session, inside};
use crate::cli::show::refuse;
use crate::model::Health;

/// `supdeck status`.
pub fn status(call: &Call<'_>, arguments: &StatusArguments) -> Exit {
    look(call, arguments, None)
}

/// `supdeck check`: what runs.
pub fn check(call: &Call<'_>, arguments: &StatusArguments) -> Exit {
    look(call, arguments, Some(Health::Running))
}

fn look(call: &Call<'_>, arguments: &StatusArguments, only: Option<Health>) -> Exit {
    let arrangement = match Arrangement::read(arguments) {
        Ok(arrangement) => arrangement,
        Err(sentence) => return refuse(&sentence),
    };
    let opened = match session::open(call, &arguments.selection) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let view = View {
        arguments,
        aim: &opened.aim,
        arrangement,
        screen: Screen::of(call, &opened.config),
        only,
    };
    let mut setup = opened.reading(call);
    let every = opened.config.poll.interval;
    if arguments.watch {
        setup.pace.interval = every;
        // supervisorctl's lines say how long in supervisord's own words.
        setup.pace.unread = Duration::ZERO;
    }
    inside(async {
        match session::start(setup) {
            Ok(session) if arguments.watch => watch(&view, session, every).await,
            Ok(session) => once(&view, session).await,
            Err(exit) => exit,
        }
    })
}

async fn once(view: &View<'_>, mut session: Session) -> Exit {
    let round = session.first_round().await;
    let exit = match view.print(&session) {
        Ok(()) => view.judge(&session),
        Err(Gone(exit)) => exit,
    };
    session.stop().await;
    match round {
        Round::Whole => exit,
        Round::Interrupted => exit | Exit::CANCELLED,
    }
}

/// Prints again and again; on a terminal in the same place.
async fn watch(view: &View<'_>, mut session: Session, every: Duration) -> Exit {
    if session.first_round().await == Round::Interrupted {
        return Exit::CANCELLED;
    }
    let mut tick = interval(every);
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let terminal = Term::stdout();
    loop {
        tokio::select! {
            _ = tick.tick() => {
                let in_place = terminal.is_term()
                    && matches!(view.arguments.format, Format::Table | Format::Ctl | Format::Plain);
                if in_place {
                    // What cannot be cleared is scrolled away.
                    let _ = terminal.clear_screen();
                }
                if let Err(Gone(exit)) = view.print(&session) {
                    return exit;
                }
            }
            happening = session.next() => match happening {
                Happening::Told(_) => {}
                // To stop looking is how it is meant to end.
                Happening::Interrupted(_) | Happening::Ended => return Exit::DONE,
            },
        }
    }
}
