//! What neither the environment nor a node may talk us into: proxies, key logs, redirects.

use std::io::ErrorKind;
use std::net::TcpListener;

use crate::support::fake::{Fake, Program, Trouble};
use crate::support::pty::Spawn;

use super::fleet::{POLL, node, url};

/// All that other tools take a proxy from.
const PROXIES: [&str; 6] = [
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_in_the_environment_sees_no_byte() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let address = proxy.local_addr().unwrap();
    let fake = Fake::new().program(Program::new("api")).listen().await;
    let config = format!(
        "{POLL}[nodes.near]\nurl = \"{}\"\n[nodes.far]\nurl = \"http://far.invalid:9001\"\n\
         [nodes.tls]\nurl = \"https://far.invalid:9001\"\n",
        url(&fake)
    );
    let mut spawn = Spawn::supdeck(&[]).file(".config/supdeck/config.toml", &config);
    for name in PROXIES {
        spawn = spawn.env(name, &format!("http://{address}"));
    }
    let mut pty = spawn.env("SSLKEYLOGFILE", "keys.log").size(120, 40).open();
    pty.press("2");
    pty.wait_until("the near one answers, the far ones do not", |screen| {
        screen.contains("+ OK") && screen.matches("? DOWN").count() == 2
    });
    assert_eq!(pty.leave(), 0);
    assert!(!pty.home().join("keys.log").exists());
    let nobody = proxy.accept().unwrap_err();
    assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_leads_nowhere() {
    let victim = Fake::new().program(Program::new("db")).listen().await;
    let stop = format!("{}/index.html?action=stopall", url(&victim));
    let mut config = POLL.to_owned();
    let mut traps = Vec::new();
    for status in ["301", "302", "303", "307", "308"] {
        let head = format!("Location: {stop}\r\n");
        let trouble = Trouble::page(&format!("{status} Moved"), &head, b"");
        let trap = Fake::new().trouble(trouble).listen().await;
        config += &node(&format!("trap-{status}"), &url(&trap));
        traps.push(trap);
    }
    let actor = Fake::new().program(Program::new("api")).listen().await;
    actor.always("supervisor.stopProcess", Trouble::redirect(&stop));
    config += &node("actor", &url(&actor));
    let spawn = Spawn::supdeck(&[]).file(".config/supdeck/config.toml", &config);
    let mut pty = spawn.size(120, 40).open();
    pty.press("2");
    pty.wait_until("each trap is a row with a reason", |screen| {
        screen.matches("redirects to").count() == traps.len()
    });
    pty.press("5");
    pty.wait_for("RUNNING");
    pty.press("T");
    pty.confirm();
    pty.wait_for("sent, no answer");
    assert_eq!(victim.accepted(), 0);
}
