//! The whole story of a password, with the program in a terminal: asked for, kept, found again.

mod desk;

mod hung_bus;
mod keyring;
mod many_nodes;
mod no_bus;
mod sources;

use desk::Desk;

use crate::support::fake::{Fake, FakeBuilder, Program};
use crate::support::pty::Pty;

/// The password that must be seen nowhere.
const CANARY: &str = "c4n4ry-pw";

/// A node that wants the password, with one program that runs.
fn guarded() -> FakeBuilder {
    open_to_all().password("ops", CANARY)
}

/// A node that wants none.
fn open_to_all() -> FakeBuilder {
    Fake::new().program(Program::new("web"))
}

/// Waits until the fake was polled so many times more: others go on while one waits.
fn polls(pty: &mut Pty, fake: &Fake, more: usize) {
    let polls = || fake.count("supervisor.getAllProcessInfo");
    let until = polls() + more;
    pty.wait_until("polls of the other node", |_| polls() >= until);
}

/// Waits until the tab of the nodes says so of a node.
fn wait_row(pty: &mut Pty, node: &str, words: &str) {
    pty.wait_until(&format!("{words:?} at {node}"), |screen| {
        row(screen, node).is_some_and(|row| row.contains(words))
    });
}

/// The row of a node in the tab of the nodes: sign, state, name.
fn row<'a>(screen: &'a str, node: &str) -> Option<&'a str> {
    let is_row = |line: &&str| {
        let words = line.trim_start_matches('>').split_whitespace();
        words.skip(2).take(1).any(|word| word == node)
    };
    screen.lines().find(is_row)
}

/// Opens the form for the only node that the filter leaves.
fn open_form(pty: &mut Pty, node: &str) {
    show_only(pty, node);
    pty.press("i");
    pty.wait_for(&format!("Sign in to {node}"));
}

/// Opens the page of the only node that the filter leaves, and waits for its source of the password.
fn see_source(pty: &mut Pty, node: &str, source: &str) {
    show_only(pty, node);
    pty.press("\r");
    pty.wait_until(&format!("{source:?} on the page of {node}"), |screen| {
        let mut lines = screen.lines();
        lines.any(|line| line.contains("auth ") && line.contains(source))
    });
    // An escape and a key that follows at once would be one key with Alt.
    let page = format!("NODE {node} ");
    pty.press_while("\x1b", |screen| screen.contains(&page));
}

/// Filters so that one node is left, whatever the filter was.
fn show_only(pty: &mut Pty, node: &str) {
    pty.press(&format!("/\x15node:{node}\r"));
    pty.wait_for(&format!("filter: node:{node} "));
    pty.wait_for("1 of ");
}

/// Takes the filter away.
fn show_all(pty: &mut Pty) {
    pty.press("/\x15\r");
    pty.wait_for("no filter");
}
