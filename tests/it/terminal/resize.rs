//! Any size, and any number of sizes in any order.

use crate::support::pty::Spawn;

#[test]
fn a_storm_of_sizes() {
    let mut pty = Spawn::demo().open();
    pty.press("5");
    pty.wait_for("[5 Procs]");
    for round in 0..5 {
        for (columns, rows) in [
            (0, 0),
            (1, 1),
            (2, 1),
            (79, 5),
            (200, 50),
            (1, 90),
            (500, 2),
        ] {
            pty.resize(columns, rows);
            if round % 2 == 0 {
                pty.press("j");
                pty.see();
            }
        }
    }
    pty.resize(80, 24);
    let screen = pty.wait_until("the table again", |screen| {
        let last = screen.lines().nth(23);
        screen.contains("[5 Procs]") && last.is_some_and(|line| line.contains("? help"))
    });
    assert!(screen.contains("STATE"), "{screen}");
    pty.resize(120, 40);
    pty.wait_for("[5 All processes]");
    assert_eq!(pty.leave(), 0);
}

#[test]
fn a_dialog_lives_through_a_screen_that_is_too_small() {
    let mut pty = Spawn::demo().processes();
    pty.press("/env:stage state:running\r");
    pty.wait_for("state:running");
    pty.press("R");
    pty.wait_for("Confirm restart");
    pty.resize(52, 10);
    pty.wait_for("60x12 needed, this is 52x10");
    pty.resize(100, 30);
    pty.wait_for("Confirm restart");
    pty.press("n");
    pty.wait_for("nothing was sent");
}
