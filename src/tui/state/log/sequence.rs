//! Lines in the order they are shown.

use std::collections::VecDeque;
use std::collections::vec_deque::Iter;
use std::sync::Arc;

use jiff::Timestamp;

use super::line::LogLine;
use super::times::LineOrder;

/// Lines in the order they are shown, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    order: LineOrder,
    lines: VecDeque<Arc<LogLine>>,
}

/// What lines are ordered by. Under arrival the first two are the same for all.
type Key = (Option<Timestamp>, i64, i64);

impl Sequence {
    /// No lines, to be shown in this order.
    #[must_use]
    pub fn new(order: LineOrder) -> Self {
        Self {
            order,
            lines: VecDeque::new(),
        }
    }

    /// These lines in this order.
    #[must_use]
    pub fn of(order: LineOrder, lines: impl IntoIterator<Item = Arc<LogLine>>) -> Self {
        let mut sequence = Self {
            order,
            lines: lines.into_iter().collect(),
        };
        sequence.sort();
        sequence
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The line at a place.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&Arc<LogLine>> {
        self.lines.get(index)
    }

    /// All of them, from the first to the last.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, Arc<LogLine>> {
        self.lines.iter()
    }

    /// Those from a place on.
    #[must_use]
    pub fn from(&self, index: usize) -> Iter<'_, Arc<LogLine>> {
        self.lines.range(index.min(self.lines.len())..)
    }

    /// Those before a place.
    #[must_use]
    pub fn before(&self, index: usize) -> Iter<'_, Arc<LogLine>> {
        self.lines.range(..index.min(self.lines.len()))
    }

    /// Where a line stands, or would: the first place that is not before it.
    #[must_use]
    pub fn place(&self, line: &LogLine) -> usize {
        let wanted = self.key(line);
        self.lines.partition_point(|line| self.key(line) < wanted)
    }

    /// Whether it holds a line of that number.
    #[must_use]
    pub fn holds(&self, line: &LogLine) -> bool {
        let there = self.lines.get(self.place(line));
        there.is_some_and(|there| there.number == line.number)
    }

    /// Whether it holds this very line, and not one that took its place since.
    #[must_use]
    pub fn still_holds(&self, line: &Arc<LogLine>) -> bool {
        let there = self.lines.get(self.place(line));
        there.is_some_and(|there| Arc::ptr_eq(there, line))
    }

    /// Takes a line in where it belongs. New lines mostly belong at the end.
    pub fn insert(&mut self, line: Arc<LogLine>) {
        let key = self.key(&line);
        if self.lines.back().is_none_or(|last| self.key(last) < key) {
            self.lines.push_back(line);
        } else if self
            .lines
            .front()
            .is_some_and(|first| key < self.key(first))
        {
            self.lines.push_front(line);
        } else {
            let place = self.place(&line);
            self.lines.insert(place, line);
        }
    }

    /// Lets go of a line.
    pub fn remove(&mut self, line: &LogLine) {
        if self.holds(line) {
            self.lines.remove(self.place(line));
        }
    }

    /// Lets go of all lines for which this does not hold.
    pub fn retain(&mut self, keep: impl Fn(&LogLine) -> bool) {
        self.lines.retain(|line| keep(line));
    }

    /// Lets go of lines that have a number up to this one, where this does not hold for them.
    ///
    /// Under arrival no line behind that number is looked at, so it costs as much as there is to
    /// let go of.
    pub fn forget(&mut self, up_to: i64, keep: impl Fn(&LogLine) -> bool) {
        let end = match self.order {
            LineOrder::Arrival => self.lines.partition_point(|line| line.number <= up_to),
            LineOrder::Parsed => self.lines.len(),
        };
        let kept: Vec<_> = self.lines.drain(..end).filter(|line| keep(line)).collect();
        for line in kept.into_iter().rev() {
            self.lines.push_front(line);
        }
    }

    /// Shows the lines in another order.
    pub fn arrange(&mut self, order: LineOrder) {
        self.order = order;
        self.sort();
    }

    fn sort(&mut self) {
        let order = self.order;
        // A merge of what is in order already, so that it is cheap where little is out of place.
        self.lines
            .make_contiguous()
            .sort_by_key(|line| key(order, line));
    }

    fn key(&self, line: &LogLine) -> Key {
        key(self.order, line)
    }
}

impl<'a> IntoIterator for &'a Sequence {
    type Item = &'a Arc<LogLine>;
    type IntoIter = Iter<'a, Arc<LogLine>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn key(order: LineOrder, line: &LogLine) -> Key {
    match order {
        LineOrder::Arrival => (None, 0, line.number),
        LineOrder::Parsed => (Some(line.time.unwrap_or(line.at)), line.record, line.number),
    }
}
