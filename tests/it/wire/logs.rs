//! Logs: exact bytes by offset, several at once, and as streams.

use std::time::Duration;

use supdeck::model::{Endpoint, Fault, LinkError, NodeId, ProcessId, Untrusted};
use supdeck::rpc::{
    Limits, LogData, LogName, LogQuestion, LogRange, LogTail, LookQuestion, Supervisor, Transport,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{body, folder, recorded, transport, transport_with};
use crate::support::fake::{Fake, Program, Trouble};

fn id(name: &str) -> ProcessId {
    ProcessId::new(&NodeId::new("fake"), name, name)
}

fn bytes(raw: &[u8]) -> LogData {
    LogData::Bytes(Untrusted::new(raw))
}

async fn logged() -> Fake {
    let fake = Fake::new()
        .program(
            Program::new("api")
                .stdout("größe\r\n".as_bytes())
                .stderr(b"\xff\n"),
        )
        .program(Program::new("quiet").unlogged('o').unlogged('e'));
    fake.listen().await
}

#[tokio::test]
async fn bytes_are_read_by_offset() {
    let fake = logged().await;
    let way = transport(&fake);
    let supervisor = Supervisor::new(&way, None);
    let (api, quiet) = (id("api"), id("quiet"));
    let out = LogName::Stdout(&api);
    let read = async |offset, length| supervisor.read_log(out, offset, length).await.unwrap();
    assert_eq!(read(0, 4).await, bytes("grö".as_bytes()));
    assert_eq!(read(4, 100).await, bytes("ße\r\n".as_bytes()));
    assert_eq!(read(-3, 0).await, bytes(b"e\r\n"));
    assert_eq!(read(99, 10).await, bytes(b""));
    assert_eq!(read(0, 3).await, LogData::Undecodable);
    let none = supervisor.read_log(LogName::Stdout(&quiet), 0, 10).await;
    assert_eq!(none, Ok(LogData::NoLog));
    assert_eq!(supervisor.log_size(out).await, Ok(Some(9)));
    assert_eq!(
        supervisor.log_size(LogName::Stderr(&quiet)).await,
        Ok(Some(0))
    );
    assert_eq!(supervisor.log_size(LogName::Main).await, Ok(None));
    let main = supervisor.read_log(LogName::Main, 0, 10).await;
    assert_eq!(main, Ok(bytes(b"2026-11-20")));
}

#[tokio::test]
async fn several_logs_are_read_in_one_round_trip() {
    let fake = logged().await;
    let way = transport(&fake);
    let (api, quiet, gone) = (id("api"), id("quiet"), id("gone"));
    let question = |log, offset| LogQuestion {
        log,
        range: LogRange::From(offset, 65536),
        sized: true,
    };
    let lives = [api.clone(), gone.clone()];
    let look = Supervisor::new(&way, None)
        .look(LookQuestion {
            logs: &[
                question(LogName::Stdout(&api), 7),
                question(LogName::Main, 11),
                question(LogName::Stderr(&api), 0),
                question(LogName::Stdout(&quiet), 0),
                question(LogName::Stdout(&gone), 0),
                LogQuestion {
                    range: LogRange::Last(3),
                    sized: false,
                    ..question(LogName::Stdout(&api), 0)
                },
                LogQuestion {
                    range: LogRange::Nothing,
                    ..question(LogName::Stdout(&api), 0)
                },
            ],
            lives: Some(&lives),
        })
        .await
        .unwrap();
    let [out, main, err, none, gone, last, nothing] = &look.logs[..] else {
        panic!("{look:?}");
    };
    let last = last.as_ref().unwrap();
    assert_eq!((last.size, &last.data), (None, &bytes(b"e\r\n")));
    let nothing = nothing.as_ref().unwrap();
    assert_eq!((nothing.size, &nothing.data), (Some(9), &bytes(b"")));
    assert_eq!(look.pid, Some(4242));
    assert_eq!(look.processes[0].as_ref().unwrap().id, api);
    assert_eq!(
        look.processes[1].as_ref().unwrap_err().code,
        Fault::BAD_NAME
    );
    let out = out.as_ref().unwrap();
    assert_eq!((out.size, &out.data), (Some(9), &bytes(b"\r\n")));
    assert_eq!(main.as_ref().unwrap().size, None);
    assert_eq!(err.as_ref().unwrap().data, LogData::Undecodable);
    assert_eq!(none.as_ref().unwrap().data, LogData::NoLog);
    assert_eq!(gone.as_ref().unwrap_err().code, Fault::BAD_NAME);
    assert_eq!(fake.accepted(), 1);
}

#[tokio::test]
async fn a_recorded_multicall_sorts_undecodable_logs_out() {
    let fake = Fake::new()
        .trouble(Trouble::Raw(recorded("multicall-undecodable-log.resp")))
        .listen()
        .await;
    let way = transport(&fake);
    let log = id("h_badutf8");
    let question = |log| LogQuestion {
        log,
        range: LogRange::From(0, 100),
        sized: true,
    };
    // The recording has five results: a tail and a read of that log, then three others.
    let look = Supervisor::new(&way, None)
        .look(LookQuestion {
            logs: &[
                question(LogName::Stdout(&log)),
                question(LogName::Stdout(&log)),
                question(LogName::Main),
            ],
            lives: None,
        })
        .await
        .unwrap();
    let states = look.logs;
    let first = states[0].as_ref().unwrap();
    assert_eq!((first.size, &first.data), (None, &LogData::Undecodable));
    assert_eq!(states[2].as_ref().unwrap_err().code, 30);
}

#[tokio::test]
async fn a_recorded_undecodable_log_stays_a_matter_of_that_log() {
    for (name, expected) in [
        ("log-read-badutf8.resp", LogData::Undecodable),
        ("fault-20-NO_FILE-readlog.resp", LogData::NoLog),
        ("log-read-nul.resp", bytes(b"before\0after\n")),
    ] {
        let way = played(recorded(name)).await;
        let read = Supervisor::new(&way, None)
            .read_log(LogName::Stdout(&id("x")), 0, 9)
            .await;
        assert_eq!(read, Ok(expected), "{name}");
    }
}

#[tokio::test]
async fn a_piece_of_a_log_is_capped_below_a_list() {
    let fake = Fake::new()
        .program(Program::new("api").stdout(&[b'x'; 3000]))
        .listen()
        .await;
    let limits = Limits {
        piece: 2000,
        ..Limits::default()
    };
    let way = transport_with(&fake.entry("fake"), limits);
    let supervisor = Supervisor::new(&way, None);
    let api = id("api");
    assert_eq!(
        supervisor.read_log(LogName::Stdout(&api), 0, 3000).await,
        Err(LinkError::TooLarge { limit: 2000 }.into())
    );
    assert!(
        supervisor
            .read_log(LogName::Stdout(&api), 0, 1000)
            .await
            .is_ok()
    );
}

async fn stream(supervisor: Supervisor<'_>, log: LogName<'_>) -> LogTail {
    supervisor.follow(log).await.unwrap().unwrap()
}

/// Reads until that much came, or the stream ended.
async fn gather(tail: &mut LogTail, length: usize) -> Vec<u8> {
    let mut all = Vec::new();
    while all.len() < length {
        let next = tokio::time::timeout(Duration::from_secs(10), tail.next()).await;
        match next.unwrap().unwrap() {
            Some(bytes) => all.extend(bytes),
            None => break,
        }
    }
    all
}

#[tokio::test]
async fn a_stream_begins_with_the_end_and_goes_on() {
    let name = "odd%;&:wörker 漢";
    let old = [b'a'; 2000];
    let fake = Fake::new()
        .program(Program::new(name).stdout(&old))
        .listen()
        .await;
    let way = transport(&fake);
    let (group, process) = name.split_once(':').unwrap();
    let odd = ProcessId::new(&NodeId::new("fake"), group, process);
    let mut tail = stream(Supervisor::new(&way, None), LogName::Stdout(&odd)).await;
    assert_eq!(gather(&mut tail, 1024).await, &old[..1024]);
    fake.write(name, b"new \xff\x1b\r\n");
    assert_eq!(gather(&mut tail, 8).await, b"new \xff\x1b\r\n");
    // As 4.x does when the file is truncated.
    fake.change(name, |program| program.stdout.clear());
    assert_eq!(tail.next().await, Ok(None));
}

#[tokio::test]
async fn a_missing_log_is_no_error() {
    let fake = logged().await;
    let way = transport(&fake);
    let quiet = id("quiet");
    let opened = Supervisor::new(&way, None)
        .follow(LogName::Stderr(&quiet))
        .await;
    assert!(matches!(opened, Ok(None)), "{opened:?}");
}

#[tokio::test]
async fn streams_have_an_allowance_of_their_own() {
    let fake = logged().await;
    let limits = Limits {
        streams: 1,
        ..Limits::default()
    };
    let way = transport_with(&fake.entry("fake"), limits);
    let supervisor = Supervisor::new(&way, None);
    let api = id("api");
    let first = stream(supervisor, LogName::Stdout(&api)).await;
    let second = supervisor.follow(LogName::Main).await;
    assert!(
        matches!(second, Err(LinkError::Broken { .. })),
        "{second:?}"
    );
    supervisor.snapshot().await.unwrap();
    drop(first);
    let mut main = stream(supervisor, LogName::Main).await;
    assert!(gather(&mut main, 10).await.starts_with(b"2026-11-20"));
}

/// A way to somebody who answers the first request with a recording and hangs up.
async fn played(recording: Vec<u8>) -> Transport {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut entry = Fake::new().listen().await.entry("played");
    entry.endpoint = Endpoint::Http {
        host: "127.0.0.1".into(),
        port: listener.local_addr().unwrap().port(),
        prefix: String::new(),
    };
    tokio::spawn(async move {
        let (mut visitor, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        assert!(visitor.read(&mut request).await.unwrap() > 0);
        visitor.write_all(&recording).await.unwrap();
    });
    transport_with(&entry, Limits::default())
}

/// The bytes of a chunked message, by the letter of the standard; what was cut stays out.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(end) = rest.windows(2).position(|pair| pair == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 || rest.len() < end + 2 + size {
            break;
        }
        bytes.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = rest.get(end + 2 + size + 2..).unwrap_or_default();
    }
    bytes
}

#[tokio::test]
async fn every_recorded_stream_is_read_to_the_byte() {
    let recordings = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut seen = 0;
    for path in recordings.filter(|path| path.extension().is_some_and(|kind| kind == "resp")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.starts_with("logtail-") && !name.starts_with("mainlogtail") {
            continue;
        }
        let way = played(recorded(name)).await;
        let mut tail = stream(Supervisor::new(&way, None), LogName::Main).await;
        let written = unchunked(body(&recorded(name)));
        assert_eq!(gather(&mut tail, written.len()).await, written, "{name}");
        seen += 1;
    }
    assert!(seen > 20, "{seen} streams");
}

#[tokio::test]
async fn a_log_that_is_gone_is_no_log() {
    let way = played(recorded("v3.3.5-logtail-410-gone.resp")).await;
    let opened = Supervisor::new(&way, None).follow(LogName::Main).await;
    assert!(matches!(opened, Ok(None)), "{opened:?}");
}
