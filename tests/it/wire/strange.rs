//! What else a host, a port, an HTTP server or a clock can get wrong (`FAULTS` 2, 11, 12, 17, 18, 24, 25, 36, 38, 40 to 42, 44).

use std::time::Duration;

use supdeck::model::{Endpoint, Layer, LinkError, ProcessState};
use supdeck::rpc::{Limits, Supervisor};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::{ask, link_error, transport, transport_with};
use crate::support::effort::tell;
use crate::support::fake::{Fake, Program, Trouble};
use crate::support::proxy::{Network, Proxy, Way};

const STATE: &str = "supervisor.getState";

/// Limits short enough to be waited for.
fn hasty() -> Limits {
    Limits {
        connect: Duration::from_millis(300),
        call: Duration::from_millis(600),
        body: 64 * 1024,
        ..Limits::default()
    }
}

fn http(host: &str, port: u16) -> Endpoint {
    Endpoint::Http {
        host: host.into(),
        port,
        prefix: String::new(),
    }
}

fn port(fake: &Fake) -> u16 {
    match fake.endpoint() {
        Endpoint::Http { port, .. } => port,
        other => panic!("{other}"),
    }
}

/// What is said of a node that answers with these bytes.
async fn told(bytes: &[u8]) -> String {
    let fake = Fake::new()
        .trouble(Trouble::Raw(bytes.to_vec()))
        .listen()
        .await;
    let error = link_error(&transport_with(&fake.entry("fake"), hasty())).await;
    assert!(
        !error.surely_not_executed() || matches!(error, LinkError::Status { .. }),
        "{error}"
    );
    let words = error.to_string();
    assert!(!words.chars().any(char::is_control), "{words:?}");
    words
}

#[tokio::test]
async fn a_host_that_drops_every_packet_is_told_from_one_that_refuses() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let full = socket.listen(0).unwrap();
    let address = full.local_addr().unwrap();
    // Nobody accepts: once the queue is full, what comes is dropped without a word.
    let mut waiting = Vec::new();
    while let Ok(stream) = timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
        waiting.push(stream.unwrap());
    }
    let fake = Fake::new().listen().await;
    let mut entry = fake.entry("dropped");
    entry.endpoint = http("127.0.0.1", address.port());
    let error = link_error(&transport_with(&entry, hasty())).await;
    let after = hasty().connect;
    let layer = Layer::Connect;
    assert_eq!(error, LinkError::TimedOut { layer, after });
    assert!(error.surely_not_executed());
}

#[tokio::test]
async fn where_the_first_address_of_a_name_is_dead_the_next_one_is_taken() {
    let fake = Fake::new().listen().await;
    let port = port(&fake);
    let addresses = tokio::net::lookup_host(("localhost", port)).await.unwrap();
    if !addresses.into_iter().any(|address| address.is_ipv6()) {
        tell("two addresses of a name are left out: localhost has one here");
        return;
    }
    // It listens on the other one alone.
    let mut entry = fake.entry("fake");
    entry.endpoint = http("localhost", port);
    ask(&transport_with(&entry, Limits::default()))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_node_on_ipv6_alone_is_reached_by_its_address() {
    let Ok(fake) = Fake::new().listen_on("[::1]:0").await else {
        tell("IPv6 is left out: it is not here");
        return;
    };
    assert_eq!(
        fake.endpoint().to_string(),
        format!("http://[::1]:{}", port(&fake))
    );
    ask(&transport(&fake)).await.unwrap();
    let mut refused = fake.entry("fake");
    refused.endpoint = http("::1", 1);
    let error = link_error(&transport_with(&refused, hasty())).await;
    assert_eq!(error.to_string(), "connection refused by [::1]:1");
}

#[tokio::test]
async fn no_clock_of_a_node_makes_a_time_negative_or_a_poll_fail() {
    let decade = 10 * 365 * 24 * 3600;
    let now = 1_800_000_000;
    let clocks = [
        (now + decade, now, 0),
        (now - decade, now, now),
        (now, now + decade, now + decade),
        (0, 0, 0),
        (-1, -1, -1),
        (
            i64::from(i32::MAX),
            i64::from(i32::MAX),
            i64::from(i32::MIN),
        ),
        (i64::MAX, i64::MIN, i64::MAX),
    ];
    let fake = clocks
        .into_iter()
        .enumerate()
        .fold(Fake::new(), |fake, (index, clock)| {
            fake.program(Program::new(&format!("p{index}")).clock(clock))
        });
    let fake = fake.listen().await;
    let way = transport(&fake);
    let snapshot = Supervisor::new(&way, None).snapshot().await.unwrap();
    let uptimes: Vec<_> = snapshot
        .processes
        .iter()
        .map(|process| {
            process
                .uptime()
                .map(|uptime| i64::try_from(uptime.as_secs()).unwrap())
        })
        .collect();
    let zero = Some(0);
    assert_eq!(
        uptimes,
        [Some(decade), zero, zero, None, None, None, None],
        "{:?}",
        snapshot.processes
    );
}

#[tokio::test]
async fn a_state_nobody_knows_costs_that_process_its_word_alone() {
    let fake = Fake::new()
        .program(Program::new("api"))
        .program(Program::new("odd").odd_state(999, "ZOMBIE"))
        .listen()
        .await;
    let snapshot = Supervisor::new(&transport(&fake), None).snapshot().await;
    let states: Vec<_> = snapshot
        .unwrap()
        .processes
        .iter()
        .map(|process| process.state)
        .collect();
    assert_eq!(states, [ProcessState::Running, ProcessState::Unknown(999)]);
}

#[tokio::test]
async fn lengths_that_contradict_one_another_are_no_answer() {
    let page = |lengths: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n{lengths}\r\n\r\n<methodResponse/>")
    };
    for lengths in [
        "Content-Length: 17\r\nContent-Length: 18",
        "Content-Length: 18446744073709551616",
        "Content-Length: 0x11",
    ] {
        let told = told(page(lengths).as_bytes()).await;
        assert!(
            told.starts_with("not XML-RPC: no HTTP answer"),
            "{lengths}: {told}"
        );
    }
    let told = told(page("Content-Length: 18446744073709551615").as_bytes()).await;
    assert!(
        told.starts_with("answer larger than") || told.starts_with("not XML-RPC"),
        "{told}"
    );
}

#[tokio::test]
async fn what_comes_after_an_answer_is_no_answer_to_the_next_question() {
    let body =
        "<methodResponse><params><param><value>first</value></param></params></methodResponse>";
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let smuggled = format!("{head}{body}{head}{}", body.replace("first", "other"));
    let fake = Fake::new().listen().await;
    fake.always(STATE, Trouble::Raw(smuggled.into_bytes()));
    let way = transport(&fake);
    for asked in 1..4 {
        let answer = ask(&way).await.unwrap();
        assert_eq!(answer.bytes(), Some(&b"first"[..]));
        assert_eq!((fake.accepted(), fake.count(STATE)), (asked, asked));
    }
}

#[tokio::test]
async fn every_status_but_200_is_told_and_no_redirect_is_followed() {
    for status in [
        "405 Method Not Allowed",
        "413 Content Too Large",
        "429 Too Many Requests",
        "504 Gateway Timeout",
    ] {
        let bytes = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(told(bytes.as_bytes()).await, format!("HTTP {status}"));
    }
    for place in [
        "/RPC2",
        "file:///etc/passwd",
        "https://127.0.0.1:1/",
        "http://[fe80::1%25lo]:9001/",
    ] {
        for status in [301, 302, 307, 308] {
            let bytes = format!(
                "HTTP/1.1 {status} Moved\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"
            );
            let fake = Fake::new()
                .trouble(Trouble::Raw(bytes.into_bytes()))
                .listen()
                .await;
            let error = link_error(&transport_with(&fake.entry("fake"), hasty())).await;
            assert_eq!(
                error.to_string(),
                format!("redirects to {place}, not followed")
            );
            assert_eq!(fake.accepted(), 1);
        }
    }
}

#[tokio::test]
async fn chunks_are_taken_only_as_the_rules_have_them() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n";
    let body = "<methodResponse><params><param><value>x</value></param></params></methodResponse>";
    let chunk = format!("{:x}\r\n{body}\r\n", body.len());
    for (bytes, expected) in [
        (
            format!("{head}ffffffffffffffff\r\n{body}"),
            "answer cut after",
        ),
        (
            format!("{head}10000000000000000\r\n{body}"),
            "answer cut after",
        ),
        (format!("{head}-5\r\n{body}"), "answer cut after"),
        (
            format!("{head}{:x};{}\r\n{body}", body.len(), "x=y;".repeat(20_000)),
            "answer cut after",
        ),
        (format!("{head}{chunk}"), "answer cut after"),
    ] {
        let told = told(bytes.as_bytes()).await;
        assert!(told.starts_with(expected), "{bytes:.120}: {told}");
    }
    let trailers = format!("{head}{chunk}0\r\nX-Late: \x1b[2J\r\n\r\n");
    let fake = Fake::new()
        .trouble(Trouble::Raw(trailers.into_bytes()))
        .listen()
        .await;
    // Whether they are taken or not, nothing of them counts.
    match ask(&transport_with(&fake.entry("fake"), hasty())).await {
        Ok(answer) => assert_eq!(answer.bytes(), Some(&b"x"[..])),
        Err(error) => assert!(LinkError::from(error).to_string().starts_with("answer cut")),
    }
}

#[tokio::test]
async fn other_protocols_on_the_port_are_no_http() {
    let endless_status = [b"HTTP/1.1 200 ", "x".repeat(10 << 20).as_bytes()].concat();
    for bytes in [
        &b"<methodResponse><params><param><value>0.9</value></param></params></methodResponse>"[..],
        b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"HTTP/2 200 OK\r\n\r\n",
        b"\x16\x03\x03\0\x5d\x02\0\0\x59\x03\x03",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"-ERR unknown command 'POST'\r\n",
        &endless_status,
    ] {
        let told = told(bytes).await;
        assert!(
            told.starts_with("not XML-RPC: no HTTP answer"),
            "{bytes:.40?}: {told}"
        );
    }
}

#[tokio::test]
async fn a_byte_now_and_then_does_not_keep_a_call_alive() {
    let fake = Fake::new().program(Program::new("api")).listen().await;
    let proxy = Proxy::before(&fake.entry("fake")).await;
    let way = transport_with(&proxy.entry(), hasty());
    proxy.switch(Network::down(Way {
        latency: Duration::from_millis(2),
        slice: Some(1),
        ..Way::default()
    }));
    let error = link_error(&way).await;
    let after = hasty().call;
    assert!(
        matches!(&error, LinkError::TimedOut { layer: Layer::Answer | Layer::Rest, after: waited } if *waited == after),
        "{error}"
    );
}
