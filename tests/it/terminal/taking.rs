//! What is taken out of the log pane: a pager that has the terminal, a file, the clipboard.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use nix::sys::signal::Signal;

use crate::hostile::parser::copied;
use crate::support::pty::{Pty, Spawn, is_stopped};
use crate::support::wait;

/// The log of one process of the demo, in the whole screen.
fn log(spawn: Spawn) -> Pty {
    let mut pty = spawn.open();
    show_log(&mut pty);
    pty
}

fn show_log(pty: &mut Pty) {
    pty.press("5/state:running\r");
    pty.wait_for(" of 208");
    pty.press("lz");
    pty.wait_for("o│");
}

/// Waits until something was told, though other news may already stand in its place.
fn was_told(pty: &mut Pty, text: &str) {
    let words = text.as_bytes();
    pty.wait_log(text, |log| {
        log.windows(words.len()).any(|window| window == words)
    });
}

/// A pager that says what it shows, and then what it hears.
const PAGER: &str = "count=$(wc -l); echo \"pager has $count lines as $1\"\n\
     while read -r key; do echo \"pager hears $key.\"; test \"$key\" = q && exit; done </dev/tty\n";

fn with_pager() -> Spawn {
    Spawn::demo()
        .file("pager.sh", PAGER)
        .env("PAGER", "sh ./pager.sh 'one word'")
}

#[test]
fn a_pager_has_the_text_the_terminal_and_every_key() {
    let (mut pty, before) = with_pager().in_a_shell();
    pty.wait_for("[1 Dash");
    show_log(&mut pty);
    for _ in 0..3 {
        pty.press("|");
        let screen = pty.wait_for("lines as one word");
        assert!(!screen.contains("has 0 lines"), "{screen}");
        let modes = pty.modes();
        assert!(!modes.alternate_screen && !modes.bracketed_paste && !modes.hidden_cursor);
        assert_eq!(modes.termios, before.termios);
        // Were one key taken from it, a word would not be whole.
        for word in ["hjkl", "qqq", ":quit", "RyRy"] {
            pty.press(&format!("{word}\r"));
            pty.wait_for(&format!("pager hears {word}."));
        }
        pty.press("q\r");
        pty.wait_for("FOLLOW");
        assert!(pty.modes().alternate_screen);
    }
    pty.press("k");
    pty.wait_for("PAUSED");
    pty.press(":q\r");
    pty.wait_for("ended with 0.");
    pty.wait_modes(&before);
}

#[test]
fn the_terminal_may_have_another_size_afterwards() {
    let mut pty = log(with_pager());
    pty.press("|");
    pty.wait_for("pager has");
    pty.resize(120, 40);
    pty.press("q\r");
    pty.wait_until("all of the larger screen", |screen| {
        screen.contains("[5 All processes]") && screen.lines().count() == 40
    });
    assert_eq!(pty.leave(), 0);
}

#[test]
fn ctrl_c_is_the_pagers() {
    let pager = "n=0; trap 'n=$((n+1)); echo \"interrupt $n.\"' INT; cat >/dev/null; echo up.\n\
                 while test $n -lt 2; do sleep 0.05; done; trap - INT; kill -INT $$\n";
    let mut pty = log(Spawn::demo()
        .file("pager.sh", pager)
        .env("PAGER", "sh ./pager.sh"));
    pty.press("|");
    pty.wait_for("up.");
    pty.press("\x03");
    pty.wait_for("interrupt 1.");
    // From the second one it dies, and that is told until a key is pressed.
    pty.press("\x03");
    was_told(&mut pty, "the pager ended with signal: 2");
    assert_eq!(pty.leave(), 0);
}

#[test]
fn ctrl_z_stops_both_and_fg_goes_on_with_the_pager() {
    let mut pty = Spawn::program(&["bash", "--norc", "--noprofile", "-i"])
        .file("pager.sh", PAGER)
        .env("SUPDECK", env!("CARGO_BIN_EXE_supdeck"))
        .env("PAGER", "sh ./pager.sh x")
        .env("PS1", "ready> ")
        .start();
    pty.wait_for("ready>");
    pty.press("\"$SUPDECK\" demo --seed 7\r");
    pty.wait_for("RW");
    show_log(&mut pty);
    pty.press("|");
    pty.wait_for("pager has");
    let (pid, pager) = (pty.supdeck(), pty.named("sh"));
    pty.press("\x1a");
    pty.wait_for("Stopped");
    wait::until("both are stopped", || is_stopped(pid) && is_stopped(pager));
    pty.press("echo shell; fg\r");
    pty.wait_for("\nshell");
    pty.press("still\r");
    pty.wait_for("pager hears still.");
    pty.press("q\r");
    pty.wait_for("FOLLOW");
    pty.press(":q\r");
    pty.wait_until("the shell", |screen| screen.trim_end().ends_with("ready>"));
}

#[test]
fn it_ends_with_a_pager_on_the_terminal() {
    let (mut pty, before) = with_pager().in_a_shell();
    pty.wait_for("[1 Dash");
    show_log(&mut pty);
    pty.press("|");
    pty.wait_for("pager has");
    pty.signal(Signal::SIGTERM);
    pty.wait_for("ended with 143.");
    pty.wait_modes(&before);
}

#[test]
fn a_pager_that_is_killed_leaves_the_terminal_as_it_was() {
    let pager = "cat >/dev/null; stty -echo -icanon </dev/tty; echo up.; read -r key </dev/tty; \
                 kill -KILL $$\n";
    let (mut pty, before) = Spawn::demo()
        .file("pager.sh", pager)
        .env("PAGER", "sh ./pager.sh")
        .in_a_shell();
    pty.wait_for("[1 Dash");
    show_log(&mut pty);
    pty.press("|");
    pty.wait_for("up.");
    pty.press("\n");
    was_told(&mut pty, "the pager ended with signal: 9");
    pty.press(":q\r");
    pty.wait_for("ended with 0.");
    pty.wait_modes(&before);
}

#[test]
fn without_the_pager_it_says_so_and_goes_on() {
    for (named, told) in [
        (
            "no-such-pager -x",
            "the pager \"no-such-pager\" was not found",
        ),
        ("less 'x", "is not understood"),
    ] {
        let mut pty = log(Spawn::demo().env("PAGER", named).size(120, 40));
        pty.press("|");
        pty.wait_for(told);
        pty.press("w");
        pty.wait_for("wrap on");
        assert_eq!(pty.leave(), 0);
    }
}

#[test]
fn less_shows_it_and_runs_no_filter_on_it() {
    let mut pty = log(Spawn::demo()
        .env("LESSOPEN", "|-echo tricked > tricked; cat %s")
        .env("LESS", "-FRX"));
    pty.press("|");
    if Command::new("less").arg("--version").output().is_err() {
        pty.wait_for("the pager \"less\" was not found");
        return;
    }
    pty.wait_away("FOLLOW");
    pty.wait_until("its own prompt", |screen| {
        let last = screen.lines().last().unwrap_or_default().trim();
        last == ":" || last == "(END)"
    });
    pty.press("q");
    pty.wait_for("FOLLOW");
    assert!(!pty.home().join("tricked").exists());
    assert_eq!(pty.leave(), 0);
}

#[test]
fn the_log_is_saved_once_and_never_over_anything() {
    let mut pty = log(Spawn::demo().size(160, 40));
    pty.press("s");
    let screen = pty.wait_for("save as: ");
    assert!(screen.contains("20260712T1204"), "{screen}");
    pty.press("\x15taken.log\r");
    let path = pty.home().join("taken.log");
    pty.wait_for(&format!("bytes of clean text, as {}", path.display()));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.ends_with('\n') && text.lines().count() > 3, "{text}");
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    pty.press("s\x15taken.log\r");
    pty.wait_for("it exists already, and stays as it is");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    pty.press("s\x15~/no/such/place.log\r");
    pty.wait_for("there is no such directory");
    pty.press("s\r");
    pty.wait_for("clean text, as");
    let saved = fs::read_dir(pty.home()).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("20260712T1204")
    });
    assert_eq!(saved.count(), 1);
    assert_eq!(pty.leave(), 0);
}

#[test]
fn a_copy_says_what_and_how() {
    let ssh = ("SSH_CONNECTION", "10.0.0.1 40000 10.0.0.2 22");
    for (set, how, wrapped) in [
        (vec![ssh], "by OSC 52", "\x1b]52;c;"),
        (
            vec![ssh, ("TERM", "tmux-256color")],
            "by OSC 52 through tmux",
            "\x1bPtmux;\x1b\x1b]52;c;",
        ),
        (
            vec![("STY", "7.pts-0"), ("DISPLAY", "")],
            "by OSC 52 through screen",
            "\x1bP\x1b]52;c;",
        ),
    ] {
        let spawn = Spawn::demo().size(160, 40);
        let spawn = set
            .iter()
            .fold(spawn, |spawn, (name, value)| spawn.env(name, value));
        let mut pty = log(spawn);
        pty.press("y");
        let screen = pty.wait_for(how);
        assert!(screen.contains("copied "), "{screen}");
        pty.wait_log("the sequence", |log| {
            log.windows(wrapped.len())
                .any(|window| window == wrapped.as_bytes())
        });
        if !how.ends_with("screen") {
            let text = copied(pty.log()).remove(0);
            assert!(text.lines().count() > 3 && !text.ends_with('\n'), "{text}");
            let bytes = format!("{} bytes", text.len());
            assert!(screen.contains(&bytes), "{screen}");
        }
        assert_eq!(pty.leave(), 0);
    }
}

#[test]
fn a_tool_of_this_desk_takes_it() {
    let tool = "#!/bin/sh\nprintf '%s ' \"$@\" > told; cat > given\n";
    let spawn = Spawn::demo()
        .file("bin/xclip", tool)
        .env("DISPLAY", ":7")
        .size(160, 40);
    let home = spawn.home().to_owned();
    let xclip = home.join("bin/xclip");
    fs::set_permissions(&xclip, fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    let spawn = spawn.env("PATH", &format!("{}:{path}", home.join("bin").display()));
    let mut pty = log(spawn);
    pty.press("Ya");
    pty.wait_for("by xclip");
    assert_eq!(
        fs::read_to_string(home.join("told")).unwrap(),
        "-selection clipboard -in "
    );
    let given = fs::read_to_string(home.join("given")).unwrap();
    assert!(
        given.lines().count() > 3 && !given.ends_with('\n'),
        "{given}"
    );
    assert!(copied(pty.log()).is_empty());
    assert_eq!(pty.leave(), 0);
}
