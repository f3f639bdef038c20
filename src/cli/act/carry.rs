//! An order is carried out: its tasks are shown, consented to, done, told and kept.

use std::io::{self, IsTerminal};

use super::consent::{Audience, Demand, Stakes};
use super::deed::question;
use super::go::{Going, Left};
use super::order::{Order, silent, unreached};
use super::preview::{is_idle, left_alone, preview, set_rhythm};
use super::results::{Results, TaskResult};
use super::task::{Task, Turn};
use super::{kept, prompt, rhythm, told};
use crate::cli::args::Format;
use crate::cli::exit::Exit;
use crate::cli::print::{self, Gone};
use crate::cli::session::{Round, Session};
use crate::cli::show::{complain, refuse};
use crate::model::SkipReason;

impl Order<'_> {
    /// Carries it out.
    pub(super) async fn carry_out(&self, mut tasks: Vec<Task>, session: &mut Session) -> Exit {
        set_rhythm(&mut tasks, |total| {
            (
                rhythm::mode(self.manner.rhythm, total),
                rhythm::stop_after(self.manner.rhythm, total),
            )
        });
        let stakes = Stakes::of(&tasks, &session.roster, self.breadth);
        if let Err(sentence) = stakes.count(self.manner.safety) {
            return refuse(&format!("{sentence}; nothing was sent"));
        }
        if is_idle(&tasks) {
            return self.idle(&tasks, session);
        }
        let seen = preview(&tasks, session);
        if self.manner.safety.dry_run {
            return rehearse(&seen, session);
        }
        let demand = match stakes.demand(self.manner.safety, prompt::audience()) {
            Ok(demand) => demand,
            Err(sentence) => {
                show(&seen, session);
                return refuse(&format!("{sentence}; nothing was sent"));
            }
        };
        if demand != Demand::Nothing || io::stderr().is_terminal() {
            show(&seen, session);
        }
        if !prompt::agrees(session, &demand, &question(&tasks)).await {
            complain("nothing was sent");
            return Exit::CANCELLED;
        }
        let results = self.run(tasks, session).await;
        self.tell(&results)
    }

    /// Nothing is to be done: because all is as wanted, or because nothing may be.
    fn idle(&self, tasks: &[Task], session: &Session) -> Exit {
        let now = session.clock.now();
        let all = tasks.iter();
        let mut results = Results {
            began: now,
            over: now,
            tasks: all
                .map(|task| TaskResult::of(&task.name, &task.schedule))
                .collect(),
            silent: silent(session),
            trouble: Exit::DONE,
        };
        let is_wanted = |task: &Task| !task.schedule.unneeded.is_empty();
        let rests = |reason| matches!(reason, &SkipReason::WasDown(_) | &SkipReason::ReadOnly);
        let excluded = || tasks.iter().flat_map(|task| &task.schedule.excluded);
        for line in tasks.iter().flat_map(left_alone) {
            complain(&format!("{}: {}", self.verb, line.trim_start()));
        }
        if !tasks.iter().any(is_wanted) && excluded().all(|(_, reason)| rests(reason)) {
            // A restart of what does not run is refused.
            results.trouble = refuse("there is nothing to do; nothing was sent");
        }
        self.print(&results) | results.exit()
    }

    async fn run(&self, mut tasks: Vec<Task>, session: &mut Session) -> Results {
        let mut results = Results {
            began: session.clock.now(),
            over: session.clock.now(),
            tasks: Vec::new(),
            silent: silent(session),
            trouble: Exit::DONE,
        };
        let mut left = Left::Ended;
        for (number, task) in (1..).zip(&mut tasks) {
            if left == Left::Ended && task.turn == Turn::Later {
                match session.round(task.nodes()).await {
                    Round::Whole => task.refresh(session, self.permission),
                    Round::Interrupted => left = Left::Stopped,
                }
            }
            if left == Left::Stopped {
                results.tasks.push(TaskResult::dropped(task));
                continue;
            }
            let mut result = TaskResult::of(&task.name, &task.schedule);
            if !task.schedule.operations.is_empty() {
                let mut going = Going::begin(session, task, number);
                left = going.follow(session).await;
                results.trouble = results.trouble | going.finish(&mut result);
            }
            results.tasks.push(result);
        }
        results.over = session.clock.now();
        results
    }

    fn tell(&self, results: &Results) -> Exit {
        let exit = self.print(results) | results.exit();
        match kept::keep(results, self.verb, &self.results) {
            Ok(path) if prompt::audience() == Audience::Present => {
                print::err([format!("the results are in {}", path.display()).as_str()]);
                exit
            }
            Ok(_) => exit,
            Err(error) => {
                let directory = self.results.display();
                complain(&format!(
                    "the results could not be kept in {directory}: {error}"
                ));
                exit | Exit::INTERNAL
            }
        }
    }

    fn print(&self, results: &Results) -> Exit {
        if self.manner.format == Format::Ctl {
            // supervisorctl has no line for them, and without one nobody would know.
            for (node, error) in &results.silent {
                complain(&format!("{node}: {error}"));
            }
        }
        match told::written(results, self.manner.format, &self.screen) {
            Ok(lines) => match print::send(lines.iter().map(String::as_str)) {
                Ok(()) => Exit::DONE,
                Err(Gone(exit)) => exit,
            },
            Err(error) => {
                complain(&error);
                Exit::INTERNAL
            }
        }
    }
}

fn show(seen: &[String], session: &Session) {
    print::err(seen.iter().map(String::as_str));
    for (node, error) in silent(session) {
        print::err([format!("  not asked: {node}: {error}").as_str()]);
    }
}

/// Prints what would be done.
fn rehearse(seen: &[String], session: &Session) -> Exit {
    let printed = print::out(seen.iter().map(String::as_str));
    let unreached = unreached(session);
    complain("dry run: nothing was sent");
    printed | unreached
}
