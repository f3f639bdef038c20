//! What the console costs as the fleet grows: a frame must not, a sort may.
//!
//! `cargo bench` prints the times side by side; the ratio between the rows is what counts.

use std::sync::Arc;
use std::time::Duration;

use divan::Bencher;
use divan::counter::ItemsCount;
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use supdeck::engine::Event;
use supdeck::model::{
    CredentialSource, Endpoint, LogChunk, LogPiece, LogPlace, LogSource, NodeEntry, NodeId,
    Process, ProcessId, ProcessState, Report, Roster, Snapshot, Stream, Untrusted,
};
use supdeck::tui::command::Command;
use supdeck::tui::depth::Depth;
use supdeck::tui::effect::Effect;
use supdeck::tui::keymap::Keymap;
use supdeck::tui::msg::{Done, Edit, Msg};
use supdeck::tui::state::{Settings, State};
use supdeck::tui::theme::Theme;
use supdeck::tui::update::{settle, update};
use supdeck::tui::view::{Glyphs, Look, draw};

/// Processes of each node.
const EACH: usize = 50;
/// Nodes: 50, 5,000 and 50,000 processes.
const NODES: [usize; 3] = [1, 100, 1000];

fn main() {
    divan::main();
}

fn entry(number: usize) -> NodeEntry {
    let name = format!("web-{number:04}");
    NodeEntry {
        id: NodeId::new(&name),
        endpoint: Endpoint::Http {
            host: "127.0.0.1".into(),
            port: 9001,
            prefix: String::new(),
        },
        user: None,
        source: CredentialSource::default(),
        credential: name,
        labels: std::collections::BTreeMap::new(),
        allow_plaintext: false,
        ca_file: None,
    }
}

fn process(node: &NodeId, number: usize) -> Process {
    Process {
        id: ProcessId::new(node, "web", &format!("front_{number:02}")),
        state: if number.is_multiple_of(17) {
            ProcessState::Fatal
        } else {
            ProcessState::Running
        },
        pid: u32::try_from(1000 + number).ok(),
        exit_status: 0,
        started: Timestamp::from_second(1_700_000_000).ok(),
        stopped: None,
        now: Timestamp::from_second(1_700_100_000).ok(),
        spawn_error: Untrusted::default(),
        description: Untrusted::default(),
        stdout_log: Untrusted::default(),
        stderr_log: Untrusted::default(),
    }
}

fn report(node: &NodeId, at: Timestamp) -> Report {
    let processes = (0..EACH).map(|number| process(node, number)).collect();
    Report {
        node: node.clone(),
        at,
        took: Duration::from_millis(3),
        next: Some(at),
        result: Ok(Arc::new(Snapshot {
            processes,
            ..Snapshot::default()
        })),
    }
}

/// The table of all processes of so many nodes.
fn console(nodes: usize) -> State {
    let roster = Arc::new(Roster::new((0..nodes).map(entry).collect(), Vec::new()));
    let now = Timestamp::UNIX_EPOCH;
    let mut state = State::new(Arc::clone(&roster), Settings::default(), now);
    for entry in roster.nodes() {
        update(
            &mut state,
            Msg::Engine(Event::Reported(report(&entry.id, now))),
        );
    }
    update(&mut state, Msg::Command(Command::Processes));
    settle(&mut state);
    state
}

fn look() -> Look {
    let keymap = Keymap::new([]).unwrap_or_default();
    Look {
        theme: Theme::plain(),
        keymap,
        glyphs: Glyphs::Unicode,
        depth: Depth::Table,
    }
}

#[divan::bench(args = NODES)]
fn a_frame(bencher: Bencher, nodes: usize) {
    let (state, look) = (console(nodes), look());
    let Ok(mut terminal) = Terminal::new(TestBackend::new(200, 50));
    bencher.bench_local(|| {
        let _ = terminal.draw(|frame| {
            draw(&state, &look, frame);
        });
    });
}

#[divan::bench(args = NODES)]
fn a_move_of_the_cursor(bencher: Bencher, nodes: usize) {
    let mut state = console(nodes);
    bencher.bench_local(|| update(&mut state, Msg::Command(Command::Down)));
}

#[divan::bench(args = NODES)]
fn a_sort_after_a_change(bencher: Bencher, nodes: usize) {
    let mut state = console(nodes);
    bencher.bench_local(|| {
        state.stale = true;
        settle(&mut state);
    });
}

#[divan::bench(args = NODES)]
fn a_poll_in_which_nothing_changed(bencher: Bencher, nodes: usize) {
    let mut state = console(nodes);
    let again = report(&NodeId::new("web-0000"), Timestamp::UNIX_EPOCH);
    bencher.bench_local(|| update(&mut state, Msg::Engine(Event::Reported(again.clone()))));
}

/// Lines of a flood, as many as come in a second.
const FLOOD: usize = 10_000;
/// Lines that a pane holds while it is searched.
const HELD: usize = 100_000;

/// What logs say in one piece.
fn chunk(stream: Stream, (offset, lines): (u64, &str)) -> Event {
    let place = LogPlace {
        file: 0,
        offset,
        size: offset + lines.len() as u64,
    };
    Event::Logged(LogChunk {
        source: LogSource::Process(ProcessId::new(&NodeId::new("web-0000"), "web", "front_00")),
        stream,
        at: Timestamp::UNIX_EPOCH,
        piece: LogPiece::Bytes(place, Untrusted::from(lines)),
    })
}

/// So many lines in pieces of sixty-four.
fn flood(lines: usize) -> Vec<Event> {
    let line = |number: usize| {
        let grave = if number.is_multiple_of(50) {
            "ERROR"
        } else {
            "INFO"
        };
        format!(
            "2026-11-20 12:04:{:02},{:03} {grave} [worker-{}] request {number} took 13 ms, 200 OK\n",
            number / 1000 % 60,
            number % 1000,
            number % 8
        )
    };
    let mut offset = 0;
    let begins = (0..lines).step_by(64);
    let pieces = begins.map(|begin| {
        let text: String = (begin..lines.min(begin + 64)).map(line).collect();
        let event = chunk(Stream::Stdout, (offset, &text));
        offset += text.len() as u64;
        event
    });
    pieces.collect()
}

/// A log pane with so many lines in it.
fn pane(lines: usize) -> State {
    let mut state = console(1);
    state.session.settings.log_lines = HELD;
    state.session.settings.log_bytes = usize::MAX / 4;
    update(&mut state, Msg::Command(Command::Logs));
    let source = LogSource::Process(ProcessId::new(&NodeId::new("web-0000"), "web", "front_00"));
    assert!(
        state
            .log
            .as_ref()
            .is_some_and(|log| log.position(&source).is_some())
    );
    for event in flood(lines) {
        update(&mut state, Msg::Engine(event));
    }
    settle(&mut state);
    state
}

/// Types into a prompt of the pane; nothing is looked through yet.
fn type_in(state: &mut State, command: Command, text: &str) -> Vec<Effect> {
    update(state, Msg::Command(command));
    let effects = text
        .chars()
        .flat_map(|letter| update(state, Msg::Typed(Edit::Insert(letter))))
        .collect();
    update(state, Msg::Typed(Edit::Submit));
    effects
}

#[divan::bench]
fn a_flood_that_is_followed(bencher: Bencher) {
    let full = pane(HELD);
    bencher
        .counter(ItemsCount::new(FLOOD))
        .with_inputs(|| (full.clone(), flood(FLOOD)))
        .bench_local_values(|(mut state, events)| {
            for event in events {
                update(&mut state, Msg::Engine(event));
            }
            state
        });
}

#[divan::bench]
fn a_flood_that_is_searched_and_filtered(bencher: Bencher) {
    let mut full = pane(HELD);
    type_in(&mut full, Command::Search, "worker-7");
    type_in(&mut full, Command::Only, "ERROR");
    bencher
        .counter(ItemsCount::new(FLOOD))
        .with_inputs(|| (full.clone(), flood(FLOOD)))
        .bench_local_values(|(mut state, events)| {
            for event in events {
                update(&mut state, Msg::Engine(event));
            }
            state
        });
}

#[divan::bench]
fn a_frame_over_100_000_lines(bencher: Bencher) {
    let (state, look) = (pane(HELD), look());
    let Ok(mut terminal) = Terminal::new(TestBackend::new(200, 50));
    bencher.bench_local(|| {
        let _ = terminal.draw(|frame| {
            draw(&state, &look, frame);
        });
    });
}

#[divan::bench]
fn a_page_up_in_100_000_lines(bencher: Bencher) {
    let mut state = pane(HELD);
    bencher.bench_local(|| update(&mut state, Msg::Command(Command::PageUp)));
}

/// What the key of a search costs the loop: the lines are looked through beside it.
#[divan::bench]
fn a_key_of_a_search_over_100_000_lines(bencher: Bencher) {
    let full = pane(HELD);
    bencher
        .with_inputs(|| full.clone())
        .bench_local_values(|mut state| {
            let effects = type_in(&mut state, Command::Search, "8");
            (state, effects)
        });
}

/// From the key of a search to its last hit.
#[divan::bench(args = ["worker-7", "/request [0-9]*77 /", "nowhere"])]
fn a_search_through_100_000_lines(bencher: Bencher, text: &str) {
    let full = pane(HELD);
    bencher
        .with_inputs(|| full.clone())
        .bench_local_values(|mut state| {
            let mut jobs = type_in(&mut state, Command::Search, text);
            // What was typed before the last letter is void.
            let mut next = jobs.pop();
            while let Some(Effect::Sift(job)) = next {
                next = update(&mut state, Msg::Performed(Done::Sifted(job.sift()))).pop();
            }
            state
        });
}
