//! Listening to one output: its bell while it has one, what the bell brought, and when to hang it
//! up again.

use std::time::Duration;

use tokio::time::Instant;

use super::bell::{Belfry, Bell, BellId, Ring};
use super::heard::Heard;
use super::pace::{LOUD, LOUD_FOR, RETRY};
use crate::model::{LogSource, Stream};

/// What supervisord says in the stream of a file that was truncated, on Python 2; on Python 3 it
/// stumbles over that and ends the stream (`PROTOCOL` 3.3).
const TRUNCATED: &[u8] = b"==> File truncated <==\n";
/// A stream that lasts no longer than this is none.
const SHORT: Duration = Duration::from_millis(50);
/// How long the end of a stream explains what is seen of the file.
const EXPLAINS: Duration = Duration::from_secs(2);

/// Listening to one output.
#[derive(Debug)]
pub(super) struct Ear {
    bell: Option<Bell>,
    heard: Option<Heard>,
    /// When its stream began.
    open: Option<Instant>,
    closed: Option<Instant>,
    retry: Instant,
    /// Until when the log counts as loud.
    loud: Option<Instant>,
}

impl Ear {
    /// One that hears nothing yet.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            bell: None,
            heard: None,
            open: None,
            closed: None,
            retry: now,
            loud: None,
        }
    }

    /// Hangs a bell up if it is time for one, for a log of at least this size.
    pub(super) fn hang(
        &mut self,
        belfry: &mut Belfry,
        (source, stream): (&LogSource, Stream),
        (size, now): (u64, Instant),
    ) {
        self.loud = self.loud.filter(|until| now < *until);
        if self.bell.is_none() && self.loud.is_none() && now >= self.retry {
            self.bell = Some(belfry.hang(source.clone(), stream));
            (self.heard, self.open) = (Some(Heard::of(size)), None);
        }
    }

    /// Whether this is its bell.
    pub(super) fn knows(&self, id: BellId) -> bool {
        self.bell.as_ref().is_some_and(|bell| bell.id() == id)
    }

    /// Its bell rang. Whether that is news for who has read so far.
    pub(super) fn ring(&mut self, ring: Ring, (offset, now): (u64, Instant)) -> bool {
        match ring {
            Ring::Opened => {
                self.open = Some(now);
                false
            }
            Ring::Heard(bytes) => match &mut self.heard {
                Some(heard) => {
                    heard.push(&bytes);
                    heard.end().is_none_or(|end| end > offset)
                }
                None => true,
            },
            // What ends as soon as it has begun is no stream that follows (`PROTOCOL` 5.1).
            Ring::Closed if self.open.is_none_or(|open| now < open + SHORT) => {
                self.let_go(now + RETRY);
                true
            }
            Ring::Closed => {
                self.closed = Some(now);
                self.let_go(now);
                true
            }
            Ring::Silent => {
                self.let_go(now + RETRY);
                false
            }
        }
    }

    /// Takes the bell down until then.
    pub(super) fn let_go(&mut self, until: Instant) {
        (self.bell, self.heard, self.open) = (None, None, None);
        self.retry = until;
    }

    /// Another file is read from here on.
    pub(super) fn begin_anew(&mut self, now: Instant) {
        self.closed = None;
        self.let_go(now);
    }

    /// What the stream brought could not be used. If nobody knows where in the file it lies, another
    /// one may do better.
    pub(super) fn doubt(&mut self, now: Instant) {
        let is_placed = |heard: &Heard| heard.end().is_some();
        if self.heard.as_ref().is_some_and(|heard| !is_placed(heard)) {
            self.let_go(now);
        }
    }

    /// So many bytes were told after one look: a loud log needs no bell.
    pub(super) fn measure(&mut self, bytes: usize, now: Instant) {
        if bytes >= LOUD {
            self.let_go(now);
            self.loud = Some(now + LOUD_FOR);
        }
    }

    /// Whether it hears.
    pub(super) fn is_listening(&self) -> bool {
        self.bell.is_some() && self.open.is_some()
    }

    /// Whether the log would have to be looked at often, as nothing rings.
    pub(super) fn is_deaf(&self) -> bool {
        self.bell.is_none()
    }

    /// Whether the stream shows that the file was truncated in place.
    pub(super) fn was_cut(&self, now: Instant) -> bool {
        let closed = self.closed.is_some_and(|at| now < at + EXPLAINS);
        let says_so = |heard: &Heard| heard.says(TRUNCATED);
        closed || self.heard.as_ref().is_some_and(says_so)
    }

    /// How much its stream brought.
    pub(super) fn total(&self) -> u64 {
        self.heard.as_ref().map_or(0, Heard::total)
    }

    /// What its stream brought.
    pub(super) fn heard(&mut self) -> Option<&mut Heard> {
        self.heard.as_mut()
    }
}
