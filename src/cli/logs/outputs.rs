//! How lines of logs are printed: of which process, and which of its outputs.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Write};

use super::opening::{Opening, Output};
use super::spool::Spool;
use crate::cli::exit::Exit;
use crate::cli::print::{self, Gone, Palette};
use crate::model::{Clean, LogChunk, LogPiece, LogSource, Stream};

/// How much is said before each line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    /// Nothing: there is one output.
    Nothing,
    /// The sign of the output.
    Stream,
    /// The node and the process, and the sign of the output.
    Whole,
}

/// How bytes are written.
#[derive(Debug)]
pub(super) enum Way {
    /// Line by line, harmless on a terminal.
    Clean(Prefix, Palette),
    /// As they are.
    Raw,
}

/// The outputs that are printed, and what of each is not a whole line yet.
#[derive(Debug)]
pub(super) struct Outputs {
    way: Way,
    streams: &'static [Stream],
    spools: BTreeMap<Output, Spool>,
}

impl Outputs {
    pub(super) fn new(way: Way, streams: &'static [Stream]) -> Self {
        Self {
            way,
            streams,
            spools: BTreeMap::new(),
        }
    }

    /// Prints the last lines of everything that was opened, and says what happened to it.
    ///
    /// # Errors
    ///
    /// When nothing more can be written.
    pub(super) fn open_all(&mut self, opening: &Opening, count: usize) -> Result<(), Gone> {
        for (source, sentence) in &opening.marks {
            mark(source, sentence);
        }
        let mut texts = opening.texts.iter();
        texts.try_for_each(|(output, text)| self.open(output, text, count))
    }

    fn open(&mut self, output: &Output, text: &[u8], count: usize) -> Result<(), Gone> {
        if !self.streams.contains(&output.1) {
            return Ok(());
        }
        let text = last_lines(text, count);
        match self.way {
            Way::Raw => raw(text),
            Way::Clean(..) => {
                let lines = self.spools.entry(output.clone()).or_default().feed(text);
                self.print(output, &lines)
            }
        }
    }

    /// Prints what was written since.
    ///
    /// # Errors
    ///
    /// When nothing more can be written.
    pub(super) fn take(&mut self, chunk: &LogChunk) -> Result<(), Gone> {
        if !self.streams.contains(&chunk.stream) {
            return Ok(());
        }
        let output = (chunk.source.clone(), chunk.stream);
        match (&chunk.piece, &self.way) {
            (LogPiece::Bytes(_, bytes), Way::Raw) => raw(bytes.raw()),
            (LogPiece::Bytes(_, bytes), Way::Clean(..)) => {
                let spool = self.spools.entry(output.clone()).or_default();
                let lines = spool.feed(bytes.raw());
                self.print(&output, &lines)
            }
            (LogPiece::Gap(gap), _) => {
                mark(&chunk.source, &gap.sentence(&chunk.source, chunk.stream));
                Ok(())
            }
            (LogPiece::Older(..) | LogPiece::NoOlder(_), _) => Ok(()),
        }
    }

    /// Prints lines that were begun and not finished.
    ///
    /// # Errors
    ///
    /// When nothing more can be written.
    pub(super) fn finish(&mut self) -> Result<(), Gone> {
        for (output, mut spool) in std::mem::take(&mut self.spools) {
            let rest: Vec<Vec<u8>> = spool.rest().into_iter().collect();
            self.print(&output, &rest)?;
        }
        Ok(())
    }

    fn print(&self, (source, stream): &Output, lines: &[Vec<u8>]) -> Result<(), Gone> {
        let Way::Clean(prefix, palette) = &self.way else {
            return Ok(());
        };
        let before = match prefix {
            Prefix::Nothing => String::new(),
            Prefix::Stream => format!("{}| ", stream.letter()),
            Prefix::Whole => format!("{} {}| ", name(source), stream.letter()),
        };
        let role = match stream {
            Stream::Stderr => "stderr",
            Stream::Stdout | Stream::Main => "stdout",
        };
        let line = |line: &Vec<u8>| {
            let text = Clean::log_line(line);
            format!("{before}{}", palette.paint(role, text.as_str()))
        };
        let lines: Vec<String> = lines.iter().map(line).collect();
        print::send(lines.iter().map(String::as_str))
    }
}

/// Says what happened to a log, aside from its lines.
fn mark(source: &LogSource, sentence: &str) {
    let sentence = Clean::text(sentence);
    print::err([format!("supdeck: {}: {sentence}", name(source)).as_str()]);
}

/// `node/label`
fn name(source: &LogSource) -> String {
    match source {
        LogSource::Process(id) => format!("{}/{}", id.node, id.label()),
        LogSource::Main(node) => node.to_string(),
    }
}

/// The last lines of a text, with their ends.
fn last_lines(text: &[u8], count: usize) -> &[u8] {
    if count == 0 {
        return &[];
    }
    let body = text.strip_suffix(b"\n").unwrap_or(text);
    let ends = body
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, byte)| **byte == b'\n');
    let begin = ends.map(|(at, _)| at + 1).nth(count - 1).unwrap_or(0);
    &text[begin..]
}

fn raw(bytes: &[u8]) -> Result<(), Gone> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Gone(Exit::DONE)),
        Err(_) => Err(Gone(Exit::INTERNAL)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_taken_with_their_ends() {
        for (text, count, expected) in [
            ("a\nb\nc\n", 2, "b\nc\n"),
            ("a\nb\nc", 2, "b\nc"),
            ("a\n\n", 1, "\n"),
            ("a\nb\n", 9, "a\nb\n"),
            ("", 3, ""),
            ("a\n", 0, ""),
        ] {
            assert_eq!(
                last_lines(text.as_bytes(), count),
                expected.as_bytes(),
                "{text:?}"
            );
        }
    }
}
