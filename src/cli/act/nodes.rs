//! The verbs that act on supervisord itself: `supdeck reload` and `supdeck kill`.

use std::time::Duration;

use super::order::{Manner, Order, nobody};
use super::task::Task;
use crate::cli::args::NodeArguments;
use crate::cli::call::Call;
use crate::cli::exit::Exit;
use crate::cli::logs::opening;
use crate::cli::print;
use crate::cli::session::{self, Session};
use crate::model::{Action, Clean, LogSource, Subject};

/// Lines of supervisord's log that are shown before it is shut down.
const LAST_WORDS: usize = 5;
/// How long its last words are waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// `supdeck reload`: supervisord restarts, and everything in it.
pub fn reload(call: &Call<'_>, arguments: &NodeArguments) -> Exit {
    act(call, arguments, ("reload", Action::RestartSupervisor))
}

/// `supdeck kill`: supervisord ends, and everything in it.
pub fn kill(call: &Call<'_>, arguments: &NodeArguments) -> Exit {
    act(call, arguments, ("kill", Action::ShutDownSupervisor))
}

fn act(call: &Call<'_>, arguments: &NodeArguments, (verb, action): (&'static str, Action)) -> Exit {
    let opened = match session::open_nodes(call, &arguments.nodes) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let manner = Manner::from(arguments);
    Order::fulfil(call, &opened, (verb, manner), async |order, session| {
        let up = session.fleet.nodes().filter(|node| node.link.is_up());
        let subjects: Vec<Subject> = up.map(|node| Subject::Node(node.id.clone())).collect();
        if subjects.is_empty() {
            return Err(nobody("no node answers", session));
        }
        if action == Action::ShutDownSupervisor {
            last_words(&subjects, session).await;
        }
        let deed = (action, subjects);
        let task = Task::new(action.to_string(), deed, session, order.permission);
        Ok(vec![task])
    })
}

/// Shows the end of the log of each supervisord, while it can still be read.
async fn last_words(subjects: &[Subject], session: &mut Session) {
    let source = |subject: &Subject| LogSource::Main(subject.node().clone());
    let sources: Vec<LogSource> = subjects.iter().map(source).collect();
    let opening = opening(session, &sources, PATIENCE).await;
    for ((source, _), text) in &opening.texts {
        print::err([format!("last words of supervisord on {}:", source.node()).as_str()]);
        let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
        let lines: Vec<&[u8]> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        let last = &lines[lines.len().saturating_sub(LAST_WORDS)..];
        let last: Vec<String> = last
            .iter()
            .map(|line| format!("  {}", Clean::log_line(line)))
            .collect();
        print::err(last.iter().map(String::as_str));
    }
}
