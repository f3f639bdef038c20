//! The verbs that act on processes.

use super::order::{Manner, Order, nobody};
use super::task::Task;
use crate::cli::args::{ActArguments, SignalArguments};
use crate::cli::call::Call;
use crate::cli::choice::{Breadth, nothing};
use crate::cli::exit::Exit;
use crate::cli::session::{self, Session};
use crate::cli::show::refuse;
use crate::model::{Action, Candidate, Selector, Subject, rollup};

/// `supdeck start`.
pub fn start(call: &Call<'_>, arguments: &ActArguments) -> Exit {
    act(call, arguments, ("start", Action::Start))
}

/// `supdeck stop`.
pub fn stop(call: &Call<'_>, arguments: &ActArguments) -> Exit {
    act(call, arguments, ("stop", Action::Stop))
}

/// `supdeck restart`: what runs.
pub fn restart(call: &Call<'_>, arguments: &ActArguments) -> Exit {
    act(call, arguments, ("restart", Action::Restart))
}

/// `supdeck trystart`: running afterwards, whatever it was before.
pub fn trystart(call: &Call<'_>, arguments: &ActArguments) -> Exit {
    act(call, arguments, ("trystart", Action::RestartOrStart))
}

/// `supdeck signal`.
pub fn signal(call: &Call<'_>, arguments: &SignalArguments) -> Exit {
    let action = Action::Signal(arguments.signal);
    act(call, &arguments.act, ("signal", action))
}

/// `supdeck clear`.
pub fn clear(call: &Call<'_>, arguments: &ActArguments) -> Exit {
    act(call, arguments, ("clear", Action::ClearLogs))
}

fn act(call: &Call<'_>, arguments: &ActArguments, (verb, action): (&'static str, Action)) -> Exit {
    let opened = match session::open(call, &arguments.selection) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let aim = &opened.aim;
    if aim.breadth == Breadth::Unsaid {
        return refuse(&format!(
            "name what to {verb}, or say all; nothing was sent"
        ));
    }
    let manner = Manner::from(arguments);
    Order::fulfil(call, &opened, (verb, manner), async |order, session| {
        let subjects = chosen(session, &aim.selector);
        if subjects.is_empty() {
            return Err(nobody(&nothing(aim, &session.fleet), session));
        }
        let deed = (action, subjects);
        let task = Task::new(action.to_string(), deed, session, order.permission);
        Ok(vec![task])
    })
}

/// What a selector chooses of the processes that are known now, node by node.
pub(super) fn chosen(session: &Session, selector: &Selector) -> Vec<Subject> {
    rollup::processes(&session.fleet, &session.roster)
        .filter(|row| row.node.link.is_up() && selector.matches(&Candidate::from(row)))
        .map(|row| Subject::Process(row.id().clone()))
        .collect()
}
