//! How often something costly may be done: so often at once, and again as time passes.

use std::time::Duration;

use tokio::time::Instant;

/// What may still be done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    most: u32,
    each: Duration,
    left: u32,
    since: Instant,
}

impl Allowance {
    /// For looks at a node while nothing floods: together they cost supervisord a hundredth of a
    /// processor, at 0.6 ms each.
    pub(super) fn of_looks(now: Instant) -> Self {
        Self::new(32, Duration::from_millis(60), now)
    }

    /// For reads in search of bytes that can be sent: while one log is searched, no other of that
    /// node is looked at.
    pub(super) fn of_searches(now: Instant) -> Self {
        Self::new(256, Duration::from_millis(100), now)
    }

    /// All of it. It takes `each` to earn one again.
    fn new(most: u32, each: Duration, now: Instant) -> Self {
        Self {
            most,
            each,
            left: most,
            since: now,
        }
    }

    /// Adds what was earned since it was last asked.
    pub(super) fn earn(&mut self, now: Instant) {
        let passed = now.duration_since(self.since).as_millis() / self.each.as_millis();
        let earned = u32::try_from(passed).unwrap_or(self.most);
        self.left = self.left.saturating_add(earned).min(self.most);
        self.since += self.each * earned;
    }

    /// Takes one away.
    pub(super) fn spend(&mut self) {
        self.left = self.left.saturating_sub(1);
    }

    /// Whether none is left.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// From when on there is one.
    pub(super) fn next(&self) -> Instant {
        if self.is_spent() {
            self.since + self.each
        } else {
            self.since
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_out_and_comes_back() {
        let (begin, each) = (Instant::now(), Duration::from_millis(250));
        let mut allowance = Allowance::new(3, each, begin);
        for _ in 0..3 {
            assert!(!allowance.is_spent());
            assert!(allowance.next() <= begin);
            allowance.spend();
        }
        assert!(allowance.is_spent());
        assert_eq!(allowance.next(), begin + each);
        allowance.earn(begin + each / 2);
        assert!(allowance.is_spent());
        allowance.earn(begin + each * 2);
        assert!(!allowance.is_spent());
    }
}
