//! `supdeck journal`: its last lines.

use jiff::Zoned;

use crate::config::Config;
use crate::journal;

use super::args::JournalArguments;
use super::call::Call;
use super::exit::Exit;
use super::{print, show};

/// Prints the end of the journal. A config that is wrong does not keep anybody from reading it.
pub fn journal(call: &Call<'_>, arguments: JournalArguments) -> Exit {
    let named = Config::load(&call.places.files(&call.arguments.config))
        .ok()
        .and_then(|config| config.journal);
    let path = call.places.journal(named.as_deref());
    match journal::tail(&path, arguments.lines) {
        Ok(tail) => {
            let now = Zoned::now();
            let lines: Vec<_> = tail
                .records
                .iter()
                .map(|record| record.line(&now))
                .collect();
            print::out(lines.iter().map(crate::model::Clean::as_str))
        }
        Err(error) => {
            show::complain(&error.to_string());
            Exit::INTERNAL
        }
    }
}
