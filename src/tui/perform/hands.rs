//! What effects are done with: the terminal, the engine, and work that goes on beside the loop.

use std::future::pending;
use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::engine::Handle;
use crate::tui::effect::Effect;
use crate::tui::excerpt::Excerpt;
use crate::tui::msg::{Done, Msg};
use crate::tui::terminal::{Ending, Endings, Guard, Guest, Reins};

use super::after::After;
use super::copy::copy;
use super::pager::{command, pager};
use super::save::save;
use super::suspend::{nobody_continues_us, suspend_group, suspend_self, suspend_with_guest};
use super::ways::ways;

/// How long files that are being written are waited for at the end.
const LAST_FILES: Duration = Duration::from_millis(500);

/// What effects are done with.
pub struct Hands {
    /// The terminal.
    pub guard: Guard,
    /// Who else has the terminal now.
    guest: Option<Guest>,
    handle: Handle,
    reins: Reins,
    /// What goes on beside the loop.
    beside: JoinSet<After>,
}

impl Hands {
    /// Hands that have done nothing yet.
    pub fn new(guard: Guard, handle: Handle, reins: Reins) -> Self {
        Self {
            guard,
            guest: None,
            handle,
            reins,
            beside: JoinSet::new(),
        }
    }

    /// Does one effect, or begins it.
    ///
    /// # Errors
    ///
    /// Returns what the system said of the terminal; mostly that it is gone.
    pub async fn perform(&mut self, effect: Effect, endings: &mut Endings) -> io::Result<After> {
        match effect {
            Effect::Ask(request) => {
                return Ok(match self.handle.ask(request) {
                    Ok(()) => After::Nothing,
                    Err(error) => failed(format!("nothing was asked: {error}")),
                });
            }
            Effect::Copy { excerpt, what } => {
                let ways = ways(|name| std::env::var(name).ok());
                self.beside.spawn(copy(excerpt, what, ways));
            }
            Effect::Save(file) => {
                self.beside
                    .spawn_blocking(move || After::Tell(Msg::Performed(save(file))));
            }
            Effect::Page(excerpt) => return self.page(excerpt, endings).await,
            Effect::Sift(job) => {
                let sift = || After::Tell(Msg::Performed(Done::Sifted(job.sift())));
                self.beside.spawn_blocking(sift);
            }
            Effect::Redraw => self.guard.forget(),
            Effect::Suspend if nobody_continues_us() => {
                let why = "there is no shell to go back to: supdeck was started without one";
                return Ok(failed(why.to_owned()));
            }
            Effect::Suspend => suspend_group(&mut self.guard, endings).await?,
            Effect::Adopt(adoption) => return Ok(After::End(Ending::Adopt(adoption))),
            Effect::Quit => return Ok(After::End(Ending::Quit)),
        }
        Ok(After::Nothing)
    }

    /// Waits for what was done beside the loop, and for the guest's end: then the terminal is
    /// taken again.
    ///
    /// # Errors
    ///
    /// Returns what the system said of the terminal.
    pub async fn next(&mut self) -> io::Result<After> {
        let ended = tokio::select! {
            after = done(&mut self.beside) => return Ok(after),
            ended = end(&mut self.guest) => ended,
        };
        self.guest = None;
        self.guard.take()?;
        self.reins.release();
        Ok(match ended {
            Ok(status) if status.success() => After::Nothing,
            Ok(status) => failed(format!("the pager ended with {status}")),
            Err(error) => failed(format!("the pager was lost: {error}")),
        })
    }

    /// Whether the terminal is lent.
    pub fn has_guest(&self) -> bool {
        self.guest.is_some()
    }

    /// Somebody wants us to stop, and to give the terminal back if it is ours.
    ///
    /// # Errors
    ///
    /// Returns what the system said of the terminal.
    pub fn suspend(&mut self) -> io::Result<()> {
        if self.has_guest() {
            suspend_with_guest();
            return Ok(());
        }
        suspend_self(&mut self.guard)
    }

    /// The loop is over: the terminal goes back, the guest goes, and files that are being written
    /// are finished.
    pub async fn rest(self) {
        let Self {
            guard,
            guest,
            mut beside,
            ..
        } = self;
        drop(guard);
        if let Some(guest) = guest {
            guest.dismiss().await;
        }
        // Only a file cannot be given up half-way.
        beside.abort_all();
        let _ = timeout(LAST_FILES, async {
            while beside.join_next().await.is_some() {}
        })
        .await;
    }

    /// Shows a text in the user's pager, which has the terminal and the keys until it ends.
    async fn page(&mut self, excerpt: Excerpt, endings: &mut Endings) -> io::Result<After> {
        let words = match pager(std::env::var("PAGER").ok().as_deref()) {
            Ok(words) => words,
            Err(why) => return Ok(failed(why)),
        };
        if let Err(why) = self.reins.hold().await {
            return Ok(failed(format!("the pager cannot have the keys: {why}")));
        }
        self.guard.give_back();
        endings.leave_interrupts();
        match Guest::start(command(&words), excerpt.into_file()) {
            Ok(guest) => {
                self.guest = Some(guest);
                Ok(After::Nothing)
            }
            Err(error) => {
                self.guard.take()?;
                self.reins.release();
                endings.take_interrupts();
                Ok(failed(missing(&words, &error)))
            }
        }
    }
}

/// The next thing that was done beside the loop.
async fn done(beside: &mut JoinSet<After>) -> After {
    match beside.join_next().await {
        Some(Ok(after)) => after,
        // It was stopped, or it panicked, and then the process ends.
        Some(Err(_)) => After::Nothing,
        None => pending().await,
    }
}

/// The guest's end, if there is one.
async fn end(guest: &mut Option<Guest>) -> io::Result<ExitStatus> {
    match guest {
        Some(guest) => guest.ended().await,
        None => pending().await,
    }
}

fn failed(why: String) -> After {
    After::Tell(Msg::Performed(Done::Failed(why)))
}

fn missing(words: &[String], error: &io::Error) -> String {
    let name = words.first().map_or("", String::as_str);
    match error.kind() {
        io::ErrorKind::NotFound => {
            format!("the pager {name:?} was not found; the variable PAGER names another")
        }
        _ => format!("the pager {name:?} cannot be started: {error}"),
    }
}
