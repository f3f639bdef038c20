//! From the options of the rhythm to a mode and a limit of failures.

use std::time::Duration;

use crate::cli::args::{OnError, Rhythm, Share};
use crate::plan::Mode;

/// Refuses a rhythm in which nothing would ever begin.
///
/// # Errors
///
/// Why, in a sentence.
pub(super) fn check(rhythm: &Rhythm) -> Result<(), String> {
    match rhythm.serial {
        Some(Share::Count(0) | Share::Percent(0)) => {
            Err("--serial 0 begins nothing; the least is 1".to_owned())
        }
        Some(Share::Count(_) | Share::Percent(_)) | None => Ok(()),
    }
}

/// How so many targets are worked through. A percentage is rounded down, but one is always at work.
pub(super) fn mode(rhythm: &Rhythm, total: usize) -> Mode {
    let delay = rhythm.delay.unwrap_or(Duration::ZERO);
    match (rhythm.serial, rhythm.delay) {
        (Some(share), _) => Mode::Rolling {
            at_once: share.of(total).max(1),
            delay,
        },
        (None, Some(_)) => Mode::Rolling { at_once: 1, delay },
        (None, None) => Mode::default(),
    }
}

/// The failure after which nothing new begins: one more than may be.
pub(super) fn stop_after(rhythm: &Rhythm, total: usize) -> Option<usize> {
    match (rhythm.max_fail, rhythm.on_error) {
        (Some(share), _) => Some(share.of(total) + 1),
        (None, Some(OnError::Stop)) => Some(1),
        (None, Some(OnError::Continue) | None) => None,
    }
}

/// The rhythm in words; nothing where all go side by side to the end.
pub(super) fn spell(mode: Mode, stop_after: Option<usize>) -> Option<String> {
    let pace = match mode {
        Mode::Parallel { .. } => None,
        Mode::Rolling { at_once, delay } if delay.is_zero() => Some(format!("{at_once} at a time")),
        Mode::Rolling { at_once, delay } => {
            let rest = delay.as_secs_f32();
            Some(format!("{at_once} at a time, a rest of {rest}s after each"))
        }
    };
    let end = stop_after.map(|limit| match limit {
        1 => "stops at the first failure".to_owned(),
        _ => format!("stops at the failure number {limit}"),
    });
    match (pace, end) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one),
        (Some(pace), Some(end)) => Some(format!("{pace}; {end}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_all_targets() {
        let quarter = Rhythm {
            serial: Some(Share::Percent(25)),
            max_fail: Some(Share::Percent(10)),
            ..Rhythm::default()
        };
        let at_once = [1, 3, 10].map(|total| mode(&quarter, total).at_once());
        assert_eq!(at_once, [1, 1, 2]);
        let limits = [5, 10, 25].map(|total| stop_after(&quarter, total));
        assert_eq!(limits, [Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn a_rest_makes_it_one_at_a_time() {
        let resting = Rhythm {
            delay: Some(Duration::from_secs(5)),
            on_error: Some(OnError::Stop),
            ..Rhythm::default()
        };
        let words = spell(mode(&resting, 9), stop_after(&resting, 9));
        let expected = "1 at a time, a rest of 5s after each; stops at the first failure";
        assert_eq!(words.as_deref(), Some(expected));
        assert_eq!(spell(mode(&Rhythm::default(), 9), None), None);
        assert!(
            check(&Rhythm {
                serial: Some(Share::Percent(0)),
                ..resting
            })
            .is_err()
        );
    }
}
