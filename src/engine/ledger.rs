//! The thread that writes the journal: files can block, and records keep their order.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::time::{Instant, SystemTime};

use jiff::tz::TimeZone;
use tokio::sync::{mpsc, oneshot};

use super::clock::Clock;
use super::event::{Event, Warning};
use super::scribe::{Journaling, Unwritten};
use crate::journal::{Counts, Entry, Record, tail};
use crate::model::Action;
use crate::plan::RunId;

/// Lines that a front is told: what fits on a screen or two.
const LINES: usize = 100;

/// What the ledger is told.
#[derive(Debug)]
pub(super) enum Note {
    /// A run wants to begin.
    Begin {
        /// Which.
        run: RunId,
        /// What it does.
        action: Action,
        /// To how many.
        targets: usize,
        /// Whether it may.
        answer: oneshot::Sender<Result<(), Unwritten>>,
    },
    /// Something happened.
    Write(Entry),
    /// A run ended.
    Finish {
        /// Which.
        run: RunId,
        /// How its targets ended.
        counts: Counts,
    },
    /// Others may have written.
    Look,
}

/// A run that has begun and not ended.
#[derive(Debug)]
struct Open {
    action: Action,
    targets: usize,
    counts: Counts,
    since: Instant,
}

/// Writes, and tells the front the last lines.
#[derive(Debug)]
pub(super) struct Ledger {
    journaling: Journaling,
    clock: Clock,
    events: mpsc::Sender<Event>,
    open: BTreeMap<u64, Open>,
    kept: VecDeque<Record>,
    seen: Option<(u64, SystemTime)>,
    told: Option<Vec<String>>,
    failed: bool,
    warning: Option<String>,
}

impl Ledger {
    pub(super) fn new(journaling: Journaling, clock: Clock, events: mpsc::Sender<Event>) -> Self {
        Self {
            journaling,
            clock,
            events,
            open: BTreeMap::new(),
            kept: VecDeque::new(),
            seen: None,
            told: None,
            failed: false,
            warning: None,
        }
    }

    /// Writes until nobody can tell it anything more; blocks.
    pub(super) fn keep(mut self, mut inbox: mpsc::Receiver<Note>) {
        if let Journaling::Broken(error) = &self.journaling {
            self.warning = Some(error.to_string());
        }
        self.look();
        while let Some(note) = inbox.blocking_recv() {
            self.take(note);
            // A batch of a hundred targets is a hundred records and few readings of the file.
            while let Ok(note) = inbox.try_recv() {
                self.take(note);
            }
            self.look();
        }
        self.abandon();
    }

    fn take(&mut self, note: Note) {
        match note {
            Note::Begin {
                run,
                action,
                targets,
                answer,
            } => {
                // Whoever no longer waits for the answer does not begin either.
                let _ = answer.send(self.begin(run, action, targets));
            }
            Note::Write(entry) => {
                self.count(&entry);
                self.write(&entry);
            }
            Note::Finish { run, counts } => self.finish(run, counts),
            Note::Look => {}
        }
    }

    fn begin(&mut self, run: RunId, action: Action, targets: usize) -> Result<(), Unwritten> {
        let entry = Entry::RunBegan {
            run: run.0,
            action,
            targets,
        };
        self.append(&entry)?;
        let open = Open {
            action,
            targets,
            counts: Counts::default(),
            since: Instant::now(),
        };
        self.open.insert(run.0, open);
        Ok(())
    }

    fn finish(&mut self, run: RunId, counts: Counts) {
        let Some(open) = self.open.remove(&run.0) else {
            return;
        };
        self.write(&Entry::RunEnded {
            run: run.0,
            action: open.action,
            counts,
            took: open.since.elapsed(),
        });
    }

    /// Ends what is left when the console ends: how those targets end, nobody will see.
    fn abandon(&mut self) {
        for (run, open) in std::mem::take(&mut self.open) {
            let unseen = open.targets.saturating_sub(open.counts.total());
            self.write(&Entry::RunEnded {
                run,
                action: open.action,
                counts: Counts {
                    lost: open.counts.lost + unseen,
                    ..open.counts
                },
                took: open.since.elapsed(),
            });
        }
    }

    fn count(&mut self, entry: &Entry) {
        if let Entry::Operated { run, outcome, .. } = entry
            && let Some(open) = self.open.get_mut(run)
        {
            let one: Counts = std::iter::once(outcome.class()).collect();
            open.counts.ok += one.ok;
            open.counts.failed += one.failed;
            open.counts.lost += one.lost;
            open.counts.skipped += one.skipped;
            open.counts.cancelled += one.cancelled;
        }
    }

    /// Writes what has happened already; a first failure is told.
    fn write(&mut self, entry: &Entry) {
        let failed = self.failed;
        if let Err(why) = self.append(entry)
            && !failed
        {
            self.warning = Some(why.0);
        }
    }

    fn append(&mut self, entry: &Entry) -> Result<(), Unwritten> {
        let at = self.clock.now();
        let result = match &self.journaling {
            Journaling::File(journal) => journal.append(at, entry),
            Journaling::Memory(who) => {
                self.kept.push_back(Record::new(at, who, entry));
                if self.kept.len() > LINES {
                    self.kept.pop_front();
                }
                Ok(())
            }
            Journaling::Broken(error) => Err(error.clone()),
        };
        self.failed = result.is_err();
        result.map_err(|error| Unwritten(error.to_string()))
    }

    /// Tells what is new. A front that is busy is not waited for, but told at the next look.
    fn look(&mut self) {
        if let Some(words) = self.warning.take() {
            let warning = Event::Warned(Warning::Journal(words.clone()));
            if self.events.try_send(warning).is_err() {
                self.warning = Some(words);
            }
        }
        if let Some(lines) = self.lines()
            && self.told.as_ref() != Some(&lines)
            && self
                .events
                .try_send(Event::Journaled(lines.clone()))
                .is_ok()
        {
            self.told = Some(lines);
        }
    }

    /// The last lines, if anybody may have written since the front was told.
    fn lines(&mut self) -> Option<Vec<String>> {
        let records = match &self.journaling {
            Journaling::File(journal) => {
                let meta = fs::metadata(journal.path()).ok()?;
                let stamp = Some((meta.len(), meta.modified().ok()?));
                if stamp == self.seen && self.told.is_some() {
                    return None;
                }
                self.seen = stamp;
                tail(journal.path(), LINES).ok()?.records
            }
            Journaling::Memory(_) => self.kept.iter().cloned().collect(),
            Journaling::Broken(_) => return None,
        };
        let now = self.clock.now().to_zoned(TimeZone::system());
        let line = |record: &Record| record.line(&now).into_string();
        Some(records.iter().map(line).collect())
    }
}
