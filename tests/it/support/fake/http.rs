//! The fake's HTTP: one task per connection, as much of the protocol as supervisord has.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, UnixListener};

use super::methods::{Refusal, unfold};
use super::trouble::{self, Trouble};
use super::{Seen, Shared, State, xml};

pub(super) async fn serve_tcp(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(connection(stream, Arc::clone(&shared)));
    }
}

pub(super) async fn serve_unix(listener: UnixListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(connection(stream, Arc::clone(&shared)));
    }
}

/// Counts a connection as long as it lives, however it ends.
struct Counted(Arc<Shared>);

impl Counted {
    fn new(shared: Arc<Shared>) -> Self {
        let mut state = shared.lock();
        state.accepted += 1;
        state.open += 1;
        state.most_open = state.most_open.max(state.open);
        drop(state);
        Self(shared)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.lock().open -= 1;
    }
}

async fn connection(mut stream: impl AsyncRead + AsyncWrite + Unpin, shared: Arc<Shared>) {
    let counted = Counted::new(Arc::clone(&shared));
    let mut alive = shared.connections.subscribe();
    let mut buffer = Vec::new();
    tokio::select! {
        () = async {
            while let Some(request) = read(&mut stream, &mut buffer).await {
                if !respond(&mut stream, &shared, &request).await {
                    break;
                }
            }
        } => {}
        _ = alive.changed() => {}
    }
    drop(counted);
}

struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The next request, or none when the client has gone.
async fn read(stream: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> Option<Request> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(buffer[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let line = lines.next().unwrap().to_owned();
    let split = |line: &str| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_ascii_lowercase(), value.to_owned())
    };
    let mut request = Request {
        line,
        headers: lines.map(split).collect(),
        body: Vec::new(),
    };
    let length = request
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    while buffer.len() < end + 4 + length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    request.body = buffer[end + 4..end + 4 + length].to_vec();
    buffer.drain(..end + 4 + length);
    Some(request)
}

/// Answers; tells whether the connection stays.
async fn respond(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    shared: &Arc<Shared>,
    request: &Request,
) -> bool {
    if !authorised(&shared.lock(), request) {
        shared.lock().refused += 1;
        let _ = stream.write_all(&page("401 Unauthorized")).await;
        return false;
    }
    if let Some(path) = request.line.strip_prefix("GET ") {
        stream_log(stream, shared, path.split(' ').next().unwrap()).await;
        return false;
    }
    let stays = request.header("connection") != Some("close");
    let prepared = shared
        .lock()
        .prepared(&request.body)
        .map(|body| with_head(body, &body.len().to_string()));
    if let Some(answer) = prepared {
        return stream.write_all(&answer).await.is_ok() && stays;
    }
    let (method, params) = xml::request(&request.body);
    let seen = unfold(&method, &params);
    let trouble = note(&mut shared.lock(), &seen);
    let answer = || answer(&mut shared.lock(), &seen[0]);
    match trouble {
        None => stream.write_all(&answer()).await.is_ok() && stays,
        Some(trouble) => {
            let trouble = trouble.echoing(request.header("authorization").unwrap_or(""));
            misbehave(stream, shared, trouble, answer).await;
            false
        }
    }
}

fn authorised(state: &State, request: &Request) -> bool {
    let Some((user, password)) = &state.password else {
        return true;
    };
    let expected = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
    request.header("authorization") == Some(&expected)
}

/// Keeps what came, and looks up the trouble it meets.
fn note(state: &mut State, seen: &[Seen]) -> Option<Trouble> {
    state.seen.extend_from_slice(seen);
    trouble::next(&mut state.rules, seen)
}

/// Executes a request and gives the whole answer.
fn answer(state: &mut State, request: &Seen) -> Vec<u8> {
    let body = match state.execute(&request.method, &request.params) {
        Ok(value) => xml::response(&Ok(value)),
        Err(Refusal::Fault(fault)) => xml::response(&Err(fault)),
        Err(Refusal::Broken(_)) => return page("500 Internal Server Error"),
    };
    state.previous.clone_from(&body);
    with_head(&body, &body.len().to_string())
}

fn with_head(body: &[u8], length: &str) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nServer: Medusa/1.12\r\nContent-Type: text/xml\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn page(line: &str) -> Vec<u8> {
    match Trouble::status(line) {
        Trouble::Raw(bytes) => bytes,
        _ => unreachable!("a status is raw bytes"),
    }
}

async fn misbehave(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    shared: &Arc<Shared>,
    trouble: Trouble,
    answer: impl FnOnce() -> Vec<u8>,
) {
    let before = shared.lock().previous.clone();
    let bytes = match &trouble {
        Trouble::Silent | Trouble::LoseRequest => Vec::new(),
        Trouble::Endless | Trouble::EndlessHeaders | Trouble::EndlessInterim => {
            return flood(stream, &trouble).await;
        }
        Trouble::Mute | Trouble::LoseAnswer => {
            answer();
            Vec::new()
        }
        Trouble::Drip(_) | Trouble::Slow(_) => answer(),
        Trouble::CutAfter(count) => {
            let mut bytes = answer();
            bytes.truncate(*count);
            bytes
        }
        Trouble::ContentLength(length) => {
            answer();
            with_head(&shared.lock().previous, length)
        }
        Trouble::Previous => {
            answer();
            with_head(&before, &before.len().to_string())
        }
        Trouble::Raw(bytes) | Trouble::Stall(bytes) => bytes.clone(),
        Trouble::Body(body) => with_head(body, &body.len().to_string()),
    };
    send(stream, &trouble, &bytes).await;
}

/// Sends at the pace of the trouble, and then holds the connection, or lets it end.
async fn send(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), trouble: &Trouble, bytes: &[u8]) {
    if let Trouble::Slow(time) = trouble {
        tokio::time::sleep(*time).await;
    }
    if let Trouble::Drip(pause) = trouble {
        for byte in bytes {
            if stream.write_all(&[*byte]).await.is_err() {
                return;
            }
            tokio::time::sleep(*pause).await;
        }
    } else {
        let _ = stream.write_all(bytes).await;
    }
    if matches!(trouble, Trouble::Silent | Trouble::Mute | Trouble::Stall(_)) {
        until_closed(stream).await;
    }
}

async fn flood(stream: &mut (impl AsyncWrite + Unpin), trouble: &Trouble) {
    let line = format!("X-Padding: {}\r\n", "x".repeat(1000));
    let (head, piece) = match trouble {
        Trouble::EndlessHeaders => ("HTTP/1.1 200 OK\r\n", line.as_bytes()),
        Trouble::EndlessInterim => ("", &b"HTTP/1.1 103 Early Hints\r\n\r\n"[..]),
        _ => (
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<?xml version='1.0'?>",
            &[b' '; 16384][..],
        ),
    };
    endless(stream, head, piece).await;
}

async fn endless(stream: &mut (impl AsyncWrite + Unpin), head: &str, piece: &[u8]) {
    let mut going = stream.write_all(head.as_bytes()).await.is_ok();
    while going {
        going = stream.write_all(piece).await.is_ok();
        tokio::task::yield_now().await;
    }
}

async fn until_closed(stream: &mut (impl AsyncRead + Unpin)) {
    let mut sink = [0; 1024];
    while matches!(stream.read(&mut sink).await, Ok(count) if count > 0) {}
}

/// As `/logtail`: the last 1024 bytes, then what is written, until the log shrinks.
async fn stream_log(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    shared: &Arc<Shared>,
    path: &str,
) {
    let mut news = shared.logs.subscribe();
    let Some(log) = log_at(&shared.lock(), path) else {
        let _ = stream.write_all(&page("404 Not Found")).await;
        return;
    };
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=utf-8\r\n\
                Transfer-Encoding: chunked\r\n\r\n";
    let mut sent = log.len().saturating_sub(1024);
    let mut going = stream.write_all(head.as_bytes()).await.is_ok();
    while going {
        let Some(log) = log_at(&shared.lock(), path).filter(|log| log.len() >= sent) else {
            return;
        };
        if log.len() > sent {
            let piece = &log[sent..];
            let size = format!("{:x}\r\n", piece.len());
            let chunk = [size.as_bytes(), piece, b"\r\n"].concat();
            going = stream.write_all(&chunk).await.is_ok();
            sent = log.len();
        }
        let mut byte = [0];
        tokio::select! {
            changed = news.changed() => going &= changed.is_ok(),
            gone = stream.read(&mut byte) => going &= matches!(gone, Ok(1)),
        }
    }
}

fn log_at(state: &State, path: &str) -> Option<Vec<u8>> {
    let path = decoded(&decoded(path));
    if path == "/mainlogtail" {
        return Some(state.main_log.clone());
    }
    let (name, stream) = path.strip_prefix("/logtail/")?.rsplit_once('/')?;
    let program = state
        .programs
        .iter()
        .find(|program| program.namespec() == name)?;
    let (letter, log) = match stream {
        "stdout" => ('o', &program.stdout),
        _ => ('e', &program.stderr),
    };
    (!program.unlogged.contains(&letter)).then(|| log.clone())
}

fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .unwrap()
        .into_owned()
}
