//! A D-Bus session of our own, with a real gnome-keyring behind it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::wait;

/// The only part of it that is wanted.
const SECRETS: &str = "--components=secrets";
/// Waits until it has its name on the bus.
const ANSWERS: &str = "until dbus-send --session --print-reply --dest=org.freedesktop.secrets \
    /org/freedesktop/secrets org.freedesktop.DBus.Peer.Ping >/dev/null 2>&1; do :; done";
/// A bus that starts no service by itself, at a place we know.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=@HOME@/real-bus</listen>
  <policy context="default">
    <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
  </policy>
</busconfig>"#;

/// The command that starts and unlocks the keyring.
pub fn unlocked() -> String {
    format!("printf opensesame | gnome-keyring-daemon --unlock {SECRETS} >/dev/null; {ANSWERS}")
}

/// The command that starts it with its keyring locked.
pub fn locked() -> String {
    format!("gnome-keyring-daemon --start {SECRETS} >/dev/null; {ANSWERS}")
}

/// A home of its own, short enough for socket paths.
pub fn home() -> TempDir {
    tempfile::Builder::new()
        .prefix("sd")
        .tempdir_in("/tmp")
        .unwrap()
}

/// The variables of an empty environment whose every folder is under `home`.
pub fn surroundings(home: &Path) -> [(&'static str, PathBuf); 6] {
    [
        ("PATH", std::env::var_os("PATH").unwrap().into()),
        ("HOME", home.to_owned()),
        ("XDG_RUNTIME_DIR", home.to_owned()),
        ("XDG_DATA_HOME", home.join("share")),
        ("XDG_CONFIG_HOME", home.join("config")),
        ("XDG_CACHE_HOME", home.join("cache")),
    ]
}

/// The words that run a command inside a private session after some set-up.
pub fn inside(home: &Path, setup: &str, command: Vec<String>) -> Vec<String> {
    for program in ["dbus-run-session", "gnome-keyring-daemon", "secret-tool"] {
        assert!(
            is_installed(program),
            "{program} is missing: apt-get install dbus gnome-keyring libsecret-tools"
        );
    }
    let config = home.join("bus.conf");
    fs::write(&config, BUS.replace("@HOME@", home.to_str().unwrap())).unwrap();
    let config = format!("--config-file={}", config.display());
    let script = format!("{setup} >/dev/null && exec \"$@\"");
    let before = ["dbus-run-session", &config, "--", "sh", "-c", &script, "sh"];
    let mut line: Vec<String> = before.map(str::to_owned).to_vec();
    line.extend(command);
    line
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A session with a keyring, for as long as it is held.
pub struct Session {
    home: PathBuf,
    child: Child,
}

impl Session {
    /// Starts one with its files in `home`, and its keyring open.
    pub fn unlocked(home: &Path) -> Self {
        Self::start(home, &unlocked(), "read -r end")
    }

    /// Starts one with its files in `home`, and its keyring locked until [`Session::unlock`].
    pub fn locked(home: &Path) -> Self {
        // There is no unlocking from outside without a prompt: a new daemon takes over, unlocked.
        let rest = format!(
            "read -r unlock; kill $locked; wait $locked; {}; touch {}; read -r end",
            unlocked(),
            home.join("open").display()
        );
        let setup = format!("gnome-keyring-daemon --foreground {SECRETS} & locked=$!; {ANSWERS}");
        Self::start(home, &setup, &rest)
    }

    /// Unlocks the keyring.
    pub fn unlock(&mut self) {
        let input = self.child.stdin.as_mut().unwrap();
        writeln!(input, "unlock").unwrap();
        let open = self.home.join("open");
        wait::until("the keyring is open", || open.exists());
    }

    fn start(home: &Path, setup: &str, rest: &str) -> Self {
        let ready = home.join("ready");
        let _ = fs::remove_file(&ready);
        let rest = format!("{setup}; touch {}; {rest}", ready.display());
        let rest = ["sh", "-c", &rest].map(str::to_owned).to_vec();
        let line = inside(home, "true", rest);
        let child = Command::new(&line[0])
            .args(&line[1..])
            .env_clear()
            .envs(surroundings(home))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let session = Self {
            home: home.to_owned(),
            child,
        };
        wait::until("the keyring is started", || ready.exists());
        session
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` says in it.
    pub fn address(&self) -> String {
        format!("unix:path={}/real-bus", self.home.display())
    }

    /// What the desktop's own tool reads under an entry of ours.
    pub fn secret(&self, entry: &str) -> String {
        let read = Command::new("secret-tool")
            .args(["lookup", "service", "supdeck", "username", entry])
            .env("DBUS_SESSION_BUS_ADDRESS", self.address())
            .output();
        String::from_utf8(read.unwrap().stdout).unwrap()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The shell in it reads the end of its input, and the bus goes with the shell.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
