//! The sources a config can name: files with every mode and shape, commands, variables.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use nix::sys::stat::Mode;
use nix::unistd::{Uid, chown, geteuid, mkfifo};
use supdeck::model::CredentialSource;
use supdeck::secrets::SOURCE_LIMIT;

use super::{CANARY, child, credentials, entry, found, words};

/// What a node that names the file gets; the folder's own path is cut off.
async fn file_words(path: PathBuf) -> String {
    let folder = format!("{}/", path.parent().unwrap().display());
    let node = entry("a", CredentialSource::File(path));
    let lookup = credentials().lookup(&node).await;
    words(&lookup).replace(&folder, "")
}

fn write(folder: &Path, name: &str, mode: u32, content: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
    path
}

#[tokio::test]
async fn a_file_is_read_only_if_nobody_else_may() {
    let folder = tempfile::tempdir().unwrap();
    for mode in [0o600, 0o400, 0o700] {
        let path = write(
            folder.path(),
            "pw",
            mode,
            format!("{CANARY}\nmore").as_bytes(),
        );
        let node = entry("a", CredentialSource::File(path));
        assert_eq!(found(&credentials().lookup(&node).await), CANARY);
    }
    for mode in [
        0o640, 0o604, 0o660, 0o606, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777,
    ] {
        let path = write(folder.path(), "pw", mode, CANARY.as_bytes());
        assert_eq!(
            file_words(path).await,
            format!(
                "missing: password_file pw has mode {mode:04o}, so other users may get at it: \
                 chmod 600 pw"
            )
        );
    }
}

#[tokio::test]
async fn a_file_of_somebody_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "pw", 0o600, CANARY.as_bytes());
    if geteuid().is_root() {
        // Only root can give a file away; for anybody else the test below is the same code.
        chown(&path, Some(Uid::from_raw(4711)), None).unwrap();
        let words = file_words(path).await;
        let expected = "missing: password_file pw belongs to user id 4711, not to you or to root";
        assert_eq!(words, expected);
    } else {
        assert_eq!(file_words(path).await, "found: password_file pw");
    }
}

#[tokio::test]
async fn what_is_no_regular_file_is_refused_without_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let target = write(folder.path(), "target", 0o600, b"pw");
    symlink(&target, at("link")).unwrap();
    symlink("/nonexistent", at("dangling")).unwrap();
    std::fs::create_dir(at("folder")).unwrap();
    std::fs::set_permissions(at("folder"), PermissionsExt::from_mode(0o700)).unwrap();
    mkfifo(&at("pipe"), Mode::S_IRUSR | Mode::S_IWUSR).unwrap();
    let _socket = UnixListener::bind(at("socket")).unwrap();

    for (name, why) in [
        ("link", "is a symbolic link: name the file it points to"),
        ("dangling", "is a symbolic link: name the file it points to"),
        ("folder", "is not a regular file"),
        ("pipe", "is not a regular file"),
        ("socket", "is not a regular file"),
        ("nowhere", "does not exist"),
    ] {
        let expected = format!("missing: password_file {name} {why}");
        assert_eq!(file_words(at(name)).await, expected);
    }
}

#[tokio::test]
async fn what_holds_no_password_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content, why) in [
        ("empty", vec![], "is empty"),
        ("newline", b"\nsecond".to_vec(), "is empty"),
        ("latin", b"caf\xe9\n".to_vec(), "is not UTF-8 text"),
        (
            "huge",
            vec![b'a'; SOURCE_LIMIT + 1],
            "is larger than 65536 bytes",
        ),
    ] {
        let path = write(folder.path(), name, 0o600, &content);
        let expected = format!("missing: password_file {name} {why}");
        assert_eq!(file_words(path).await, expected);
    }
    let whole = write(folder.path(), "whole", 0o600, &vec![b'a'; SOURCE_LIMIT]);
    assert_eq!(file_words(whole).await, "found: password_file whole");
}

#[tokio::test]
async fn a_command_gives_its_first_line_or_the_reason() {
    for (script, expected) in [
        ("printf 'pw\\nuser: x\\n'", "found: password_command sh"),
        ("true", "missing: password_command sh is empty"),
        (
            "printf '\\377\\n'",
            "missing: password_command sh is not UTF-8 text",
        ),
        (
            "echo 'no such entry' >&2; exit 1",
            "missing: password_command sh ended with status 1: no such entry",
        ),
        (
            "kill -TERM $$",
            "missing: password_command sh was killed by signal 15",
        ),
    ] {
        let argv = ["sh", "-c", script].map(str::to_owned).to_vec();
        let node = entry("a", CredentialSource::Command(argv));
        assert_eq!(words(&credentials().lookup(&node).await), expected);
    }
    let node = entry(
        "a",
        CredentialSource::Command(vec!["no-such-program".into()]),
    );
    assert_eq!(
        words(&credentials().lookup(&node).await),
        "missing: password_command no-such-program was not found"
    );
}

#[tokio::test]
async fn a_source_is_asked_once_until_the_node_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "pw", 0o600, b"old");
    let node = entry("a", CredentialSource::File(path.clone()));
    let mut credentials = credentials();
    assert_eq!(found(&credentials.lookup(&node).await), "old");
    std::fs::write(&path, "new").unwrap();
    assert_eq!(found(&credentials.lookup(&node).await), "old");
    credentials.forget(&node);
    assert_eq!(found(&credentials.lookup(&node).await), "new");
}

#[tokio::test]
async fn nodes_with_one_credential_name_and_two_sources_do_not_mix() {
    let mut credentials = credentials();
    let echo = |word: &str| CredentialSource::Command(vec!["echo".into(), word.into()]);
    let (one, other) = (entry("a", echo("one")), entry("a", echo("other")));
    assert_eq!(found(&credentials.lookup(&one).await), "one");
    assert_eq!(found(&credentials.lookup(&other).await), "other");
}

#[tokio::test]
async fn a_variable_is_taken_whole_and_nothing_said_holds_the_password() {
    let home = tempfile::tempdir().unwrap();
    let line = child::words("sources::child_reads_variables");
    let mut command = child::command(&line, home.path());
    command
        .env("PW_GOOD", CANARY)
        .env("PW_LINES", "one\ntwo")
        .env("PW_EMPTY", "")
        .env("PW_LATIN", std::ffi::OsString::from("x").tap_invalid());
    let told = child::output(command).await;
    assert!(!told.contains("canary"), "{told}");
    for expected in [
        "found: password_env PW_GOOD",
        "found: password_env PW_LINES",
        "missing: password_env PW_EMPTY is empty",
        "missing: password_env PW_LATIN is not UTF-8 text",
        "missing: password_env PW_UNSET is not set",
    ] {
        assert!(told.contains(expected), "{told}");
    }
}

/// Adds a byte that no UTF-8 text has.
trait TapInvalid {
    fn tap_invalid(self) -> Self;
}

impl TapInvalid for std::ffi::OsString {
    fn tap_invalid(self) -> Self {
        use std::os::unix::ffi::{OsStrExt, OsStringExt};
        let mut bytes = self.as_bytes().to_vec();
        bytes.push(0xff);
        Self::from_vec(bytes)
    }
}

#[tokio::test]
#[ignore = "run by a_variable_is_taken_whole_and_nothing_said_holds_the_password"]
async fn child_reads_variables() {
    let mut credentials = credentials();
    for name in ["PW_GOOD", "PW_LINES", "PW_EMPTY", "PW_LATIN", "PW_UNSET"] {
        let node = entry(name, CredentialSource::Env(name.into()));
        let lookup = credentials.lookup(&node).await;
        child::tell(format_args!("{} {lookup:?}", words(&lookup)));
    }
    let lines = entry("PW_LINES", CredentialSource::Env("PW_LINES".into()));
    assert_eq!(found(&credentials.lookup(&lines).await), "one\ntwo");
    child::tell(format_args!("{credentials:?}"));
}
