//! In tmux, where most consoles live: windows of another size, detaching, and panes that are killed.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::support::pty::Spawn;
use crate::support::wait;

/// A tmux server of our own with the demo in its only pane; it ends when dropped.
struct Tmux {
    home: TempDir,
}

impl Tmux {
    fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let tmux = Self { home };
        let demo = [env!("CARGO_BIN_EXE_supdeck"), "demo", "--seed", "7"];
        let window = ["new-session", "-d", "-x", "120", "-y", "40"];
        tmux.ask(&[&window[..], &demo].concat());
        tmux.wait_for("1 Dashboard");
        tmux
    }

    fn words(&self) -> Vec<String> {
        let socket = self.home.path().join("socket");
        let words = ["tmux", "-f", "/dev/null", "-S", socket.to_str().unwrap()];
        words.map(str::to_owned).to_vec()
    }

    fn ask(&self, words: &[&str]) -> String {
        let program = self.words();
        let answer = Command::new(&program[0])
            .args(&program[1..])
            .args(words)
            .env_remove("TMUX")
            .env("HOME", self.home.path())
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap_or_else(|error| panic!("tmux is missing: apt-get install tmux ({error})"));
        let told = String::from_utf8_lossy(&answer.stderr);
        assert!(answer.status.success(), "tmux {words:?}: {told}");
        String::from_utf8(answer.stdout).unwrap()
    }

    fn wait_for(&self, text: &str) {
        wait::until(text, || self.ask(&["capture-pane", "-p"]).contains(text));
    }

    fn pid(&self) -> String {
        let pid = self.ask(&["list-panes", "-F", "#{pane_pid}"]);
        pid.trim().to_owned()
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        // It may have ended with its only pane.
        let program = self.words();
        let _ = Command::new(&program[0])
            .args(&program[1..])
            .arg("kill-server")
            .output();
    }
}

fn wait_gone(pid: &str) {
    let place = Path::new("/proc").join(pid);
    wait::until("it has ended", || !place.exists());
}

#[test]
fn it_takes_the_size_of_whoever_attaches_and_goes_on_when_they_detach() {
    let tmux = Tmux::start();
    let words = tmux.words();
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    words.push("attach");
    let (mut small, before) = Spawn::program(&words).size(80, 24).in_a_shell();
    small.wait_for("1 Dash]");
    small.wait_for("worst first");
    small.press("2");
    small.wait_for("[2 Nodes]");
    small.press("\x02d");
    small.wait_for("ended with 0.");
    small.wait_modes(&before);
    let mut wide = Spawn::program(&words).size(200, 50).start();
    wide.wait_for("5 All processes");
    wide.wait_for("[2 Nodes]");
}

#[test]
fn it_ends_with_its_pane_its_session_and_its_server() {
    for end in ["kill-pane", "kill-session", "kill-server"] {
        let tmux = Tmux::start();
        let pid = tmux.pid();
        tmux.ask(&[end]);
        wait_gone(&pid);
    }
}
