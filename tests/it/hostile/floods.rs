//! Nodes that never stop talking: each is a row with a reason, and memory stays small.

use std::fs;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::fake::{Fake, Program, Trouble};
use crate::support::pty::{Pty, Spawn};

use super::fleet::{POLL, node, url};

/// Bytes of the one string that is sent.
const STRING: usize = 256 << 20;
/// A debug build may take this much, in KiB.
const MOST: u64 = 128 << 10;

/// A supervisord whose answer is one string without an end; gives its port.
async fn one_string(length: Option<usize>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let _ = stream.read(&mut [0; 4096]).await;
                let announced = length.map_or(String::new(), |length| {
                    format!("Content-Length: {length}\r\n")
                });
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n{announced}\r\n<?xml version='1.0'?>\
                     <methodResponse><params><param><value><string>"
                );
                let mut going = stream.write_all(head.as_bytes()).await.is_ok();
                let mut left = STRING;
                while going && left > 0 {
                    going = stream.write_all(&[b'x'; 1 << 14]).await.is_ok();
                    left -= 1 << 14;
                }
            });
        }
    });
    port
}

/// The most memory it ever had, in KiB.
fn peak(pty: &mut Pty) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", pty.supdeck())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let words = line.unwrap().split_whitespace().nth(1);
    words.unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_is_bounded_whatever_they_send() {
    let talkers = [
        ("body", Trouble::Endless),
        ("headers", Trouble::EndlessHeaders),
        ("interim", Trouble::EndlessInterim),
    ];
    let mut config = format!("{POLL}answer_timeout = \"2s\"\n");
    let mut fakes = Vec::new();
    for (name, trouble) in talkers {
        let fake = Fake::new().trouble(trouble).listen().await;
        config += &node(name, &url(&fake));
        fakes.push(fake);
    }
    for (name, length) in [("string", None), ("announced", Some(STRING))] {
        let port = one_string(length).await;
        config += &node(name, &format!("http://127.0.0.1:{port}"));
    }
    let chatter = Program::new("chatter")
        .stdout(&vec![b'x'; 32 << 20])
        .stderr(&b"y\n".repeat(4 << 20));
    let good = Fake::new().program(chatter).listen().await;
    config += &node("good", &url(&good));
    let spawn = Spawn::supdeck(&[]).file(".config/supdeck/config.toml", &config);
    let mut pty = spawn.size(140, 40).open();
    pty.press("2");
    pty.wait_until("five rows with a reason, one that is well", |screen| {
        let rows = screen.lines().filter(|line| line.contains("? DOWN"));
        let reasons = [
            "larger than",
            "no HTTP answer",
            "not complete",
            "no answer in",
            "connection failed",
        ];
        let told = rows.filter(|row| reasons.iter().any(|reason| row.contains(reason)));
        told.count() == 5 && screen.contains("+ OK")
    });
    pty.press("5");
    pty.wait_for("chatter");
    pty.press("l");
    pty.wait_for("e│y");
    let tries: Vec<_> = fakes.iter().map(Fake::accepted).collect();
    pty.wait_until("more tries", |_| {
        fakes
            .iter()
            .zip(&tries)
            .all(|(fake, before)| fake.accepted() >= before + 2)
    });
    let peak = peak(&mut pty);
    assert!(peak < MOST, "{peak} KiB");
    assert_eq!(pty.leave(), 0);
}
