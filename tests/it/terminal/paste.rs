//! What is pasted is text, and what is typed ahead of a dialog is not meant for it.

use crate::support::pty::Spawn;

const REFUSED: &str = "pasted text is not taken as keys";

#[test]
fn pasted_keys_do_nothing_and_it_is_said() {
    let mut pty = Spawn::demo().size(120, 40).open();
    pty.press("5");
    pty.wait_for("[5 All processes]");
    pty.paste("RyRyq:q\n");
    let screen = pty.wait_for(REFUSED);
    assert!(
        screen.contains("[5 All processes]") && !screen.contains("Confirm"),
        "{screen}"
    );
    pty.press("B");
    let screen = pty.wait_away(REFUSED);
    assert!(!screen.contains("Batch #1"), "{screen}");
}

#[test]
fn a_megabyte_is_swallowed() {
    let mut pty = Spawn::demo().open();
    pty.paste(&"RyRyq:q\n".repeat(1 << 17));
    pty.wait_for("pasted text");
    pty.press("5");
    pty.wait_for("[5 Procs]");
}

#[test]
fn a_prompt_takes_one_line_of_it() {
    let mut pty = Spawn::demo().processes();
    pty.press("/");
    pty.paste("stg-0\nq:q\nR");
    pty.wait_for("stg-0");
    // Still the prompt: the next letters belong to it.
    pty.press("1 worker");
    let screen = pty.wait_for("stg-01 worker");
    assert!(screen.contains("[5 Procs]"), "{screen}");
}

#[test]
fn keys_typed_ahead_of_a_dialog_confirm_nothing() {
    let mut pty = Spawn::demo().processes();
    pty.press("/env:stage state:running\r");
    pty.wait_for("state:running");
    for _ in 0..3 {
        pty.press("Ryyyyy");
        pty.wait_for("Confirm restart");
        pty.press("n");
        pty.wait_for("nothing was sent");
    }
    // Enter is no.
    pty.press("R");
    pty.wait_for("Confirm restart");
    pty.press("\r");
    pty.wait_away("Confirm restart");
    pty.press("B");
    let screen = pty.wait_until("an answer", |screen| !screen.contains("nothing was sent"));
    assert!(!screen.contains("Batch #1"), "{screen}");
}
