//! The log pane: one log and several, searched, filtered, paused, coloured and bare.

use std::fmt::Write as _;

use supdeck::engine::Event;
use supdeck::model::{
    LogChunk, LogGap, LogPiece, LogPlace, LogSource, Missing, NodeId, ProcessId, Skip, Stream,
    Untrusted,
};

use super::super::support::build::{clock, troubled};
use super::super::support::screen::Screen;
use super::{keeps, shows, shows_at};

const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 40);

/// What logs say, one chunk after the other, and how much of each file was told.
#[derive(Default)]
struct Told {
    events: Vec<Event>,
    ends: Vec<((LogSource, Stream), u64)>,
}

impl Told {
    fn chunk(&mut self, (source, stream): (&LogSource, Stream), time: &str, piece: LogPiece) {
        self.events.push(Event::Logged(LogChunk {
            source: source.clone(),
            stream,
            at: clock(time),
            piece,
        }));
    }

    /// Bytes, behind those told before; the first begin after 1.2 MB of their file.
    fn says(&mut self, output: (&LogSource, Stream), time: &str, text: &str) {
        let key = (output.0.clone(), output.1);
        let known = self.ends.iter().position(|(known, _)| *known == key);
        let at = known.unwrap_or_else(|| {
            self.ends.push((key, 1_200_000));
            self.ends.len() - 1
        });
        let offset = self.ends[at].1;
        let size = offset + text.len() as u64;
        self.ends[at].1 = size;
        let place = LogPlace {
            file: 0,
            offset,
            size,
        };
        let piece = LogPiece::Bytes(place, Untrusted::from(text));
        self.chunk(output, time, piece);
    }

    fn happens(&mut self, output: (&LogSource, Stream), time: &str, gap: LogGap) {
        self.chunk(output, time, LogPiece::Gap(gap));
    }
}

fn process(node: &str, name: &str) -> LogSource {
    LogSource::Process(ProcessId::new(&NodeId::new(node), "api", name))
}

/// A log that was followed for a while.
pub fn followed() -> Screen {
    let source = process("api-01", "web_00");
    let (out, err) = ((&source, Stream::Stdout), (&source, Stream::Stderr));
    let mut told = Told::default();
    for second in 0..30 {
        let time = format!("12:04:{second:02}");
        let line =
            format!("2026-07-12 {time},118 INFO  request GET /v1/orders/88{second:02} 200 14ms\n");
        told.says(out, &time, &line);
    }
    told.says(
        err,
        "12:04:30",
        "\u{1b}[1;35mERROR\u{1b}[0m upstream inventory: timeout after 2000ms trace=9f1c22\n\
         Traceback (most recent call last):\n  File \"/srv/api/app/orders.py\", line 211\n\
         app.errors.UpstreamTimeout: inventory 2000ms\n",
    );
    let skipped = LogGap::Skipped {
        bytes: 12_400,
        why: Skip::TooFast,
    };
    told.happens(out, "12:04:30", skipped);
    told.says(
        out,
        "12:04:30",
        "WARN  slow query 388ms: SELECT id, sku, qty, reserved, updated_at FROM reservation \
         WHERE order_id = $1 AND warehouse_id = ANY($2) ORDER BY updated_at DESC FOR UPDATE\n",
    );
    told.happens(out, "12:04:30", LogGap::Restarted(Some(2231), Some(9002)));
    told.says(
        out,
        "12:04:30",
        "listening on 0.0.0.0:8080 (pid 9002)\nhalf a line",
    );
    Screen::new(troubled())
        .press("5 /")
        .type_in("node:api-01")
        .press("enter l")
        .told(told.events)
}

/// What three processes of a kind say within a few seconds.
fn of_three() -> Vec<Event> {
    let sources = ["api-02", "api-03", "api-07"].map(|node| process(node, "web_00"));
    let [a, b, c] = &sources;
    let mut told = Told::default();
    for second in 10..30 {
        let time = format!("12:04:{second:02}");
        let order = 8800 + second;
        for (at, source) in sources.iter().enumerate() {
            let line = format!(
                "2026-07-12T{time}.{at}18Z \u{1b}[32mINFO\u{1b}[0m request GET /v1/orders/{order} 200 {}ms\n",
                9 + at
            );
            told.says((source, Stream::Stdout), &time, &line);
        }
        if second == 20 {
            told.says(
                (c, Stream::Stderr),
                &time,
                "2026-07-12T12:04:15.004Z ERROR upstream inventory: timeout after 2000ms\n\
                 Traceback (most recent call last):\n  File \"/srv/api/app/orders.py\", line 211\n",
            );
            told.happens(
                (c, Stream::Stdout),
                &time,
                LogGap::Restarted(Some(7719), Some(9002)),
            );
        }
    }
    told.says(
        (a, Stream::Stderr),
        "12:04:30",
        "2026-07-12T12:04:30.001Z WARN pool exhausted, waited 212ms\n",
    );
    told.happens(
        (b, Stream::Stdout),
        "12:04:30",
        LogGap::Rotated(Missing::Bytes(2_048)),
    );
    told.says((b, Stream::Stdout), "12:04:30", "a torn li");
    told.events
}

/// Three logs in one pane.
pub fn merged() -> Screen {
    Screen::new(troubled())
        .press("5 /")
        .type_in("name:web_00 node:api-0[2,3,7]")
        .press("enter * l")
        .told(of_three())
}

/// Lines of JSON, and one that only ends in it.
pub fn json() -> Screen {
    let source = process("api-01", "web_00");
    let mut text = String::new();
    for order in 1..4 {
        let _ = writeln!(
            text,
            "{{\"ts\":\"2026-07-12T12:04:2{order}Z\",\"level\":\"error\",\"order\":88{order},\
             \"msg\":\"timeout \\u001b[31m\",\"tags\":[\"inventory\",\"slow\"]}}"
        );
    }
    let mut told = Told::default();
    told.says((&source, Stream::Stdout), "12:04:30", &text);
    Screen::new(troubled())
        .press("5 /")
        .type_in("node:api-01")
        .press("enter l z")
        .told(told.events)
}

#[test]
fn one_log() {
    shows("log", followed);
    shows("log-zoomed", || followed().press("z"));
    shows("log-paused", || {
        followed().press("k k k").told(of_one_more())
    });
    shows_at("log-wrapped", SMALL, || followed().press("w"));
    shows_at("log-sideways", SMALL, || followed().press("z right"));
    shows_at("log-without-stdout", SMALL, || followed().press("o"));
    shows_at("log-ascii", SMALL, || followed().press("z").ascii());
    shows_at("log-times", SMALL, || followed().press("z t"));
    shows_at("log-parsed", SMALL, || followed().press("z t t"));
    shows_at("log-empty", SMALL, || followed().press("C"));
}

/// Lines that come while somebody reads.
fn of_one_more() -> Vec<Event> {
    let source = process("api-01", "web_00");
    let mut told = Told::default();
    for _ in 0..128 {
        told.says((&source, Stream::Stderr), "12:04:31", "INFO one more\n");
    }
    told.events
}

/// The file is replaced by a new one, and nobody knows what it said last.
fn of_a_rotation() -> Vec<Event> {
    let source = process("api-01", "web_00");
    let out = (&source, Stream::Stdout);
    let mut told = Told::default();
    told.happens(out, "12:04:31", LogGap::Rotated(Missing::Unknown));
    let text = Untrusted::from("the first of its file\n");
    let place = LogPlace {
        file: 1,
        offset: 0,
        size: 22,
    };
    told.chunk(out, "12:04:31", LogPiece::Bytes(place, text));
    told.events
}

#[test]
fn what_is_missing_and_kept_is_not_said_to_be_known_better_than_it_is() {
    let wide = |screen: Screen| screen.press("z e").at((200, 50)).see();
    let known = wide(followed());
    assert!(known.contains(" 1 gap, 12.4 KB missing "), "{known}");
    assert!(known.contains(" from 1.2 MB of 1.2 MB"), "{known}");
    let rotated = wide(followed().told(of_a_rotation()));
    assert!(
        rotated.contains(" 2 gaps, at least 12.4 KB missing "),
        "{rotated}"
    );
    assert!(rotated.contains(" all 22 B"), "{rotated}");
}

#[test]
fn searched_and_filtered() {
    let searched = || followed().press("z /").type_in("timeout").press("enter");
    shows("log-searched", searched);
    shows_at("log-search-none", SMALL, || {
        followed().press("/").type_in("nowhere").press("enter")
    });
    shows_at("log-search-prompt", SMALL, || {
        followed().press("/").type_in("/time(out/")
    });
    shows("log-filtered", || {
        followed()
            .press("&")
            .type_in("order")
            .press("enter /")
            .type_in("88")
            .press("enter")
    });
    shows_at("log-filtered-around", SMALL, || {
        followed()
            .press("z &")
            .type_in("Timeout")
            .press("enter > >")
    });
    shows_at("log-filtered-none", SMALL, || {
        followed().press("&").type_in("nowhere").press("enter")
    });
    shows_at("log-error", SMALL, || followed().press("z ["));
}

#[test]
fn several_logs() {
    shows("logs-merged", merged);
    shows("logs-merged-zoomed", || merged().press("z"));
    shows("logs-merged-times", || merged().press("z t t"));
    shows_at("logs-merged-hidden", MIDDLE, || merged().press("z t 2"));
    shows_at("logs-merged-alone", SMALL, || merged().press("z . . ."));
    shows_at("logs-merged-ascii", SMALL, || merged().press("z").ascii());
    let many = || {
        Screen::new(troubled())
            .press("5 /")
            .type_in("name:web_* env:prod")
            .press("enter * l")
            .wait(400)
            .press("y z")
    };
    shows("logs-merged-many", many);
}

#[test]
fn json_lines() {
    shows_at("log-json", SMALL, json);
    shows("log-json-spread", || json().press("x"));
}

#[test]
fn saving_and_copying() {
    shows_at("log-copy-menu", SMALL, || followed().press("Y"));
    shows_at("log-save-prompt", SMALL, || followed().press("s"));
    shows_at("log-save-prompt-raw", SMALL, || followed().press("s tab"));
}

#[test]
fn colours_are_an_addition() {
    let searched = || followed().press("z /").type_in("2000").press("enter");
    keeps("log-searched.styles", &searched().at(SMALL).see_styles());
    keeps(
        "log-searched-mono.styles",
        &searched().themed("mono").at(SMALL).see_styles(),
    );
    keeps(
        "logs-merged.styles",
        &merged().press("z P").at(SMALL).see_styles(),
    );
    let text = |screen: Screen| screen.at(SMALL).see();
    assert_eq!(text(searched()), text(searched().themed("mono")));
}
