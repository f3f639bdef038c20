//! The terminal is given back as it was found, on every way out.

use nix::sys::signal::Signal;

use crate::support::pty::{Modes, Pty, Spawn};

/// The demo in a shell, and how the terminal was before it.
fn demo() -> (Pty, Modes) {
    let (mut pty, before) = Spawn::demo().in_a_shell();
    pty.wait_for("RW");
    let during = pty.modes();
    assert!(during.alternate_screen && during.hidden_cursor && during.bracketed_paste);
    assert!(during.termios != before.termios);
    (pty, before)
}

/// Waits for the end, and compares.
fn left_as_found((mut pty, before): (Pty, Modes), code: u8) {
    pty.wait_for(&format!("ended with {code}."));
    pty.wait_modes(&before);
    let log = String::from_utf8_lossy(pty.log()).into_owned();
    let (pushed, popped) = (log.rfind("\x1b[22;0t"), log.rfind("\x1b[23;0t"));
    assert!(pushed.is_some() && pushed < popped, "the title is back");
    assert!(log.rfind("\x1b[?2026h") < log.rfind("\x1b[?2026l"));
}

#[test]
fn after_two_qs() {
    let mut demo = demo();
    demo.0.press("q");
    demo.0.wait_for("once more leaves supdeck");
    // A key that repeats by itself does not leave: it takes a second press.
    demo.0
        .press_while("q", |screen| !screen.contains("ended with"));
    left_as_found(demo, 0);
}

#[test]
fn after_the_palette_said_so() {
    let mut demo = demo();
    demo.0.press(":q\r");
    left_as_found(demo, 0);
}

#[test]
fn after_a_signal() {
    let signals = [
        Signal::SIGTERM,
        Signal::SIGINT,
        Signal::SIGHUP,
        Signal::SIGQUIT,
    ];
    for signal in signals {
        let mut demo = demo();
        demo.0.signal(signal);
        left_as_found(demo, 128 + signal as u8);
    }
}

#[test]
fn ctrl_c_only_tells_how_to_leave() {
    let mut pty = Spawn::demo().open();
    pty.press("\x03");
    pty.wait_for("leaves supdeck");
    pty.press("5");
    pty.wait_for("[5 Procs]");
}

#[test]
fn a_terminal_that_takes_nothing_keeps_nobody_from_ending_it() {
    let mut pty = Spawn::demo().open();
    pty.hold();
    pty.press("\x0c");
    pty.signal(Signal::SIGTERM);
    assert_eq!(pty.exit_code(), 128 + 15);
}

#[test]
fn a_terminal_that_was_held_for_a_while_is_right_again() {
    let mut pty = Spawn::demo().open();
    pty.hold();
    pty.press("5");
    pty.release();
    pty.wait_for("[5 Procs]");
}
