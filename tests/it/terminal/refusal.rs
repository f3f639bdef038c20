//! Where no screen can be drawn nothing is drawn: words, and the code for wrong use.

use crate::support::pty::Spawn;

#[test]
fn a_terminal_that_cannot_draw() {
    for term in ["dumb", ""] {
        let mut pty = Spawn::demo().env("TERM", term).start();
        assert_eq!(pty.exit_code(), 64);
        let screen = pty.wait_for("set TERM");
        assert!(screen.contains("cannot draw a full screen"), "{screen}");
        assert!(!pty.log().contains(&0x1b));
    }
}

#[test]
fn no_terminal_at_one_of_its_ends() {
    for script in ["\"$@\" </dev/null", "\"$@\" >out"] {
        let mut pty = Spawn::demo().by(script).start();
        assert_eq!(pty.exit_code(), 64);
        let screen = pty.wait_for("needs a terminal");
        assert!(screen.contains("supdeck --help"), "{screen}");
        assert!(!pty.log().contains(&0x1b));
    }
}
