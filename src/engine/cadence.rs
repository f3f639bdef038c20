//! When a node is polled next: a pure function of how its polls went.

use std::time::Duration;

use super::pace::Pace;
use crate::model::{LinkError, LinkKind};

/// So many unanswered polls in a row open the breaker (`FAULTS` 3.8).
const BREAKER: u32 = 3;
/// The shortest rest while the breaker is open: a frozen supervisord keeps every connection.
const BREAKER_REST: Duration = Duration::from_secs(30);
/// How far jitter moves a rest, as a part of it.
const JITTER: f64 = 0.2;

/// How the polls of a node went so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct History {
    services: [Option<Duration>; 2],
    trouble: Option<Trouble>,
}

/// A stretch without a good answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Trouble {
    failures: u32,
    silences: u32,
    refused: bool,
}

impl History {
    /// Notes a good answer and the time it took.
    pub(super) fn answered(&mut self, took: Duration) {
        self.services = [Some(took), self.services[0]];
        self.trouble = None;
    }

    /// Notes a failure.
    pub(super) fn failed(&mut self, error: &LinkError) {
        let trouble = self.trouble.get_or_insert_default();
        trouble.failures = trouble.failures.saturating_add(1);
        trouble.silences = match error {
            LinkError::TimedOut { .. } => trouble.silences.saturating_add(1),
            _ => 0,
        };
        trouble.refused = error.kind() == LinkKind::Auth;
    }

    /// How long to rest before the next poll; none for a node that refused us, which is asked again
    /// when told to. `jitter` is between -1 and 1.
    pub(super) fn rest(&self, pace: &Pace, jitter: f64) -> Option<Duration> {
        let rest = match self.trouble {
            None => pace.interval.max(self.service().saturating_mul(pace.share)),
            Some(trouble) if trouble.refused => return None,
            Some(trouble) => trouble.rest(pace),
        };
        let factor = 1.0 + JITTER * jitter.clamp(-1.0, 1.0);
        Some(rest.mul_f64(factor))
    }

    /// How long a node is left alone even when nudged: as long as it worked for us last.
    pub(super) fn breath(&self) -> Duration {
        match self.trouble {
            None => self.service(),
            Some(_) => Duration::ZERO,
        }
    }

    /// What an answer costs the node: the lesser of the last two, as one hiccup of the network says
    /// nothing about the node.
    fn service(&self) -> Duration {
        self.services
            .into_iter()
            .flatten()
            .min()
            .unwrap_or_default()
    }
}

impl Trouble {
    fn rest(self, pace: &Pace) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(16);
        let rest = pace
            .first_rest
            .saturating_mul(1 << doublings)
            .min(pace.back_off_cap);
        if self.silences >= BREAKER {
            rest.max(BREAKER_REST)
        } else {
            rest
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layer;
    use proptest::prelude::*;

    fn refused() -> LinkError {
        LinkError::Refused {
            address: "127.0.0.1:1".into(),
        }
    }

    fn silent() -> LinkError {
        LinkError::TimedOut {
            layer: Layer::Answer,
            after: Duration::from_secs(10),
        }
    }

    fn rests(error: &LinkError, count: usize) -> Vec<u64> {
        let mut history = History::default();
        let mut next = || {
            history.failed(error);
            history.rest(&Pace::default(), 0.0).unwrap().as_secs()
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn the_rest_doubles_up_to_the_cap() {
        assert_eq!(rests(&refused(), 9), [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn three_silences_open_the_breaker() {
        assert_eq!(rests(&silent(), 8), [1, 2, 30, 30, 30, 32, 60, 60]);
    }

    #[test]
    fn one_good_answer_ends_the_trouble() {
        let mut history = History::default();
        for _ in 0..9 {
            history.failed(&silent());
        }
        history.answered(Duration::from_millis(3));
        assert_eq!(
            history.rest(&Pace::default(), 0.0),
            Some(Pace::default().interval)
        );
    }

    #[test]
    fn a_refused_credential_is_not_tried_again_by_itself() {
        let mut history = History::default();
        history.failed(&LinkError::Unauthorized { user: None });
        assert_eq!(history.rest(&Pace::default(), 0.0), None);
        history.failed(&refused());
        assert!(history.rest(&Pace::default(), 0.0).is_some());
    }

    #[test]
    fn a_slow_node_is_asked_more_rarely_and_a_hiccup_does_not_count() {
        let mut history = History::default();
        history.answered(Duration::from_millis(500));
        let rest = |history: &History| history.rest(&Pace::default(), 0.0).unwrap();
        assert_eq!(rest(&history), Duration::from_secs(10));
        history.answered(Duration::from_millis(5));
        assert_eq!(rest(&history), Duration::from_secs(2));
        history.answered(Duration::from_secs(3));
        assert_eq!(rest(&history), Duration::from_secs(2), "one hiccup");
        history.answered(Duration::from_secs(9));
        assert_eq!(
            rest(&history),
            Duration::from_mins(1),
            "twenty times the lesser of the last two"
        );
    }

    #[test]
    fn a_nudge_gives_a_node_as_much_rest_as_it_worked() {
        let mut history = History::default();
        history.answered(Duration::from_millis(400));
        assert_eq!(history.breath(), Duration::from_millis(400));
        history.failed(&silent());
        assert_eq!(history.breath(), Duration::ZERO);
    }

    #[derive(Clone, Debug)]
    enum Poll {
        Good(u64),
        Refused,
        Silent,
        Unauthorized,
    }

    fn poll() -> impl Strategy<Value = Poll> {
        prop_oneof![
            (0u64..20_000).prop_map(Poll::Good),
            Just(Poll::Refused),
            Just(Poll::Silent),
            Just(Poll::Unauthorized),
        ]
    }

    proptest! {
        #[test]
        fn no_history_makes_the_rest_too_short_or_too_long(
            polls in prop::collection::vec(poll(), 1..40),
            jitter in -1.0f64..=1.0,
        ) {
            let pace = Pace::default();
            let mut history = History::default();
            for poll in &polls {
                match poll {
                    Poll::Good(took) => history.answered(Duration::from_millis(*took)),
                    Poll::Refused => history.failed(&refused()),
                    Poll::Silent => history.failed(&silent()),
                    Poll::Unauthorized => history.failed(&LinkError::Forbidden),
                }
            }
            let rest = history.rest(&pace, jitter);
            let paused = matches!(polls.last(), Some(Poll::Unauthorized));
            prop_assert_eq!(rest.is_none(), paused);
            if let Some(rest) = rest {
                prop_assert!(rest >= Pace::default().first_rest.mul_f64(1.0 - JITTER));
                let longest = pace.back_off_cap.max(Duration::from_secs(20) * pace.share);
                prop_assert!(rest <= longest.mul_f64(1.0 + JITTER));
            }
        }

        #[test]
        fn more_failures_never_shorten_the_rest(silent_ones in 0u32..20, jitter in -1.0f64..=1.0) {
            let pace = Pace::default();
            let mut history = History::default();
            let mut last = Duration::ZERO;
            for _ in 0..=silent_ones {
                history.failed(&silent());
                let rest = history.rest(&pace, jitter).unwrap();
                prop_assert!(rest >= last);
                last = rest;
            }
        }
    }
}
