//! Runs one ignored test of this binary as a process of its own, with an environment of its own.

use std::fmt::Display;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::process::Command;

use crate::support::keyring::surroundings;

/// Far longer than anything here takes, even on a busy machine; only a hang reaches it.
const DEADLINE: Duration = Duration::from_mins(2);

/// The words that run one ignored test of this binary.
pub fn words(test: &str) -> Vec<String> {
    let binary = std::env::current_exe().unwrap();
    let options = ["--exact", "--ignored", "--nocapture", "--test-threads=1"];
    let mut words = vec![
        binary.to_str().unwrap().to_owned(),
        format!("secrets::{test}"),
    ];
    words.extend(options.map(str::to_owned));
    words
}

/// A command in an empty environment whose every folder is under `home`.
pub fn command(words: &[String], home: &Path) -> Command {
    let mut command = Command::new(&words[0]);
    command
        .args(&words[1..])
        .env_clear()
        .envs(surroundings(home))
        .stdin(Stdio::null())
        .process_group(0)
        .kill_on_drop(true);
    command
}

/// Waits for the end of a command and gives what it wrote; it must end well and in time.
pub async fn output(mut command: Command) -> String {
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let group = Pid::from_raw(i32::try_from(child.id().unwrap()).unwrap());
    let Ok(output) = tokio::time::timeout(DEADLINE, child.wait_with_output()).await else {
        killpg(group, Signal::SIGKILL).unwrap();
        panic!("{command:?} hangs");
    };
    let output = output.unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{stdout}\n{stderr}");
    format!("{stdout}\n{stderr}")
}

/// Says one line to the test that runs this process.
#[expect(clippy::print_stdout, reason = "its parent reads it there")]
pub fn tell(line: impl Display) {
    println!("{line}");
}
