//! One supervisord we know, and everything observed of it so far.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::id::NodeId;
use super::link::Link;
use super::process::{Process, Standing};
use super::report::Report;
use super::snapshot::Snapshot;
use super::tally::Tally;

/// Good answers older than this many polls count as last known only.
const STALE_POLLS: i32 = 10;

/// One supervisord we know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub id: NodeId,
    /// Whether we can talk to it.
    pub link: Link,
    /// What it last said, kept while it gives no data.
    pub snapshot: Option<Arc<Snapshot>>,
    /// When it last gave a good answer, by our clock.
    pub last_good: Option<Timestamp>,
    /// When the snapshot was read: earlier, if later answers only repeated it.
    pub read: Option<Timestamp>,
    /// How long that answer took.
    pub rtt: Option<Duration>,
    /// When it will be asked again.
    pub next: Option<Timestamp>,
}

impl Node {
    /// A node nothing is known of yet.
    #[must_use]
    pub fn new(id: NodeId) -> Self {
        Self {
            id,
            link: Link::Unasked,
            snapshot: None,
            last_good: None,
            read: None,
            rtt: None,
            next: None,
        }
    }

    /// Its processes as last known.
    #[must_use]
    pub fn processes(&self) -> &[Process] {
        self.snapshot
            .as_ref()
            .map_or(&[], |snapshot| &snapshot.processes)
    }

    /// Whether what we know of its processes is current: only while it answers.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.link.is_up() {
            Standing::Current
        } else {
            Standing::LastKnown
        }
    }

    /// Its processes counted by how they are doing; all of them as no data while it gives none.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let standing = self.standing();
        self.processes()
            .iter()
            .map(|process| process.health(standing))
            .collect()
    }

    /// Whether a good answer is overdue though no poll has failed yet.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp, interval: Duration) -> bool {
        let limit = SignedDuration::try_from(interval).unwrap_or(SignedDuration::MAX);
        self.last_good
            .is_some_and(|good| now.duration_since(good) > limit.saturating_mul(STALE_POLLS))
    }

    /// How far its clock is ahead of ours, with the second's grain supervisord gives.
    #[must_use]
    pub fn clock_skew(&self) -> Option<SignedDuration> {
        let clock = self.snapshot.as_ref()?.clock?;
        Some(clock.duration_since(self.read?))
    }

    /// Takes what it said, unless it only repeats that.
    fn keep(&mut self, said: &Arc<Snapshot>, at: Timestamp) {
        let known = self.snapshot.as_ref();
        if !known.is_some_and(|known| Arc::ptr_eq(known, said)) {
            self.snapshot = Some(Arc::clone(said));
            self.read = Some(at);
        }
    }

    /// Folds one poll in.
    pub(super) fn record(&mut self, report: &Report) {
        self.next = report.next;
        match &report.result {
            Ok(snapshot) => {
                if !self.link.is_up() {
                    self.link = Link::Up { since: report.at };
                }
                self.keep(snapshot, report.at);
                self.last_good = Some(report.at);
                self.rtt = Some(report.took);
            }
            Err(error) => {
                self.link = match (&self.link, report.next) {
                    (Link::Paused { since, .. } | Link::Down { since, .. }, None) => Link::Paused {
                        since: *since,
                        error: error.clone(),
                    },
                    (Link::Unasked | Link::Up { .. }, None) => Link::Paused {
                        since: report.at,
                        error: error.clone(),
                    },
                    (Link::Down { since, tries, .. }, Some(_)) => Link::Down {
                        since: *since,
                        tries: tries + 1,
                        error: error.clone(),
                    },
                    (Link::Unasked | Link::Up { .. } | Link::Paused { .. }, Some(_)) => {
                        Link::Down {
                            since: report.at,
                            tries: 1,
                            error: error.clone(),
                        }
                    }
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::process::{Health, ProcessState};
    use crate::model::sample::{at, bad, good, process, refused, seconds, unauthorized};

    fn node() -> Node {
        Node::new(NodeId::new("n1"))
    }

    fn answered() -> Node {
        let mut node = node();
        let running = process("n1", "web:a", ProcessState::Running);
        node.record(&good("n1", "12:00:00", vec![running]));
        node
    }

    #[test]
    fn a_stretch_of_failures_keeps_its_beginning_and_counts_its_tries() {
        let mut node = answered();
        node.record(&bad("n1", "12:00:02", refused()));
        node.record(&bad("n1", "12:00:10", refused()));
        assert_eq!(
            node.link,
            Link::Down {
                since: at("12:00:02"),
                tries: 2,
                error: refused()
            }
        );
        assert_eq!(node.last_good, Some(at("12:00:00")));
        assert_eq!(node.next, Some(at("12:00:18")));
        assert_eq!(node.rtt, Some(Duration::from_millis(84)));
    }

    #[test]
    fn a_refused_credential_pauses_since_the_trouble_began() {
        let mut node = node();
        node.record(&bad("n1", "12:00:02", refused()));
        node.record(&bad("n1", "12:00:10", unauthorized()));
        let paused = Link::Paused {
            since: at("12:00:02"),
            error: unauthorized(),
        };
        assert_eq!(node.link, paused);

        node.record(&bad("n1", "12:30:00", refused()));
        assert_eq!(
            node.link,
            Link::Down {
                since: at("12:30:00"),
                tries: 1,
                error: refused()
            }
        );
    }

    #[test]
    fn a_good_answer_begins_a_new_stretch_once() {
        let mut node = answered();
        node.record(&bad("n1", "12:00:02", refused()));
        node.record(&good("n1", "12:00:10", Vec::new()));
        node.record(&good("n1", "12:00:12", Vec::new()));
        assert_eq!(
            node.link,
            Link::Up {
                since: at("12:00:10")
            }
        );
        assert_eq!(node.processes(), []);
    }

    #[test]
    fn an_answer_that_repeats_the_last_one_was_read_when_that_was() {
        let running = process("n1", "web:a", ProcessState::Running);
        let mut report = good("n1", "12:00:00", vec![running.clone()]);
        let mut node = node();
        node.record(&report);
        report.at = at("12:00:30");
        node.record(&report);
        assert_eq!(node.last_good, Some(at("12:00:30")));
        assert_eq!(node.read, Some(at("12:00:00")));
        node.record(&good("n1", "12:01:00", vec![running]));
        assert_eq!(node.read, Some(at("12:01:00")));
    }

    #[test]
    fn what_a_silent_node_last_said_counts_as_no_data() {
        let mut node = answered();
        assert_eq!(node.tally().of(Health::Running), 1);
        node.record(&bad("n1", "12:00:02", refused()));
        assert_eq!(node.standing(), Standing::LastKnown);
        assert_eq!(node.tally().of(Health::NoData), 1);
        assert_eq!(node.tally().total(), 1);
    }

    #[test]
    fn a_good_answer_is_overdue_after_ten_polls() {
        let node = answered();
        assert!(!node.is_overdue(at("12:00:20"), seconds(2)));
        assert!(node.is_overdue(at("12:00:21"), seconds(2)));
        assert!(!super::Node::new(NodeId::new("n2")).is_overdue(at("12:00:21"), seconds(2)));
    }

    #[test]
    fn the_clock_of_a_node_is_compared_with_ours_at_its_answer() {
        let mut report = good("n1", "12:00:00", Vec::new());
        report.at = at("11:59:30");
        let mut node = node();
        assert_eq!(node.clock_skew(), None);
        node.record(&report);
        assert_eq!(node.clock_skew(), Some(SignedDuration::from_secs(30)));
    }
}
