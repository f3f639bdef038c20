//! The binary, a real terminal and a real supervisord: a restart, and a node that comes and goes.

use supdeck::model::Endpoint;

use crate::support::pty::{Pty, Spawn};
use crate::support::real::{Program, Real};
use crate::support::wait;

fn console(real: &Real) -> Pty {
    let Endpoint::Http { host, port, .. } = real.endpoint() else {
        panic!("it listens on a port");
    };
    let config = format!(
        "[nodes.local]\nurl = \"http://{host}:{port}\"\n[environments.dev]\nnodes = \"local\"\n\
         [poll]\ninterval = \"1s\"\nanswer_timeout = \"1s\"\nretry_max = \"1s\"\n"
    );
    Spawn::supdeck(&[])
        .file(".config/supdeck/config.toml", &config)
        .size(120, 40)
        .start()
}

#[test]
fn a_restart_gives_another_pid() {
    let real = Real::builder().program(Program::steady("api")).start();
    let before = real.children();
    let mut pty = console(&real);
    pty.press("5");
    pty.wait_until("the process", |screen| {
        screen
            .lines()
            .any(|line| line.contains("+ RUNNING") && line.contains("api"))
    });
    pty.press("R");
    pty.confirm();
    pty.wait_for("ok 1");
    assert_eq!(real.state_of("api"), "RUNNING");
    let after = real.children();
    assert!(
        after.iter().all(|pid| !before.contains(pid)),
        "{before:?} {after:?}"
    );
    pty.press("q");
    pty.wait_until("the new pid in the table", |screen| {
        after.iter().any(|pid| screen.contains(&pid.to_string()))
    });
    assert_eq!(pty.leave(), 0);
}

#[test]
fn a_node_that_is_gone_is_a_row_with_a_reason_until_it_is_back() {
    let mut real = Real::builder().program(Program::steady("api")).start();
    let mut pty = console(&real);
    pty.press("2");
    pty.wait_for("+ OK");
    real.freeze();
    pty.wait_until("the frozen node", |screen| {
        screen.contains("? DOWN") && screen.contains("no answer")
    });
    real.thaw();
    pty.wait_for("+ OK");
    real.kill();
    pty.wait_until("the dead node", |screen| {
        screen.contains("? DOWN") && screen.contains("refused")
    });
    real.restart();
    pty.wait_for("+ OK");
    let pid = real.pid();
    wait::until("supervisord lives", || {
        std::fs::exists(format!("/proc/{pid}")).unwrap()
    });
}
