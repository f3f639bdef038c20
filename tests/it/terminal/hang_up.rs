//! A terminal that goes away takes the console with it, whatever the signal does (`FAULTS` M18).

use std::iter::repeat_with;

use crate::support::effort::count;
use crate::support::pty::Spawn;

/// Ways to start it, as ssh, nohup and wrappers do: the signal arrives, is ignored, or never comes.
const STARTS: [&str; 3] = [
    "exec \"$@\"",
    "trap '' HUP; exec \"$@\"",
    "exec env --block-signal=HUP \"$@\"",
];

#[test]
fn it_ends() {
    for start in STARTS {
        let mut pty = Spawn::demo().by(start).start();
        pty.wait_for("RW");
        let mut running = pty.hang_up();
        assert_eq!(running.exit_code(), 129, "{start}");
    }
}

#[test]
fn it_ends_in_the_middle_of_whatever_it_writes() {
    // In the first sequence, in the first frame, in the cells, in a later frame, and anywhere.
    let chosen = [1, 3, 9, 31, 40, 77, 333, 1021, 2222, 4001];
    let anywhere = repeat_with(|| fastrand::usize(1..4000)).take(count("SUPDECK_HANG_UPS", 90));
    for (at, bytes) in chosen.into_iter().chain(anywhere).enumerate() {
        let start = STARTS[at % STARTS.len()];
        let mut pty = Spawn::demo()
            .size(200, 50)
            .by(start)
            .deaf_after(bytes)
            .start();
        pty.press("5");
        pty.wait_deaf();
        let mut running = pty.hang_up();
        let code = running.exit_code();
        // Before the console listens the signal does what it does by itself: portable-pty tells 1.
        assert!(
            code == 129 || code == 1,
            "{start} after {bytes} bytes: {code}"
        );
    }
}
