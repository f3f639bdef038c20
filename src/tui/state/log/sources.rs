//! Lines on their way into the pane and out of it: into the ring of their source, and into every
//! sequence that shows them.

use std::sync::Arc;

use jiff::Timestamp;

use crate::model::LogSource;

use super::line::{LogLine, SourceKey};
use super::pane::LogPane;
use super::scroll::Scroll;
use super::sequence::Sequence;
use super::sift::finds;
use super::source::PaneSource;
use super::window::Room;

/// What sources are called, in order.
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Sources a pane can have: there is a letter for each.
pub const MOST_SOURCES: usize = LETTERS.len();

impl LogPane {
    /// Takes these sources, in this order, and no other; lines of those that stay are kept.
    pub fn choose(&mut self, wanted: &[LogSource]) {
        let mut old = std::mem::take(&mut self.sources);
        for (source, letter) in wanted.iter().zip(LETTERS.chars()) {
            let known = old.iter().position(|known| known.source == *source);
            let mut taken = match known {
                Some(at) => old.remove(at),
                None => PaneSource::new(self.new_key(), source.clone(), letter),
            };
            taken.letter = letter;
            self.sources.push(taken);
        }
        let is_there = |key: &SourceKey| self.source(*key).is_some();
        self.solo = self.solo.filter(is_there);
    }

    fn new_key(&mut self) -> SourceKey {
        let key = SourceKey(self.next_key);
        self.next_key += 1;
        key
    }

    /// Takes in a line that just came.
    pub fn take_in(&mut self, line: LogLine) {
        let line = Arc::new(line);
        let Some(at) = self
            .sources
            .iter()
            .position(|source| source.key == line.source)
        else {
            return;
        };
        self.sources[at].push(Arc::clone(&line));
        if self.shows(line.source, line.stream) {
            self.base.insert(Arc::clone(&line));
            self.pass(&line);
        }
    }

    /// Counts what came of a source that is cut.
    pub fn count(&mut self, at: usize, now: Timestamp, bytes: &[u8]) {
        let lines = memchr::memchr_iter(b'\n', bytes).count() as u64;
        let source = &mut self.sources[at];
        source.rate.count(now, lines, bytes.len() as u64);
        *source.cut.get_or_insert(0) += lines;
        if let Scroll::Paused { unseen, .. } = &mut self.scroll {
            *unseen += lines;
        }
    }

    /// Takes in lines that lie before all that is kept of one output; the last of them stands in
    /// for a line that was begun before what was read first. The view does not move.
    ///
    /// For what does not fit the newest lines of the source go, and it is cut.
    pub fn take_in_older(&mut self, at: usize, lines: Vec<LogLine>, joined: Option<&LogLine>) {
        let last = lines.len().saturating_sub(1);
        let below = self.next_older - i64::try_from(last).unwrap_or(i64::MAX);
        self.next_older = below - 1;
        let number = |index: i64| match joined {
            Some(line) if usize::try_from(index) == Ok(last) => line.number,
            Some(_) | None => below + index,
        };
        if let Some(line) = joined {
            self.base.remove(line);
            self.remove_hit(line);
        }
        for mut line in lines.into_iter().rev() {
            line.number = number(line.number);
            line.record = number(line.record);
            let line = Arc::new(line);
            match joined {
                Some(joined) if joined.number == line.number => {
                    self.sources[at].replace(Arc::clone(&line));
                }
                Some(_) | None => self.sources[at].push_front(Arc::clone(&line)),
            }
            self.show_older(line);
        }
        self.sources[at].cut(self.limits.doubled());
        if self.sources[at].cut.is_some() {
            self.forget(i64::MAX);
        }
    }

    /// Shows an older line, if it is; a filter looks at it later.
    fn show_older(&mut self, line: Arc<LogLine>) {
        if !self.shows(line.source, line.stream) {
            return;
        }
        let search = self.search.as_mut().filter(|_| self.only.is_none());
        if let Some(search) = search.filter(|search| finds(&search.needle, &line)) {
            search.hits.insert(Arc::clone(&line));
        }
        self.base.insert(line);
    }

    fn remove_hit(&mut self, line: &LogLine) {
        if let Some(search) = &mut self.search {
            search.hits.remove(line);
        }
    }

    /// Lets the filter and the search look at a line that no switch hides.
    fn pass(&mut self, line: &Arc<LogLine>) {
        if let Some(next) = &mut self.next_only {
            next.waiting.push(Arc::clone(line));
        }
        let mut shown = 0;
        let search = &mut self.search;
        let mut show = |line: &Arc<LogLine>| {
            shown += 1;
            if let Some(search) = search.as_mut().filter(|s| finds(&s.needle, line)) {
                search.hits.insert(Arc::clone(line));
            }
        };
        match &mut self.only {
            None => show(line),
            Some(only) => only.around.pass(&only.needle, line, |line| {
                show(&line);
                only.passed.insert(line);
            }),
        }
        if let Scroll::Paused { unseen, .. } = &mut self.scroll {
            *unseen += shown;
        }
    }

    /// Lets go of what is too much of a source. What is on screen while the reader stands still
    /// stays there until they move on.
    pub fn shrink(&mut self, at: usize, room: Room) {
        let limits = match self.scroll {
            Scroll::Follow => self.limits,
            Scroll::Paused { .. } => self.limits.doubled(),
        };
        let Some(source) = self.sources.get_mut(at) else {
            return;
        };
        let before = source.dropped;
        let Some(up_to) = source.shrink(limits) else {
            return;
        };
        let gone = source.dropped - before;
        if let Scroll::Paused { dropped, .. } = &mut self.scroll {
            *dropped += gone;
        }
        let before = self.last_held();
        self.hold(room);
        self.forget(up_to.max(before));
    }

    /// The number up to which lines may be held.
    fn last_held(&self) -> i64 {
        let numbers = self.held.iter().map(|line| line.number);
        numbers.max().unwrap_or(i64::MIN)
    }

    /// Remembers which lines on screen no ring keeps any more.
    fn hold(&mut self, room: Room) {
        if self.scroll == Scroll::Follow {
            return;
        }
        let gone = self.on_screen(room).filter(|line| !self.keeps(line));
        self.held = gone.cloned().collect();
    }

    /// Lets every sequence go of lines up to this number that are neither kept nor held.
    fn forget(&mut self, up_to: i64) {
        let mut sequences = self.take_sequences();
        let mut next = self.next_only.take();
        let stays = |line: &LogLine| {
            self.keeps(line) || self.held.iter().any(|held| held.number == line.number)
        };
        for sequence in &mut sequences {
            sequence.forget(up_to, stays);
        }
        if let Some(next) = &mut next {
            next.waiting.retain(|line| stays(line));
        }
        self.next_only = next;
        self.put_sequences(sequences);
    }

    /// Lets go of lines that were only held because they were on screen; says how many lines the
    /// reader can no longer have since they stood still.
    pub fn release(&mut self) -> u64 {
        let Scroll::Paused { dropped, .. } = &mut self.scroll else {
            return 0;
        };
        let gone = std::mem::take(dropped);
        let up_to = self.last_held();
        self.held.clear();
        self.forget(up_to);
        gone
    }

    fn take_sequences(&mut self) -> [Sequence; 3] {
        let take = std::mem::take::<Sequence>;
        [
            take(&mut self.base),
            self.only
                .as_mut()
                .map(|only| take(&mut only.passed))
                .unwrap_or_default(),
            self.search
                .as_mut()
                .map(|search| take(&mut search.hits))
                .unwrap_or_default(),
        ]
    }

    fn put_sequences(&mut self, [base, passed, hits]: [Sequence; 3]) {
        self.base = base;
        if let Some(only) = &mut self.only {
            only.passed = passed;
        }
        if let Some(search) = &mut self.search {
            search.hits = hits;
        }
    }

    /// Makes anew what no switch hides, from what is kept.
    pub fn rearrange(&mut self) {
        let order = self.times.order();
        let kept = self.sources.iter().flat_map(PaneSource::lines);
        let shown = kept.filter(|line| self.shows(line.source, line.stream));
        let shown: Vec<_> = shown.cloned().collect();
        self.base = Sequence::of(order, shown);
        let mut sequences = self.take_sequences();
        let [base, passed, hits] = &mut sequences;
        for sequence in [passed, hits] {
            sequence.arrange(order);
            sequence.retain(|line| base.holds(line));
        }
        self.put_sequences(sequences);
        self.held.clear();
        self.unsettle();
    }
}
