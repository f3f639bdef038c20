//! Sources that the config names: each is used, told on the page of its node, or told why not.

use super::desk::{USER, node};
use super::{CANARY, Desk, guarded, polls, see_source, show_all, wait_row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_source_opens_its_node_and_is_told_there() {
    let desk = Desk::new().env("SUPDECK_PW", CANARY);
    let file = desk.write("pw", &format!("{CANARY}\n"), 0o600);
    let command = format!("password_command = [\"printf\", \"%s\", \"{CANARY}\"]");
    let sources = [
        (
            "by-env",
            "password_env = \"SUPDECK_PW\"".to_owned(),
            "password_env SUPDECK_PW".to_owned(),
        ),
        (
            "by-file",
            format!("password_file = \"{}\"", file.display()),
            format!("password_file {}", file.display()),
        ),
        ("by-word", command, "password_command printf".to_owned()),
    ];
    let mut fakes = Vec::new();
    let mut sections = Vec::new();
    for (name, source, _) in &sources {
        let fake = guarded().listen().await;
        sections.push(node(name, &fake, &format!("{USER}\n{source}")));
        fakes.push(fake);
    }
    desk.config(&sections);
    let mut pty = desk.open();
    pty.press("2");
    for (name, _, words) in &sources {
        show_all(&mut pty);
        wait_row(&mut pty, name, "OK");
        see_source(&mut pty, name, words);
    }
    assert_eq!(pty.leave(), 0);
    assert!(fakes.iter().all(|fake| fake.refused() == 0));
    let written = String::from_utf8_lossy(pty.log()).into_owned();
    assert!(!written.contains(CANARY), "the password was on screen");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_gives_nothing_is_told_and_delays_nobody() {
    let desk = Desk::new().env("SUPDECK_PW", CANARY);
    let exposed = desk.write("pw", CANARY, 0o644);
    let gate = desk.path().join("gate");
    let slow = format!(
        "until [ -e {} ]; do sleep 0.1; done; echo {CANARY}",
        gate.display()
    );
    let sources = [
        (
            "exposed",
            format!("password_file = \"{}\"", exposed.display()),
        ),
        (
            "failing",
            "password_command = [\"sh\", \"-c\", \"echo no such entry >&2; exit 3\"]".to_owned(),
        ),
        (
            "slow",
            format!("password_command = [\"sh\", \"-c\", \"{slow}\"]"),
        ),
        ("quick", "password_env = \"SUPDECK_PW\"".to_owned()),
    ];
    let mut fakes = Vec::new();
    let mut sections = Vec::new();
    for (name, source) in &sources {
        let fake = guarded().listen().await;
        sections.push(node(name, &fake, &format!("{USER}\n{source}")));
        fakes.push(fake);
    }
    desk.config(&sections);
    let mut pty = desk.open();
    pty.press("2");
    let chmod = format!(
        "mode 0644, so other users may get at it: chmod 600 {}",
        exposed.display()
    );
    wait_row(&mut pty, "exposed", &chmod);
    wait_row(
        &mut pty,
        "failing",
        "password_command sh ended with status 3: no such entry",
    );
    polls(&mut pty, &fakes[3], 3);
    wait_row(&mut pty, "quick", "OK");
    assert!(fakes[..3].iter().all(|fake| fake.accepted() == 0));
    std::fs::write(gate, "").unwrap();
    wait_row(&mut pty, "slow", "OK");

    // What was mended is taken when told.
    desk.write("pw", CANARY, 0o600);
    pty.press("\x12");
    wait_row(&mut pty, "exposed", "OK");
    assert_eq!(pty.leave(), 0);
}
