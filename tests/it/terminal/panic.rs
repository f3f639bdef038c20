//! A panic anywhere: the terminal first, then words on it, then a report that nobody else can read.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use supdeck::tui::seen::Seen;
use supdeck::tui::terminal::{CrashFile, Guard, install_hook};

use crate::support::pty::{Running, Spawn};

/// Says in the child where it shall panic.
const WHERE: &str = "SUPDECK_TEST_PANIC";

fn child(place: &str) -> Spawn {
    let binary = std::env::current_exe().unwrap();
    Spawn::program(&[
        binary.to_str().unwrap(),
        "terminal::panic::panics",
        "--exact",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ])
    .env(WHERE, place)
}

#[test]
#[ignore = "the others run it in a terminal of their own"]
fn panics() {
    let home = PathBuf::from(std::env::var_os("HOME").unwrap());
    install_hook(CrashFile {
        path: home.join("crash.txt"),
    });
    let mut guard = Guard::enter().unwrap();
    guard
        .draw(|frame| {
            frame.render_widget("about to panic", frame.area());
            Seen::default()
        })
        .unwrap();
    match std::env::var(WHERE).unwrap().as_str() {
        "draw" => {
            guard.draw(|_| panic!("in draw \x1b[2J")).unwrap();
        }
        "thread" => {
            let both = [1, 2].map(|_| std::thread::spawn(|| panic!("in a thread")));
            for thread in both {
                let _ = thread.join();
            }
        }
        "task" => {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            let _ = runtime.block_on(runtime.spawn(async { panic!("in a task") }));
        }
        "gone" => {
            while guard.send(b"x").is_ok() {}
            panic!("without a terminal");
        }
        other => panic!("no such place: {other}"),
    }
}

#[test]
fn the_terminal_is_back_and_the_words_are_on_it() {
    for place in ["draw", "thread", "task"] {
        let (mut pty, before) = child(place).in_a_shell();
        let screen = pty.wait_for("ended with 101.");
        pty.wait_modes(&before);
        assert_eq!(
            screen.matches("has a bug and had to stop").count(),
            1,
            "{screen}"
        );
        assert!(
            screen.contains("What was sent to nodes stays sent"),
            "{screen}"
        );
        let report = pty.home().join("crash.txt");
        let mode = std::fs::metadata(&report).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let text = std::fs::read_to_string(report).unwrap();
        assert!(
            text.contains("tests/it/terminal/panic.rs") && !text.contains('\x1b'),
            "{text}"
        );
    }
}

#[test]
fn without_a_terminal_it_ends_all_the_same() {
    let mut pty = child("gone").by("trap '' HUP; exec \"$@\"").start();
    pty.wait_log("the child", |log| log.ends_with(b"xxx"));
    let mut running: Running = pty.hang_up();
    assert_eq!(running.exit_code(), 101);
    let report = std::fs::read_to_string(running.home().join("crash.txt")).unwrap();
    assert!(report.contains("without a terminal"), "{report}");
}
