//! `supdeck logs`: ends, following, and what is written where.

use supdeck::model::Stream;

use super::desk::Desk;
use crate::support::fake::{Fake, Program};
use crate::support::pty::Spawn;
use crate::support::real::{Program as RealProgram, Real};
use crate::support::wait;

async fn node() -> Fake {
    Fake::new()
        .program(
            Program::new("api")
                .stdout(b"one\ntwo\nthree\n")
                .stderr(b"oops\n"),
        )
        .program(Program::new("cron").stdout(b"tick").unlogged('e'))
        .program(Program::new("quiet"))
        .listen()
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_lines_of_one_of_several_and_of_supervisord() {
    let fake = node().await;
    let desk = Desk::new().fake("n1", &fake);
    let cases = [
        ("logs api --stdout", "one\ntwo\nthree\n"),
        ("logs api --stdout -n 2", "two\nthree\n"),
        ("logs api -n 1", "o| three\ne| oops\n"),
        ("logs api --stderr", "oops\n"),
        ("logs cron", "o| tick\n"),
        ("logs quiet", ""),
        (
            "logs api | cron -n 1",
            "n1/api o| three\nn1/api e| oops\nn1/cron o| tick\n",
        ),
        (
            "logs --main n1 -n 1",
            "2026-11-20 16:00:00,000 INFO supervisord started with pid 4242\n",
        ),
        (
            "logs --main on n1",
            "2026-11-20 16:00:00,000 INFO supervisord started with pid 4242\n",
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(desk.out(line, 0), expected, "{line}");
    }
    assert_eq!(desk.code("logs --main n2"), 64, "the words are nodes there");
    assert_eq!(desk.code("logs nobody"), 64);
    assert_eq!(desk.code("logs"), 64);
    assert_eq!(desk.code("logs api --stdout --stderr"), 64);
}

#[tokio::test(flavor = "multi_thread")]
async fn following_prints_on_until_it_is_stopped() {
    let fake = node().await;
    let desk = Desk::new().fake("n1", &fake);
    let mut child = desk.begin("logs api --stdout -f -n 1");
    let mut lines = child.lines();
    let mut next = || lines.next().unwrap().unwrap();
    assert_eq!(next(), "three");
    fake.write("api:api", b"four\nfi");
    assert_eq!(next(), "four");
    fake.write("api:api", b"ve\n");
    assert_eq!(next(), "five");
    child.interrupt();
    assert_eq!(child.end().code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_ends_it() {
    let fake = node().await;
    let desk = Desk::new().fake("n1", &fake);
    let mut child = desk.begin("logs api --stdout -f");
    let mut lines = child.lines();
    assert_eq!(lines.next().unwrap().unwrap(), "one");
    drop(lines);
    wait::until("it notices", || {
        fake.write("api:api", b"more\n");
        child.has_ended()
    });
    let told = child.end();
    assert_eq!(
        (told.code, told.err.as_str()),
        (0, ""),
        "a broken pipe is quiet"
    );
}

#[test]
fn a_real_log_is_clean_unless_it_is_wanted_raw() {
    let real = Real::builder()
        .program(RealProgram::hostile("evil"))
        .start();
    let log = real.log("evil", Stream::Stdout);
    wait::until("it has said something", || {
        std::fs::metadata(&log).is_ok_and(|it| it.len() > 500)
    });
    let desk = Desk::new().real("n1", &real);
    let out = desk.out("logs evil --stdout", 0);
    assert!(out.contains("red"), "{out}");
    assert!(!out.contains(['\x1b', '\x07', '\0']), "{out:?}");
    let output = desk
        .command("logs evil --stdout --raw -n 3")
        .output()
        .unwrap();
    assert!(output.stdout.contains(&0x1b), "as it is");
    let told = desk.run("logs evil --raw");
    assert!(
        told.err
            .contains("--raw is for one output, and 2 are chosen"),
        "{told:?}"
    );
    let mut pty = Spawn::supdeck(&["logs", "evil", "--stdout", "--raw"])
        .file(".config/supdeck/config.toml", desk.config())
        .start();
    assert_eq!(pty.exit_code(), 64);
    assert!(pty.see().contains("--raw is not written to a terminal"));
}
