//! Times: of arrival, and those that lines carry.

use supdeck::model::{LogGap, Missing, Stream};
use supdeck::tui::state::{LineOrder, Settings, Times};

use super::desk::{LogDesk, clock, open, several};

fn say(log: &mut LogDesk, name: &str, text: &str) {
    log.says(name, Stream::Stdout, text.as_bytes());
}

#[test]
fn the_key_goes_round() {
    let mut log = open();
    log.out("2026-07-12T12:00:01Z one\n");
    assert_eq!(log.pane().times, Times::Hidden);
    log.press("t");
    assert_eq!(log.pane().times, Times::Arrival);
    assert_eq!(
        log.told(),
        "in the order of arrival, with the time of arrival"
    );
    log.press("t");
    assert_eq!(log.pane().times, Times::Parsed);
    assert_eq!(log.pane().times.order(), LineOrder::Parsed);
    assert_eq!(log.told(), "by the times that the lines carry");
    log.press("t");
    assert_eq!(log.pane().times, Times::Hidden);
}

#[test]
fn where_no_line_carries_a_time_it_says_so() {
    let mut log = open();
    log.numbered(5).press("t t");
    assert_eq!(
        log.told(),
        "no line here carries a time: they stand as they arrived"
    );
    assert_eq!(log.texts()[4], "line 4");
}

#[test]
fn records_stand_by_their_times_with_their_lines_together() {
    let mut log = several(2, Settings::default());
    say(
        &mut log,
        "p00",
        "2026-07-12T11:59:01Z ERROR a\nTraceback (most recent call last):\n",
    );
    say(
        &mut log,
        "p01",
        "2026-07-12T11:59:00Z b\n2026-07-12T11:59:01Z c\n",
    );
    say(
        &mut log,
        "p00",
        "  File\nValueError: x\n2026-07-12T11:59:03Z d\n",
    );
    say(&mut log, "p01", "2026-07-12T11:59:02Z e\nno time\n");
    log.press("t t");
    let begins: Vec<String> = log
        .texts()
        .iter()
        .map(|text| {
            text.chars()
                .rev()
                .take(6)
                .collect::<Vec<_>>()
                .iter()
                .rev()
                .collect()
        })
        .collect();
    assert_eq!(
        begins,
        [
            ":00Z b", "RROR a", "last):", "  File", "ror: x", ":01Z c", ":02Z e", "o time",
            ":03Z d"
        ]
    );
}

#[test]
fn lines_that_come_are_put_where_they_belong() {
    let mut log = several(2, Settings::default());
    log.press("t t");
    for second in 10..40 {
        say(&mut log, "p00", &format!("2026-07-12T11:59:{second}Z a\n"));
    }
    log.press("k");
    let top = log.top();
    say(&mut log, "p01", "2026-07-12T11:59:15Z late\n");
    assert_eq!(log.texts()[6], "2026-07-12T11:59:15Z late");
    assert_eq!(
        (log.top(), log.unseen()),
        (top, Some(1)),
        "above the screen"
    );
}

#[test]
fn the_end_of_a_record_whose_begin_was_not_read_stands_before_the_next() {
    let mut log = open();
    log.out("ValueError: x\n2026-07-12T11:00:00Z one\n");
    log.press("t t");
    assert_eq!(log.texts()[0], "ValueError: x");
    let first = log.pane().shown().at(0).unwrap();
    assert_eq!(first.time, Some(clock("11:00:00")));
}

#[test]
fn a_mark_stays_with_the_lines_around_it() {
    let mut log = open();
    log.out("2026-07-12T11:00:00Z one\n");
    log.gap(LogGap::Rotated(Missing::Nothing));
    log.out("2026-07-12T11:00:01Z two\n");
    log.err("2026-07-12T11:00:02Z three\n");
    log.gap(LogGap::Resumed);
    log.press("t t");
    assert_eq!(log.shown()[1], "o-Gap(Rotated(Nothing))");
    assert_eq!(log.shown()[4], "o-Gap(Resumed)", "behind both outputs");
}

#[test]
fn the_line_on_top_stays_when_the_order_changes() {
    let mut log = several(2, Settings::default());
    for second in 10..40 {
        say(&mut log, "p00", &format!("2026-07-12T11:59:{second}Z a\n"));
    }
    for second in 10..40 {
        say(&mut log, "p01", &format!("2026-07-12T11:59:{second}Z b\n"));
    }
    log.press("g pgdn pgdn");
    let top = log.top();
    log.press("t t");
    assert_eq!(log.top(), top);
    log.press("t");
    assert_eq!(log.top(), top);
}

#[test]
fn a_time_without_a_zone_is_of_the_zone_that_was_set() {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(2));
    let mut log = super::desk::with(Settings {
        zone,
        ..Settings::default()
    });
    log.out("2026-07-12 12:00:00,123 INFO local\n");
    let line = log.pane().shown().at(0).unwrap();
    assert_eq!(line.time, Some("2026-07-12T10:00:00.123Z".parse().unwrap()));
}
