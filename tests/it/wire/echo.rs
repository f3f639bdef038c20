//! A node that tells back who we said we are: neither the header nor the password gets any further.

use supdeck::model::{Endpoint, NodeEntry, NodeId, ProcessId};
use supdeck::rpc::{
    Call, Credentials, Limits, LogData, LogName, LogQuestion, LogRange, LookQuestion, Method,
    Supervisor,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{transport, transport_with};
use crate::support::fake::{Fake, FakeBuilder, HEADER, PASSWORD, Program, Trouble};

const WHO: Credentials<'static> = Credentials {
    user: "ops",
    password: "hunter2-s3cret",
};
/// `ops:hunter2-s3cret`, as the header has it.
const TOKEN: &str = "b3BzOmh1bnRlcjItczNjcmV0";

fn guarded() -> FakeBuilder {
    Fake::new()
        .program(
            Program::new("web").stdout(format!("GET / Authorization: Basic {TOKEN}\n").as_bytes()),
        )
        .password(WHO.user, WHO.password)
}

/// A page that ends with its connection.
fn page(line: &str, headers: &str, body: &str) -> Trouble {
    Trouble::Raw(format!("HTTP/1.1 {line}\r\n{headers}\r\n{body}").into_bytes())
}

fn fault(text: &str) -> String {
    let value = format!(
        "<value><struct><member><name>faultCode</name><value><int>30</int></value></member>\
         <member><name>faultString</name><value><string>{text}</string></value></member>\
         </struct></value>"
    );
    value
}

fn answer(inner: &str) -> Trouble {
    let body = format!("<?xml version='1.0'?><methodResponse>{inner}</methodResponse>");
    Trouble::Body(body.into_bytes())
}

/// What such an answer is told as.
async fn told(trouble: Trouble) -> String {
    let fake = guarded().trouble(trouble).listen().await;
    let call = Call::plain(Method::GetState);
    let error = transport(&fake).call(&call, Some(WHO)).await.unwrap_err();
    assert_eq!(fake.refused(), 0, "it was let in");
    format!("{error} {error:?}")
}

#[tokio::test]
async fn whatever_it_comes_back_in_it_is_masked() {
    let both = format!("you sent {HEADER} with {PASSWORD}");
    let html = "Content-Type: text/html\r\n";
    let long = format!("<p>{}{PASSWORD}", "x".repeat(67));
    let cases = [
        page(&format!("500 {both}"), html, ""),
        page("200 OK", html, &both),
        page("200 OK", html, &long),
        page("200 OK", &format!("Content-Type: text/{HEADER}\r\n"), ""),
        page("302 Found", &format!("Location: /?{both}\r\n"), ""),
        page("200 OK", &format!("Content-Encoding: {HEADER}\r\n"), ""),
        Trouble::Body(both.clone().into_bytes()),
        answer(&format!("<fault>{}</fault>", fault(&both))),
        answer(&format!("<{PASSWORD}/>")),
        answer(&format!("<params>&{PASSWORD};</params>")),
    ];
    for trouble in cases {
        let what = format!("{trouble:?}");
        let told = told(trouble).await;
        for begin in [&TOKEN[..6], &WHO.password[..6]] {
            assert!(!told.contains(begin), "{begin:?} of {what}\nin {told}");
        }
        assert!(told.contains("***"), "it was there: {what}\n{told}");
    }
}

#[tokio::test]
async fn nor_does_a_fault_inside_an_answer_to_many_questions_tell_it() {
    let inner = fault(&format!("{HEADER} {PASSWORD}")).repeat(2);
    let array = format!(
        "<params><param><value><array><data>{inner}</data></array></value></param></params>"
    );
    let fake = guarded().trouble(answer(&array)).listen().await;
    let web = ProcessId::new(&NodeId::new("fake"), "web", "web");
    let question = LogQuestion {
        log: LogName::Stdout(&web),
        range: LogRange::From(0, 100),
        sized: true,
    };
    let way = transport(&fake);
    let states = Supervisor::new(&way, Some(WHO))
        .look(LookQuestion {
            logs: &[question],
            lives: None,
        })
        .await
        .unwrap();
    let told = format!("{states:?}");
    assert!(
        told.contains("Basic ****") && told.contains(" ***"),
        "{told}"
    );
    assert!(!told.contains("hunte") && !told.contains("b3Bz"), "{told}");
}

#[tokio::test]
async fn in_a_log_the_header_is_masked_byte_for_byte() {
    let fake = guarded().listen().await;
    let way = transport(&fake);
    let web = ProcessId::new(&NodeId::new("fake"), "web", "web");
    let node = Supervisor::new(&way, Some(WHO));
    let Ok(LogData::Bytes(log)) = node.read_log(LogName::Stdout(&web), 0, 100).await else {
        panic!("there is a log");
    };
    let stars = "*".repeat(TOKEN.len());
    let expected = format!("GET / Authorization: Basic {stars}\n");
    assert_eq!(log.raw(), expected.as_bytes());
}

#[tokio::test]
async fn a_stream_that_is_refused_tells_nothing_either() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = Endpoint::Http {
        host: "127.0.0.1".into(),
        port: listener.local_addr().unwrap().port(),
        prefix: String::new(),
    };
    let entry = NodeEntry {
        endpoint,
        ..guarded().listen().await.entry("fake")
    };
    let answering = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = vec![0; 4096];
        let taken = stream.read(&mut head).await.unwrap();
        let head = String::from_utf8(head[..taken].to_vec()).unwrap();
        let line = head.lines().find(|line| line.contains("Basic")).unwrap();
        let page = format!("HTTP/1.1 500 {line}\r\n\r\n");
        stream.write_all(page.as_bytes()).await.unwrap();
    });
    let way = transport_with(&entry, Limits::default());
    let web = ProcessId::new(&NodeId::new("fake"), "web", "web");
    let node = Supervisor::new(&way, Some(WHO));
    let refused = node.follow(LogName::Stdout(&web)).await.unwrap_err();
    answering.await.unwrap();
    assert_eq!(refused.to_string(), "HTTP 500 authorization: Basic ***");
}
