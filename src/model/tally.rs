//! Counts by state: their sum is always the number of what was counted.

use super::process::Health;

/// Processes counted by how they are doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: [usize; Health::ALL.len()],
}

impl Tally {
    /// Counts one.
    pub fn add(&mut self, health: Health) {
        self.counts[health as usize] += 1;
    }

    /// Adds another tally.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
    }

    /// How many are doing like this.
    #[must_use]
    pub fn of(&self, health: Health) -> usize {
        self.counts[health as usize]
    }

    /// How many were counted.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How many are known to be current.
    #[must_use]
    pub fn current(&self) -> usize {
        self.total() - self.of(Health::NoData)
    }

    /// How many want somebody to look, of those that are current.
    #[must_use]
    pub fn bad(&self) -> usize {
        Health::ALL
            .into_iter()
            .filter(|h| h.is_bad() && *h != Health::NoData)
            .map(|h| self.of(h))
            .sum()
    }

    /// The worst there is.
    #[must_use]
    pub fn worst(&self) -> Option<Health> {
        Health::ALL.into_iter().find(|health| self.of(*health) > 0)
    }
}

impl FromIterator<Health> for Tally {
    fn from_iter<I: IntoIterator<Item = Health>>(all: I) -> Self {
        let mut tally = Self::default();
        for health in all {
            tally.add(health);
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_sum_of_the_counts_is_the_total(picks: Vec<u8>) {
            let all: Vec<Health> =
                picks.iter().map(|p| Health::ALL[*p as usize % Health::ALL.len()]).collect();
            let tally: Tally = all.iter().copied().collect();
            let sum: usize = Health::ALL.into_iter().map(|health| tally.of(health)).sum();
            proptest::prop_assert_eq!(sum, all.len());
            proptest::prop_assert_eq!(tally.total(), all.len());
        }
    }
}
