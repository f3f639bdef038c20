//! The ways the fake can misbehave, and on which requests it does.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Seen;

/// One way to misbehave. Where it says nothing, the request is executed as usual.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// Takes the request, executes nothing, says nothing, for ever.
    Silent,
    /// Executes the request, says nothing, for ever.
    Mute,
    /// Ends the connection without executing the request.
    LoseRequest,
    /// Executes the request and ends the connection without an answer.
    LoseAnswer,
    /// Executes, and ends the connection after this many bytes of the answer, headers included.
    CutAfter(usize),
    /// Executes, and sends the answer's bytes one at a time, with this pause between them.
    Drip(Duration),
    /// Executes, and answers this much later.
    Slow(Duration),
    /// Executes, and declares this `Content-Length`.
    ContentLength(String),
    /// Answers with the body of the answer before this one, whatever was asked.
    Previous,
    /// Executes nothing, and sends these bytes, headers and all, then ends the connection.
    Raw(Vec<u8>),
    /// Executes nothing, sends these bytes, headers and all, and then nothing, for ever.
    Stall(Vec<u8>),
    /// Executes nothing, and sends this body with status 200 as `text/xml`.
    Body(Vec<u8>),
    /// Executes nothing, sends a header, and then a body without end.
    Endless,
    /// Executes nothing, and sends headers without end.
    EndlessHeaders,
    /// Executes nothing, and sends interim answers without end.
    EndlessInterim,
}

/// Stands in the bytes of a trouble for the `Authorization` header of the request.
pub const HEADER: &str = "@HEADER@";
/// Stands there for the password in it.
pub const PASSWORD: &str = "@PASSWORD@";

impl Trouble {
    /// The same with what the request said of its sender where the bytes want it.
    pub(super) fn echoing(self, header: &str) -> Self {
        let login = header
            .strip_prefix("Basic ")
            .and_then(|token| STANDARD.decode(token).ok());
        let login = String::from_utf8(login.unwrap_or_default()).unwrap();
        let password = login.split_once(':').map_or("", |(_, password)| password);
        let echo = |bytes: Vec<u8>| match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text.replace(HEADER, header).replace(PASSWORD, password);
                text.into_bytes()
            }
            Err(other) => other.into_bytes(),
        };
        match self {
            Self::Raw(bytes) => Self::Raw(echo(bytes)),
            Self::Body(bytes) => Self::Body(echo(bytes)),
            other => other,
        }
    }

    /// Another status, with supervisord's kind of page.
    pub fn status(line: &str) -> Self {
        Self::page(
            line,
            "Content-Type: text/html\r\n",
            b"<h1>Error response</h1>",
        )
    }

    /// A redirect.
    pub fn redirect(location: &str) -> Self {
        Self::page("303 See Other", &format!("Location: {location}\r\n"), b"")
    }

    /// A page of a proxy, with status 200.
    pub fn html() -> Self {
        let page = b"<html><head><title>Sign in</title></head></html>";
        Self::page("200 OK", "Content-Type: text/html\r\n", page)
    }

    /// A packed answer nobody asked for.
    pub fn gzip() -> Self {
        let headers = "Content-Type: text/xml\r\nContent-Encoding: gzip\r\n";
        Self::page("200 OK", headers, b"\x1f\x8b\x08\x00")
    }

    /// Status line, headers ending in a line break, body.
    pub fn page(line: &str, headers: &str, body: &[u8]) -> Self {
        let head = format!(
            "HTTP/1.1 {line}\r\n{headers}Content-Length: {}\r\n\r\n",
            body.len()
        );
        Self::Raw([head.as_bytes(), body].concat())
    }
}

/// A trouble, and when it comes.
pub(super) struct Rule {
    method: Option<String>,
    trouble: Trouble,
    once: bool,
}

impl Rule {
    pub(super) fn once(method: Option<&str>, trouble: Trouble) -> Self {
        Self {
            method: method.map(str::to_owned),
            trouble,
            once: true,
        }
    }

    pub(super) fn always(method: Option<&str>, trouble: Trouble) -> Self {
        Self {
            method: method.map(str::to_owned),
            trouble,
            once: false,
        }
    }

    fn fits(&self, seen: &[Seen]) -> bool {
        match &self.method {
            Some(method) => seen.iter().any(|seen| seen.method == *method),
            None => true,
        }
    }
}

/// The trouble that meets a request, used up if it comes once.
pub(super) fn next(rules: &mut Vec<Rule>, seen: &[Seen]) -> Option<Trouble> {
    let at = rules.iter().position(|rule| rule.fits(seen))?;
    if rules[at].once {
        Some(rules.remove(at).trouble)
    } else {
        Some(rules[at].trouble.clone())
    }
}
