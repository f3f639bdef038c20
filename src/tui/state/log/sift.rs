//! Looking through many lines, slice by slice, beside the loop: the screen waits for none of it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::model::Needle;

use super::line::{LogLine, SourceKey};

/// Lines that are looked through before the console hears of it: some milliseconds.
const SLICE: usize = 20_000;

/// What lines are looked through for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The lines that the search finds.
    Hits,
    /// The lines that the filter shows.
    Passing,
}

/// Lines to look through.
#[derive(Clone, Debug)]
pub struct SiftJob {
    /// Which looking-through it belongs to; a newer one makes it void.
    pub generation: u64,
    /// For what.
    pub sought: Sought,
    /// What is looked for.
    pub needle: Needle,
    /// Lines shown beside those that match.
    pub around: Around,
    /// All lines, in the order they are shown.
    pub lines: Vec<Arc<LogLine>>,
    /// How many of them were looked through before.
    pub begin: usize,
}

/// A slice of lines that was looked through, and what is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sifted {
    /// Which looking-through it belongs to.
    pub generation: u64,
    /// For what.
    pub sought: Sought,
    /// What was found, in order.
    pub found: Vec<Arc<LogLine>>,
    /// What it takes to go on.
    pub around: Around,
    /// All lines.
    pub lines: Vec<Arc<LogLine>>,
    /// How many of them were looked through.
    pub begin: usize,
}

/// Lines of the same source around those that match: what came shortly before, and how many are
/// still shown after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    context: usize,
    near: BTreeMap<SourceKey, Near>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Near {
    before: VecDeque<Arc<LogLine>>,
    after: usize,
}

impl SiftJob {
    /// Looks through the next slice.
    #[must_use]
    pub fn sift(mut self) -> Sifted {
        let end = (self.begin + SLICE).min(self.lines.len());
        let mut found = Vec::new();
        for line in &self.lines[self.begin..end] {
            match self.sought {
                Sought::Hits if finds(&self.needle, line) => found.push(Arc::clone(line)),
                Sought::Hits => {}
                Sought::Passing => self
                    .around
                    .pass(&self.needle, line, |line| found.push(line)),
            }
        }
        Sifted {
            generation: self.generation,
            sought: self.sought,
            found,
            around: self.around,
            lines: self.lines,
            begin: end,
        }
    }
}

impl Sifted {
    /// The next slice.
    #[must_use]
    pub fn go_on(self, needle: Needle) -> SiftJob {
        SiftJob {
            generation: self.generation,
            sought: self.sought,
            needle,
            around: self.around,
            lines: self.lines,
            begin: self.begin,
        }
    }

    /// Whether every line was looked through.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.begin == self.lines.len()
    }
}

impl Around {
    /// So many lines before and after each that matches.
    #[must_use]
    pub fn new(context: usize) -> Self {
        Self {
            context,
            near: BTreeMap::new(),
        }
    }

    /// Passes on what the next line lets be shown: itself, if it matches or one shortly before it
    /// did, and with it those shortly before it. Marks are always shown: a gap that is hidden is
    /// a lie.
    pub fn pass(
        &mut self,
        needle: &Needle,
        line: &Arc<LogLine>,
        mut shown: impl FnMut(Arc<LogLine>),
    ) {
        let Some(text) = line.output() else {
            shown(Arc::clone(line));
            return;
        };
        let near = self.near.entry(line.source).or_default();
        if needle.matches(text.text.as_str()) {
            near.before.drain(..).for_each(&mut shown);
            near.after = self.context;
            shown(Arc::clone(line));
        } else if near.after > 0 {
            near.after -= 1;
            shown(Arc::clone(line));
        } else if self.context > 0 {
            if near.before.len() == self.context {
                near.before.pop_front();
            }
            near.before.push_back(Arc::clone(line));
        }
    }
}

/// Whether a search finds something in a line.
#[must_use]
pub fn finds(needle: &Needle, line: &LogLine) -> bool {
    line.output()
        .is_some_and(|text| needle.matches(text.text.as_str()))
}
