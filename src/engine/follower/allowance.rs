//! How often bytes that cannot be sent may be searched for: every try writes a traceback of 1.5 kB
//! into supervisord's own log (`PROTOCOL` 3.0).

use std::time::Duration;

use tokio::time::Instant;

/// Tries that may be made at once.
const MOST: u32 = 96;
/// How long one try takes to be earned again.
const EARNED: Duration = Duration::from_millis(250);

/// The tries that are left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    left: u32,
    since: Instant,
}

impl Allowance {
    /// All of them.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            left: MOST,
            since: now,
        }
    }

    /// Adds what was earned since it was last asked.
    pub(super) fn earn(&mut self, now: Instant) {
        let passed = now.duration_since(self.since).as_millis() / EARNED.as_millis();
        let earned = u32::try_from(passed).unwrap_or(MOST);
        self.left = self.left.saturating_add(earned).min(MOST);
        self.since += EARNED * earned;
    }

    /// Takes one try away.
    pub(super) fn spend(&mut self) {
        self.left = self.left.saturating_sub(1);
    }

    /// Whether none is left.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_run_out_and_come_back() {
        let begin = Instant::now();
        let mut allowance = Allowance::new(begin);
        for _ in 0..MOST {
            assert!(!allowance.is_spent());
            allowance.spend();
        }
        assert!(allowance.is_spent());
        allowance.earn(begin + EARNED / 2);
        assert!(allowance.is_spent());
        allowance.earn(begin + EARNED * 2);
        assert!(!allowance.is_spent());
    }
}
