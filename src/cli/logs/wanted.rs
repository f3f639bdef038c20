//! Which logs are wanted.

use crate::cli::args::LogsArguments;
use crate::cli::choice::Aim;
use crate::cli::session::Session;
use crate::model::{Candidate, LogSource, Stream, rollup};

/// The sources that are meant, in the order of their nodes.
pub(super) fn sources(arguments: &LogsArguments, aim: &Aim, session: &Session) -> Vec<LogSource> {
    if arguments.main {
        let nodes = session.fleet.nodes().filter(|node| node.link.is_up());
        return nodes.map(|node| LogSource::Main(node.id.clone())).collect();
    }
    rollup::processes(&session.fleet, &session.roster)
        .filter(|row| row.node.link.is_up() && aim.selector.matches(&Candidate::from(row)))
        .map(|row| LogSource::Process(row.id().clone()))
        .collect()
}

/// The outputs of every source that are meant.
pub(super) fn streams(arguments: &LogsArguments) -> &'static [Stream] {
    match (arguments.main, arguments.stdout, arguments.stderr) {
        (true, _, _) => &[Stream::Main],
        (false, true, _) => &[Stream::Stdout],
        (false, _, true) => &[Stream::Stderr],
        (false, false, false) => &[Stream::Stdout, Stream::Stderr],
    }
}
