//! The keyring: a real gnome-keyring on a private bus, no bus, an empty bus, and a bus that hangs.

use std::os::unix::net::UnixListener;
use std::path::Path;

use supdeck::model::CredentialSource;
use supdeck::secrets::{CredentialKey, Credentials, Keep};
use tokio::process::Command;

use super::{CANARY, canary, child, credentials, entry, found, words};
use crate::support::keyring::{home, inside, locked, unlocked};

/// A command that runs a test inside a private session after some set-up.
fn session(home: &Path, setup: &str, test: &str) -> Command {
    child::command(&inside(home, setup, child::words(test)), home)
}

#[tokio::test]
async fn a_real_keyring_keeps_passwords_and_a_locked_one_says_so() {
    let home = home();
    let kept = child::output(session(home.path(), &unlocked(), "keyring::child_keeps")).await;
    assert!(!kept.contains("canary"), "{kept}");

    let later = child::output(session(home.path(), &unlocked(), "keyring::child_finds")).await;
    assert!(!later.contains("canary"), "{later}");

    let locked = child::output(session(home.path(), &locked(), "keyring::child_tells")).await;
    let expected =
        "no keyring: the keyring is locked and cannot ask for its password in this session";
    assert!(locked.contains(expected), "{locked}");
}

#[tokio::test]
async fn without_a_bus_it_says_which_variable_is_unset() {
    let home = home();
    let line = child::words("keyring::child_tells");
    let told = child::output(child::command(&line, home.path())).await;
    let expected = "no keyring: DBUS_SESSION_BUS_ADDRESS is unset";
    assert!(told.contains(expected), "{told}");
    assert!(
        told.contains("not kept: Secret Service over D-Bus: DBUS"),
        "{told}"
    );
}

#[tokio::test]
async fn with_an_address_where_nobody_listens_it_names_the_address() {
    let home = home();
    let line = child::words("keyring::child_tells");
    let mut command = child::command(&line, home.path());
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let told = child::output(command).await;
    let expected = "no keyring: no session bus answers at unix:path=/nonexistent/bus";
    assert!(told.contains(expected), "{told}");
}

#[tokio::test]
async fn a_bus_without_a_keyring_behind_it_is_told_apart() {
    let home = home();
    let told = child::output(session(home.path(), "true", "keyring::child_tells")).await;
    let expected = "no keyring: the session bus answers, but no keyring program is installed";
    assert!(told.contains(expected), "{told}");
}

#[tokio::test]
async fn a_bus_that_never_answers_delays_nobody_for_long_and_does_not_block_the_end() {
    let home = home();
    let socket = home.path().join("hung");
    // Nobody accepts, but the system completes the connection: it hangs as a stopped daemon does.
    let _listener = UnixListener::bind(&socket).unwrap();
    let line = child::words("keyring::child_asks_often");
    let mut command = child::command(&line, home.path());
    let address = format!("unix:path={}", socket.display());
    command.env("DBUS_SESSION_BUS_ADDRESS", address);
    let told = child::output(command).await;
    assert!(told.contains("no keyring: no answer in 3s"), "{told}");
    assert!(
        told.contains("no keyring: earlier calls still hang"),
        "{told}"
    );
}

#[tokio::test]
async fn after_a_hang_the_keyring_works_once_it_is_asked_again() {
    let home = home();
    let gate = home.path().join("gate");
    let setup = format!(
        "{} && export DBUS_SESSION_BUS_ADDRESS=unix:path={} GATE={}",
        unlocked(),
        gate.display(),
        gate.display()
    );
    let told = child::output(session(home.path(), &setup, "keyring::child_heals")).await;
    assert!(
        told.contains("at first: no keyring: no answer in 3s"),
        "{told}"
    );
    assert!(
        told.contains("not asked again: no keyring: no answer in 3s"),
        "{told}"
    );
    let healed = "asked again: missing: the OS keyring holds no entry supdeck/dev-03";
    assert!(told.contains(healed), "{told}");
}

#[tokio::test]
#[ignore = "run by a_real_keyring_keeps_passwords_and_a_locked_one_says_so"]
async fn child_keeps() {
    let node = entry("dev-03", CredentialSource::Keyring);
    let mut first = credentials();
    let lookup = first.lookup(&node).await;
    assert_eq!(
        words(&lookup),
        "missing: the OS keyring holds no entry supdeck/dev-03"
    );

    for password in ["old", CANARY] {
        let secret = supdeck::secrets::Secret::new(password.to_owned());
        first
            .remember(&[&node], &secret, Keep::Lasting)
            .await
            .unwrap();
        // What memory says now, and what another process would read.
        for store in [&mut first, &mut credentials()] {
            let lookup = store.lookup(&node).await;
            assert_eq!(found(&lookup), password);
            assert_eq!(words(&lookup), "found: OS keyring, entry supdeck/dev-03");
        }
    }
    assert_eq!(secret_tool(&node).await, CANARY);

    let other = entry("dev-04", CredentialSource::Keyring);
    first
        .remember(&[&other], &canary(), Keep::Lasting)
        .await
        .unwrap();
    first.erase(&other).await.unwrap();
    let gone = first.lookup(&other).await;
    assert_eq!(
        words(&gone),
        "missing: the OS keyring holds no entry supdeck/dev-04"
    );
    first.erase(&other).await.unwrap();
}

/// What the desktop's own tool reads under our entry.
async fn secret_tool(node: &supdeck::model::NodeEntry) -> String {
    let name = CredentialKey::of(node).unwrap().entry();
    let read = Command::new("secret-tool")
        .args(["lookup", "service", "supdeck", "username", &name])
        .output();
    String::from_utf8(read.await.unwrap().stdout).unwrap()
}

#[tokio::test]
#[ignore = "run by a_real_keyring_keeps_passwords_and_a_locked_one_says_so"]
async fn child_finds() {
    let node = entry("dev-03", CredentialSource::Keyring);
    let mut credentials = credentials();
    assert_eq!(found(&credentials.lookup(&node).await), CANARY);
    credentials.forget(&node);
    assert_eq!(credentials.known(&node), None);
    assert_eq!(found(&credentials.lookup(&node).await), CANARY);
}

#[tokio::test]
#[ignore = "run by the tests of sessions without a usable keyring"]
async fn child_tells() {
    let node = entry("dev-03", CredentialSource::Keyring);
    let mut credentials = credentials();
    child::tell(words(&credentials.lookup(&node).await));
    let kept = credentials
        .remember(&[&node], &canary(), Keep::Lasting)
        .await;
    child::tell(format_args!("not kept: {}", kept.unwrap_err()));
    assert_eq!(found(&credentials.lookup(&node).await), CANARY);
}

#[tokio::test]
#[ignore = "run by a_bus_that_never_answers_delays_nobody_for_long_and_does_not_block_the_end"]
async fn child_asks_often() {
    let credentials = credentials();
    let mut fetches = tokio::task::JoinSet::new();
    for number in 0..20 {
        let node = entry(&format!("dev-{number}"), CredentialSource::Keyring);
        fetches.spawn(credentials.fetch(&node).unwrap().run());
    }
    let mut credentials = credentials;
    for fetched in fetches.join_all().await {
        child::tell(words(&credentials.record(fetched)));
    }
}

#[tokio::test]
#[ignore = "run by after_a_hang_the_keyring_works_once_it_is_asked_again"]
async fn child_heals() {
    let gate = std::path::PathBuf::from(std::env::var_os("GATE").unwrap());
    let node = entry("dev-03", CredentialSource::Keyring);
    let mut credentials: Credentials = credentials();

    let listener = UnixListener::bind(&gate).unwrap();
    child::tell(format_args!(
        "at first: {}",
        words(&credentials.lookup(&node).await)
    ));

    std::fs::remove_file(&gate).unwrap();
    std::os::unix::fs::symlink(gate.with_file_name("real-bus"), &gate).unwrap();
    child::tell(format_args!(
        "not asked again: {}",
        words(&credentials.lookup(&node).await)
    ));
    credentials.retry_keyring();
    child::tell(format_args!(
        "asked again: {}",
        words(&credentials.lookup(&node).await)
    ));
    drop(listener);
}
