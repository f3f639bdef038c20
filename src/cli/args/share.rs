//! A part of the targets: a number of them, or a percentage.

use std::str::FromStr;

use thiserror::Error;

/// A part of the targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// So many.
    Count(usize),
    /// So many of a hundred.
    Percent(u8),
}

/// No part of anything is written like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected a number such as 3, or a percentage such as 25%")]
pub struct ParseShareError;

impl Share {
    /// How many of `total` that is, a percentage rounded down.
    #[must_use]
    pub fn of(self, total: usize) -> usize {
        match self {
            Self::Count(count) => count,
            Self::Percent(percent) => total.saturating_mul(usize::from(percent)) / 100,
        }
    }
}

impl FromStr for Share {
    type Err = ParseShareError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_suffix('%').unwrap_or(text);
        // A sign would be read, too, and `+5` says nothing that `5` does not.
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ParseShareError);
        }
        if digits.len() == text.len() {
            return text.parse().map(Self::Count).map_err(|_| ParseShareError);
        }
        let percent = digits.parse().map_err(|_| ParseShareError)?;
        if percent <= 100 {
            Ok(Self::Percent(percent))
        } else {
            Err(ParseShareError)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_number_or_a_percentage_rounded_down() {
        assert_eq!("3".parse(), Ok(Share::Count(3)));
        let quarter: Share = "25%".parse().unwrap();
        assert_eq!([1, 3, 5, 10].map(|total| quarter.of(total)), [0, 0, 1, 2]);
        assert_eq!("100%".parse::<Share>().unwrap().of(7), 7);
        for wrong in ["", "%", "-1", "+5", "101%", "1.5", "5 %", "all"] {
            assert_eq!(wrong.parse::<Share>(), Err(ParseShareError), "{wrong}");
        }
    }
}
