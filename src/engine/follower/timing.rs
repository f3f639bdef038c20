//! When the next look at the logs of a node is due.

use std::time::Duration;

use tokio::time::Instant;

use super::allowance::Allowance;
use super::blind::Blind;
use super::pace::{CHASE, IDLE, Look, rest};

/// Who lives is asked with a look that is due anyway, but not more often than this.
const LIVES: Duration = Duration::from_millis(200);

/// When the next look is due.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timing {
    /// When supervisord does not look by itself.
    pub(super) blind: Blind,
    /// When the last look was sent.
    pub(super) last: Instant,
    /// Whether there is news that was not read.
    pub(super) is_rung: bool,
    /// Whether more is known to be there than the last look brought.
    pub(super) is_behind: bool,
    /// Whether the node did not answer.
    pub(super) is_away: bool,
    /// When it was last asked who lives.
    pub(super) lives: Option<Instant>,
    /// How long a question takes there and back.
    trip: Duration,
    /// The rest after the last look, for logs that nothing rings for.
    pause: Duration,
    /// An appointment.
    soon: Option<Instant>,
    /// No look before that.
    earliest: Instant,
    looks: Allowance,
}

impl Timing {
    /// Nothing was looked at yet.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            blind: Blind::new(now),
            last: now,
            is_rung: false,
            is_behind: false,
            is_away: false,
            lives: None,
            trip: Duration::ZERO,
            pause: Duration::ZERO,
            soon: None,
            earliest: now,
            looks: Allowance::of_looks(now),
        }
    }

    /// When the next look is due, if nothing rings for so many logs.
    pub(super) fn due(&self, now: Instant, deaf: usize) -> Instant {
        let pause = self.last + self.pause;
        if self.is_away {
            return pause.max(self.earliest);
        }
        if self.is_behind {
            return (self.last + CHASE).max(self.earliest);
        }
        let next = self.blind.next(self.last, now, self.trip);
        let all = [
            self.is_rung.then_some(now),
            (deaf > 0).then_some(pause),
            self.soon,
        ];
        let due = all.into_iter().flatten().fold(next, Instant::min);
        due.max(self.earliest).max(self.looks.next())
    }

    /// A look begins; whether it shall ask who lives, too.
    pub(super) fn begin(&mut self, now: Instant) -> bool {
        self.looks.earn(now);
        if !self.is_behind {
            self.looks.spend();
        }
        let every = if self.is_rung { LIVES } else { IDLE * 8 / 9 };
        let asks_lives = self.lives.is_none_or(|at| now >= at + every);
        if asks_lives {
            self.lives = Some(now);
        }
        self.last = now;
        (self.is_rung, self.is_behind) = (false, false);
        self.soon = self.soon.filter(|soon| *soon > now);
        asks_lives
    }

    /// A look came to this.
    pub(super) fn end(&mut self, look: Look) {
        self.is_away = look == Look::Away;
        self.pause = rest(look, self.pause);
    }

    /// Something turned supervisord's loop, as we heard now.
    pub(super) fn wake(&mut self, heard: Instant) {
        self.blind.wake(heard, self.trip);
    }

    /// A question took so long there and back.
    pub(super) fn measure(&mut self, took: Duration) {
        // What is long for once was busy, not far away.
        self.trip = if self.trip.is_zero() {
            took
        } else {
            took.min(self.trip * 2)
        };
    }

    /// Looks again then, if not sooner.
    pub(super) fn appoint(&mut self, at: Instant) {
        self.soon = Some(self.soon.map_or(at, |soon| soon.min(at)));
    }

    /// Does not look before then.
    pub(super) fn postpone(&mut self, until: Instant) {
        self.earliest = until;
    }

    /// Looks at once at something new.
    pub(super) fn hurry(&mut self) {
        (self.is_rung, self.pause, self.lives) = (true, Duration::ZERO, None);
    }
}
