//! A source that is followed: its outputs, and who writes them.

use jiff::Timestamp;
use tokio::time::Instant;

use super::allowance::Allowance;
use super::ear::Ear;
use super::reader::{Next, Reader};
use crate::model::{LogGap, LogPiece, LogPlace, LogSource, Process, Stream};

/// A source that is followed.
#[derive(Debug)]
pub(super) struct Followed {
    /// Which.
    pub(super) source: LogSource,
    /// The wish to follow it that this serves.
    pub(super) wish: u64,
    /// Its outputs.
    pub(super) outputs: Vec<Output>,
    /// The last pid its process had.
    pub(super) pid: Option<u32>,
    /// Since when its process does not run, as far as we saw.
    pub(super) resting: Option<Resting>,
    /// Whether the node does not answer, and that was told.
    pub(super) is_away: bool,
    /// Whether the node does not list the process any more, and that was told.
    pub(super) is_unknown: bool,
}

/// A process that does not run, so that nobody writes its logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Resting {
    /// When that was first seen.
    pub(super) since: Instant,
    /// When it was last started: another time, and it ran meanwhile.
    started: Option<Timestamp>,
}

/// An output that is another file now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Suspect {
    /// Since when that is known.
    pub(super) since: Instant,
    /// What its stream had brought by then.
    pub(super) heard: u64,
}

/// One output of a source.
#[derive(Debug)]
pub(super) struct Output {
    /// Which.
    pub(super) stream: Stream,
    /// Where it was read to.
    pub(super) reader: Reader,
    /// Listens to it.
    pub(super) ear: Ear,
    /// How often bytes that can be sent may be searched for.
    pub(super) searches: Allowance,
    /// When it was last seen to be the file that is read.
    pub(super) verified: Instant,
    /// Set while it is known to be another file, and not known why.
    pub(super) suspect: Option<Suspect>,
    /// Since when bytes are missing that the stream has to bring.
    pub(super) waits: Option<Instant>,
    /// Whether supervisord refused to read it, and that was told.
    pub(super) is_refused: bool,
}

impl Followed {
    /// Nothing was read yet.
    pub(super) fn new(source: LogSource, wish: u64, now: Instant) -> Self {
        let streams: &[Stream] = match &source {
            LogSource::Process(_) => &[Stream::Stdout, Stream::Stderr],
            LogSource::Main(_) => &[Stream::Main],
        };
        Self {
            outputs: streams.iter().map(|it| Output::new(*it, now)).collect(),
            source,
            wish,
            pid: None,
            resting: None,
            is_away: false,
            is_unknown: false,
        }
    }

    /// Its process was seen.
    pub(super) fn rest(&mut self, process: &Process, now: Instant) {
        let rests = process.pid.is_none();
        let known = self.resting.filter(|it| it.started == process.started);
        self.resting = rests.then_some(known.unwrap_or(Resting {
            since: now,
            started: process.started,
        }));
    }
}

impl Output {
    fn new(stream: Stream, now: Instant) -> Self {
        Self {
            stream,
            reader: Reader::default(),
            ear: Ear::new(now),
            searches: Allowance::of_searches(now),
            verified: now,
            suspect: None,
            waits: None,
            is_refused: false,
        }
    }

    /// Whether there is a log and nothing rings for it.
    pub(super) fn is_deaf(&self) -> bool {
        self.ear.is_deaf() && !self.reader.is_missing()
    }

    /// A place in the file that is read, when it has this size.
    pub(super) fn place(&self, offset: u64, size: u64) -> LogPlace {
        LogPlace {
            file: self.reader.file(),
            offset,
            size,
        }
    }

    /// The bytes that follow what was told, as its stream brought them, up to a size of the file;
    /// none if it has not, or it is not certain where they lie.
    pub(super) fn heard(&mut self, size: u64) -> Option<Vec<u8>> {
        let from = self.reader.offset();
        let heard = self.ear.heard()?;
        heard.compare(self.reader.tail(), from);
        heard.slice(from, size)
    }

    /// A look that was sent at this time, when its stream had brought so much, came to this. What
    /// the stream brought of another file than is read is forgotten.
    pub(super) fn verify(&mut self, next: Next, (heard, sent): (u64, Instant)) {
        if next == Next::Changed {
            return;
        }
        (self.suspect, self.verified) = (None, sent);
        let size = match next {
            Next::Rest => self.reader.size(),
            Next::Decode(size) => size,
            Next::Again | Next::Measure | Next::Join(_) | Next::FindEnd | Next::Changed => return,
        };
        if let Some(it) = self.ear.heard()
            && !it.fits(heard, size)
        {
            self.ear.let_go(sent);
        }
    }

    /// Another file is read from its beginning, for this reason.
    pub(super) fn begin_anew(&mut self, gap: LogGap, now: Instant, told: &mut Vec<LogPiece>) {
        (self.suspect, self.waits) = (None, None);
        self.reader.change(gap, told);
        self.ear.begin_anew(now);
    }
}
