//! How durations, instants and long names read in a table.

use std::borrow::Cow;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A duration in its two largest units: `4s`, `2m10s`, `4h12m`, `41d07h`.
#[must_use]
pub fn spell_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..MINUTE => format!("{seconds}s"),
        MINUTE..HOUR => format!("{}m{:02}s", seconds / MINUTE, seconds % MINUTE),
        HOUR..DAY => format!("{}h{:02}m", seconds / HOUR, seconds % HOUR / MINUTE),
        DAY.. => format!("{}d{:02}h", seconds / DAY, seconds % DAY / HOUR),
    }
}

/// A duration in its largest unit, where only its order matters: `40s`, `14m`, `3h`, `9d`.
#[must_use]
pub fn spell_age(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..MINUTE => format!("{seconds}s"),
        MINUTE..HOUR => format!("{}m", seconds / MINUTE),
        HOUR..DAY => format!("{}h", seconds / HOUR),
        DAY.. => format!("{}d", seconds / DAY),
    }
}

/// An amount of bytes: `12 B`, `1.2 KB`.
#[must_use]
pub fn spell_bytes(bytes: u64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "one digit after the point is shown"
    )]
    let amount = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} KB", amount / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", amount / 1e6),
        _ => format!("{:.1} GB", amount / 1e9),
    }
}

/// The time of day in UTC, as in `12:03:49`.
#[must_use]
pub fn spell_clock(at: Timestamp) -> String {
    at.strftime("%H:%M:%S").to_string()
}

/// Day and time in UTC, as in `Jul 03 11:20`.
#[must_use]
pub fn spell_day(at: Timestamp) -> String {
    at.strftime("%b %d %H:%M").to_string()
}

/// The time of day, or day and time for what is more than half a day away.
#[must_use]
pub fn spell_moment(at: Timestamp, now: Timestamp) -> String {
    if now.duration_since(at).abs() < SignedDuration::from_hours(12) {
        spell_clock(at)
    } else {
        spell_day(at)
    }
}

/// The time from one instant to a later one; zero where the clock went back.
#[must_use]
pub fn elapsed(since: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(since)).unwrap_or(Duration::ZERO)
}

/// The columns that a text takes on a terminal.
#[must_use]
pub fn display_width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Cuts a long name in the middle, never at the number it ends in: `worker:very…_name_03`.
///
/// `ellipsis` stands for what was cut; the caller chooses it to suit the terminal. Where not even
/// the number has room beside it, the end of the text is what stays.
#[must_use]
pub fn shorten_middle<'a>(text: &'a str, width: usize, ellipsis: &str) -> Cow<'a, str> {
    if display_width(text) <= width {
        return Cow::Borrowed(text);
    }
    let Some(budget) = width.checked_sub(display_width(ellipsis)) else {
        return Cow::Borrowed(last_columns(text, width));
    };
    let stem = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number = text.len() - stem.len();
    // Two fifths for the end: names differ there, but are known by their beginning.
    let end = last_columns(text, (budget * 2).div_ceil(5).max(number).min(budget));
    let start = first_columns(text, budget - display_width(end));
    Cow::Owned(format!("{start}{ellipsis}{end}"))
}

/// As much of the beginning as fits into so many columns.
#[must_use]
pub fn first_columns(text: &str, width: usize) -> &str {
    let mut taken = 0;
    let cut = text.grapheme_indices(true).find_map(|(at, grapheme)| {
        taken += grapheme.width();
        (taken > width).then_some(at)
    });
    &text[..cut.unwrap_or(text.len())]
}

/// As much of the end as fits into so many columns.
fn last_columns(text: &str, width: usize) -> &str {
    let mut taken = 0;
    let cut = text
        .grapheme_indices(true)
        .rev()
        .find_map(|(at, grapheme)| {
            taken += grapheme.width();
            (taken > width).then_some(at + grapheme.len())
        });
    &text[cut.unwrap_or(0)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_shows_its_two_largest_units() {
        let read = |seconds| spell_duration(Duration::from_secs(seconds));
        assert_eq!(read(0), "0s");
        assert_eq!(read(59), "59s");
        assert_eq!(read(130), "2m10s");
        assert_eq!(read(22 * 60 + 18), "22m18s");
        assert_eq!(read(4 * 3600 + 12 * 60 + 59), "4h12m");
        assert_eq!(read(3 * 86400 + 4 * 3600), "3d04h");
        assert_eq!(read(41 * 86400 + 7 * 3600), "41d07h");
    }

    #[test]
    fn an_age_shows_its_largest_unit() {
        let read = |seconds| spell_age(Duration::from_secs(seconds));
        assert_eq!(
            [read(42), read(14 * 60), read(3 * 3600), read(9 * 86400)],
            ["42s", "14m", "3h", "9d"]
        );
    }

    #[test]
    fn a_moment_of_another_day_shows_its_day() {
        let at: Timestamp = "2026-07-03T11:20:05Z".parse().unwrap();
        let soon: Timestamp = "2026-07-03T12:00:00Z".parse().unwrap();
        let later: Timestamp = "2026-07-05T12:00:00Z".parse().unwrap();
        assert_eq!(spell_moment(at, soon), "11:20:05");
        assert_eq!(spell_moment(at, later), "Jul 03 11:20");
        assert_eq!(elapsed(soon, at), Duration::ZERO);
    }

    #[test]
    fn a_long_name_is_cut_in_the_middle() {
        assert_eq!(
            shorten_middle("worker:very_long_program_name_03", 20, "…"),
            "worker:very…_name_03"
        );
        assert_eq!(shorten_middle("short_03", 20, "…"), "short_03");
        assert_eq!(shorten_middle("web_20260712", 10, "…"), "w…20260712");
        assert_eq!(shorten_middle("web_123", 2, "..."), "23");
    }

    #[test]
    fn wide_letters_are_counted_by_their_columns() {
        let cut = shorten_middle("队列处理程序_07", 9, "~");
        assert_eq!(cut, "队列~_07");
        assert!(display_width(&cut) <= 9);
    }

    proptest::proptest! {
        #[test]
        fn a_cut_name_fits_and_keeps_its_number(text in "[a-z:é队_]{0,30}[0-9]{0,4}", width in 0usize..40) {
            let cut = shorten_middle(&text, width, "…");
            proptest::prop_assert!(display_width(&cut) <= width);
            let digits = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            if width > digits {
                proptest::prop_assert!(cut.ends_with(&text[text.len() - digits..]));
            }
        }
    }
}
