//! A home that outlives the consoles opened in it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use supdeck::model::Endpoint;
use tempfile::TempDir;

use crate::support::fake::Fake;
use crate::support::keyring;
use crate::support::pty::{Pty, Spawn};

/// A home, and the variables of its session.
pub struct Desk {
    home: TempDir,
    variables: Vec<(String, String)>,
}

impl Desk {
    /// An empty home, without a session bus.
    pub fn new() -> Self {
        Self {
            home: keyring::home(),
            variables: Vec::new(),
        }
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.home.path()
    }

    /// Writes a file of that mode.
    pub fn write(&self, path: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.home.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    /// Writes the config: these sections, and polls that come often.
    pub fn config(&self, sections: &[String]) {
        let poll = "[poll]\ninterval = \"1s\"\nretry_max = \"1s\"\n";
        let text = format!("{}{poll}", sections.concat());
        self.write(".config/supdeck/config.toml", &text, 0o600);
    }

    /// Opens the console.
    pub fn open(&self) -> Pty {
        let home = self.home.path().to_str().unwrap();
        let spawn = Spawn::supdeck(&[]).size(200, 50).env("HOME", home);
        let with = |spawn: Spawn, (name, value): &(String, String)| spawn.env(name, value);
        self.variables.iter().fold(spawn, with).open()
    }

    /// Runs supdeck with these words, and gives what it printed, and what it told beside that.
    pub fn run(&self, words: &[&str]) -> (String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_supdeck"))
            .args(words)
            .env_clear()
            .env("HOME", self.home.path())
            .envs(self.variables.iter().cloned())
            .current_dir(self.home.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr))
    }

    /// The journal, as people read it; the file holds none of the secrets.
    pub fn journal(&self, secrets: &[&str]) -> String {
        let file = self.home.path().join(".local/state/supdeck/journal.jsonl");
        let text = fs::read_to_string(file).unwrap();
        for secret in secrets {
            assert!(!text.contains(secret), "{secret:?} is in the journal");
        }
        self.run(&["journal", "-n", "100"]).0
    }
}

/// The section of a node that leads to a fake, with these lines more.
pub fn node(name: &str, fake: &Fake, more: &str) -> String {
    let Endpoint::Http { host, port, .. } = fake.endpoint() else {
        panic!("it listens on a port");
    };
    format!("[nodes.{name}]\nurl = \"http://{host}:{port}\"\n{more}\n")
}

/// The user that guarded nodes know.
pub const USER: &str = "user = \"ops\"";
