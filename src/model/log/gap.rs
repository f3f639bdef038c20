//! What happens to a log while it is read, and the words for it.

use super::source::{LogSource, Stream};
use crate::model::link::LinkError;
use crate::model::text::Clean;
use crate::model::words::spell_bytes;

/// Why bytes were left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// The log grew faster than it was read.
    TooFast,
    /// supervisord cannot send them: they are not UTF-8 and its stream had not brought them.
    Undecodable,
}

/// What is known of bytes that cannot be had any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nothing is missing.
    Nothing,
    /// So many bytes are missing.
    Bytes(u64),
    /// Whatever was written between the last look and the event: how much is not known.
    Unknown,
}

/// Something that happened to the log itself, shown as a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogGap {
    /// Bytes between what stands before and after were left out.
    Skipped {
        /// How many.
        bytes: u64,
        /// Why.
        why: Skip,
    },
    /// Another file was begun: rotated, or cleared.
    Rotated(Missing),
    /// The same file became shorter: truncated in place, or cleared.
    Truncated(Missing),
    /// There is no log: never started, redirected, or none configured.
    NoLog,
    /// The node does not answer; following goes on when it does.
    Interrupted(LinkError),
    /// The node answers again.
    Resumed,
    /// The process was restarted: pid before and now.
    Restarted(Option<u32>, Option<u32>),
    /// Another supervisord answers: it was restarted. Pid before and now.
    SupervisorRestarted(u32, u32),
}

/// Why nothing older can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoOlder {
    /// The oldest bytes told are the first of the file.
    Beginning,
    /// The file was rotated or cleared since: supervisord serves only the newest.
    Rotated,
    /// There is no log.
    NoLog,
    /// The node did not answer.
    Link(LinkError),
}

impl LogGap {
    /// What happened, in words.
    #[must_use]
    pub fn sentence(&self, source: &LogSource, stream: Stream) -> String {
        let name = stream.word();
        let pid = |pid: &Option<u32>| pid.map_or("none".to_owned(), |pid| pid.to_string());
        match self {
            Self::Skipped { bytes, why } => {
                let bytes = spell_bytes(*bytes);
                match why {
                    Skip::TooFast => {
                        format!("{bytes} of {name} skipped: it grew faster than it was read")
                    }
                    Skip::Undecodable => {
                        format!("{bytes} of {name} skipped: not UTF-8, supervisord cannot send it")
                    }
                }
            }
            Self::Rotated(missing) => {
                format!("{name} was rotated or cleared{}", missing.ending())
            }
            Self::Truncated(missing) => {
                format!("{name} was truncated in place{}", missing.ending())
            }
            Self::NoLog => none(source, stream),
            Self::Interrupted(error) => interrupted(source, stream, error),
            Self::Resumed => format!("{} answers again", source.node()),
            Self::Restarted(before, now) => {
                format!("restarted: pid {} -> {}", pid(before), pid(now))
            }
            Self::SupervisorRestarted(before, now) => {
                let node = source.node();
                format!("supervisord on {node} was restarted: pid {before} -> {now}")
            }
        }
    }
}

/// Why there is no log.
fn none(source: &LogSource, stream: Stream) -> String {
    match (source, stream.word()) {
        (LogSource::Main(node), _) => {
            format!("supervisord on {node} keeps no log of its own in a file")
        }
        (LogSource::Process(_), name) => {
            format!("there is no {name} log: never started, redirected, or none configured")
        }
    }
}

/// Why a log does not come: the node is silent, or supervisord cannot read the file.
fn interrupted(source: &LogSource, stream: Stream, error: &LinkError) -> String {
    let (node, name) = (source.node(), stream.word());
    match error {
        LinkError::Fault { code, text } => {
            let text = text.clean();
            format!("supervisord on {node} does not give {name}: {text} (fault {code})")
        }
        error => {
            let error = Clean::text(&error.to_string());
            format!("{node} does not answer: {error}; it goes on when it does")
        }
    }
}

impl NoOlder {
    /// Why, in words.
    #[must_use]
    pub fn sentence(&self, source: &LogSource, stream: Stream) -> String {
        let name = stream.word();
        match self {
            Self::Beginning => format!("this is the beginning of {name}"),
            Self::Rotated => {
                format!(
                    "older output of {name} was rotated away: supervisord serves the newest file only"
                )
            }
            Self::NoLog => format!("there is no {name} log any more"),
            Self::Link(error) => {
                let error = Clean::text(&error.to_string());
                format!(
                    "older output of {name} was not read: {} did not answer: {error}",
                    source.node()
                )
            }
        }
    }
}

impl Missing {
    fn ending(self) -> String {
        match self {
            Self::Nothing => ", nothing is missing".to_owned(),
            Self::Bytes(bytes) => format!(", {} are missing", spell_bytes(bytes)),
            Self::Unknown => ": what was written since the last look is missing".to_owned(),
        }
    }
}
