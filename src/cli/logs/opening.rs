//! The end of logs, as it is when they are opened.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::time::Duration;

use tokio::time::sleep;

use crate::cli::session::{Happening, Session};
use crate::engine::{Event, Request};
use crate::model::{LogChunk, LogGap, LogPiece, LogSource, Stream};

/// So many bytes may be the beginning of a letter whose rest is not written yet.
const UNFINISHED: u64 = 3;

/// One output of one source.
pub type Output = (LogSource, Stream);

/// What logs said up to their ends.
#[derive(Debug, Default)]
pub struct Opening {
    /// The bytes of each output, those of none included.
    pub texts: BTreeMap<Output, Vec<u8>>,
    /// What happened to the logs, in words.
    pub marks: Vec<(LogSource, String)>,
    /// Whether somebody, or the end of patience, cut it short.
    pub is_cut: bool,
    whole: BTreeSet<Output>,
}

/// Follows sources, and waits until every output was told up to its end.
pub async fn opening(session: &mut Session, sources: &[LogSource], patience: Duration) -> Opening {
    let mut opening = Opening::default();
    for source in sources {
        for stream in streams(source) {
            opening.texts.insert((source.clone(), *stream), Vec::new());
        }
        session.ask(Request::Follow(source.clone()));
    }
    let mut patience = pin!(sleep(patience));
    while opening.whole.len() < opening.texts.len() {
        let happening = tokio::select! {
            happening = session.next() => happening,
            () = &mut patience => {
                opening.is_cut = true;
                return opening;
            }
        };
        match happening {
            Happening::Told(Event::Logged(chunk)) => opening.take(chunk),
            Happening::Told(_) => {}
            Happening::Interrupted(_) | Happening::Ended => {
                opening.is_cut = true;
                return opening;
            }
        }
    }
    opening
}

/// The outputs of a source.
fn streams(source: &LogSource) -> &'static [Stream] {
    match source {
        LogSource::Process(_) => &[Stream::Stdout, Stream::Stderr],
        LogSource::Main(_) => &[Stream::Main],
    }
}

impl Opening {
    fn take(&mut self, chunk: LogChunk) {
        let output = (chunk.source, chunk.stream);
        match chunk.piece {
            LogPiece::Bytes(place, bytes) => {
                let end = place.offset + bytes.raw().len() as u64;
                if let Some(text) = self.texts.get_mut(&output) {
                    text.extend_from_slice(bytes.raw());
                }
                if end + UNFINISHED >= place.size {
                    self.whole.insert(output);
                }
            }
            LogPiece::Gap(gap) => self.mark(output, &gap),
            LogPiece::Older(..) | LogPiece::NoOlder(_) => {}
        }
    }

    fn mark(&mut self, (source, stream): Output, gap: &LogGap) {
        let sentence = gap.sentence(&source, stream);
        match gap {
            // That a program keeps no second log is how most are configured.
            LogGap::NoLog => {}
            LogGap::Interrupted(_) => {
                for stream in streams(&source) {
                    self.whole.insert((source.clone(), *stream));
                }
                self.marks.push((source, sentence));
                return;
            }
            LogGap::Skipped { .. }
            | LogGap::Rotated(_)
            | LogGap::Truncated(_)
            | LogGap::Resumed
            | LogGap::Restarted(..)
            | LogGap::SupervisorRestarted(..) => self.marks.push((source.clone(), sentence)),
        }
        if matches!(gap, LogGap::NoLog | LogGap::Skipped { .. }) {
            self.whole.insert((source, stream));
        }
    }
}
