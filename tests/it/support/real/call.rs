//! One XML-RPC call by hand: the harness must not lean on the code it is there to test.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use supdeck::model::Endpoint;

/// Longer than any good answer takes, and short enough to find a frozen server in a test.
const PATIENCE: Duration = Duration::from_secs(3);

/// Everything a supervisord answers, status line and headers included. `params` are `<param>`s.
pub fn call(
    endpoint: &Endpoint,
    login: Option<(&str, &str)>,
    method: &str,
    params: &str,
) -> io::Result<String> {
    let request = request(login, method, params);
    match endpoint {
        Endpoint::Http { host, port, .. } | Endpoint::Https { host, port, .. } => {
            let stream = TcpStream::connect((host.as_str(), *port))?;
            stream.set_read_timeout(Some(PATIENCE))?;
            answer(stream, &request)
        }
        Endpoint::Unix { path } => {
            let stream = UnixStream::connect(path)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            answer(stream, &request)
        }
    }
}

fn request(login: Option<(&str, &str)>, method: &str, params: &str) -> String {
    let login = login.map(|(user, password)| {
        let token = BASE64_STANDARD.encode(format!("{user}:{password}"));
        format!("Authorization: Basic {token}\r\n")
    });
    let body = format!(
        "<?xml version='1.0'?><methodCall><methodName>{method}</methodName>\
         <params>{params}</params></methodCall>"
    );
    format!(
        "POST /RPC2 HTTP/1.1\r\n{}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        login.unwrap_or_default(),
        body.len()
    )
}

fn answer(mut stream: impl Read + Write, request: &str) -> io::Result<String> {
    stream.write_all(request.as_bytes())?;
    let (mut all, mut block) = (Vec::new(), [0; 4096]);
    // After a 401 it says `Connection: close` and keeps the socket open (`PROTOCOL` 1).
    while !all.starts_with(b"HTTP/1.1 401") {
        match stream.read(&mut block)? {
            0 => break,
            count => all.extend_from_slice(&block[..count]),
        }
    }
    Ok(String::from_utf8_lossy(&all).into_owned())
}
