//! A log file of the demo: it only grows, until it is full and rotated.

use std::fmt;
use std::ops::Range;

use jiff::Timestamp;

use super::clock::Millis;

/// One log file. When the next entry would not fit it is rotated: it begins again, empty.
#[derive(Debug)]
pub(super) struct Sheet {
    bytes: Vec<u8>,
    limit: usize,
}

/// Both outputs of a process.
#[derive(Debug)]
pub(super) struct Outputs {
    /// Standard output.
    pub(super) out: Sheet,
    /// Standard error.
    pub(super) err: Sheet,
}

impl Sheet {
    /// An empty file that is rotated at this many bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
        }
    }

    /// Writes a line with its time before it, as most programs do.
    pub(super) fn line(&mut self, at: Millis, text: fmt::Arguments<'_>) {
        let at = Timestamp::from_millisecond(at).unwrap_or_default();
        let stamp = at.strftime("%Y-%m-%d %H:%M:%S,%3f");
        self.write(format!("{stamp} {text}\n").as_bytes());
    }

    /// Writes bytes as they are.
    pub(super) fn write(&mut self, entry: &[u8]) {
        if self.bytes.len() + entry.len() > self.limit {
            self.bytes.clear();
        }
        self.bytes.extend_from_slice(entry);
    }

    /// Empties it.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// How long it is.
    pub(super) fn size(&self) -> u64 {
        u64::try_from(self.bytes.len()).unwrap_or(u64::MAX)
    }

    /// The bytes of a range, short at the end, none beyond it (`PROTOCOL` 3.1).
    pub(super) fn read(&self, range: Range<u64>) -> &[u8] {
        let within =
            |at: u64| usize::try_from(at).map_or(self.bytes.len(), |at| at.min(self.bytes.len()));
        let (from, to) = (within(range.start), within(range.end));
        self.bytes.get(from..to).unwrap_or_default()
    }
}

impl Outputs {
    /// Two empty files, each rotated at this many bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            out: Sheet::new(limit),
            err: Sheet::new(limit),
        }
    }

    /// Empties both.
    pub(super) fn clear(&mut self) {
        self.out.clear();
        self.err.clear();
    }
}
