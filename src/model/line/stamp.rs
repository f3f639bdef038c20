//! When a line says it was written.

use std::ops::Range;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::fields::{fields, looks_like_json};
use super::moment::{Moment, epoch};

/// How far into a line its time may begin, in bytes.
const NEAR: usize = 64;
/// How far into a line of JSON, where fields come in any order, in bytes.
const NEAR_IN_JSON: usize = 2048;
/// The names of fields that hold a time.
const KEYS: [&str; 6] = [
    "ts",
    "time",
    "timestamp",
    "@timestamp",
    "datetime",
    "asctime",
];

/// When a line says it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The moment.
    pub at: Timestamp,
    /// The bytes of the line that say so.
    pub range: Range<usize>,
}

impl Stamp {
    /// Finds the time that a line carries near its start, or, if it is JSON, in a field: as ISO
    /// 8601 or RFC 3339 with all that is made of them, as web servers, syslog, `asctime`, glog and
    /// tornado write it, or as seconds or less since 1970. A time without a zone is of the assumed
    /// one, a date without a year the last such date before `now`.
    #[must_use]
    pub fn of(text: &str, assumed: &TimeZone, now: Timestamp) -> Option<Self> {
        let resolve = |moment: Moment| moment.instant(assumed, now);
        if looks_like_json(text) {
            let near = fields(text).take_while(|(_, at)| *at < NEAR_IN_JSON);
            let mut named = near.filter(|(name, _)| KEYS.contains(name));
            return named.find_map(|(_, at)| in_value(text, at, resolve));
        }
        let bytes = text.as_bytes();
        (0..bytes.len().min(NEAR))
            .filter(|at| *at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
            .find_map(|at| in_text(bytes, at, resolve))
    }

    /// Whether a line begins with its time, but for a bracket or a letter: such a line begins a
    /// record.
    pub(super) fn is_first_in(text: &str) -> bool {
        let bytes = text.as_bytes();
        let bytes = bytes.strip_prefix(b"[").unwrap_or(bytes);
        Moment::read(bytes).is_some()
    }
}

fn in_text(
    bytes: &[u8],
    at: usize,
    resolve: impl Fn(Moment) -> Option<Timestamp>,
) -> Option<Stamp> {
    let (moment, range) = Moment::read(&bytes[at..])?;
    Some(Stamp {
        at: resolve(moment)?,
        range: at + range.start..at + range.end,
    })
}

/// The value of a field: a text that is a time, or a number since 1970.
fn in_value(text: &str, at: usize, resolve: impl Fn(Moment) -> Option<Timestamp>) -> Option<Stamp> {
    let quotes = usize::from(text[at..].starts_with('"'));
    let begin = at + quotes;
    in_text(text.as_bytes(), begin, resolve).or_else(|| {
        let (at, length) = epoch(&text.as_bytes()[begin..])?;
        let range = begin..begin + length;
        Some(Stamp { at, range })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(text: &str) -> Option<Stamp> {
        let now = "2026-11-20T23:00:00Z".parse().unwrap();
        Stamp::of(text, &TimeZone::fixed(jiff::tz::offset(1)), now)
    }

    /// Lines with what says the time between `‹` and `›`, and the time.
    fn assert_stamped(lines: &[(&str, &str)]) {
        for (marked, at) in lines {
            let begin = marked.find('‹').unwrap();
            let text = marked.replace(['‹', '›'], "");
            let stamp = stamp(&text).unwrap_or_else(|| panic!("no time in {text}"));
            let end = marked.find('›').unwrap() - '‹'.len_utf8();
            assert_eq!(
                (stamp.at.to_string().as_str(), stamp.range),
                (*at, begin..end),
                "{text}"
            );
        }
    }

    #[test]
    fn iso_8601_is_understood_in_all_its_forms() {
        assert_stamped(&[
            ("‹2026-11-20T12:04:31Z› up", "2026-11-20T12:04:31Z"),
            (
                "‹2026-11-20 12:04:31,123› INFO x",
                "2026-11-20T11:04:31.123Z",
            ),
            (
                "[‹2026-11-20 12:04:31.123456 -05:30›] x",
                "2026-11-20T17:34:31.123456Z",
            ),
            (
                "[‹2026-11-20 12:04:31,123›: INFO/x]",
                "2026-11-20T11:04:31.123Z",
            ),
            ("‹2026-11-20 12:04:31 UTC› [7] LOG:", "2026-11-20T12:04:31Z"),
            ("‹2026-11-20 12:04:31› - a - INFO", "2026-11-20T11:04:31Z"),
            ("‹2026-11-20 12:04:31›, x", "2026-11-20T11:04:31Z"),
            ("‹2026/11/20 12:04:31› [error] 7#7", "2026-11-20T11:04:31Z"),
            (
                "time=‹2026-11-20T12:04:31+01:00› level=info",
                "2026-11-20T11:04:31Z",
            ),
            ("‹2026-11-20T12:04:31+0100›", "2026-11-20T11:04:31Z"),
            ("‹2026-11-20T12:04:31+01›", "2026-11-20T11:04:31Z"),
            (
                "‹2026-11-20T23:59:60.999999999999Z›",
                "2026-11-20T23:59:59.999999999Z",
            ),
        ]);
    }

    #[test]
    fn so_is_what_servers_and_frameworks_write() {
        assert_stamped(&[
            (
                "::1 - - [‹20/Nov/2026:12:04:31 +0200›] \"GET /\"",
                "2026-11-20T10:04:31Z",
            ),
            (
                "[‹20/Nov/2026 12:04:31›] \"GET /\" 200",
                "2026-11-20T11:04:31Z",
            ),
            (
                "7:M ‹20 Nov 2026 12:04:31.123› * up",
                "2026-11-20T11:04:31.123Z",
            ),
            ("<11>‹Nov 20 12:04:31› api-03 x", "2026-11-20T11:04:31Z"),
            ("‹Nov  2 12:04:31› api-03 x", "2026-11-02T11:04:31Z"),
            ("‹Nov 2 12:04:31› api-03 x", "2026-11-02T11:04:31Z"),
            (
                "[Fri ‹Nov 20 12:04:31.5 2026›] [core:error]",
                "2026-11-20T11:04:31.5Z",
            ),
            (
                "E‹1120 12:04:31.123456›  7 main.go:3]",
                "2026-11-20T11:04:31.123456Z",
            ),
            ("[I ‹261120 12:04:31› web:2246]", "2026-11-20T11:04:31Z"),
            ("[I ‹20261120 12:04:31› web:2246]", "2026-11-20T11:04:31Z"),
        ]);
    }

    #[test]
    fn a_date_without_a_year_is_the_last_such() {
        assert_stamped(&[
            ("‹Nov 21 12:04:31› clocks differ", "2026-11-21T11:04:31Z"),
            ("‹Nov 22 12:04:31› x", "2025-11-22T11:04:31Z"),
            ("‹Dec 31 12:04:31› x", "2025-12-31T11:04:31Z"),
            ("‹Feb 29 12:04:31 2024› x", "2024-02-29T11:04:31Z"),
        ]);
        let new_year = "2026-12-31T23:30:00Z".parse().unwrap();
        let stamp = Stamp::of("Jan  1 00:31:00 x", &TimeZone::UTC, new_year).unwrap();
        assert_eq!(stamp.at.to_string(), "2027-01-01T00:31:00Z");
    }

    #[test]
    fn json_says_it_in_a_field() {
        assert_stamped(&[
            (
                r#"{"level":"info","ts":‹1763640271.25›,"msg":"x"}"#,
                "2025-11-20T12:04:31.25Z",
            ),
            (r#"{"time":‹1763640271123›}"#, "2025-11-20T12:04:31.123Z"),
            (
                r#"{"ts":"‹1763640271123456›"}"#,
                "2025-11-20T12:04:31.123456Z",
            ),
            (
                r#"{"ts":‹1763640271123456789›}"#,
                "2025-11-20T12:04:31.123456789Z",
            ),
            (
                r#"{"time":true,"@timestamp" : "‹2026-11-20T12:04:31.1Z›"}"#,
                "2026-11-20T12:04:31.1Z",
            ),
        ]);
    }

    #[test]
    fn other_numbers_are_no_time() {
        for text in [
            "",
            "no digits",
            "12:04:31 x",
            "2026-11-20",
            "2026-13-20 12:04:31",
            "2026-02-30 12:04:31",
            "2026-11/20 12:04:31",
            "2026-11-20 25:04:31",
            "x2026-11-20 12:04:31",
            "Nov 31 12:04:31",
            "Feb 29 12:04:31",
            "1120 12:04:31",
            "E99 12:04:31",
            "E120 12:04:31",
            "Mon 12:04:31",
            "99999999999999999999 12",
            r#"{"ts":5}"#,
            r#"{"ts":null}"#,
            r#"{"msg":"2026-11-20T12:04:31Z"}"#,
        ] {
            assert_eq!(stamp(text), None, "{text}");
        }
        let far = format!("{}2026-11-20T12:04:31Z", "- ".repeat(40));
        assert_eq!(stamp(&far), None);
    }

    #[test]
    fn a_record_begins_with_its_time() {
        assert!(
            Stamp::is_first_in("[2026-11-20 12:04:31] x") && Stamp::is_first_in("E1120 12:04:31")
        );
        assert!(!Stamp::is_first_in("at 2026-11-20 12:04:31") && !Stamp::is_first_in(""));
    }
}
