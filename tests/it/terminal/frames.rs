//! Frames are whole, soon, few and small.

use std::net::TcpListener;

use crate::support::pty::{Pty, Spawn};

const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

/// A console on nodes that take connections and never answer; keep the listener.
fn silent() -> (TcpListener, Spawn) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = format!(
        "[nodes.\"web[1-3]\"]\nurl = \"http://127.0.0.1:{port}/{{node}}\"\n\
         [poll]\nanswer_timeout = \"60s\"\n"
    );
    let spawn = Spawn::supdeck(&[]).file(".config/supdeck/config.toml", &config);
    (listener, spawn)
}

fn frames(log: &[u8]) -> usize {
    String::from_utf8_lossy(log).matches(END).count()
}

/// Waits for so many frames, and tells how many bytes they took.
fn bytes_of(pty: &mut Pty, count: usize) -> usize {
    let (frames_before, bytes_before) = (frames(pty.log()), pty.log().len());
    pty.wait_log("frames", |log| frames(log) >= frames_before + count);
    pty.log().len() - bytes_before
}

#[test]
fn the_first_is_there_before_any_answer() {
    let (_listener, spawn) = silent();
    let mut pty = spawn.open();
    let screen = pty.wait_for("[1 Dash]");
    assert!(screen.contains("0 of 3 nodes answer"), "{screen}");
    // And nothing that hangs keeps it from leaving.
    pty.press("2");
    pty.wait_for("web3");
    assert_eq!(pty.leave(), 0);
}

#[test]
fn all_that_is_drawn_is_drawn_in_one() {
    let mut pty = Spawn::demo().open();
    pty.press("5");
    pty.wait_for("[5 Procs]");
    pty.resize(100, 30);
    pty.press("\x0c");
    pty.wait_for("5 All proc");
    pty.leave();
    let log = String::from_utf8_lossy(pty.log()).into_owned();
    let mut outside = String::new();
    for piece in log.split(BEGIN) {
        outside.push_str(piece.split_once(END).map_or(piece, |(_, rest)| rest));
    }
    // The title is no part of the screen.
    while let Some(begin) = outside.find("\x1b]2;") {
        let end = begin + outside[begin..].find('\x07').unwrap();
        outside.replace_range(begin..=end, "");
    }
    let ours = ["\x1b[22;0t\x1b[?1049h\x1b[?25l\x1b[?2004h", END];
    let rest = ours
        .iter()
        .fold(outside, |rest, known| rest.replace(known, ""));
    assert_eq!(
        rest,
        "\x1b[0m\x1b[2J\x1b[?2004l\x1b[?25h\x1b[?1049l\x1b[23;0t"
    );
}

#[test]
fn an_idle_console_writes_the_clock_and_no_more() {
    let (_listener, spawn) = silent();
    let mut pty = spawn.size(200, 50).open();
    pty.press("2");
    pty.wait_for("web3");
    bytes_of(&mut pty, 2);
    let idle = bytes_of(&mut pty, 3);
    assert!(idle < 3 * 200, "{idle} bytes in three frames");
}

#[test]
fn a_move_of_the_cursor_is_two_rows() {
    let (_listener, spawn) = silent();
    let mut pty = spawn.size(200, 50).open();
    pty.press("2");
    pty.wait_for("web3");
    bytes_of(&mut pty, 2);
    let log = String::from_utf8_lossy(pty.log()).into_owned();
    let whole = log.find(END).unwrap();
    pty.press("j");
    // The clock may tick between the two.
    let moved = bytes_of(&mut pty, 2);
    assert!(moved < 1000 && moved < whole, "{moved} of {whole} bytes");
}
