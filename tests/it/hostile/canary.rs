//! A password that nobody else has, and the places in which it must never be found.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};

use crate::support::pty::Pty;

use super::parser::copied;

/// A password that nobody else has.
pub struct Canary {
    core: String,
    password: String,
}

impl Canary {
    /// Another one at every call.
    pub fn new() -> Self {
        let core: String = std::iter::repeat_with(fastrand::alphanumeric)
            .take(24)
            .collect();
        // What has to be written in another way in a URL, in JSON, in XML and in a shell.
        let password = format!("{core}:@/ %\"<&'$ü");
        Self { core, password }
    }

    /// The password.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Whether it is in there: plain, in part, or as it travels.
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        let header = BASE64_STANDARD.encode(format!("ops:{}", self.password));
        let alone = BASE64_STANDARD_NO_PAD.encode(&self.core);
        let forms = [&self.core, &header, &alone];
        let has = |form: &String| {
            bytes
                .windows(form.len())
                .any(|piece| piece == form.as_bytes())
        };
        forms.into_iter().any(has)
    }

    /// Panics if it was written to the terminal, copied, or is told by the kernel of the process.
    pub fn assert_not_told(&self, pty: &mut Pty, proc_files: &[&str]) {
        assert!(!self.is_in(pty.log()), "on the terminal");
        let copied = copied(pty.log());
        assert!(
            !self.is_in(copied.join("\n").as_bytes()),
            "on the clipboard"
        );
        let pid = pty.supdeck();
        for file in proc_files {
            let told = fs::read(format!("/proc/{pid}/{file}")).unwrap();
            assert!(!self.is_in(&told), "in /proc/PID/{file}");
        }
    }

    /// Panics if it is in any file below a directory, or in the name of one.
    pub fn assert_not_below(&self, directory: &Path) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            assert!(
                !self.is_in(path.as_os_str().as_encoded_bytes()),
                "{}",
                path.display()
            );
            if path.is_dir() {
                self.assert_not_below(&path);
            } else if path.is_file() {
                assert!(!self.is_in(&fs::read(&path).unwrap()), "{}", path.display());
            }
        }
    }
}

#[test]
fn it_is_found_in_every_form() {
    let canary = Canary::new();
    let header = BASE64_STANDARD.encode(format!("ops:{}", canary.password()));
    let url = format!("http://ops:{}%3A%40@host", canary.core);
    for text in [canary.password(), &header, &url] {
        assert!(canary.is_in(format!("before {text} after").as_bytes()));
    }
    assert!(!canary.is_in(Canary::new().password().as_bytes()));
}
