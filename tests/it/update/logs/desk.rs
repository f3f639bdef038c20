//! A console with a log pane, and a node that says what tests want it to.

use std::collections::BTreeMap;

use jiff::Timestamp;
use supdeck::engine::Event;
use supdeck::model::{LogChunk, LogPiece, LogPlace, LogSource, Stream, Untrusted};
use supdeck::tui::state::{LogLine, LogPane, LogText, Scroll, Settings};

use crate::support::fleet::{Cast, Driver, process_id};

/// A console with a log pane in focus.
pub struct LogDesk {
    /// The console.
    pub desk: Driver,
    /// What was written into each log, from its begin.
    files: BTreeMap<(LogSource, Stream), Vec<u8>>,
}

/// The source of a process `p00` of the only node.
pub fn process(name: &str) -> LogSource {
    LogSource::Process(process_id("n", name))
}

/// A pane on the only process there is.
pub fn open() -> LogDesk {
    with(Settings::default())
}

/// The same with other settings.
pub fn with(settings: Settings) -> LogDesk {
    several(1, settings)
}

/// The same with so small a ring.
pub fn small(lines: usize) -> LogDesk {
    with(Settings {
        log_lines: lines,
        ..Settings::default()
    })
}

/// A pane on so many processes, `p00` first.
pub fn several(count: usize, settings: Settings) -> LogDesk {
    let mut desk = Cast::many(count).open_with(settings);
    desk.press("5");
    desk.times(count, "space").press("l");
    desk.effects.clear();
    LogDesk {
        desk,
        files: BTreeMap::new(),
    }
}

impl LogDesk {
    /// A log grows, and the engine tells all of it.
    pub fn says(&mut self, name: &str, stream: Stream, bytes: &[u8]) -> &mut Self {
        let source = process(name);
        let file = self.files.entry((source.clone(), stream)).or_default();
        let offset = file.len() as u64;
        file.extend_from_slice(bytes);
        let place = LogPlace {
            file: 0,
            offset,
            size: file.len() as u64,
        };
        self.piece(
            source,
            stream,
            LogPiece::Bytes(place, Untrusted::new(bytes)),
        )
    }

    /// Something is in a log that the engine does not tell unless it is asked.
    pub fn has(&mut self, name: &str, stream: Stream, bytes: &[u8]) -> &mut Self {
        let file = self.files.entry((process(name), stream)).or_default();
        file.extend_from_slice(bytes);
        self
    }

    /// The bytes of a log, from its begin.
    pub fn file(&self, name: &str, stream: Stream) -> &[u8] {
        &self.files[&(process(name), stream)]
    }

    /// The same by the source; empty for one that never said anything.
    pub fn bytes(&self, source: &LogSource, stream: Stream) -> &[u8] {
        let file = self.files.get(&(source.clone(), stream));
        file.map_or(&[], Vec::as_slice)
    }

    /// The engine tells a piece of a log.
    pub fn piece(&mut self, source: LogSource, stream: Stream, piece: LogPiece) -> &mut Self {
        let at = self.desk.state.now;
        let chunk = LogChunk {
            source,
            stream,
            at,
            piece,
        };
        self.desk.tell(Event::Logged(chunk));
        self
    }

    /// The first process says something on stdout.
    pub fn out(&mut self, text: &str) -> &mut Self {
        self.says("p00", Stream::Stdout, text.as_bytes())
    }

    /// The first process says something on stderr.
    pub fn err(&mut self, text: &str) -> &mut Self {
        self.says("p00", Stream::Stderr, text.as_bytes())
    }

    /// The first process says so many lines, numbered from 0.
    pub fn numbered(&mut self, count: usize) -> &mut Self {
        for number in 0..count {
            self.out(&format!("line {number}\n"));
        }
        self
    }

    /// Something happens to stdout of the first process.
    pub fn gap(&mut self, gap: supdeck::model::LogGap) -> &mut Self {
        self.piece(process("p00"), Stream::Stdout, LogPiece::Gap(gap))
    }

    /// Presses keys, and has looked through what they ask for.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        self.desk.press(keys).sift();
        self
    }

    /// Types into a prompt that a key opens, and has lines looked through meanwhile.
    pub fn prompt(&mut self, key: &str, text: &str) -> &mut Self {
        self.desk.key(key).type_text(text).sift();
        self
    }

    /// The pane.
    pub fn pane(&self) -> &LogPane {
        self.desk.state.log.as_ref().unwrap()
    }

    /// What is shown, each line after the letter of its stream.
    pub fn shown(&self) -> Vec<String> {
        self.pane().shown().iter().map(|line| text(line)).collect()
    }

    /// The text that is shown.
    pub fn texts(&self) -> Vec<String> {
        self.pane()
            .shown()
            .iter()
            .map(|line| self.pane().words(line))
            .collect()
    }

    /// What is on screen.
    pub fn screen(&self) -> Vec<String> {
        let room = supdeck::tui::state::Room {
            rows: self.desk.seen.log_rows,
            columns: self.desk.seen.log_columns,
            width: self.desk.seen.log_width,
        };
        let lines = self.pane().on_screen(room);
        lines.map(|line| self.pane().words(line)).collect()
    }

    /// The line on top of the screen.
    pub fn top(&self) -> String {
        self.screen().into_iter().next().unwrap_or_default()
    }

    /// Lines that came since the reader stands still; none while they follow.
    pub fn unseen(&self) -> Option<u64> {
        match self.pane().scroll {
            Scroll::Follow => None,
            Scroll::Paused { unseen, .. } => Some(unseen),
        }
    }

    /// Whether the reader follows.
    pub fn follows(&self) -> bool {
        self.pane().scroll == Scroll::Follow
    }

    /// The line above the hints.
    pub fn told(&self) -> &str {
        self.desk.told()
    }
}

/// A line after the letter of its stream.
pub fn text(line: &LogLine) -> String {
    let letter = line.stream.letter();
    match &line.text {
        LogText::Output(text) => format!("{letter}|{}", text.text),
        LogText::Mark(mark) => format!("{letter}-{mark:?}"),
    }
}

/// A time of the day the tests are on.
pub fn clock(time: &str) -> Timestamp {
    format!("2026-07-12T{time}Z").parse().unwrap()
}
