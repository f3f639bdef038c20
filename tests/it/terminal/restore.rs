//! The terminal is given back as it was found, on every way out.

use nix::sys::signal::Signal;

use crate::support::pty::{Modes, Pty, Spawn};

/// The demo in a shell, and how the terminal was before it.
fn demo() -> (Pty, Modes) {
    let script = "stty -echoctl tostop; echo ready.; read -r go; \"$@\"; \
                  echo \"ended with $?.\"; read -r rest";
    let mut pty = Spawn::demo().by(script).start();
    pty.wait_for("ready.");
    let before = pty.modes();
    pty.press("\n");
    pty.wait_for("RW");
    let during = pty.modes();
    assert!(
        during.alternate_screen && during.bracketed_paste,
        "{during:?}"
    );
    assert!(during.termios != before.termios);
    (pty, before)
}

/// Waits for the end, and compares.
fn left_as_found((mut pty, before): (Pty, Modes), code: u8) {
    pty.wait_for(&format!("ended with {code}."));
    assert_eq!(pty.modes(), before);
    let log = String::from_utf8_lossy(pty.log()).into_owned();
    let (pushed, popped) = (log.rfind("\x1b[22;0t"), log.rfind("\x1b[23;0t"));
    assert!(pushed.is_some() && pushed < popped, "the title is back");
    assert!(log.rfind("\x1b[?2026h") < log.rfind("\x1b[?2026l"));
}

#[test]
fn after_two_qs() {
    let mut demo = demo();
    demo.0.press("q");
    demo.0.wait_for("again");
    demo.0.press("q");
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
