//! The end of the journal, read backwards: the cost does not grow with the file.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::error::JournalError;
use super::record::Record;

/// How much is read at once, in bytes.
const BLOCK: u64 = 64 * 1024;
/// A line longer than this, in bytes, is none of ours.
const LONGEST_LINE: usize = 1024 * 1024;
/// After so many bytes without a good record we stop looking for more.
const BARREN: usize = 16 * 1024 * 1024;

/// The end of the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// The last records, oldest first.
    pub records: Vec<Record>,
    /// How many lines between them were no records.
    pub skipped: usize,
}

/// Reads the last `count` records. A journal that does not exist has none.
///
/// # Errors
/// When the file exists and cannot be read.
pub fn tail(path: &Path, count: usize) -> Result<Tail, JournalError> {
    match File::open(path) {
        Ok(file) => read(file, count).map_err(|error| JournalError::read(path, &error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Tail::default()),
        Err(error) => Err(JournalError::read(path, &error)),
    }
}

fn read(file: File, count: usize) -> io::Result<Tail> {
    let mut lines = Backwards::new(file)?;
    let mut tail = Tail::default();
    let mut barren = 0;
    while tail.records.len() < count && barren < BARREN {
        let Some(line) = lines.previous()? else { break };
        if line.is_empty() {
            continue;
        }
        if let Ok(record) = serde_json::from_slice(&line) {
            tail.records.push(record);
            barren = 0;
        } else {
            tail.skipped += 1;
            barren += line.len();
        }
    }
    tail.records.reverse();
    Ok(tail)
}

/// The lines of a file, last one first.
struct Backwards {
    file: File,
    /// Where the bytes in `pending` begin.
    at: u64,
    pending: Vec<u8>,
}

impl Backwards {
    fn new(file: File) -> io::Result<Self> {
        let at = file.metadata()?.len();
        Ok(Self {
            file,
            at,
            pending: Vec::new(),
        })
    }

    /// The line before; one that is far too long comes in pieces.
    fn previous(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            if let Some(end) = self.pending.iter().rposition(|byte| *byte == b'\n') {
                let line = self.pending.split_off(end + 1);
                self.pending.truncate(end);
                return Ok(Some(line));
            }
            if self.at == 0 || self.pending.len() > LONGEST_LINE {
                let line = std::mem::take(&mut self.pending);
                let over = self.at == 0 && line.is_empty();
                return Ok((!over).then_some(line));
            }
            self.fetch()?;
        }
    }

    fn fetch(&mut self) -> io::Result<()> {
        let size = self.at.min(BLOCK);
        self.at -= size;
        let mut block = vec![0; usize::try_from(size).unwrap_or_default()];
        self.file.read_exact_at(&mut block, self.at)?;
        block.append(&mut self.pending);
        self.pending = block;
        Ok(())
    }
}
