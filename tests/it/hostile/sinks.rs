//! The corpus in every sink: nothing but our renderer's own sequences ever reaches the terminal.

use std::path::PathBuf;
use std::process::Command;

use crate::support::fake::Trouble;
use crate::support::pty::{Pty, Spawn};

use super::corpus::{raw, texts};
use super::fleet::{Fleet, QUIET, WAYS, fault};
use super::parser::{assert_clean, assert_only_ours, copied, longest_frame};

/// Sequences, each cut in two.
const SPLIT: [(&[u8], &[u8]); 6] = [
    (b"\x1b", b"[2J"),
    (b"\x1b[", b"6n"),
    (b"\x1b]0;ti", b"tle\x07"),
    (b"\x1bP$q", b"m\x1b\\"),
    (b"\xc2", b"\x9b2J"),
    (b"\xe2\x80", b"\xaegnp"),
];

/// Keys that are no letters.
const KEYS: [(&str, &str); 9] = [
    ("enter", "\r"),
    ("esc", "\x1b"),
    ("tab", "\t"),
    ("left", "\x1b[D"),
    ("right", "\x1b[C"),
    ("pgup", "\x1b[5~"),
    ("pgdn", "\x1b[6~"),
    ("f12", "\x1b[24~"),
    ("ctrl-u", "\x15"),
];

/// Presses keys and waits for the frame that answers.
fn step(pty: &mut Pty, keys: &str) {
    let before = pty.log().len();
    pty.press(keys);
    pty.wait_log("a frame", |log| ends_frame(&log[before..]));
}

fn ends_frame(log: &[u8]) -> bool {
    log.windows(8).any(|window| window == b"\x1b[?2026l")
}

/// Presses keys by their names, one after the other.
fn steps(pty: &mut Pty, names: &str) {
    for name in names.split(' ') {
        let key = KEYS.iter().find(|(known, _)| *known == name);
        step(pty, key.map_or(name, |(_, key)| key));
    }
}

/// Pages through what is shown, down and sideways, and gives all that was seen.
fn leaf(pty: &mut Pty) -> String {
    let mut seen = String::new();
    for key in "pgdn pgdn pgdn right right G left g".split(' ') {
        steps(pty, key);
        seen += &pty.see();
    }
    seen
}

/// Opens the console, and waits until every node was asked.
fn open(fleet: &Fleet) -> Pty {
    let mut pty = fleet.console();
    pty.press("2");
    let (many, few) = (
        format!("nodes 2/{}", fleet.size()),
        format!("{0} nodes: {0} up", fleet.size()),
    );
    pty.wait_until("every node was asked", |screen| {
        screen.contains(&many) || screen.contains(&few) || screen.contains("1 node: 1 up")
    });
    pty.press("\x1b[6~");
    pty.wait_until("none is left unasked", |screen| !screen.contains("- ?"));
    pty
}

/// Ends the console, and looks at all it wrote.
fn close(mut pty: Pty) {
    steps(&mut pty, "esc");
    assert_eq!(pty.leave(), 0);
    assert_only_ours(pty.log());
    let longest = longest_frame(pty.log());
    assert!(longest < 4 * 160 * 48 * 16, "a frame of {longest} bytes");
    for text in copied(pty.log()) {
        assert_clean(&text);
        assert!(!text.ends_with('\n'), "{text}");
    }
    for file in ["debug.log", ".local/state/supdeck/journal.jsonl"] {
        let text = std::fs::read_to_string(pty.home().join(file)).unwrap();
        assert_clean(&text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_every_table() {
    let fleet = Fleet::of_all().await;
    let mut pty = open(&fleet);
    let mut seen = String::new();
    for tab in ["1", "2", "3", "4", "5"] {
        steps(&mut pty, tab);
        seen += &leaf(&mut pty);
    }
    for escape in [
        r"\x1b[2J",
        r"\x1b]0;pwned\x07",
        "<U+202E>",
        "<U+009B>",
        r"\x9b2J",
    ] {
        assert!(seen.contains(escape), "{escape}");
    }
    close(pty);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_what_is_said_of_a_node() {
    let fleet = Fleet::of_all().await;
    let mut pty = open(&fleet);
    for way in WAYS {
        steps(&mut pty, &format!("/ ctrl-u {} enter", way.word()));
        for _ in 0..6 {
            pty.wait_until("its row says why", |screen| screen.contains(">  ? DOWN"));
            pty.press("\r");
            pty.wait_for("gives no data");
            steps(&mut pty, "y enter");
            pty.wait_for("─ NODE ");
            pty.press_while("\x1b", |screen| screen.contains("─ NODE "));
            steps(&mut pty, "j j j");
        }
        steps(&mut pty, "L");
        // A node that answers with faults does answer.
        let says_why = |screen: &str| {
            ["does not answer", "does not give"]
                .iter()
                .any(|why| screen.contains(why))
        };
        pty.wait_until("why there is no log", says_why);
        pty.press_while("\x1b", says_why);
    }
    assert!(copied(pty.log()).len() >= 6 * WAYS.len());
    close(pty);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_pages_and_boxes() {
    let fleet = Fleet::of_two().await;
    let mut pty = open(&fleet);
    steps(&mut pty, "g enter");
    leaf(&mut pty);
    steps(&mut pty, "* y Y U");
    for key in [
        "d", "m", "a", "o", "\r", "K", "R", ":", "B", "J", "\x1b[24~",
    ] {
        step(&mut pty, key);
        steps(&mut pty, "pgdn pgdn pgup");
        steps(&mut pty, "esc");
    }
    let pasted = texts().concat().replace('\x1b', "");
    steps(&mut pty, "/");
    pty.paste(&pasted);
    steps(&mut pty, "enter / ctrl-u enter");
    close(pty);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_logs() {
    let fleet = Fleet::of_two().await;
    let mut pty = open(&fleet);
    steps(&mut pty, "5 / quiet enter l z");
    pty.wait_for("│line");
    steps(&mut pty, "w w right right left left o o e y");
    steps(&mut pty, "pgup pgup pgup pgup y G");
    // A sequence that is cut between two polls stays what it was.
    for (number, (begin, rest)) in SPLIT.iter().enumerate() {
        fleet.names.write(
            QUIET,
            &[format!("cut {number} ").as_bytes(), begin].concat(),
        );
        pty.wait_for(&format!("cut {number} "));
        fleet.names.write(QUIET, rest);
        fleet
            .names
            .write(QUIET, format!(" rest {number}\n").as_bytes());
        pty.wait_for(&format!(" rest {number}"));
    }
    // What is no UTF-8 comes by its stream alone, and is shown byte by byte.
    fleet.names.write(QUIET, &raw().join(&b'\n'));
    pty.wait_for(r"\xf5\xff\xfe");
    steps(&mut pty, "y z esc L z");
    pty.wait_for("│line");
    steps(&mut pty, "w pgup pgup y G");
    fleet.names.write_main(b"\x1b]0;main\x07 end\n");
    pty.wait_for(r"\x1b]…\x07 end");
    assert!(copied(pty.log()).len() >= 4);
    save(&mut pty, "s enter", Saved::Clean);
    save(&mut pty, "s left left left left x tab", Saved::Raw);
    steps(&mut pty, "z");
    close(pty);
}

/// How a log is saved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Saved {
    Clean,
    Raw,
}

/// Saves the log, and looks at what is in the file.
fn save(pty: &mut Pty, keys: &str, how: Saved) {
    let logs = |pty: &Pty| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(pty.home()).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.extension().is_some_and(|e| e == "log"))
            .collect()
    };
    let before = logs(pty);
    steps(pty, keys);
    if how == Saved::Raw {
        pty.wait_for("raw bytes as the node sent them");
        step(pty, "\r");
    }
    let what = if how == Saved::Clean {
        "of clean text, as"
    } else {
        "of raw bytes, as"
    };
    pty.wait_for(what);
    let new: Vec<PathBuf> = logs(pty)
        .into_iter()
        .filter(|path| !before.contains(path))
        .collect();
    assert_eq!(new.len(), 1, "{new:?}");
    let bytes = std::fs::read(&new[0]).unwrap();
    match how {
        Saved::Clean => assert_clean(&String::from_utf8(bytes).unwrap()),
        Saved::Raw => assert!(bytes.windows(9).any(|part| part == b"\x1b]0;main\x07")),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_what_became_of_actions() {
    let fleet = Fleet::of_two().await;
    for text in texts().iter().chain(&texts()) {
        let fault = Trouble::Body(fault(text.as_bytes()));
        fleet.names.once("supervisor.startProcess", fault);
    }
    let mut pty = open(&fleet);
    steps(&mut pty, "5 /");
    step(&mut pty, "node:names state:stopped");
    steps(&mut pty, "enter * S");
    pty.confirm();
    pty.wait_for("esc: close");
    steps(&mut pty, "pgdn y esc J");
    steps(&mut pty, "y esc B esc 1 f12 esc");
    let journal = Command::new(env!("CARGO_BIN_EXE_supdeck"))
        .args(["journal", "-n", "100"])
        .env_clear()
        .env("HOME", pty.home())
        .output()
        .unwrap();
    let journal = String::from_utf8(journal.stdout).unwrap();
    assert!(journal.contains(r"\x1b[2J"), "{journal}");
    assert_clean(&journal);
    close(pty);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_what_was_drawn_before() {
    let fleet = Fleet::of_one().await;
    let mut pty = open(&fleet);
    for tab in ["1", "5"] {
        steps(&mut pty, tab);
        leaf(&mut pty);
    }
    steps(&mut pty, "/ quiet enter l z w w pgup");
    pty.wait_for("│line");
    steps(&mut pty, "pgup pgup C z esc");
    let screen = pty.wait_away("│line");
    let ours = |letter: char| letter.is_ascii() || "─│┌┐└┘…·".contains(letter);
    let left: Vec<_> = screen
        .lines()
        .filter(|line| !line.chars().all(ours))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    close(pty);
}

#[test]
fn in_what_is_printed_about_a_config() {
    let hostile = "\\u001b]0;pwned\\u0007\\u009b2J\\u202e\\u0085\\u200b";
    let config = format!(
        "[nodes.\"{hostile}\"]\nurl = \"{hostile}\"\n[nodes.a]\nurl = \"http://{hostile}/\"\n\
         \"{hostile}\" = 1\n[environments.\"{hostile}\"]\nnodes = \"{hostile}\"\n\
         [theme]\nname = \"{hostile}\"\n[keys]\n\"{hostile}\" = \"{hostile}\"\n"
    );
    for words in [&["config", "check"][..], &[]] {
        let spawn = Spawn::supdeck(words).file(".config/supdeck/config.toml", &config);
        let mut pty = spawn.start();
        assert_eq!(pty.exit_code(), 64);
        assert!(pty.see().contains("u{202e}"), "{}", pty.see());
        assert_only_ours(pty.log());
    }
}
