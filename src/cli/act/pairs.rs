//! `supdeck run`: several things on the same nodes, one after the other.

use super::order::{Manner, Order, nobody};
use super::task::Task;
use super::verbs::chosen;
use crate::cli::args::{RunArguments, Selection, StatusArguments};
use crate::cli::call::Call;
use crate::cli::choice::{Aim, Breadth, Pointed, breadth, nothing};
use crate::cli::exit::Exit;
use crate::cli::session::{self, Session};
use crate::model::{Action, Selector, Signal};

/// One pair: which processes, and what is done with them.
#[derive(Clone, Debug)]
struct Pair {
    word: String,
    selector: Selector,
    action: Action,
}

/// `supdeck run`.
pub fn run(call: &Call<'_>, arguments: &RunArguments) -> Exit {
    let words = &arguments.words;
    if let [nodes, process, verb] = words.as_slice()
        && verb == "status"
    {
        return status(call, (nodes, process), arguments);
    }
    let pairs = match pairs(words) {
        Ok(pairs) => pairs,
        Err(pointed) => return session::refuse(&pointed),
    };
    let opened = match session::open_nodes(call, &words[..1]) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let manner = Manner::from(arguments);
    Order::fulfil(call, &opened, ("run", manner), async |order, session| {
        let mut tasks = Vec::new();
        for pair in &pairs {
            let task = pair.task(&opened.aim, order, session)?;
            tasks.push(if tasks.is_empty() { task } else { task.later() });
        }
        Ok(tasks)
    })
}

impl Pair {
    /// The task it is. One that chooses nothing makes all of them doubtful.
    fn task(&self, nodes: &Aim, order: &Order<'_>, session: &Session) -> Result<Task, Exit> {
        let subjects = chosen(session, &self.selector);
        if subjects.is_empty() {
            let aim = Aim {
                words: vec![self.word.clone()],
                ..nodes.clone()
            };
            return Err(nobody(&nothing(&aim, &session.fleet), session));
        }
        let name = format!("{} {}", self.action, self.word);
        let deed = (self.action, subjects);
        Ok(Task::new(name, deed, session, order.permission))
    }
}

/// A look instead of an order.
fn status(call: &Call<'_>, (nodes, process): (&str, &str), arguments: &RunArguments) -> Exit {
    let looking = StatusArguments {
        selection: Selection {
            nodes: vec![nodes.to_owned()],
            words: vec![process.to_owned()],
        },
        format: arguments.format,
        ..StatusArguments::default()
    };
    crate::cli::status::status(call, &looking)
}

/// Reads the pairs after the nodeset.
fn pairs(words: &[String]) -> Result<Vec<Pair>, Pointed> {
    if words.len() < 3 {
        let message = "a nodeset is followed by pairs: which process, and what to do with it";
        return Err(Pointed::word(message, words, words.len()));
    }
    let mut pairs = Vec::new();
    for (at, pair) in (1..).step_by(2).zip(words[1..].chunks(2)) {
        let [word, verb] = pair else {
            let message = "the verb of this process is missing: they come in pairs";
            return Err(Pointed::word(message, words, at));
        };
        let here = |message: String| Pointed::word(message, words, at);
        let breadth = breadth(std::slice::from_ref(word)).map_err(|error| here(error.message))?;
        if breadth == Breadth::All {
            let message =
                "all is not taken here: name the processes, or say `supdeck stop all on …`";
            return Err(here(message.to_owned()));
        }
        let selector = Selector::of_names(word).map_err(|error| here(error.message))?;
        pairs.push(Pair {
            word: word.clone(),
            selector,
            action: action(verb).map_err(|message| Pointed::word(message, words, at + 1))?,
        });
    }
    Ok(pairs)
}

fn action(verb: &str) -> Result<Action, String> {
    match verb {
        "start" => Ok(Action::Start),
        "stop" => Ok(Action::Stop),
        "restart" => Ok(Action::Restart),
        "trystart" => Ok(Action::RestartOrStart),
        // What services call reload is a signal; supervisord's own reload is `supdeck reload`.
        "reload" => Ok(Action::Signal(Signal::Hup)),
        "status" => Err("status stands alone: supdeck run NODESET PROCESS status".to_owned()),
        other => Err(format!(
            "{other} is no verb here; there are start, stop, restart, trystart, reload and status"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Vec<Pair>, Pointed> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        pairs(&words)
    }

    #[test]
    fn processes_and_verbs_come_in_pairs() {
        let pairs = read("node[1-3] cron stop nginx restart web reload").unwrap();
        let actions: Vec<Action> = pairs.iter().map(|pair| pair.action).collect();
        assert_eq!(
            actions,
            [Action::Stop, Action::Restart, Action::Signal(Signal::Hup)]
        );
        for (line, sign) in [
            ("node1", "        ^"),
            ("node1 cron", "             ^"),
            ("node1 cron stop nginx", "                  ^^^^^"),
            ("node1 cron halt", "             ^^^^"),
            ("node1 all stop", "        ^^^"),
            ("node1 * stop", "        ^"),
            ("node1  stop", "        ^"),
            ("node1 state:x stop", "        ^^^^^^^"),
        ] {
            let pointed = read(line).unwrap_err();
            assert_eq!(pointed.lines()[2], sign, "{line}: {}", pointed.message);
        }
    }
}
