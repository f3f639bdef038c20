//! One source of a pane: its lines in a ring, and what is known of its outputs.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{LogPlace, LogSource, Stream};

use super::line::{LogLine, SourceKey};
use super::pane::LogLimits;
use super::rate::Rate;
use super::tail::StreamTail;

/// Old lines go in batches of one part in so many of the limit: letting go of one at a time would
/// cost as much as a whole batch.
const BATCH: usize = 16;

/// One source.
#[derive(Clone, Debug)]
pub struct PaneSource {
    /// What its lines know it by.
    pub key: SourceKey,
    /// Whose log.
    pub source: LogSource,
    /// What it is called in front of a line where there are several.
    pub letter: char,
    /// Whether its lines are hidden.
    pub hidden: bool,
    /// Whether its process is no longer configured.
    pub gone: bool,
    /// The lines kept, by number.
    lines: VecDeque<Arc<LogLine>>,
    /// Bytes on the node of the lines kept.
    bytes: usize,
    /// The oldest of them of each output: asked for in every frame.
    firsts: BTreeMap<Stream, Arc<LogLine>>,
    /// Its outputs.
    pub tails: BTreeMap<Stream, StreamTail>,
    /// How fast it comes.
    pub rate: Rate,
    /// How often something is missing.
    pub gaps: u64,
    /// Bytes that are known to be missing.
    pub skipped: u64,
    /// Whether there may be more: at some gap it is not known how much.
    pub skipped_more: bool,
    /// Lines let go of since the pane was opened, for want of room.
    pub dropped: u64,
    /// Lines that came and were not kept, while it is cut: its newest lines went to make room for
    /// older ones, and what comes would not go on from what is kept.
    pub cut: Option<u64>,
}

impl PaneSource {
    /// A source that has said nothing yet.
    #[must_use]
    pub fn new(key: SourceKey, source: LogSource, letter: char) -> Self {
        Self {
            key,
            source,
            letter,
            hidden: false,
            gone: false,
            lines: VecDeque::new(),
            bytes: 0,
            firsts: BTreeMap::new(),
            tails: BTreeMap::new(),
            rate: Rate::default(),
            gaps: 0,
            skipped: 0,
            skipped_more: false,
            dropped: 0,
            cut: None,
        }
    }

    /// The lines kept, by number.
    #[must_use]
    pub fn lines(&self) -> &VecDeque<Arc<LogLine>> {
        &self.lines
    }

    /// Bytes on the node of the lines kept.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether a line of this number is kept.
    #[must_use]
    pub fn keeps(&self, number: i64) -> bool {
        let found = self.lines.binary_search_by_key(&number, |line| line.number);
        found.is_ok()
    }

    /// The oldest line kept of an output.
    #[must_use]
    pub fn first_output(&self, stream: Stream) -> Option<&Arc<LogLine>> {
        self.firsts.get(&stream)
    }

    /// Where the oldest byte kept of an output lies; without one, where the next will lie.
    #[must_use]
    pub fn first_place(&self, stream: Stream) -> LogPlace {
        let tail = self.tails.get(&stream);
        let (begin, size) = tail.map_or_else(Default::default, |tail| (tail.begin(), tail.size()));
        match self.first_output(stream) {
            None => begin,
            Some(line) => LogPlace {
                file: line.file,
                offset: line.offset,
                size,
            },
        }
    }

    /// The latest time that its lines carry so far.
    #[must_use]
    pub fn latest_time(&self) -> Option<Timestamp> {
        let times = self.tails.values().filter_map(|tail| tail.reading.time());
        times.max()
    }

    /// Takes in a line with a number above all others.
    pub fn push(&mut self, line: Arc<LogLine>) {
        self.bytes += line.bytes();
        if !line.is_mark() {
            let first = self.firsts.entry(line.stream);
            first.or_insert_with(|| Arc::clone(&line));
        }
        self.lines.push_back(line);
    }

    /// Takes in a line with a number below all others.
    pub fn push_front(&mut self, line: Arc<LogLine>) {
        self.bytes += line.bytes();
        if !line.is_mark() {
            self.firsts.insert(line.stream, Arc::clone(&line));
        }
        self.lines.push_front(line);
    }

    /// Lets go of the oldest lines if there are too many, or too many bytes, and says up to which
    /// number.
    pub fn shrink(&mut self, limits: LogLimits) -> Option<i64> {
        if self.lines.len() <= limits.lines && self.bytes <= limits.bytes {
            return None;
        }
        let lines = limits.lines - limits.lines / BATCH;
        let bytes = limits.bytes - limits.bytes / BATCH;
        let mut last = None;
        while self.lines.len() > lines || self.bytes > bytes {
            let gone = self.lines.pop_front()?;
            self.bytes -= gone.bytes();
            self.dropped += 1;
            last = Some(gone.number);
        }
        self.find_firsts();
        last
    }

    /// Lets go of the newest lines if there are too many, or too many bytes: from then on what
    /// comes is counted and not kept.
    pub fn cut(&mut self, limits: LogLimits) {
        while self.lines.len() > limits.lines || self.bytes > limits.bytes {
            let Some(gone) = self.lines.pop_back() else {
                break;
            };
            self.bytes -= gone.bytes();
            self.dropped += 1;
            *self.cut.get_or_insert(0) += 1;
        }
        self.find_firsts();
    }

    /// Looks for the oldest line of each output of which the oldest was let go of.
    fn find_firsts(&mut self) {
        let mut firsts = std::mem::take(&mut self.firsts);
        firsts.retain(|stream, first| {
            if !self.keeps(first.number) {
                let mut lines = self.lines.iter();
                let is_next = |line: &&Arc<LogLine>| line.stream == *stream && !line.is_mark();
                let Some(next) = lines.find(is_next) else {
                    return false;
                };
                *first = Arc::clone(next);
            }
            true
        });
        self.firsts = firsts;
    }

    /// Puts a line in the place of the oldest of its output, which has the same number.
    pub fn replace(&mut self, line: Arc<LogLine>) {
        let place = self
            .lines
            .partition_point(|there| there.number < line.number);
        if let Some(there) = self.lines.get_mut(place) {
            self.bytes = self.bytes + line.bytes() - there.bytes();
            self.firsts.insert(line.stream, Arc::clone(&line));
            *there = line;
        }
    }

    /// Forgets all that was said, to hear the end of it again.
    pub fn start_over(&mut self) {
        self.clear();
        self.tails.clear();
        self.cut = None;
    }

    /// Lets go of every line.
    pub fn clear(&mut self) {
        self.lines.clear();
        self.firsts.clear();
        self.bytes = 0;
    }
}
