//! An engine, what it has told, and the keys that stop it.

use std::io;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::interrupts::{Interrupt, Interrupts};
use crate::cli::show::complain;
use crate::engine::{Clock, Engine, Event, Handle, Request, Setup, Warning};
use crate::model::{Clean, Fleet, Roster};

/// An engine, and what it has told.
#[derive(Debug)]
pub struct Session {
    /// The nodes that are meant.
    pub roster: Arc<Roster>,
    /// What is known of them.
    pub fleet: Fleet,
    /// What time it is.
    pub clock: Clock,
    /// Why the journal cannot be written, if it cannot: then nothing may be changed.
    pub journal_trouble: Option<Clean>,
    handle: Handle,
    events: mpsc::Receiver<Event>,
    interrupts: Interrupts,
}

/// What comes next.
#[derive(Debug)]
pub enum Happening {
    /// The engine told something; a report is in the fleet already.
    Told(Event),
    /// Somebody wants an end.
    Interrupted(Interrupt),
    /// The engine has ended: nothing more will come.
    Ended,
}

impl Session {
    /// Starts an engine. Call it inside a runtime.
    ///
    /// # Errors
    ///
    /// When signals cannot be listened to.
    pub fn start(setup: Setup) -> io::Result<Self> {
        let (roster, clock) = (Arc::clone(&setup.roster), setup.clock);
        let interrupts = Interrupts::new()?;
        let Engine { handle, events } = Engine::start(setup);
        Ok(Self {
            fleet: Fleet::of(&roster),
            roster,
            clock,
            journal_trouble: None,
            handle,
            events,
            interrupts,
        })
    }

    /// Asks the engine. What it does not take is told: then nothing of it was done.
    pub fn ask(&self, request: Request) {
        if let Err(error) = self.handle.ask(request) {
            complain(&error.to_string());
        }
    }

    /// Waits for what comes next.
    pub async fn next(&mut self) -> Happening {
        tokio::select! {
            interrupt = self.interrupts.next() => Happening::Interrupted(interrupt),
            event = self.events.recv() => match event {
                Some(event) => {
                    self.fold(&event);
                    Happening::Told(event)
                }
                None => Happening::Ended,
            },
        }
    }

    /// Ends the engine; what it still tells can be taken with [`Session::rest`].
    pub async fn stop(&self) {
        self.handle.stop().await;
    }

    /// What the engine told before it ended.
    pub fn rest(&mut self) -> Vec<Event> {
        let mut told = Vec::new();
        while let Ok(event) = self.events.try_recv() {
            self.fold(&event);
            told.push(event);
        }
        told
    }

    fn fold(&mut self, event: &Event) {
        match event {
            Event::Reported(report) => {
                self.fleet.apply(report);
            }
            Event::Warned(Warning::Journal(words)) => {
                self.journal_trouble = Some(Clean::text(words));
            }
            Event::Authenticated(..)
            | Event::Progressed(..)
            | Event::Finished(_)
            | Event::Logged(_)
            | Event::Reread(..)
            | Event::Inspected(..)
            | Event::SignedIn(..)
            | Event::Journaled(_)
            | Event::Warned(_) => {}
        }
    }
}

/// A sentence of the engine, for a person.
pub fn tell(words: &str) {
    complain(Clean::text(words).as_str());
}
