//! The first start on a host: nothing is written before it is chosen.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::pty::{Pty, Spawn};

/// The digit before a choice.
fn digit(screen: &str, choice: &str) -> String {
    let line = screen.lines().find(|line| line.contains(choice)).unwrap();
    let digit = line.chars().find(char::is_ascii_digit).unwrap();
    digit.to_string()
}

fn first_run() -> (Pty, String) {
    let mut pty = Spawn::supdeck(&[]).start();
    let screen = pty.wait_for("No nodes are configured yet");
    (pty, screen)
}

#[test]
fn who_leaves_at_once_leaves_nothing_behind() {
    let (mut pty, screen) = first_run();
    pty.press(&digit(&screen, "example config"));
    pty.wait_for("write it");
    pty.press("\x1b");
    pty.wait_away("write it");
    pty.press("y");
    assert_eq!(pty.press_to_the_end("q"), 0);
    assert_eq!(fs::read_dir(pty.home()).unwrap().count(), 0);
}

#[test]
fn the_example_becomes_the_config_and_the_keyboard_goes_on() {
    let (mut pty, screen) = first_run();
    pty.press(&digit(&screen, "example config"));
    pty.wait_for("write it");
    let config = pty.home().join(".config/supdeck/config.toml");
    assert!(!config.exists());
    pty.press("y");
    pty.wait_for("[1 Dash]");
    let mode = fs::metadata(&config).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // No key is lost to the screen before.
    pty.press("2");
    pty.wait_for("[2 Nodes]");
    assert_eq!(pty.leave(), 0);
}

#[test]
fn the_demo_opens_and_writes_nothing() {
    let (mut pty, screen) = first_run();
    pty.press(&digit(&screen, "demo fleet"));
    pty.wait_for("DEMO");
    pty.press("5");
    pty.wait_for("[5 Procs]");
    assert_eq!(pty.leave(), 0);
    assert_eq!(fs::read_dir(pty.home()).unwrap().count(), 0);
}
