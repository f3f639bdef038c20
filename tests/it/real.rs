//! The harness itself: real supervisords start, freeze, die, come back, and leave nothing behind.

use std::fs;
use std::io::ErrorKind;

use supdeck::model::{CredentialSource, Endpoint, Stream};

use crate::support::real::{Program, Real, Version, tagged};
use crate::support::wait;

/// What every version has to go through; one that is not to be had here is only told of.
fn lives_and_dies(version: Version) {
    let number = version.number();
    if !Version::available().contains(&version) {
        return;
    }
    let mut real = Real::builder()
        .version(version)
        .program(Program::steady("web"))
        .start();
    let state = |real: &Real| real.call("supervisor.getState", "").unwrap();
    assert!(
        state(&real).contains("<string>RUNNING</string>"),
        "{number}"
    );
    let answer = real.call("supervisor.getSupervisorVersion", "").unwrap();
    assert!(
        answer.contains(&format!("<string>{number}</string>")),
        "{answer}"
    );
    wait::until("web runs", || real.state_of("web:web") == "RUNNING");

    real.freeze();
    let error = real.call("supervisor.getState", "").unwrap_err();
    let timed_out = [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind());
    assert!(timed_out, "{number} frozen: {error}");
    real.thaw();
    assert!(state(&real).contains("RUNNING"), "{number} thawed");

    let orphans = real.children();
    assert_eq!(orphans.len(), 1, "{number}: {orphans:?}");
    real.kill();
    let error = real.call("supervisor.getState", "").unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::ConnectionRefused,
        "{number} killed"
    );
    assert_eq!(
        real.children(),
        orphans,
        "{number}: children survive their supervisord"
    );

    real.restart();
    wait::until("web runs again", || real.state_of("web:web") == "RUNNING");
    assert_eq!(real.children().len(), 2, "{number}: one new, one orphan");

    let directory = real.config().parent().unwrap().display().to_string();
    drop(real);
    assert_eq!(
        tagged(&format!("SUPDECK_TEST_NODE={directory}")),
        Vec::<u32>::new()
    );
}

#[test]
fn version_4_3_0_lives_and_dies() {
    lives_and_dies(Version::V4_3_0);
}

#[test]
fn version_4_2_5_lives_and_dies() {
    lives_and_dies(Version::V4_2_5);
}

#[test]
fn version_4_0_4_lives_and_dies() {
    lives_and_dies(Version::V4_0_4);
}

#[test]
fn version_3_4_0_lives_and_dies() {
    lives_and_dies(Version::V3_4_0);
}

#[test]
fn every_program_does_what_its_name_says() {
    let real = Real::builder()
        .program(Program::steady("steady"))
        .program(Program::manual("manual"))
        .program(Program::stubborn("stubborn", 2))
        .program(Program::crash_loop("crash"))
        .program(Program::flaky("flaky"))
        .program(Program::slow_start("slow"))
        .program(Program::one_shot("good", 0))
        .program(Program::one_shot("bad", 3))
        .program(Program::new("wörker-漢字-🚀", "sleep 100000"))
        .program(Program::writer("writer"))
        .program(Program::hostile("hostile"))
        .program(Program::bad_command("missing"))
        .group("api", &["steady", "manual"])
        .start();
    for (process, state) in [
        ("api:steady", "RUNNING"),
        ("api:manual", "STOPPED"),
        ("stubborn:stubborn", "RUNNING"),
        ("crash:crash", "BACKOFF"),
        ("slow:slow", "STARTING"),
        ("good:good", "EXITED"),
        ("bad:bad", "EXITED"),
        ("wörker-漢字-🚀:wörker-漢字-🚀", "RUNNING"),
        ("missing:missing", "FATAL"),
        ("crash:crash", "FATAL"),
        ("flaky:flaky", "RUNNING"),
        ("slow:slow", "RUNNING"),
    ] {
        wait::until(&format!("{process} is {state}"), || {
            real.state_of(process) == state
        });
    }
    let has = |program: &str, stream, bytes: &[u8]| {
        let log = fs::read(real.log(program, stream)).unwrap_or_default();
        log.windows(bytes.len()).any(|window| window == bytes)
    };
    wait::until("lines on stdout", || {
        has("writer", Stream::Stdout, b"out 3\n")
    });
    wait::until("lines on stderr", || {
        has("writer", Stream::Stderr, b"err 3\n")
    });
    wait::until("hostile bytes", || {
        has("hostile", Stream::Stdout, b"\x1b[31mred")
    });
    assert!(has(
        "hostile",
        Stream::Stdout,
        b"nul=\0 bad=\xff\xfe cut=\xf0\x9f\r\n"
    ));
    assert!(has("", Stream::Main, b"gave up: crash"));

    let name = "<param><value><string>stubborn:stubborn</string></value></param>";
    let wait = "<param><value><boolean>0</boolean></value></param>";
    real.call("supervisor.stopProcess", &format!("{name}{wait}"))
        .unwrap();
    assert_eq!(real.state_of("stubborn:stubborn"), "STOPPING");
    wait::until("it is killed in the end", || {
        real.state_of("stubborn:stubborn") == "STOPPED"
    });
}

#[test]
fn a_socket_with_a_password_wants_it() {
    let real = Real::builder().unix().login("deploy", "p%:ß;#w").start();
    let entry = real.node_entry("web01");
    assert!(matches!(real.endpoint(), Endpoint::Unix { .. }));
    assert_eq!(entry.user.as_deref(), Some("deploy"));
    let CredentialSource::File(path) = entry.source else {
        panic!("the password is in a file")
    };
    assert_eq!(fs::read_to_string(path).unwrap(), "p%:ß;#w");
    let unknown = real.call_unknown("supervisor.getState").unwrap();
    assert!(unknown.starts_with("HTTP/1.1 401 "), "{unknown}");
    let known = real.call("supervisor.getState", "").unwrap();
    assert!(known.starts_with("HTTP/1.1 200 "), "{known}");
}
