//! One line of the log pane: output, or something that happened to the log.

use jiff::Timestamp;

use crate::model::{Level, LogGap, LogSource, Painted, Stream};

/// Which source of a pane: stays while the pane is open, whatever letters the sources have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceKey(pub u16);

/// Something that happened to a log, or to whose log it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// To the log itself.
    Gap(LogGap),
    /// Its process is no longer configured on its node.
    Gone,
    /// Its process is configured again.
    Back,
}

impl Mark {
    /// What happened, in words.
    #[must_use]
    pub fn sentence(&self, source: &LogSource, stream: Stream) -> String {
        match self {
            Self::Gap(gap) => gap.sentence(source, stream),
            Self::Gone => format!("{} does not have this process any more", source.node()),
            Self::Back => format!("{} has this process again", source.node()),
        }
    }
}

/// What is known of a line before it is read.
#[derive(Clone, Copy, Debug)]
pub struct LineHead {
    /// Its number.
    pub number: i64,
    /// Whose it is.
    pub source: SourceKey,
    /// The stream it came on.
    pub stream: Stream,
    /// When it reached us.
    pub at: Timestamp,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogText {
    /// Output.
    Output(Painted),
    /// A mark.
    Mark(Mark),
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// In which order it arrived, over all sources of the pane. What is read back from before has
    /// numbers below all others, counted downwards.
    pub number: i64,
    /// Whose it is.
    pub source: SourceKey,
    /// The stream it came on.
    pub stream: Stream,
    /// When it reached us.
    pub at: Timestamp,
    /// What it says.
    pub text: LogText,
    /// Its bytes on the node, without the line end, where they are not those of the text.
    pub raw: Option<Box<[u8]>>,
    /// Whether it had a line end.
    pub has_end: bool,
    /// How grave it says it is.
    pub level: Option<Level>,
    /// The time its record carries; that of the record before where it carries none.
    pub time: Option<Timestamp>,
    /// The number of the first line of its record.
    pub record: i64,
    /// Which file its bytes lie in, as in [`crate::model::LogPlace`]; nothing for a mark.
    pub file: u32,
    /// Bytes before it in that file; nothing for a mark.
    pub offset: u64,
}

impl LogLine {
    /// A mark, of the time that the line before it has.
    #[must_use]
    pub fn mark(head: LineHead, mark: Mark, time: Option<Timestamp>) -> Self {
        Self {
            number: head.number,
            source: head.source,
            stream: head.stream,
            at: head.at,
            text: LogText::Mark(mark),
            raw: None,
            has_end: false,
            level: None,
            time,
            record: head.number,
            file: 0,
            offset: 0,
        }
    }

    /// Its text, if it is output.
    #[must_use]
    pub fn output(&self) -> Option<&Painted> {
        match &self.text {
            LogText::Output(text) => Some(text),
            LogText::Mark(_) => None,
        }
    }

    /// Its bytes on the node, without the line end.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        match (&self.raw, self.output()) {
            (Some(raw), _) => raw,
            (None, Some(text)) => text.text.as_str().as_bytes(),
            (None, None) => &[],
        }
    }

    /// How many bytes it was on the node, its line end included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.raw().len() + usize::from(self.has_end)
    }

    /// Whether it is a mark.
    #[must_use]
    pub fn is_mark(&self) -> bool {
        matches!(self.text, LogText::Mark(_))
    }
}
