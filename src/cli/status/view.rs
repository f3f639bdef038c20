//! One look: what a session knows by now, printed.

use super::columns::Arrangement;
use super::ctl;
use super::rows::Source;
use super::shown::shown;
use crate::cli::args::{Format, StatusArguments};
use crate::cli::choice::{Aim, Breadth, nothing};
use crate::cli::exit::Exit;
use crate::cli::print::{self, Gone, Screen};
use crate::cli::session::Session;
use crate::cli::show::complain;
use crate::model::rollup::NodeRow;
use crate::model::{Candidate, Health, LinkError};

/// What is looked at, and how it is shown.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) arguments: &'a StatusArguments,
    pub(super) aim: &'a Aim,
    pub(super) arrangement: Arrangement,
    pub(super) screen: Screen,
    /// Only what runs.
    pub(super) only: Option<Health>,
}

impl View<'_> {
    /// Prints what is known now.
    ///
    /// # Errors
    ///
    /// When nothing more can be written.
    pub(super) fn print(&self, session: &Session) -> Result<(), Gone> {
        let wanted = (self.arguments.of, self.arguments.format);
        let printed = shown(
            &self.source(session),
            wanted,
            &self.screen,
            session.clock.now(),
        );
        let lines = printed.map_err(|error| {
            complain(&error);
            Gone(Exit::INTERNAL)
        })?;
        print::send(lines.iter().map(String::as_str))
    }

    /// Tells what no row says, and how to end.
    pub(super) fn judge(&self, session: &Session) -> Exit {
        let source = self.source(session);
        let (found, silent) = (source.processes(), source.silent());
        if self.arguments.format == Format::Ctl {
            for row in &silent {
                let error = row.node.link.error().map(LinkError::to_string);
                let why = error.unwrap_or_else(|| "not asked to the end".to_owned());
                complain(&format!("{}: {why}", row.id()));
            }
        }
        let named = self.aim.breadth == Breadth::Named && self.only.is_none();
        let is_meant = |row: &NodeRow<'_>| self.aim.selector.matches(&Candidate::from(row));
        let is_nothing = named && found.is_empty() && !silent.iter().any(is_meant);
        if is_nothing {
            complain(&nothing(self.aim, &session.fleet));
        }
        if self.arguments.lsb {
            ctl::lsb(&found, silent.len())
        } else if !silent.is_empty() {
            // There may be some on these.
            Exit::UNREACHED
        } else if is_nothing {
            Exit::USAGE
        } else {
            Exit::DONE
        }
    }

    fn source<'s>(&'s self, session: &'s Session) -> Source<'s> {
        Source {
            fleet: &session.fleet,
            roster: &session.roster,
            aim: self.aim,
            arrangement: &self.arrangement,
            only: self.only,
        }
    }
}
