//! A walk through the demo, as a first-time user takes it.

use crate::support::pty::Spawn;

#[test]
fn first_look() {
    for size in [(80, 24), (120, 40), (200, 50)] {
        let mut pty = Spawn::demo().size(size.0, size.1).start();
        pty.wait_for("supdeck");
        for key in ["1", "2", "3", "4", "5"] {
            pty.press(key);
            std::thread::sleep(std::time::Duration::from_millis(1500));
            eprintln!("=== {key}\n{}", pty.see());
        }
        eprintln!("{} bytes", pty.log().len());
        pty.press("q");
        std::thread::sleep(std::time::Duration::from_millis(300));
        eprintln!("=== q\n{}", pty.see());
        pty.press("q");
        eprintln!("{}", pty.exit_code());
    }
}
