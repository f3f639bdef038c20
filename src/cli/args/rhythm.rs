//! In which rhythm the targets of a batch are worked through, and when it stops.

use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::SignedDuration;

use super::share::Share;

/// In which rhythm the targets of a batch are worked through, and when it stops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Rhythm")]
pub struct Rhythm {
    /// Work on so many targets at a time: a number, or a percentage of all
    #[arg(long, value_name = "N|P%", allow_negative_numbers = true)]
    pub serial: Option<Share>,
    /// Rest so long between one target and the next, such as 5s; one at a time unless --serial says more
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub delay: Option<Duration>,
    /// Go on while no more than so many have failed; what became unknown counts as failed
    #[arg(
        long,
        value_name = "N|P%",
        allow_negative_numbers = true,
        conflicts_with = "on_error"
    )]
    pub max_fail: Option<Share>,
    /// Stop at the first failure, or go on whatever happens (as without it)
    #[arg(long, value_name = "stop|continue", value_enum)]
    #[arg(hide_possible_values = true)]
    pub on_error: Option<OnError>,
    /// Wait no longer than this for an answer of a node, and for one target to come to its goal
    #[arg(long, value_name = "TIME", value_parser = patience)]
    pub timeout: Option<Duration>,
}

/// What a failure means for the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnError {
    /// Nothing new begins.
    Stop,
    /// The rest goes on.
    Continue,
}

/// Reads how long is waited: at least a moment, as no answer comes in none.
fn patience(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        Duration::ZERO => Err("no answer comes in no time".to_owned()),
        some => Ok(some),
    }
}

/// Reads a duration as people write it: `5s`, `1m30s`, `1h`; a number alone is seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is no duration; write 5s, 1m30s or 1h");
    if let Ok(seconds) = text.parse::<u32>() {
        return Ok(Duration::from_secs(seconds.into()));
    }
    let signed: SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(signed).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in [("5s", 5), ("90", 90), ("1m30s", 90), ("2h", 7200)] {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for wrong in ["", "-5s", "soon", "5x", "-1"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
