//! A bus that takes connections and never answers: the console does not wait for it.

use std::os::unix::net::UnixListener;

use super::desk::{USER, node};
use super::{Desk, guarded, open_to_all, polls, wait_row};
use crate::support::fake::Fake;

/// A desk with a hung bus; nobody accepts, but the system completes the connection.
fn desk(fakes: &[Fake; 2]) -> (Desk, UnixListener) {
    let desk = Desk::new();
    let socket = desk.path().join("hung");
    let listener = UnixListener::bind(&socket).unwrap();
    let address = format!("unix:path={}", socket.display());
    let desk = desk.env("DBUS_SESSION_BUS_ADDRESS", &address);
    desk.config(&[node("dev-03", &fakes[0], USER), node("free", &fakes[1], "")]);
    (desk, listener)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_console_is_usable_and_then_says_so() {
    let fakes = [guarded().listen().await, open_to_all().listen().await];
    let (desk, _bus) = desk(&fakes);
    let mut pty = desk.open();
    pty.press("2");
    wait_row(&mut pty, "free", "OK");
    let before = String::from_utf8_lossy(pty.log()).into_owned();
    assert!(!before.contains("No keyring"), "the bus was waited for");
    pty.wait_for("Secret Service over D-Bus: no answer in 3s");
    polls(&mut pty, &fakes[1], 2);
    pty.press_while("\x1b", |screen| screen.contains("No keyring"));
    wait_row(&mut pty, "dev-03", "no answer in 3s");
    assert_eq!(pty.leave(), 0);
    assert_eq!(fakes[0].accepted(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_left_while_the_bus_hangs() {
    let fakes = [guarded().listen().await, open_to_all().listen().await];
    let (desk, _bus) = desk(&fakes);
    let mut pty = desk.open();
    assert_eq!(pty.leave(), 0);
    let written = String::from_utf8_lossy(pty.log()).into_owned();
    assert!(!written.contains("no answer in"), "the bus was waited for");
}
