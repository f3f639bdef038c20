//! What a node can do wrong, and the words it gets (`FAULTS` 1 to 5, 24, 35 to 47).

use std::time::Duration;

use supdeck::model::{Endpoint, Layer, LinkError, NodeId, ProcessId};
use supdeck::rpc::{CallError, Limits, Supervisor, Transport};

use super::{ask, link_error, recorded, transport, transport_with};
use crate::support::fake::{Fake, Phase, Program, Trouble};

const STATE: &str = "supervisor.getState";

/// Limits short enough to be waited for.
fn hasty() -> Limits {
    Limits {
        call: Duration::from_millis(300),
        body: 64 * 1024,
        ..Limits::default()
    }
}

async fn met(trouble: Trouble) -> LinkError {
    let fake = Fake::new().trouble(trouble).listen().await;
    link_error(&transport_with(&fake.entry("fake"), hasty())).await
}

fn words(error: &LinkError) -> String {
    error.to_string()
}

#[tokio::test]
async fn each_trouble_has_its_words() {
    let after = hasty().call;
    for (trouble, expected) in [
        (
            Trouble::Silent,
            LinkError::TimedOut {
                layer: Layer::Answer,
                after,
            },
        ),
        (
            Trouble::EndlessInterim,
            LinkError::TimedOut {
                layer: Layer::Answer,
                after,
            },
        ),
        (Trouble::Endless, LinkError::TooLarge { limit: 64 * 1024 }),
        (
            Trouble::ContentLength("99999999".into()),
            LinkError::TooLarge { limit: 64 * 1024 },
        ),
        (
            Trouble::ContentLength("100".into()),
            LinkError::Cut { bytes: 100 },
        ),
        (Trouble::status("403 Forbidden"), LinkError::Forbidden),
        (
            Trouble::status("401 Unauthorized"),
            LinkError::Unauthorized { user: None },
        ),
    ] {
        let told = format!("{trouble:?}");
        assert_eq!(met(trouble).await, expected, "{told}");
    }
}

#[tokio::test]
async fn each_foreign_answer_says_what_it_is() {
    for (trouble, expected) in [
        (
            Trouble::html(),
            "not XML-RPC: text/html, <html><head><title>Sign in</title>",
        ),
        (
            Trouble::gzip(),
            "not XML-RPC: unexpected Content-Encoding: gzip",
        ),
        (
            Trouble::Body(b"<html>\x1b[2J</html>".to_vec()),
            "not XML-RPC: <html>\\x1b[2J</html>",
        ),
        (
            Trouble::Raw(b"220 smtp.example ESMTP\r\n".to_vec()),
            "not XML-RPC: no HTTP answer",
        ),
        (
            Trouble::Raw(b"\x15\x03\x01\x00\x02\x02\x50".to_vec()),
            "not XML-RPC: no HTTP answer",
        ),
        (Trouble::EndlessHeaders, "not XML-RPC: no HTTP answer"),
        (
            Trouble::ContentLength("-1".into()),
            "not XML-RPC: no HTTP answer",
        ),
        (Trouble::status("404 Not Found"), "HTTP 404 Not Found"),
        (Trouble::status("502 Gone wrong"), "HTTP 502 Gone wrong"),
        (
            Trouble::status("503 Service Unavailable"),
            "HTTP 503 Service Unavailable",
        ),
        (
            Trouble::redirect("http://10.0.0.9:9001/index.html?action=stop"),
            "redirects to http://10.0.0.9:9001/index.html?action=stop, not followed",
        ),
        (
            Trouble::Body(b"<methodResponse><a/>".to_vec()),
            "unexpected answer: unexpected element a",
        ),
    ] {
        let told = words(&met(trouble).await);
        assert!(told.starts_with(expected), "{told}");
        assert!(!told.chars().any(char::is_control), "{told:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_to_its_victim() {
    let victim = Fake::new().program(Program::new("api")).listen().await;
    let location = format!(
        "{}/index.html?processname=api&action=stop",
        victim.endpoint()
    );
    let error = met(Trouble::redirect(&location)).await;
    assert!(matches!(error, LinkError::Redirect { .. }), "{error}");
    assert_eq!(victim.accepted(), 0);
}

#[tokio::test]
async fn an_answer_that_stalls_is_told_from_one_that_never_began() {
    let fake = Fake::new().listen().await;
    fake.always(STATE, Trouble::Drip(Duration::from_millis(20)));
    let way = transport_with(&fake.entry("fake"), hasty());
    let error = link_error(&way).await;
    // The headers alone take longer than the limit, so none of the answer was seen.
    assert!(
        matches!(
            error,
            LinkError::TimedOut {
                layer: Layer::Answer,
                ..
            }
        ),
        "{error}"
    );
    fake.calm();
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 500\r\n\r\n<";
    fake.always(STATE, Trouble::Stall(head.to_vec()));
    let after = hasty().call;
    let layer = Layer::Rest;
    assert_eq!(link_error(&way).await, LinkError::TimedOut { layer, after });
    fake.calm();
    fake.always(STATE, Trouble::Raw(head.to_vec()));
    assert_eq!(link_error(&way).await, LinkError::Cut { bytes: 1 });
}

#[tokio::test]
async fn recorded_pages_of_supervisord_get_their_words() {
    for (name, expected) in [
        ("http-401-bad-password", "401 Unauthorized, no user given"),
        ("http-404", "HTTP 404 Not Found"),
        ("http-400-bad-xml", "HTTP 400 Bad Request"),
        ("http-411-no-content-length", "HTTP 411 Length Required"),
        (
            "http-500-tail-log-over-2GiB",
            "HTTP 500 Internal Server Error",
        ),
        // A deferred answer counts characters, and what is missing must not look whole (M8).
        (
            "deferred-unicode-content-length-bug",
            "answer cut after 482 bytes",
        ),
        ("pipelined-behind-deferred-garbled", "HTTP 400 Bad Request"),
    ] {
        let told = words(&met(Trouble::Raw(recorded(&format!("{name}.resp")))).await);
        assert_eq!(told, expected, "{name}");
    }
}

#[tokio::test]
async fn an_answer_cut_anywhere_is_never_an_answer() {
    let fake = Fake::new().program(Program::new("wörker")).listen().await;
    let way = transport(&fake);
    let whole = Supervisor::new(&way, None).processes().await.unwrap();
    let mut at = 0;
    loop {
        fake.calm();
        fake.always("supervisor.getAllProcessInfo", Trouble::CutAfter(at));
        match Supervisor::new(&way, None).processes().await {
            Err(CallError::Link(LinkError::Broken { .. } | LinkError::Cut { .. })) => {}
            Ok(processes) => {
                assert_eq!(processes.len(), whole.len());
                break;
            }
            other => panic!("cut after {at}: {other:?}"),
        }
        at += 7;
    }
    assert!(at > 1000, "whole after {at} bytes");
}

#[tokio::test]
async fn a_read_is_asked_once_more_and_a_change_never() {
    let fake = Fake::new().program(Program::new("api")).listen().await;
    let way = transport(&fake);
    fake.once(STATE, Trouble::LoseAnswer);
    ask(&way).await.unwrap();
    assert_eq!(fake.count(STATE), 2);
    let api = ProcessId::new(&NodeId::new("fake"), "api", "api");
    for (trouble, left) in [
        (Trouble::LoseRequest, Phase::Running),
        (Trouble::LoseAnswer, Phase::Stopped),
    ] {
        fake.once("supervisor.stopProcess", trouble);
        let before = fake.count("supervisor.stopProcess");
        let result = Supervisor::new(&way, None).stop(&api).await;
        let Err(CallError::Link(error)) = result else {
            panic!("{result:?}");
        };
        assert!(!error.surely_not_executed(), "{error}");
        assert_eq!(fake.count("supervisor.stopProcess"), before + 1);
        assert_eq!(fake.phase("api:api"), left);
    }
}

#[tokio::test]
async fn the_answer_to_another_question_is_refused() {
    let fake = Fake::new().program(Program::new("api")).listen().await;
    let way = transport(&fake);
    ask(&way).await.unwrap();
    fake.always("supervisor.getAllProcessInfo", Trouble::Previous);
    let mixed = Supervisor::new(&way, None).snapshot().await;
    assert!(matches!(mixed, Err(LinkError::Shape { .. })), "{mixed:?}");
    let api = ProcessId::new(&NodeId::new("fake"), "api", "api");
    fake.always("supervisor.stopProcess", Trouble::Previous);
    let mixed = Supervisor::new(&way, None).stop(&api).await;
    assert!(
        matches!(mixed, Err(CallError::Link(LinkError::Shape { .. }))),
        "{mixed:?}"
    );
}

fn way_to(endpoint: Endpoint, entry_of: &Fake) -> Transport {
    let mut entry = entry_of.entry("fake");
    entry.endpoint = endpoint;
    transport_with(&entry, hasty())
}

fn http(host: &str, port: u16) -> Endpoint {
    Endpoint::Http {
        host: host.into(),
        port,
        prefix: String::new(),
    }
}

#[tokio::test]
async fn no_connection_is_told_by_its_reason_and_nothing_was_executed() {
    let fake = Fake::new().listen().await;
    let mut dead = Fake::new().listen().await;
    dead.kill().await;
    let missing = Endpoint::Unix {
        path: "/nonexistent/sv.sock".into(),
    };
    for (endpoint, expected) in [
        (dead.endpoint(), "connection refused by 127.0.0.1:"),
        (
            http("no-such-name.invalid", 9001),
            "name not found: no-such-name.invalid",
        ),
        (
            http("255.255.255.255", 9001),
            "cannot reach 255.255.255.255:9001: ",
        ),
        (
            missing,
            "socket /nonexistent/sv.sock: No such file or directory",
        ),
    ] {
        let error = link_error(&way_to(endpoint, &fake)).await;
        assert!(words(&error).starts_with(expected), "{error}");
        assert!(error.surely_not_executed(), "{error}");
    }
}
