//! Ctrl-Z and its relatives: the terminal is lent to the shell, and taken again.

use nix::sys::signal::Signal;

use crate::support::pty::{Pty, Spawn, is_stopped};
use crate::support::wait;

/// An interactive shell with job control, in which the demo runs.
fn demo_in_bash() -> Pty {
    let mut pty = Spawn::program(&["bash", "--norc", "--noprofile", "-i"])
        .env("SUPDECK", env!("CARGO_BIN_EXE_supdeck"))
        .env("PS1", "ready> ")
        .start();
    pty.wait_for("ready>");
    pty.press("\"$SUPDECK\" demo --seed 7\r");
    pty.wait_for("RW");
    pty
}

fn wait_stopped(pty: &mut Pty) {
    let pid = pty.supdeck();
    wait::until("supdeck is stopped", || is_stopped(pid));
}

#[test]
fn ctrl_z_and_fg() {
    let mut pty = demo_in_bash();
    for _ in 0..2 {
        pty.press("\x1a");
        pty.wait_for("Stopped");
        wait_stopped(&mut pty);
        let modes = pty.modes();
        assert!(!modes.alternate_screen && !modes.hidden_cursor);
        pty.press("fg\r");
        pty.wait_for("? help");
        assert!(pty.modes().alternate_screen && pty.modes().bracketed_paste);
    }
    pty.press("5");
    pty.wait_for("[5 Procs]");
    pty.press(":q\r");
    pty.wait_until("the shell", |screen| screen.trim_end().ends_with("ready>"));
}

#[test]
fn in_the_background_it_writes_nothing() {
    let mut pty = demo_in_bash();
    pty.press("\x1a");
    pty.wait_for("Stopped");
    wait_stopped(&mut pty);
    pty.press("bg; echo in the background\r");
    pty.wait_for("\nin the background");
    wait_stopped(&mut pty);
    let modes = pty.modes();
    assert!(!modes.alternate_screen && !modes.hidden_cursor);
    pty.press("fg\r");
    pty.wait_for("RW");
}

#[test]
fn a_stop_from_outside_gives_the_terminal_back_meanwhile() {
    let (mut pty, before) = Spawn::demo().in_a_shell();
    pty.wait_for("RW");
    pty.signal(Signal::SIGTSTP);
    wait_stopped(&mut pty);
    pty.wait_modes(&before);
    pty.signal(Signal::SIGCONT);
    pty.wait_for("? help");
    pty.press(":q\r");
    pty.wait_for("ended with 0.");
    pty.wait_modes(&before);
}

#[test]
fn without_a_shell_to_go_back_to_it_goes_on() {
    let mut pty = Spawn::demo().open();
    pty.press("\x1a");
    pty.wait_for("there is no shell to go back to");
    pty.press("5");
    pty.wait_for("[5 Procs]");
}
