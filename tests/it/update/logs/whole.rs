//! Whatever comes in whatever pieces, and whatever is pressed: what is kept and shown is right.

use std::sync::Arc;

use proptest::prelude::*;
use supdeck::engine::Request;
use supdeck::model::{LogGap, LogPiece, LogPlace, Missing, NoOlder, ProcessState, Stream};
use supdeck::tui::effect::Effect;
use supdeck::tui::state::{LineOrder, LogLine, LogPane, PaneSource, Room, Scroll, Settings};

use super::desk::{LogDesk, process, several};

const NAMES: [&str; 3] = ["p00", "p01", "p02"];

#[derive(Clone, Debug)]
enum Step {
    Say(usize, Stream, String),
    Gap(usize, Stream),
    Fleet(usize),
    Press(&'static str),
    Search(&'static str),
    Filter(&'static str),
    Answer(usize),
    Sift,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let keys = "k j pgup pgdn ctrl-u ctrl-d g home G F end w t e o 1 2 3 0 . n N ] [ > < C x P \
                right left z y ctrl-r esc p tab";
    let keys: Vec<&str> = keys.split_whitespace().collect();
    let stream = || prop_oneof![Just(Stream::Stdout), Just(Stream::Stderr)];
    let step = prop_oneof![
        12 => (0..3usize, stream(), text()).prop_map(|(who, stream, text)| Step::Say(who, stream, text)),
        1 => (0..3usize, stream()).prop_map(|(who, stream)| Step::Gap(who, stream)),
        1 => (1..4usize).prop_map(Step::Fleet),
        8 => prop::sample::select(keys).prop_map(Step::Press),
        1 => prop::sample::select(vec!["a", "E", "/[bc]/", ""]).prop_map(Step::Search),
        2 => prop::sample::select(vec!["a", "!b", "/^..c/", ""]).prop_map(Step::Filter),
        3 => (1..60usize).prop_map(Step::Answer),
        4 => Just(Step::Sift),
    ];
    prop::collection::vec(step, 1..60)
}

/// Lines, whole and torn, with and without times.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[abcé ]{0,6}",
        3 => Just("\n".to_owned()),
        1 => (0..60u8).prop_map(|second| format!("2026-07-12T11:59:{second:02}Z ERROR ")),
        1 => Just("{\"a\": 1, \"b\": [2, 3]}\n".to_owned()),
        1 => Just("line\nline a\n  more\nline b\n".to_owned()),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// A pane over logs that hold more than it was told, as most do.
fn desk() -> LogDesk {
    let mut log = several(
        3,
        Settings {
            log_lines: 24,
            log_bytes: 600,
            ..Settings::default()
        },
    );
    for name in NAMES {
        for stream in [Stream::Stdout, Stream::Stderr] {
            let old: Vec<String> = (0..60)
                .map(|number| format!("old {number} abc\n"))
                .collect();
            log.has(name, stream, old.concat().as_bytes());
        }
    }
    log
}

fn take(log: &mut LogDesk, step: &Step, asked: &mut Vec<Request>) {
    match step {
        Step::Say(who, stream, text) => {
            log.says(NAMES[*who], *stream, text.as_bytes());
        }
        Step::Gap(who, stream) => {
            let gap = LogPiece::Gap(LogGap::Rotated(Missing::Nothing));
            log.piece(process(NAMES[*who]), *stream, gap);
        }
        Step::Fleet(count) => {
            let all = NAMES.map(|name| (name, ProcessState::Running));
            log.desk.poll("n", &all[..*count]);
        }
        Step::Press(key) => {
            log.desk.wait(200);
            log.desk.key(key);
            if log.desk.state.log.is_none() {
                log.desk.key("l");
            }
        }
        Step::Search(text) => prompt(log, "/", text),
        Step::Filter(text) => prompt(log, "&", text),
        Step::Answer(bytes) => answer(log, asked, *bytes),
        Step::Sift => {
            log.desk.sift();
        }
    }
    let mut effects = std::mem::take(&mut log.desk.effects);
    for effect in effects.extract_if(.., |effect| matches!(effect, Effect::Ask(_))) {
        if let Effect::Ask(request @ Request::ReadBack(..)) = effect {
            asked.push(request);
        }
    }
    effects.retain(|effect| matches!(effect, Effect::Sift(_)));
    log.desk.effects = effects;
}

fn prompt(log: &mut LogDesk, key: &'static str, text: &str) {
    log.desk.wait(200);
    if !log.pane().focused {
        log.desk.key("tab");
    }
    log.desk.key(key).key("ctrl-u").type_text(text).key("enter");
}

/// The engine answers the oldest question about what lies before.
fn answer(log: &mut LogDesk, asked: &mut Vec<Request>, bytes: usize) {
    if asked.is_empty() {
        return;
    }
    let Request::ReadBack(source, stream, place) = asked.remove(0) else {
        return;
    };
    let file = log.bytes(&source, stream).to_vec();
    let end = usize::try_from(place.offset).unwrap();
    let piece = if bytes == 1 {
        LogPiece::NoOlder(NoOlder::Rotated)
    } else {
        super::back::older(&file, end, bytes)
    };
    log.piece(source, stream, piece);
}

/// What is kept of each output is one piece of its file, with nothing missing and nothing twice.
fn kept_is_one_piece(log: &LogDesk) {
    for source in &log.pane().sources {
        for (stream, tail) in &source.tails {
            let file = log.bytes(&source.source, *stream);
            let mut end = usize::try_from(source.first_place(*stream).offset).unwrap();
            let lines = source.lines().iter().filter(|line| line.stream == *stream);
            for line in lines.filter(|line| !line.is_mark()) {
                let length = line.bytes();
                assert_eq!(usize::try_from(line.offset), Ok(end), "they adjoin");
                assert!(file[end..].starts_with(line.raw()), "its bytes");
                end += length;
            }
            // A log of which nothing was told but that something happened to it.
            let is_silent = tail.begin() == LogPlace::default();
            if source.cut.is_none() && !is_silent {
                assert!(file[end..] == *tail.partial(), "and so does the rest");
            }
        }
    }
}

fn rings_are_bounded(pane: &LogPane) {
    let limits = match pane.scroll {
        Scroll::Follow => pane.limits,
        Scroll::Paused { .. } => pane.limits.doubled(),
    };
    for source in &pane.sources {
        let lines = source.lines();
        assert!(lines.len() <= limits.lines && source.bytes() <= limits.bytes);
        assert!(
            lines
                .iter()
                .map(|line| line.number)
                .is_sorted_by(|a, b| a < b)
        );
        let bytes: usize = lines.iter().map(|line| line.bytes()).sum();
        assert_eq!(bytes, source.bytes());
    }
}

fn numbers<'a>(lines: impl IntoIterator<Item = &'a Arc<LogLine>>) -> Vec<i64> {
    lines.into_iter().map(|line| line.number).collect()
}

fn on_screen(log: &LogDesk) -> impl Iterator<Item = &Arc<LogLine>> {
    log.pane().on_screen(Room {
        rows: log.desk.seen.log_rows,
        columns: log.desk.seen.log_columns,
        width: log.desk.seen.log_width,
    })
}

/// What is shown is what passes, in order, each line once.
fn shown_is_what_passes(pane: &LogPane) {
    let kept = pane.sources.iter().flat_map(PaneSource::lines);
    let is_held = |line: &&Arc<LogLine>| !pane.keeps(line);
    let mut base: Vec<Arc<LogLine>> = kept
        .chain(pane.held.iter().filter(is_held))
        .cloned()
        .collect();
    base.retain(|line| pane.shows(line.source, line.stream));
    match pane.times.order() {
        LineOrder::Arrival => base.sort_by_key(|line| line.number),
        LineOrder::Parsed => base.sort_by_key(|line| {
            let time = line.time.unwrap_or(line.at);
            (time, line.record, line.number)
        }),
    }
    assert_eq!(numbers(pane.base.iter()), numbers(&base));
    if pane.next_only.is_some() {
        return;
    }
    if let Some(only) = &pane.only {
        let matches = |line: &LogLine| {
            let text = line.output();
            text.is_none_or(|text| only.needle.matches(text.text.as_str()))
        };
        let passing: Vec<_> = base.iter().filter(|line| matches(line)).cloned().collect();
        if pane.context == 0 {
            assert_eq!(numbers(only.passed.iter()), numbers(&passing));
        } else {
            assert!(passing.iter().all(|line| only.passed.holds(line)));
            assert!(only.passed.iter().all(|line| pane.base.holds(line)));
        }
    }
    if let Some(search) = pane
        .search
        .as_ref()
        .filter(|search| search.under_way.is_none())
    {
        let is_hit = |line: &&Arc<LogLine>| {
            let text = line.output();
            text.is_some_and(|text| search.needle.matches(text.text.as_str()))
        };
        let hits = pane.shown().iter().filter(is_hit);
        assert_eq!(numbers(search.hits.iter()), numbers(hits));
    }
}

proptest! {
    #[test]
    fn what_is_kept_and_shown_is_right(steps in steps()) {
        let mut log = desk();
        let mut asked = Vec::new();
        for step in steps.iter().chain([&Step::Sift]) {
            let paused = !log.follows() && !log.screen().is_empty();
            let screen = numbers(on_screen(&log));
            take(&mut log, step, &mut asked);
            kept_is_one_piece(&log);
            rings_are_bounded(log.pane());
            shown_is_what_passes(log.pane());
            if paused && matches!(step, Step::Say(..) | Step::Gap(..) | Step::Answer(_)) {
                let now = numbers(on_screen(&log));
                prop_assert_eq!(now.first(), screen.first());
                // Lines around a match, and lines with times, may belong between others; a line that
                // is put together may take more rows than its end alone.
                let pane = log.pane();
                let has_context = pane.context > 0 || pane.next_only.is_some();
                let is_still = !matches!(step, Step::Answer(_))
                    && pane.times.order() == LineOrder::Arrival
                    && (pane.only.is_none() || !has_context);
                prop_assert!(!is_still || now.starts_with(&screen));
            }
        }
    }
}
