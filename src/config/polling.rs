//! How often nodes are asked and how long we wait for them: the `[poll]` table.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::section::Section;
use super::source::Slip;

/// How often nodes are asked and how long we wait for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollSettings {
    /// From one poll of a node to its next, while it answers.
    pub interval: Duration,
    /// How long opening a connection may take, name lookup apart.
    pub connect_timeout: Duration,
    /// How long one question may take in all.
    pub answer_timeout: Duration,
    /// The wait after a first failure; it doubles with every further one.
    pub retry_first: Duration,
    /// The longest wait between tries.
    pub retry_max: Duration,
    /// The interval is never less than this many times what a poll costs the node
    /// (`PROTOCOL` 4.1: supervisord does nothing else meanwhile).
    pub ease: u32,
    /// How many nodes are asked at the same time.
    pub parallel: usize,
}

impl Default for PollSettings {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(2),
            connect_timeout: Duration::from_secs(3),
            answer_timeout: Duration::from_secs(10),
            retry_first: Duration::from_secs(1),
            retry_max: Duration::from_secs(30),
            ease: 20,
            parallel: 64,
        }
    }
}

const INTERVALS: RangeInclusive<Duration> = millis(200)..=millis(3_600_000);
const TIMEOUTS: RangeInclusive<Duration> = millis(100)..=millis(120_000);
const RETRIES: RangeInclusive<Duration> = millis(100)..=millis(3_600_000);

impl PollSettings {
    /// Takes what a file says; what it does not say stays.
    pub(super) fn read(&mut self, mut section: Section<'_>) -> Vec<Slip> {
        for (key, limits, value) in [
            ("interval", &INTERVALS, &mut self.interval),
            ("connect_timeout", &TIMEOUTS, &mut self.connect_timeout),
            ("answer_timeout", &TIMEOUTS, &mut self.answer_timeout),
            ("retry_first", &RETRIES, &mut self.retry_first),
            ("retry_max", &RETRIES, &mut self.retry_max),
        ] {
            if let Some(duration) = section.duration(key, limits) {
                *value = duration;
            }
        }
        if let Some(ease) = section.number("ease", &(1..=1000)) {
            self.ease = u32::try_from(ease).unwrap_or(u32::MAX);
        }
        if let Some(parallel) = section.number("parallel", &(1..=1000)) {
            self.parallel = usize::try_from(parallel).unwrap_or(usize::MAX);
        }
        if self.retry_first > self.retry_max {
            let message = "poll.retry_first is longer than poll.retry_max".to_owned();
            let spot = section.key_spot("retry_first");
            section.slip(Slip::new(spot, message, "the first wait is the shortest"));
        }
        section.close()
    }
}

const fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}
