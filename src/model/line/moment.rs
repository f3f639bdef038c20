//! Times as lines write them, which may lack their year and their zone.

use std::ops::Range;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::cursor::{Cursor, number};

/// A time as a line writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    day: Day,
    time: Time,
    offset: Option<Offset>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    year: Option<i16>,
    month: i8,
    of_month: i8,
}

impl Moment {
    /// Reads a time off the front of a text, and says which bytes it is: all but the letter that
    /// glog and tornado put before it.
    pub(super) fn read(text: &[u8]) -> Option<(Self, Range<usize>)> {
        let (begin, (moment, after)) = match text.first()? {
            b'0'..=b'9' => {
                let cursor = Cursor::new(text);
                (0, iso(cursor).or_else(|| day_first(cursor))?)
            }
            b'A'..=b'Z' | b'a'..=b'z' => match month_first(Cursor::new(text)) {
                Some(read) => (0, read),
                None => after_letter(text)?,
            },
            _ => return None,
        };
        Some((moment, begin..text.len() - after.rest.len()))
    }

    /// When that was.
    pub(super) fn instant(self, assumed: &TimeZone, now: Timestamp) -> Option<Timestamp> {
        let in_year = |year: i16| {
            let date = Date::new(year, self.day.month, self.day.of_month).ok()?;
            let moment = DateTime::from_parts(date, self.time);
            match self.offset {
                Some(offset) => offset.to_timestamp(moment).ok(),
                None => assumed.to_timestamp(moment).ok(),
            }
        };
        if let Some(year) = self.day.year {
            return in_year(year);
        }
        // Clocks differ, and so do zones: a little of the future is of now.
        let latest = now.checked_add(SignedDuration::from_hours(24)).ok()?;
        let year = assumed.to_datetime(now).year();
        let mut years = [year + 1, year, year - 1].into_iter().filter_map(in_year);
        years.find(|at| *at <= latest)
    }
}

/// Seconds, or thousandths, millionths or thousand millionths of them, since 1970, and how many
/// bytes say so: how many digits there are tells which.
pub(super) fn epoch(text: &[u8]) -> Option<(Timestamp, usize)> {
    let mut cursor = Cursor::new(text);
    let digits = cursor.run_of_digits()?;
    let whole = number(digits)?;
    let at = match digits.len() {
        9..=11 => {
            let nanos = fraction(&mut cursor);
            Timestamp::new(whole, nanos)
        }
        12..=14 => Timestamp::from_millisecond(whole),
        15..=17 => Timestamp::from_microsecond(whole),
        18..=19 => Timestamp::from_nanosecond(i128::from(whole)),
        _ => return None,
    };
    Some((at.ok()?, text.len() - cursor.rest.len()))
}

/// A time, and what follows it.
type Read<'a> = Option<(Moment, Cursor<'a>)>;

/// `2026-11-20T12:04:31.123456Z`, `2026-11-20 12:04:31,123`, `2026/11/20 12:04:31`.
fn iso(mut cursor: Cursor<'_>) -> Read<'_> {
    let year = cursor.digits(4)?;
    let between = cursor.one_of(b"-/")?;
    let month = cursor.digits(2)?;
    cursor.one_of(&[between])?;
    let day = Day::new(Some(year), month, cursor.digits(2)?)?;
    cursor.one_of(b"Tt_ ")?;
    of_day(day, cursor)
}

/// `20/Nov/2026:12:04:31 +0000`, `20 Nov 2026 12:04:31.123`.
fn day_first(mut cursor: Cursor<'_>) -> Read<'_> {
    let day = cursor.digits(2).or_else(|| cursor.digits(1))?;
    let between = cursor.one_of(b"/- ")?;
    let month = cursor.month()?;
    cursor.one_of(&[between])?;
    let day = Day::new(Some(cursor.digits(4)?), month, day)?;
    cursor.one_of(b": ")?;
    of_day(day, cursor)
}

/// `Nov 20 12:04:31`, `Nov  2 12:04:31.123456 2026`.
fn month_first(mut cursor: Cursor<'_>) -> Read<'_> {
    let month = cursor.month()?;
    cursor.one_of(b" ")?;
    cursor.one_of(b" ");
    let day = cursor.digits(2).or_else(|| cursor.digits(1))?;
    cursor.one_of(b" ")?;
    let (mut moment, after) = of_day(Day::new(None, month, day)?, cursor)?;
    let mut cursor = after;
    cursor.one_of(b" ");
    let year = cursor.run_of_digits().filter(|digits| digits.len() == 4);
    match year.and_then(number) {
        Some(year) => {
            moment.day.year = i16::try_from(year).ok();
            Some((moment, cursor))
        }
        None => Some((moment, after)),
    }
}

/// `E1120 12:04:31.123456` as glog has it, `I 261120 12:04:31` as tornado; where the digits begin,
/// too.
fn after_letter(text: &[u8]) -> Option<(usize, (Moment, Cursor<'_>))> {
    let mut cursor = Cursor::new(text);
    cursor.one_of(b"DIWECF")?;
    cursor.one_of(b" ");
    let begin = text.len() - cursor.rest.len();
    let digits = cursor.run_of_digits()?;
    let (year, rest) = digits.split_at(digits.len().checked_sub(4)?);
    let year = match year.len() {
        0 => None,
        2 => Some(2000 + number(year)?),
        4 => Some(number(year)?),
        _ => return None,
    };
    let day = Day::new(year, number(&rest[..2])?, number(&rest[2..])?)?;
    cursor.one_of(b" ")?;
    Some((begin, of_day(day, cursor)?))
}

/// The time of that day, and the zone if there is one.
fn of_day(day: Day, mut cursor: Cursor<'_>) -> Read<'_> {
    let hour = cursor.digits(2)?;
    cursor.one_of(b":")?;
    let minute = cursor.digits(2)?;
    cursor.one_of(b":")?;
    // A leap second is told as the one before it.
    let second = cursor.digits(2)?.min(59);
    let nanos = fraction(&mut cursor);
    let small = |number: i64| i8::try_from(number).ok();
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, nanos).ok()?;
    let offset = zone(&mut cursor);
    Some((Moment { day, time, offset }, cursor))
}

/// Thousand millionths of a second after a point or a comma; none if there are no digits.
fn fraction(cursor: &mut Cursor<'_>) -> i32 {
    let mut ahead = *cursor;
    if ahead.one_of(b".,").is_none() {
        return 0;
    }
    let Some(digits) = ahead.run_of_digits() else {
        return 0;
    };
    *cursor = ahead;
    let digits = digits.iter().map(|digit| i32::from(digit - b'0'));
    let nine = digits.chain(std::iter::repeat(0)).take(9);
    nine.fold(0, |nanos, digit| nanos * 10 + digit)
}

/// `Z`, ` UTC`, ` GMT`, `+01:00`, ` +0100`. Other names mean different zones in different places.
fn zone(cursor: &mut Cursor<'_>) -> Option<Offset> {
    let mut ahead = *cursor;
    ahead.one_of(b" ");
    let offset = if ahead.word(b"UTC") || ahead.word(b"GMT") || ahead.one_of(b"Zz").is_some() {
        Offset::UTC
    } else {
        signed(&mut ahead)?
    };
    let ends = !ahead.rest.first().is_some_and(u8::is_ascii_alphanumeric);
    ends.then(|| {
        *cursor = ahead;
        offset
    })
}

fn signed(cursor: &mut Cursor<'_>) -> Option<Offset> {
    let sign = if cursor.one_of(b"+-")? == b'-' { -1 } else { 1 };
    let hours = cursor.digits(2)?;
    cursor.one_of(b":");
    let minutes = cursor.digits(2).unwrap_or(0);
    let seconds = sign * (hours * 3600 + minutes * 60);
    Offset::from_seconds(i32::try_from(seconds).ok()?).ok()
}

impl Day {
    fn new(year: Option<i64>, month: i64, day: i64) -> Option<Self> {
        let year = match year {
            Some(year) => Some(i16::try_from(year).ok()?),
            None => None,
        };
        Some(Self {
            year,
            month: i8::try_from(month).ok()?,
            of_month: i8::try_from(day).ok()?,
        })
    }
}
