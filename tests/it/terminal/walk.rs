//! A walk through the demo, as a first-time user takes it.

use crate::support::pty::Spawn;

#[test]
fn through_every_tab_by_key() {
    let mut pty = Spawn::demo().size(120, 40).open();
    for (key, tab) in [
        ("5", "[5 All processes]"),
        ("4", "[4 Groups]"),
        ("3", "[3 Environments]"),
        ("2", "[2 Nodes]"),
        ("1", "[1 Dashboard]"),
    ] {
        pty.press(key);
        pty.wait_for(tab);
    }
    assert_eq!(pty.leave(), 0);
}

#[test]
fn a_restart_runs_to_its_end_and_the_table_shows_it() {
    let mut pty = Spawn::demo().size(120, 40).processes();
    pty.press("/env:stage group:web node:stg-0[1-2] state:running\r");
    pty.wait_for("state:running");
    pty.press("*");
    pty.wait_until("marks", |screen| !screen.contains("no marks"));
    pty.press("R");
    pty.confirm();
    pty.wait_for("ended");
    let screen = pty.wait_for("ok 2");
    assert!(screen.contains("Batch #1"), "{screen}");
    pty.press("q");
    pty.wait_away("Batch #1");
    // They run, and not for long.
    pty.wait_until("young rows", |screen| {
        let rows = screen.lines().filter(|line| line.contains("RUNNING"));
        let young = rows.filter(|row| row.contains("s ") && !row.contains('d'));
        young.count() == 2
    });
}

#[test]
fn logs_open_and_flow() {
    let mut pty = Spawn::demo().size(120, 40).processes();
    pty.press("/api state:running\r");
    pty.wait_for("state:running");
    pty.press("l");
    let first = pty.wait_for("o│");
    pty.wait_until("more lines", |screen| screen != first);
    pty.press("z");
    pty.wait_until("a log alone", |screen| {
        screen
            .lines()
            .filter(|line| line.contains("o│") || line.contains("e│"))
            .count()
            > 10
    });
}
