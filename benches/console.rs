//! What the console costs as the fleet grows: a frame must not, a sort may.
//!
//! `cargo bench` prints the times side by side; the ratio between the rows is what counts.

use std::sync::Arc;
use std::time::Duration;

use divan::Bencher;
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use supdeck::engine::Event;
use supdeck::model::{
    CredentialSource, Endpoint, NodeEntry, NodeId, Process, ProcessId, ProcessState, Report,
    Roster, Snapshot, Untrusted,
};
use supdeck::tui::command::Command;
use supdeck::tui::keymap::Keymap;
use supdeck::tui::msg::Msg;
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
